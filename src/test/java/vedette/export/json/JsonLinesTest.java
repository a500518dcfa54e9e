package vedette.export.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.management.ThreadMXBean;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import vedette.content.Samples;
import vedette.decode.PacketBuilder;
import vedette.export.ExportCounters;
import vedette.export.ObservationPoints;
import vedette.flow.Flow;
import vedette.flow.FlowRecords;
import vedette.flow.Meter;

class JsonLinesTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ObservationPoints points = new ObservationPoints();
    private final ExportCounters counters = new ExportCounters(System::nanoTime);

    @Test
    void aTcpConnectionIsOneLine() throws IOException {
        points.add("eth0", 2);
        FlowRecords record = FlowRecords.tcp()
                .handshake(
                        FlowRecords.MIDNIGHT_NS,
                        FlowRecords.MIDNIGHT_NS + 10_000_000,
                        FlowRecords.MIDNIGHT_NS + 20_000_000);
        assertThat(line(record))
                .isEqualTo("{\"timestamp\":\"2023-11-14T22:13:20.080000Z\",\"flow_id\":4503599627370503,"
                        + "\"in_iface\":\"eth0\",\"event_type\":\"flow\",\"src_ip\":\"10.0.0.1\",\"src_port\":40000,"
                        + "\"dest_ip\":\"10.0.0.2\",\"dest_port\":443,\"proto\":\"TCP\","
                        + "\"community_id\":\"1:UWHKJ/x6OQ1YiVv4rIl0t3yhjg8=\","
                        + "\"flow\":{\"start\":\"2023-11-14T22:13:20.000000Z\",\"end\":\"2023-11-14T22:13:20.080000Z\","
                        + "\"start_toclient\":\"2023-11-14T22:13:20.010000Z\","
                        + "\"end_toserver\":\"2023-11-14T22:13:20.080000Z\","
                        + "\"end_toclient\":\"2023-11-14T22:13:20.070000Z\",\"part\":1,\"end_reason\":\"end\","
                        + "\"direction\":\"initiator\",\"pkts_toserver\":5,\"pkts_toclient\":4,\"bytes_toserver\":250,"
                        + "\"bytes_toclient\":240,\"frame_bytes_toserver\":320,\"frame_bytes_toclient\":296},"
                        + "\"tcp\":{\"state\":\"SF\",\"history\":\"ShAFaf\",\"tcp_flags_ts\":\"13\","
                        + "\"tcp_flags_tc\":\"13\",\"synack_us\":10000,\"ack_us\":10000,\"retransmitted_toserver\":0,"
                        + "\"retransmitted_toclient\":0,\"out_of_order_toserver\":0,\"out_of_order_toclient\":0,"
                        + "\"dup_ack_toserver\":0,\"dup_ack_toclient\":0,\"zero_window_toserver\":0,"
                        + "\"zero_window_toclient\":0,\"missed_octets_toserver\":0,\"missed_octets_toclient\":0}}\n");
    }

    @Test
    void aFlowWithoutAnswerHasNoTimesOfTheAnswer() throws IOException {
        JsonNode flow = json(FlowRecords.udp().without(Flow.REVERSE)).get("flow");
        assertThat(names(flow))
                .containsExactly(
                        "start",
                        "end",
                        "end_toserver",
                        "part",
                        "end_reason",
                        "direction",
                        "pkts_toserver",
                        "pkts_toclient",
                        "bytes_toserver",
                        "bytes_toclient",
                        "frame_bytes_toserver",
                        "frame_bytes_toclient");
        assertThat(flow.get("pkts_toclient").asLong()).isZero();
    }

    @Test
    void whatContentToldHasItsObjects() throws IOException {
        JsonNode line = json(meteredFlow(
                "GET / HTTP/1.1\r\nHost: <\"script>\r\nUser-Agent: \u00ff\r\n\r\n",
                "HTTP/1.1 200 OK\r\nServer: a\r\n\r\n"));
        assertThat(line.path("app_proto").asText()).isEqualTo("http");
        assertThat(line.has("app_proto_guessed")).isFalse();
        assertThat(line.path("http").path("hostname").asText()).isEqualTo("<\"script>");
        assertThat(line.path("http").path("http_user_agent").asText()).isEqualTo("\uFFFD");
        assertThat(line.path("http").path("status").isInt()).isTrue();
        assertThat(names(line)).endsWith("flow", "tcp", "http");
    }

    @Test
    void objectsWithinObjectsAndListsAreClosedAgain() throws IOException {
        JsonNode ssh = json(meteredFlow("SSH-2.0-a\r\n", "SSH-2.0-b\r\n"));
        assertThat(ssh.path("ssh"))
                .hasToString("{\"client\":{\"proto_version\":\"2.0\",\"software_version\":\"a\"},"
                        + "\"server\":{\"proto_version\":\"2.0\",\"software_version\":\"b\"}}");
    }

    @Test
    void whatDnsNamedIsCalledSo() throws IOException {
        Flow flow = meteredFlow("?", "!").named(Samples.dns());
        assertThat(json(flow).path("dest_name").asText()).isEqualTo("a.example");
    }

    @Test
    void whatNobodyNamedHasNoName() throws IOException {
        assertThat(json(meteredFlow("?", "!")).has("dest_name")).isFalse();
    }

    @Test
    void aGuessIsMarked() throws IOException {
        JsonNode line = json(meteredFlow("?", "!"));
        assertThat(line.path("app_proto").asText()).isEqualTo("http");
        assertThat(line.path("app_proto_guessed").asBoolean()).isTrue();
        assertThat(line.has("http")).isFalse();
    }

    /** A connection to port 80 in which each side says one thing. */
    private static Flow meteredFlow(String asked, String answered) {
        byte[] question = asked.getBytes(StandardCharsets.ISO_8859_1);
        byte[] answer = answered.getBytes(StandardCharsets.ISO_8859_1);
        PacketBuilder there = PacketBuilder.ethernet()
                .ipv4("10.0.0.1", "10.0.0.2")
                .tcp(4000, 80)
                .seq(1);
        PacketBuilder back = PacketBuilder.ethernet()
                .ipv4("10.0.0.2", "10.0.0.1")
                .tcp(80, 4000)
                .seq(9);
        return new Meter()
                .at(0, there.payload(question))
                .at(0, back.payload(answer))
                .only();
    }

    private JsonNode json(Flow flow) throws IOException {
        JsonLines lines = new JsonLines(out, points, counters);
        lines.onFlow(flow);
        lines.flush();
        return new ObjectMapper().readTree(out.toString(StandardCharsets.US_ASCII));
    }

    @Test
    void onlyTcpHasATcpBlock() throws IOException {
        assertThat(json(FlowRecords.udp()).has("tcp")).isFalse();
        assertThat(json(FlowRecords.tcp()).has("tcp")).isTrue();
    }

    @Test
    void aHandshakeThatWasNotSeenHasNoTimes() throws IOException {
        JsonNode tcp = json(FlowRecords.tcp().handshake(0, 0, 0)).get("tcp");
        assertThat(tcp.has("synack_us")).isFalse();
        assertThat(tcp.has("ack_us")).isFalse();
    }

    @Test
    void icmpHasTypeAndCodeInPlaceOfPorts() throws IOException {
        JsonNode flow = json(FlowRecords.udp().protocol(1).icmp(8, 0));
        assertThat(flow.get("proto").asText()).isEqualTo("ICMP");
        assertThat(flow.get("icmp_type").asInt()).isEqualTo(8);
        assertThat(flow.get("icmp_code").asInt()).isZero();
        assertThat(flow.has("src_port")).isFalse();
        assertThat(flow.has("dest_port")).isFalse();
    }

    @Test
    void aProtocolWithoutPortsHasNone() throws IOException {
        JsonNode flow = json(FlowRecords.udp().protocol(47).ports(0, 0));
        assertThat(flow.get("proto").asText()).isEqualTo("GRE");
        assertThat(flow.has("src_port")).isFalse();
    }

    @Test
    void vlansAreListedFromTheOutermost() throws IOException {
        assertThat(json(FlowRecords.udp()).has("vlan")).isFalse();
        assertThat(json(FlowRecords.udp().vlans(100)).get("vlan")).hasToString("[100]");
        assertThat(json(FlowRecords.udp().vlans(100, 200)).get("vlan")).hasToString("[100,200]");
    }

    @Test
    void aPriorityTagIsListedAsVlanZero() throws IOException {
        assertThat(json(FlowRecords.udp().vlans(0)).get("vlan")).hasToString("[0]");
    }

    @Test
    void anAnswerSeenFirstLeavesTheQuestionItsOwnStart() throws IOException {
        long start = FlowRecords.MIDNIGHT_NS;
        JsonNode flow = json(FlowRecords.tcp()
                        .times(Flow.FORWARD, start + 1_000_000, start + 2_000_000)
                        .times(Flow.REVERSE, start, start + 3_000_000))
                .get("flow");
        assertThat(flow.get("start").asText()).endsWith("20.000000Z");
        assertThat(flow.get("start_toserver").asText()).endsWith("20.001000Z");
        assertThat(flow.get("start_toclient").asText()).endsWith("20.000000Z");
    }

    @Test
    void aGuessedInitiatorIsCalledThat() throws IOException {
        assertThat(json(FlowRecords.udp().initiatorGuessed())
                        .at("/flow/direction")
                        .asText())
                .isEqualTo("guessed");
    }

    @Test
    void anInterfaceNameOfAFileIsEscaped() throws IOException {
        points.add("\"Ethernet\u00e9\"\n", 1);
        assertThat(line(FlowRecords.udp())).contains("\"in_iface\":\"\\\"Ethernet\\u00e9\\\"\\u000a\"");
    }

    @Test
    void ipv6AddressesAreWrittenShort() throws IOException {
        assertThat(json(FlowRecords.udp().ipv6(0x20010db8L << 32, 1, 0x20010db8L << 32, 2))
                        .get("src_ip")
                        .asText())
                .isEqualTo("2001:db8::1");
    }

    @Test
    void anyFlowIsJsonOfOneLine() throws IOException {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            FlowRecords record = FlowRecords.random(random);
            String line = line(record);
            assertThat(line).as("seed %d, record %d", seed, i).matches("[ -~]*\n");
            JsonNode flow = new ObjectMapper().readTree(line);
            assertThat(flow.get("flow_id").asLong()).isEqualTo(record.flow().flowId());
            assertThat(flow.at("/flow/bytes_toserver").asLong())
                    .as("seed %d, record %d", seed, i)
                    .isEqualTo(record.flow().octets(Flow.FORWARD));
        }
    }

    @Test
    void recordsAreCountedAsSentWhenTheyHaveBeenWritten() throws IOException {
        JsonLines lines = new JsonLines(out, points, counters);
        lines.onFlow(FlowRecords.tcp().flow());
        assertThat(counters.sent().records()).isZero();
        lines.flush();
        lines.flush();
        assertThat(counters.sent().records()).isEqualTo(1);
        assertThat(counters.sent().packets()).isEqualTo(9);
        assertThat(counters.sent().octets()).isEqualTo(490);
    }

    @Test
    void aRecordAllocatesNothing() throws IOException {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        JsonLines lines = new JsonLines(OutputStream.nullOutputStream(), points, counters);
        Flow flow = FlowRecords.tcp().flow();
        long before = 0;
        for (int i = 0; i < 30_000; i++) {
            if (i == 20_000) {
                before = threads.getCurrentThreadAllocatedBytes();
            }
            lines.onFlow(flow);
        }
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertThat(allocated / 10_000).as("bytes per record").isZero();
    }

    private String line(FlowRecords record) throws IOException {
        out.reset();
        JsonLines lines = new JsonLines(out, points, counters);
        lines.onFlow(record.flow());
        lines.flush();
        lines.close();
        return out.toString(StandardCharsets.UTF_8);
    }

    private JsonNode json(FlowRecords record) throws IOException {
        return parse(line(record));
    }

    private static JsonNode parse(String line) throws JsonProcessingException {
        return new ObjectMapper().readTree(line);
    }

    private static List<String> names(JsonNode object) {
        List<String> names = new ArrayList<>();
        for (Iterator<String> fields = object.fieldNames(); fields.hasNext(); ) {
            names.add(fields.next());
        }
        return names;
    }
}
