package vedette.export.ipfix;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import vedette.content.Samples;
import vedette.export.DropReason;
import vedette.export.ExportCounters;
import vedette.export.IgnoredPackets;
import vedette.export.IpfixProfile;
import vedette.export.MeteringProcess;
import vedette.export.ObservationPoints;
import vedette.export.ipfix.StrictIpfix.DataRecord;
import vedette.export.ipfix.StrictIpfix.Message;
import vedette.export.ipfix.StrictIpfix.Transport;
import vedette.flow.EndReason;
import vedette.flow.Flow;
import vedette.flow.FlowRecords;
import vedette.flow.VlanKey;

/** Names beginning with e and a number are of the requirements in src/docs/conformance.md. */
class ExportSessionTest {
    private static final int LEAST_MESSAGE = 512;

    private final ObservationPoints points = new ObservationPoints();
    private final ExportCounters counters = new ExportCounters(System::nanoTime);
    private final RecordingSink sink = new RecordingSink(Transport.UDP);
    private long now = 1_700_000_000;

    ExportSessionTest() {
        points.add("eth0", 2);
        points.add("eth1", 3);
    }

    private ExportSession session(IpfixProfile profile) {
        return session(profile, ObservationDomains.fixed(7), 1420, 1, sink);
    }

    private ExportSession session(
            IpfixProfile profile, ObservationDomains domains, int mostOctets, int copies, MessageSink to) {
        return ExportSession.direct(profile, points, domains, mostOctets, copies, () -> now, contents -> now, to);
    }

    private List<DataRecord> flows() {
        return StrictIpfix.flows(sink.messages);
    }

    private static List<Map<String, Object>> expected(Flow flow, IpfixProfile profile, int ifIndex) {
        List<Map<String, Object>> records = new ArrayList<>();
        int first = flow.packets(Flow.FORWARD) > 0 ? Flow.FORWARD : Flow.REVERSE;
        records.add(ExpectedRecord.of(flow, profile, first, ifIndex));
        if (profile == IpfixProfile.UNIFLOW && first == Flow.FORWARD && flow.packets(Flow.REVERSE) > 0) {
            records.add(ExpectedRecord.of(flow, profile, Flow.REVERSE, ifIndex));
        }
        return records;
    }

