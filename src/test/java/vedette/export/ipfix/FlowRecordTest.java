package vedette.export.ipfix;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import vedette.content.Field;
import vedette.content.Findings;
import vedette.content.Samples;
import vedette.export.IpfixProfile;
import vedette.export.ObservationPoints;
import vedette.export.ipfix.StrictIpfix.DataRecord;
import vedette.flow.Flow;
import vedette.flow.FlowRecords;
import vedette.flow.TcpState;

/** Records of one flow, field by field. */
class FlowRecordTest {
    private static final long ENTERPRISE = 32473;
    private static final int SYN = 0x02;
    private static final int ACK = 0x10;
    private static final int ECE = 0x40;
    private static final int CWR = 0x80;

    private final ObservationPoints points = new ObservationPoints();

    FlowRecordTest() {
        points.add("eth0", 2);
    }

    private Map<String, Object> record(IpfixProfile profile, long enterprise, FlowRecords flow) throws IOException {
        return records(profile, enterprise, List.of(flow.flow())).get(0).values();
    }

    private List<DataRecord> records(IpfixProfile profile, long enterprise, List<Flow> flows) throws IOException {
        LoneMessages messages = new LoneMessages(1, points);
        FlowTemplates templates = new FlowTemplates(profile, enterprise);
        if (templates.hasOwn()) {
            new OptionsRecords(points).putFlowElementTypes(enterprise, messages);
        }
        for (Flow flow : flows) {
            boolean forward = flow.packets(Flow.FORWARD) > 0;
            boolean oneWay = !forward || flow.packets(Flow.REVERSE) == 0;
            messages.add(templates.of(flow, oneWay), flow, forward ? Flow.FORWARD : Flow.REVERSE);
        }
        return messages.records.stream().filter(record -> !record.isOptions()).toList();
    }

