package vedette.export.ipfix;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import vedette.export.IgnoredPackets;
import vedette.export.IpfixProfile;
import vedette.export.MeteringProcess;
import vedette.export.ObservationPoints;
import vedette.export.ipfix.StrictIpfix.DataRecord;
import vedette.flow.Flow;
import vedette.flow.FlowRecords;
import vedette.flow.VlanKey;

class OptionsRecordsTest {
    private static final long ENTERPRISE = 32473;
    private static final long MIDNIGHT_NS = FlowRecords.MIDNIGHT_NS;
    private static final long MIDNIGHT_MS = MIDNIGHT_NS / 1_000_000;

    private final ObservationPoints points = new ObservationPoints();
    private final OptionsRecords options = new OptionsRecords(points);
    private final LoneMessages sink = new LoneMessages(0, points);

    private Map<String, Object> only() {
        assertThat(sink.records).hasSize(1);
        assertThat(sink.records.get(0).isOptions()).isTrue();
        return sink.records.get(0).values();
    }

    @Test
    void anInterfaceHasItsIndexAndItsName() throws IOException {
        points.add("x" + "\u00e9".repeat(50), 12);
        options.putInterface(0, sink);
        assertThat(only()).isEqualTo(Map.of("ingressInterface", 12L, "interfaceName", "x" + "\u00e9".repeat(31)));
    }

    @Test
    void meteringStatisticsAreOfADomain() throws IOException {
        options.putMeteringStatistics(0xFEDC_BA98L, new Exported(5, 1L << 40, 3L << 50), sink);
        assertThat(only())
                .isEqualTo(Map.of(
                        "observationDomainId", 0xFEDC_BA98L,
                        "meteringProcessId", 1L,
                        "exportedMessageTotalCount", 5L,
                        "exportedFlowRecordTotalCount", 1L << 40,
                        "exportedOctetTotalCount", 3L << 50));
    }

    @Test
    void ignoredPacketsHaveTheTimesOfTheFirstAndTheLast() throws IOException {
        options.putMeteringReliability(7, IgnoredPackets.NONE, sink);
        assertThat(sink.records).as("nothing to tell").isEmpty();
        options.putMeteringReliability(
                7, new IgnoredPackets(3, 180, MIDNIGHT_NS + 999_999, MIDNIGHT_NS + 2_500_000), sink);
        assertThat(only())
                .isEqualTo(Map.of(
                        "observationDomainId", 7L,
                        "meteringProcessId", 1L,
                        "ignoredPacketTotalCount", 3L,
                        "ignoredOctetTotalCount", 180L,
                        "observationTimeMilliseconds", MIDNIGHT_MS,
                        "last observationTimeMilliseconds", MIDNIGHT_MS + 2));
    }

    @Test
    void whatWasNotSentHasTheTimesOfTheFirstAndTheLast() throws IOException {
        options.putExportingReliability(new NotSent(0, 0, 0, 0, 0), sink);
        assertThat(sink.records).as("nothing to tell").isEmpty();
        options.putExportingReliability(new NotSent(2, 20, 2_000, MIDNIGHT_NS, MIDNIGHT_NS + 60_000_000_000L), sink);
        assertThat(only())
                .isEqualTo(Map.of(
                        "exportingProcessId", 1L,
                        "notSentFlowTotalCount", 2L,
                        "notSentPacketTotalCount", 20L,
                        "notSentOctetTotalCount", 2_000L,
                        "observationTimeMilliseconds", MIDNIGHT_MS,
                        "last observationTimeMilliseconds", MIDNIGHT_MS + 60_000));
    }

    private static MeteringProcess metering(VlanKey vlans) {
        return new MeteringProcess(vlans, true, () -> IgnoredPackets.NONE);
    }

    private static List<String> keys(Flow flow, IpfixProfile profile, VlanKey vlans) {
        return keys(flow, profile, metering(vlans));
    }