    @ParameterizedTest
    @EnumSource(IpfixProfile.class)
    void everyTemplateComesBackAsItWentIn(IpfixProfile profile) throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        ExportSession session = session(profile);
        List<Map<String, Object>> expected = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            int point = random.nextInt(2);
            Flow flow = FlowRecords.random(random)
                    .observationPoint(point)
                    .says(Samples.random(random))
                    .flow();
            session.onFlow(flow);
            expected.addAll(expected(flow, profile, point + 2));
        }
        session.flush();
        List<DataRecord> records = flows();
        assertThat(records).hasSameSizeAs(expected);
        for (int i = 0; i < expected.size(); i++) {
            assertThat(records.get(i).values())
                    .as(
                            "seed %d, record %d, template %d",
                            seed, i, records.get(i).template())
                    .isEqualTo(expected.get(i));
        }
        assertThat(records.stream().map(DataRecord::template).distinct())
                .as("seed %d: templates seen", seed)
                .hasSize(new FlowTemplates(profile).all().size());
        assertThat(sink.flows).isEqualTo(20_000);
    }

    @Test
    void e01aMessageIsNoLongerThanItMayAndAsFullAsItCanBe() throws IOException {
        ExportSession session = session(IpfixProfile.FULL, ObservationDomains.fixed(7), LEAST_MESSAGE, 3, sink);
        Random random = new Random(1);
        for (int i = 0; i < 2_000; i++) {
            session.onFlow(
                    FlowRecords.random(random).says(Samples.random(random)).flow());
        }
        session.flush();
        assertThat(sink.messages).allMatch(message -> message.length() <= LEAST_MESSAGE);
        assertThat(flows()).hasSize(2_000);
    }

    @Test
    void e01messagesAreFilledBeforeTheyAreSent() throws IOException {
        ExportSession session = session(IpfixProfile.BIFLOW);
        for (int i = 0; i < 1_000; i++) {
            session.onFlow(FlowRecords.tcp().flow());
        }
        int record = new FlowTemplates(IpfixProfile.BIFLOW)
                .of(FlowRecords.tcp().flow(), false)
                .recordLength();
        List<Message> data = sink.messages.stream()
                .filter(message -> message.domain() == 7 && !message.records().isEmpty())
                .toList();
        assertThat(data).hasSizeGreaterThan(50).allMatch(message -> message.length() > 1420 - record);
    }

    @Test
    void e03optionsRecordsCountInTheirOwnDomainOnly() throws IOException {
        ExportSession session = session(IpfixProfile.UNIFLOW);
        session.onFlow(FlowRecords.tcp().flow());
        session.repeatTemplates(counters);
        session.onFlow(FlowRecords.tcp().observationPoint(1).flow());
        session.sendStatistics(counters);
        Map<Long, Integer> records = new HashMap<>();
        for (Message message : sink.messages) {
            assertThat(message.sequence())
                    .isEqualTo(records.getOrDefault(message.domain(), 0).longValue());
            records.merge(message.domain(), message.records().size(), Integer::sum);
        }
        assertThat(records).containsEntry(7L, 4).containsEntry(0L, 7);
    }

    @Test
    void e06optionsStandInDomainZeroAndFlowsNever() throws IOException {
        ExportSession session = session(IpfixProfile.BIFLOW);
        session.onFlow(FlowRecords.tcp().flow());
        session.sendStatistics(counters);
        assertThat(sink.messages)
                .allMatch(message ->
                        message.records().stream().allMatch(record -> record.isOptions() == (message.domain() == 0)));
        assertThat(StrictIpfix.options(sink.messages))
                .extracting(DataRecord::template)
                .containsExactly(
                        OptionsTemplates.INTERFACE.id(),
                        OptionsTemplates.EXPORTER_STATISTICS.id(),
                        OptionsTemplates.METERING_STATISTICS.id());
    }

    @Test
    void e06aSensorsInterfacesHaveDomainsOfTheirOwnThatStayTheSame() throws IOException {
        ObservationDomains one = ObservationDomains.perInterface("one", points);
        ObservationDomains two = ObservationDomains.perInterface("two", points);
        Set<Long> domains = new HashSet<>(List.of(one.of(0), one.of(1), two.of(0), two.of(1)));
        assertThat(domains).hasSize(4).allMatch(domain -> domain > 0 && domain <= 0xFFFF_FFFFL);
        assertThat(one.of(0))
                .isEqualTo(ObservationDomains.perInterface("one", points).of(0));
        ExportSession session = session(IpfixProfile.FULL, one, 1420, 1, sink);
        for (int i = 0; i < 100; i++) {
            session.onFlow(FlowRecords.tcp().observationPoint(i % 2).flow());
        }
        session.flush();
        for (int point = 0; point < 2; point++) {
            long domain = one.of(point);
            List<Message> own =
                    sink.messages.stream().filter(m -> m.domain() == domain).toList();
            assertThat(StrictIpfix.flows(own))
                    .hasSize(50)
                    .extracting(record -> record.number("ingressInterface"))
                    .containsOnly(point + 2L);
        }
    }

    @Test
    void e14namesAreCutBetweenCharacters() throws IOException {
        points.add("é".repeat(50), 9);
        ExportSession session = session(IpfixProfile.BIFLOW);
        session.onFlow(FlowRecords.tcp().observationPoint(2).flow());
        Map<String, Object> option = StrictIpfix.options(sink.messages).get(0).values();
        assertThat(option).containsEntry("ingressInterface", 9L).containsEntry("interfaceName", "é".repeat(32));
        points.add("x" + "é".repeat(50), 10);
        session.onFlow(FlowRecords.tcp().observationPoint(3).flow());
        assertThat(StrictIpfix.options(sink.messages).get(1).values())
                .containsEntry("interfaceName", "x" + "é".repeat(31));
    }

    @Test
    void e15aNanosecondSurvivesItsNtpTimestamp() throws IOException {
        Random random = new Random(15);
        ExportSession session = session(IpfixProfile.FULL);
        List<Long> times = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            long ns = FlowRecords.MIDNIGHT_NS + (i < 10 ? 999_999_990 + i : random.nextInt(1_000_000_000));
            times.add(ns);
            session.onFlow(FlowRecords.udp()
                    .without(Flow.REVERSE)
                    .times(Flow.FORWARD, ns, ns)
                    .flow());
        }
        session.flush();
        assertThat(flows())
                .extracting(record -> record.number("flowStartNanoseconds"))
                .isEqualTo(times);
    }

    @Test
    void e21aTemplateGoesBeforeItsFirstRecordOnce() throws IOException {
        RecordingSink file = new RecordingSink(Transport.FILE);
        ExportSession session = session(IpfixProfile.BIFLOW, ObservationDomains.fixed(1), 32768, 1, file);
        for (int i = 0; i < 3_000; i++) {
            session.onFlow((i % 2 == 0 ? FlowRecords.tcp() : FlowRecords.udp()).flow());
        }
        session.flush();
        assertThat(file.messages.stream()
                        .mapToInt(message -> message.templates().size())
                        .sum())
                .as("one of interfaces, two of flows")
                .isEqualTo(3);
        assertThat(StrictIpfix.flows(file.messages)).hasSize(3_000);
    }

    @Test
    void e23overUdpThreeCopiesOfATemplateGoAheadInMessagesOfTheirOwn() throws IOException {
        ExportSession session = session(IpfixProfile.BIFLOW, ObservationDomains.fixed(7), 1420, 3, sink);
        session.onFlow(FlowRecords.tcp().flow());
        session.flush();
        List<Message> flows =
                sink.messages.stream().filter(m -> m.domain() == 7).toList();
        assertThat(flows).extracting(message -> message.templates().size()).containsExactly(1, 1, 1, 0);
        assertThat(flows).extracting(message -> message.records().size()).containsExactly(0, 0, 0, 1);
    }

    @Test
    void e22repeatedTemplatesAreAllThatAreActive() throws IOException {
        ExportSession session = session(IpfixProfile.BIFLOW);
        session.onFlow(FlowRecords.tcp().flow());
        session.onFlow(FlowRecords.udp().flow());
        session.flush();
        int before = sink.messages.size();
        session.repeatTemplates(counters);
        Set<Integer> repeated = new HashSet<>();
        for (Message message : sink.messages.subList(before, sink.messages.size())) {
            message.templates().forEach(template -> repeated.add(template.id()));
        }
        assertThat(repeated)
                .as("of two kinds of flows, an interface, and of statistics of two kinds")
                .hasSize(5);
    }

    @ParameterizedTest
    @EnumSource(IpfixProfile.class)
    void e41aFlowWithoutAnAnswerHasNoReverseElements(IpfixProfile profile) throws IOException {
        ExportSession session = session(profile);
        session.onFlow(FlowRecords.tcp().without(Flow.REVERSE).flow());
        session.flush();
        assertThat(flows())
                .singleElement()
                .satisfies(record -> assertThat(record.values().keySet())
                        .noneMatch(name -> name.startsWith("reverse"))
                        .contains("packetDeltaCount", "biflowDirection"));
    }

    @Test
    void anAnswerWithoutItsQuestionIsToldAsTheRespondersOwn() throws IOException {
        ExportSession session = session(IpfixProfile.FULL);
        session.onFlow(FlowRecords.tcp().without(Flow.FORWARD).flow());
        session.flush();
        assertThat(flows())
                .singleElement()
                .satisfies(record -> assertThat(record.values())
                        .containsEntry("sourceIPv4Address", "10.0.0.2")
                        .containsEntry("sourceTransportPort", 443L)
                        .containsEntry("destinationIPv4Address", "10.0.0.1")
                        .containsEntry("packetDeltaCount", 4L)
                        .containsEntry("biflowDirection", 2L)
                        .doesNotContainKey("reversePacketDeltaCount"));
    }

    @Test
    void e42thePartsOfAFlowKeepItsDirection() throws IOException {
        ExportSession session = session(IpfixProfile.BIFLOW);
        session.onFlow(FlowRecords.tcp()
                .id(5, 1)
                .closed(FlowRecords.MIDNIGHT_NS, EndReason.ACTIVE)
                .flow());
        session.onFlow(FlowRecords.tcp().id(5, 2).flow());
        session.flush();
        assertThat(flows())
                .hasSize(2)
                .allSatisfy(record -> assertThat(record.values())
                        .containsEntry("sourceIPv4Address", "10.0.0.1")
                        .containsEntry("biflowDirection", 1L)
                        .containsEntry("flowId", 5L));
        assertThat(flows()).extracting(record -> record.number("flowEndReason")).containsExactly(2L, 3L);
    }

    @Test
    void e43aGuessedInitiatorIsCalledArbitrary() throws IOException {
        ExportSession session = session(IpfixProfile.BIFLOW);
        session.onFlow(FlowRecords.tcp().initiatorGuessed().flow());
        session.onFlow(
                FlowRecords.tcp().initiatorGuessed().without(Flow.FORWARD).flow());
        session.flush();
        assertThat(flows())
                .extracting(record -> record.number("biflowDirection"))
                .containsExactly(0L, 0L);
    }

    @Test
    void aResetIsSeenInABiflowWhoeverSentIt() throws IOException {
        ExportSession session = session(IpfixProfile.BIFLOW);
        session.onFlow(FlowRecords.tcp()
                .tcpFlags(Flow.FORWARD, 0x02)
                .tcpFlags(Flow.REVERSE, 0x14)
                .flow());
        session.flush();
        assertThat(flows())
                .singleElement()
                .satisfies(record -> assertThat(record.number("tcpControlBits")).isEqualTo(0x16));
    }

    @Test
    void theBiflowProfileReversesCountersOnly() {
        for (Template template : new FlowTemplates(IpfixProfile.BIFLOW).all()) {
            for (int i = 0; i < template.fieldCount(); i++) {
                Field field = template.field(i);
                assertThat(!field.isReverse() || field.element().id() <= 2)
                        .as("%s in template %d", field.element().label(), template.id())
                        .isTrue();
            }
        }
    }

    @Test
    void theUniflowProfileNeedsNoEnterpriseNumber() {
        for (Template template : new FlowTemplates(IpfixProfile.UNIFLOW).all()) {
            assertThat(template.isBiflow()).isFalse();
        }
    }

    @Test
    void bothRecordsOfAUniflowPairStandInOneMessage() throws IOException {
        ExportSession session = session(IpfixProfile.UNIFLOW);
        for (int i = 0; i < 500; i++) {
            session.onFlow(FlowRecords.tcp().id(i, 1).flow());
        }
        session.flush();
        for (Message message : sink.messages) {
            Map<Object, Integer> records = new HashMap<>();
            for (DataRecord record : StrictIpfix.flows(List.of(message))) {
                records.merge(record.values().get("flowId"), 1, Integer::sum);
            }
            assertThat(records.values()).allMatch(count -> count == 2);
        }
        assertThat(flows()).hasSize(1_000);
    }

    @Test
    void e22flowKeysAreToldAgainWithTheTemplates() throws IOException {
        ExportSession session = session(IpfixProfile.BIFLOW);
        session.withMetering(new MeteringProcess(VlanKey.NONE, true, () -> IgnoredPackets.NONE));
        session.onFlow(FlowRecords.tcp().flow());
        session.onFlow(FlowRecords.udp().flow());
        session.flush();
        session.repeatTemplates(counters);
        assertThat(StrictIpfix.options(sink.messages).stream()
                        .filter(record -> record.template() == OptionsTemplates.FLOW_KEYS.id())
                        .map(record -> record.number("templateId")))
                .containsExactlyInAnyOrder(256L, 258L, 256L, 258L);
    }

    @Test
    void statisticsOfDomainsAreOfEachOfThem() throws IOException {
        ObservationDomains domains = ObservationDomains.perInterface("sensor", points);
        ExportSession session = session(IpfixProfile.UNIFLOW, domains, 1420, 1, sink);
        for (int i = 0; i < 3; i++) {
            session.onFlow(FlowRecords.tcp().flow());
        }
        session.onFlow(
                FlowRecords.udp().observationPoint(1).without(Flow.REVERSE).flow());
        session.sendStatistics(counters);
        Map<Long, Long> told = new HashMap<>();
        for (DataRecord record : StrictIpfix.options(sink.messages)) {
            if (record.template() == OptionsTemplates.METERING_STATISTICS.id()) {
                told.put(record.number("observationDomainId"), record.number("exportedFlowRecordTotalCount"));
            }
        }
        assertThat(told).isEqualTo(Map.of(domains.of(0), 6L, domains.of(1), 1L));
    }

    @Test
    void whatWaitsInAMessageIsNotExportedYet() throws IOException {
        ExportSession session = session(IpfixProfile.BIFLOW);
        session.onFlow(FlowRecords.tcp().flow());
        session.tellStatistics(counters);
        assertThat(StrictIpfix.options(sink.messages).get(1).number("exportedFlowRecordTotalCount"))
                .isZero();
    }

    @Test
    void statisticsTellWhatWasSentAndWhatWasNot() throws IOException {
        ExportSession session = session(IpfixProfile.UNIFLOW);
        session.onFlow(FlowRecords.tcp().flow());
        session.flush();
        long messages = sink.messages.size();
        long octets = sink.messages.stream().mapToLong(Message::length).sum();
        counters.dropped(DropReason.QUEUE_FULL).add(3, 30, 300);
        counters.dropped(DropReason.SEND_FAILED).add(1, 10, 100);
        session.sendStatistics(counters);
        assertThat(StrictIpfix.options(sink.messages).get(1).values())
                .containsEntry("exportedMessageTotalCount", messages)
                .containsEntry("exportedFlowRecordTotalCount", 2L)
                .containsEntry("exportedOctetTotalCount", octets)
                .containsEntry("notSentFlowTotalCount", 4L)
                .containsEntry("notSentPacketTotalCount", 40L)
                .containsEntry("notSentOctetTotalCount", 400L);
    }

    @ParameterizedTest
    @EnumSource(IpfixProfile.class)
    void aRecordAllocatesNothing(IpfixProfile profile) throws IOException {
        Flow[] flows = new Flow[64];
        Random random = new Random(3);
        for (int i = 0; i < flows.length; i++) {
            flows[i] = FlowRecords.random(random).flow();
        }
        ExportSession session = session(profile, ObservationDomains.fixed(7), 1420, 1, (message, contents) -> {});
        com.sun.management.ThreadMXBean threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long allocated = 0;
        for (int round = 0; round < 5; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 200_000; i++) {
                session.onFlow(flows[i & 63]);
            }
            allocated = threads.getCurrentThreadAllocatedBytes() - before;
        }
        assertThat(allocated).as("octets for 200,000 records").isLessThan(20_000);
    }
}