    @Test
    void everyElementOfOurOwnComesBackAsItWentIn() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<Flow> flows = new ArrayList<>();
        for (int i = 0; i < 2_500; i++) {
            flows.add(FlowRecords.random(random).says(Samples.random(random)).flow());
        }
        List<DataRecord> records = records(IpfixProfile.FULL, ENTERPRISE, flows);
        assertThat(records).hasSameSizeAs(flows);
        for (int i = 0; i < flows.size(); i++) {
            Flow flow = flows.get(i);
            int own = flow.packets(Flow.FORWARD) > 0 ? Flow.FORWARD : Flow.REVERSE;
            assertThat(records.get(i).values())
                    .as("seed %d, record %d", seed, i)
                    .isEqualTo(ExpectedRecord.of(flow, IpfixProfile.FULL, own, 2, true));
        }
    }

    @Test
    void aConnectionTellsItsStateAndItsTroubles() throws IOException {
        Map<String, Object> record = record(
                IpfixProfile.FULL,
                ENTERPRISE,
                FlowRecords.tcp()
                        .state(TcpState.RSTOS0)
                        .history("SrTW")
                        .handshake(FlowRecords.MIDNIGHT_NS, FlowRecords.MIDNIGHT_NS + 1_234_567, 0)
                        .troubles(Flow.FORWARD, 1, 2, 3)
                        .outOfOrder(Flow.REVERSE, 4)
                        .missed(Flow.REVERSE, 1L << 40)
                        .id(9, 3));
        assertThat(record)
                .containsEntry("vedetteTcpState", "RSTOS0")
                .containsEntry("vedetteTcpHistory", "SrTW")
                .containsEntry("vedetteSynAckDelayMicroseconds", 1_234L)
                .containsEntry("vedetteAckDelayMicroseconds", 0L)
                .containsEntry("vedetteRetransmittedCount", 1L)
                .containsEntry("vedetteDuplicateAckCount", 2L)
                .containsEntry("vedetteZeroWindowCount", 3L)
                .containsEntry("reverseVedetteRetransmittedCount", 0L)
                .containsEntry("reverseVedetteOutOfOrderCount", 4L)
                .containsEntry("reverseVedetteMissedOctetCount", 1L << 40)
                .containsEntry("vedetteFlowPart", 3L)
                .containsEntry("vedetteFlowCommunityId", "1:UWHKJ/x6OQ1YiVv4rIl0t3yhjg8=");
    }

    @Test
    void aServiceIsNamedAndARequestTold() throws IOException {
        assertThat(record(IpfixProfile.FULL, 0, FlowRecords.tcp().says(Samples.http())))
                .containsEntry("applicationName", "http")
                .containsEntry("httpRequestMethod", "GET")
                .containsEntry("httpRequestHost", "www.example.com")
                .containsEntry("httpUserAgent", "curl/8")
                .containsEntry("httpStatusCode", 404L)
                .doesNotContainKey("ipClassOfService");
    }

    @Test
    void theNameThatIsAskedForIsAnElementOfOurOwn() throws IOException {
        assertThat(record(IpfixProfile.FULL, ENTERPRISE, FlowRecords.tcp().says(Samples.tls("www.example.com"))))
                .containsEntry("applicationName", "tls")
                .containsEntry("vedetteRequestedName", "www.example.com");
        assertThat(record(IpfixProfile.FULL, ENTERPRISE, FlowRecords.udp().says(Samples.dns())))
                .containsEntry("applicationName", "dns")
                .containsEntry("vedetteRequestedName", "a.example")
                .containsEntry("vedetteJa4", "");
        assertThat(record(IpfixProfile.FULL, 0, FlowRecords.udp().says(Samples.dns())))
                .containsEntry("applicationName", "dns")
                .doesNotContainKey("vedetteRequestedName");
    }

    @Test
    void whatAPortIsKnownForIsNotTakenForAService() throws IOException {
        Findings guess = Findings.guess(6, 443);
        assertThat(guess.service()).isNotNull();
        assertThat(record(IpfixProfile.FULL, ENTERPRISE, FlowRecords.tcp().says(guess)))
                .doesNotContainKey("applicationName")
                .containsKey("ipClassOfService");
    }

    @Test
    void noOtherProfileNamesServices() throws IOException {
        for (IpfixProfile profile : List.of(IpfixProfile.BIFLOW, IpfixProfile.UNIFLOW, IpfixProfile.SILK)) {
            assertThat(record(profile, ENTERPRISE, FlowRecords.tcp().says(Samples.http())))
                    .doesNotContainKey("applicationName");
        }
    }

    @Test
    void textsAreCutWhereTheMessageIsShort() throws IOException {
        Random random = new Random();
        for (int i = 0; i < 200; i++) {
            Flow flow = FlowRecords.tcp().vlans(1, 2).says(Samples.http(random)).flow();
            FlowTemplate template = new FlowTemplates(IpfixProfile.FULL, ENTERPRISE).of(flow, false);
            LoneMessages messages = new LoneMessages(1, points);
            new OptionsRecords(points).putFlowElementTypes(ENTERPRISE, messages);
            int before = messages.file().length;
            int room = 512 - 16 - 4;
            messages.announce(template);
            int announced = messages.file().length;
            messages.add(template, flow, Flow.FORWARD, room);
            assertThat(messages.file().length - announced).isLessThanOrEqualTo(16 + 4 + room);
            assertThat(announced).isGreaterThan(before);
            String host = flow.findings().text(Field.HTTP_HOST);
            DataRecord record = messages.records.get(messages.records.size() - 1);
            assertThat(host).startsWith((String) record.values().get("httpRequestHost"));
        }
    }

    @Test
    void aUniflowHasItsOwnTroublesOnly() throws IOException {
        assertThat(record(IpfixProfile.FULL, ENTERPRISE, FlowRecords.tcp().without(Flow.REVERSE)))
                .containsKey("vedetteMissedOctetCount")
                .doesNotContainKey("reverseVedetteMissedOctetCount");
    }

    @Test
    void silkHasTheFirstPacketsFlagsApart() throws IOException {
        Map<String, Object> record = record(
                IpfixProfile.SILK,
                0,
                FlowRecords.tcp()
                        .tcpFlags(Flow.FORWARD, SYN | ACK | ECE | CWR)
                        .firstTcpFlags(Flow.FORWARD, SYN | ECE | CWR)
                        .flagCounts(Flow.FORWARD, 1, 0, 0, 0, 4, 0)
                        .tcpFlags(Flow.REVERSE, SYN | ACK)
                        .firstTcpFlags(Flow.REVERSE, SYN | ACK)
                        .flagCounts(Flow.REVERSE, 2, 0, 0, 0, 4, 0));
        assertThat(record)
                .containsEntry("initialTCPFlags", (long) (SYN | ECE | CWR))
                .containsEntry("unionTCPFlags", (long) ACK)
                .containsEntry("reverseInitialTCPFlags", (long) (SYN | ACK))
                .as("the SYN-ACK was sent again")
                .containsEntry("reverseUnionTCPFlags", (long) (SYN | ACK))
                .containsEntry("tcpControlBits", (long) (SYN | ACK | ECE | CWR));
    }

    @Test
    void silkIsToldNoFirstPacketThatIsNotInTheRecord() throws IOException {
        Map<String, Object> record = record(
                IpfixProfile.SILK,
                0,
                FlowRecords.tcp()
                        .id(5, 2)
                        .tcpFlags(Flow.FORWARD, ACK)
                        .firstTcpFlags(Flow.FORWARD, SYN)
                        .flagCounts(Flow.FORWARD, 0, 0, 0, 0, 9, 0));
        assertThat(record).containsEntry("initialTCPFlags", 0L).containsEntry("unionTCPFlags", (long) ACK);
    }

    @Test
    void silkFindsTheTimesOfBothHalves() throws IOException {
        long t = FlowRecords.MIDNIGHT_NS;
        long ms = t / 1_000_000;
        Map<String, Object> late = record(
                IpfixProfile.SILK,
                0,
                FlowRecords.udp().times(Flow.FORWARD, t, t).times(Flow.REVERSE, t + 20_000_000, t + 90_000_000));
        assertThat(late)
                .as("SiLK's reverse record begins 20 ms later and ends with the biflow")
                .containsEntry("flowStartMilliseconds", ms)
                .containsEntry("flowEndMilliseconds", ms + 90)
                .containsEntry("flowDurationMilliseconds", 90L)
                .containsEntry("reverseFlowDeltaMilliseconds", 20L);
        Map<String, Object> early = record(
                IpfixProfile.SILK,
                0,
                FlowRecords.udp()
                        .times(Flow.FORWARD, t + 5_000_000, t + 9_000_000)
                        .times(Flow.REVERSE, t, t + 1_000_000));
        assertThat(early)
                .containsEntry("flowStartMilliseconds", ms)
                .containsEntry("flowEndMilliseconds", ms + 9)
                .containsEntry("reverseFlowDeltaMilliseconds", 0L);
    }

    @Test
    void silkIsToldOfSegmentsOutOfSequence() throws IOException {
        assertThat(record(IpfixProfile.SILK, 0, FlowRecords.tcp().outOfOrder(Flow.REVERSE, 1)))
                .containsEntry("flowAttributes", 0L)
                .containsEntry("reverseFlowAttributes", 2L);
    }

    @Test
    void fragmentsWithoutATransportHeaderHaveNoPortsAndSayWhoseTheyAre() throws IOException {
        for (IpfixProfile profile : IpfixProfile.values()) {
            Map<String, Object> record = record(
                    profile, 0, FlowRecords.udp().fragments(0xFEDC_BA98, true).without(Flow.REVERSE));
            assertThat(record)
                    .containsEntry("fragmentIdentification", 0xFEDC_BA98L)
                    .containsEntry("fragmentFlags", 0x20L)
                    .containsEntry("protocolIdentifier", 17L)
                    .doesNotContainKeys("sourceTransportPort", "destinationTransportPort");
        }
        assertThat(record(IpfixProfile.BIFLOW, 0, FlowRecords.udp().protocol(1).fragments(7, false)))
                .containsEntry("fragmentFlags", 0L)
                .doesNotContainKey("icmpTypeCodeIPv4");
        assertThat(record(IpfixProfile.BIFLOW, 0, FlowRecords.udp()))
                .doesNotContainKeys("fragmentIdentification", "fragmentFlags");
    }

    @Test
    void aRecordWithElementsOfOurOwnAllocatesNothing() {
        Random random = new Random(3);
        Flow[] flows = new Flow[64];
        for (int i = 0; i < flows.length; i++) {
            flows[i] = FlowRecords.random(random).flow();
        }
        FlowTemplates templates = new FlowTemplates(IpfixProfile.FULL, ENTERPRISE);
        FlowRecord record = new FlowRecord(points);
        ByteBuffer out = ByteBuffer.allocate(1024);
        com.sun.management.ThreadMXBean threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long allocated = 0;
        for (int round = 0; round < 5; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 100_000; i++) {
                Flow flow = flows[i & 63];
                record.put(templates.of(flow, false), flow, Flow.FORWARD, out, 0);
            }
            allocated = threads.getCurrentThreadAllocatedBytes() - before;
        }
        assertThat(allocated).as("octets for 100,000 records").isLessThan(20_000);
    }
}