    private static List<String> keys(Flow flow, IpfixProfile profile, MeteringProcess metering) {
        FlowTemplate template = new FlowTemplates(profile).of(flow, false);
        long indicator = FlowKeys.indicator(template, metering);
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < template.fieldCount(); i++) {
            if (i < Long.SIZE && (indicator >> i & 1) == 1) {
                keys.add(template.field(i).element().label());
            }
        }
        return keys;
    }

    @Test
    void flowKeysAreWhatTellsFlowsApart() {
        Flow tagged = FlowRecords.tcp().vlans(100, 200).flow();
        String[] always = {
            "sourceIPv4Address",
            "destinationIPv4Address",
            "sourceTransportPort",
            "destinationTransportPort",
            "protocolIdentifier",
            "ingressInterface"
        };
        for (IpfixProfile profile : IpfixProfile.values()) {
            assertThat(keys(tagged, profile, VlanKey.NONE)).containsExactly(always);
            assertThat(keys(tagged, profile, VlanKey.OUTER))
                    .contains(always)
                    .contains("dot1qVlanId", "vlanId")
                    .hasSize(8);
            assertThat(keys(tagged, profile, VlanKey.BOTH))
                    .contains(always)
                    .contains("dot1qVlanId", "vlanId", "dot1qCustomerVlanId")
                    .hasSize(9);
        }
        Flow ping = FlowRecords.udp().ipv6(1, 2, 3, 4).protocol(58).icmp(128, 0).flow();
        assertThat(keys(ping, IpfixProfile.FULL, VlanKey.BOTH))
                .containsExactly(
                        "sourceIPv6Address",
                        "destinationIPv6Address",
                        "protocolIdentifier",
                        "icmpTypeCodeIPv6",
                        "ingressInterface");
    }

    @Test
    void whereInterfacesAreMergedTheyTellNoFlowsApart() {
        MeteringProcess merging = new MeteringProcess(VlanKey.NONE, false, () -> IgnoredPackets.NONE);
        assertThat(keys(FlowRecords.tcp().flow(), IpfixProfile.BIFLOW, merging))
                .containsExactly(
                        "sourceIPv4Address",
                        "destinationIPv4Address",
                        "sourceTransportPort",
                        "destinationTransportPort",
                        "protocolIdentifier");
    }

    @Test
    void flowKeysSayWhichTemplateOfWhichDomainTheyAreOf() throws IOException {
        FlowTemplate template =
                new FlowTemplates(IpfixProfile.BIFLOW).of(FlowRecords.tcp().flow(), false);
        options.putFlowKeys(7, template, metering(VlanKey.NONE), sink);
        assertThat(only())
                .isEqualTo(Map.of("observationDomainId", 7L, "templateId", 256L, "flowKeyIndicator", 0b101_1111L));
    }

    @Test
    void everyElementOfOurOwnIsToldOnceAndSoIsItsReverse() throws IOException {
        options.putAlertElementTypes(ENTERPRISE, sink);
        options.putFlowElementTypes(ENTERPRISE, sink);
        assertThat(sink.records)
                .hasSize(15 + 15 + 5)
                .extracting(DataRecord::template)
                .containsOnly(0x0402);
        assertThat(sink.records)
                .extracting(record -> record.number("informationElementId"))
                .doesNotHaveDuplicates();
        assertThat(sink.records)
                .extracting(record -> record.values().get("informationElementName"))
                .doesNotHaveDuplicates();
        Map<String, Object> missed = sink.records.stream()
                .filter(record -> record.number("informationElementId") == (40 | 0x4000))
                .findFirst()
                .orElseThrow()
                .values();
        assertThat(missed)
                .containsEntry("privateEnterpriseNumber", ENTERPRISE)
                .containsEntry("informationElementName", "reverseVedetteMissedOctetCount")
                .containsEntry("informationElementDataType", 4L)
                .containsEntry("informationElementSemantics", 3L)
                .containsEntry("informationElementUnits", 2L);
    }
}
