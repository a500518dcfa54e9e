package vedette.export.zeek;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import vedette.decode.PacketBuilder;
import vedette.export.ExportCounters;
import vedette.flow.EndReason;
import vedette.flow.Flow;
import vedette.flow.FlowConfig;
import vedette.flow.FlowRecords;
import vedette.flow.Meter;

class ZeekLogsTest {
    private static final List<String> LOCAL = List.of("10.0.0.1/32");
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final long SECOND_NS = 1_000_000_000L;

    private final LogsInMemory files = new LogsInMemory();
    private final ExportCounters counters = new ExportCounters(System::nanoTime);

    private ZeekLogs logs(LogFormat format) {
        return new ZeekLogs(format, files, LOCAL, "sensor1", counters);
    }

    private void write(LogFormat format, Flow... flows) throws IOException {
        write(logs(format), flows);
    }

    private static void write(ZeekLogs logs, Flow... flows) throws IOException {
        for (Flow flow : flows) {
            logs.onFlow(flow);
        }
        logs.flush();
        logs.close();
    }

    private Map<String, String> only(String log) {
        assertThat(files.cut(log).records()).hasSize(1);
        return files.cut(log).records().get(0);
    }

    @Test
    void aLogIsWrittenAsZeekWritesIt() throws IOException {
        write(LogFormat.TSV, FlowRecords.tcp().sequence(Flow.FORWARD, 99, 150).flow());
        assertThat(files.text("conn.log"))
                .isEqualTo("#separator \\x09\n#set_separator\t,\n#empty_field\t(empty)\n#unset_field\t-\n#path\tconn\n"
                        + "#open\t2023-11-14-22-13-22\n"
                        + "#fields\tts\tuid\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tproto\tservice\tduration\torig_bytes"
                        + "\tresp_bytes\tconn_state\tlocal_orig\tlocal_resp\tmissed_bytes\thistory\torig_pkts\torig_ip_bytes"
                        + "\tresp_pkts\tresp_ip_bytes\ttunnel_parents\tip_proto\tcommunity_id\n"
                        + "#types\ttime\tstring\taddr\tport\taddr\tport\tenum\tstring\tinterval\tcount\tcount\tstring\tbool\tbool"
                        + "\tcount\tstring\tcount\tcount\tcount\tcount\tset[string]\tcount\tstring\n"
                        + "1700000000.000000\tCKcqObyjKBbrNQlt6B\t10.0.0.1\t40000\t10.0.0.2\t443\ttcp\t-\t0.080000\t50\t0\tSF\tT\tF"
                        + "\t0\tShAFaf\t5\t250\t4\t240\t-\t6\t1:UWHKJ/x6OQ1YiVv4rIl0t3yhjg8=\n"
                        + "#close\t2023-11-14-22-13-22\n");
        assertThat(counters.sent().records()).isEqualTo(1);
        assertThat(counters.sent().packets()).isEqualTo(9);
        assertThat(counters.sent().octets()).isEqualTo(490);
    }

    @Test
    void asJsonWhatIsNotSetIsLeftOut() throws IOException {
        write(LogFormat.JSON, FlowRecords.udp().without(Flow.REVERSE).flow());
        assertThat(files.text("conn.log"))
                .isEqualTo("{\"ts\":1700000000.000000,\"uid\":\"CKcqObyjKBbrNQlt6B\",\"id.orig_h\":\"10.0.0.1\","
                        + "\"id.orig_p\":5353,\"id.resp_h\":\"10.0.0.2\",\"id.resp_p\":53,\"proto\":\"udp\","
                        + "\"duration\":0.080000,\"orig_bytes\":0,\"resp_bytes\":0,\"conn_state\":\"S0\",\"local_orig\":true,"
                        + "\"local_resp\":false,\"missed_bytes\":0,\"history\":\"D\",\"orig_pkts\":1,\"orig_ip_bytes\":60,"
                        + "\"resp_pkts\":0,\"resp_ip_bytes\":0,\"ip_proto\":17,"
                        + "\"community_id\":\"1:6ShADtBMSf9PCJmUQKnw1SEPH+c=\"}\n");
    }

    @Test
    void aLogWithoutRecordsHasNoFile() throws IOException {
        write(LogFormat.TSV);
        assertThat(files.names()).isEmpty();
        write(LogFormat.TSV, FlowRecords.tcp().flow());
        assertThat(files.names()).containsExactly("conn.log");
    }

    @Test
    void partsOfAFlowAreOneConnection() throws IOException {
        List<Flow> parts = parts();
        assertThat(parts).hasSize(3);
        write(LogFormat.TSV, parts.toArray(Flow[]::new));
        assertThat(only("conn.log"))
                .contains(
                        entry("ts", "1700000000.000000"),
                        entry("duration", "700.000000"),
                        entry("orig_pkts", "3"),
                        entry("orig_ip_bytes", "114"),
                        entry("orig_bytes", "30"),
                        entry("resp_pkts", "1"),
                        entry("resp_bytes", "20"),
                        entry("history", "Dd"));
        assertThat(counters.sent().records()).isEqualTo(3);
        assertThat(counters.sent().packets()).isEqualTo(4);
    }

    /** A flow of 700 s over UDP, in which the first part has the only answer. */
    private static List<Flow> parts() {
        Meter meter = new Meter(idleFor(400));
        PacketBuilder there = PacketBuilder.ethernet()
                .ipv4("10.0.0.1", "10.0.0.2")
                .udp(4000, 4001)
                .payload(10);
        PacketBuilder back = PacketBuilder.ethernet()
                .ipv4("10.0.0.2", "10.0.0.1")
                .udp(4001, 4000)
                .payload(20);
        return meter.at(0, there).at(1, back).at(350, there).at(700, there).finish();
    }

    private static FlowConfig idleFor(int seconds) {
        FlowConfig config = FlowConfig.DEFAULT;
        return new FlowConfig(
                config.maxFlows(),
                1 << 16,
                config.vlanKey(),
                config.idleTcp(),
                config.idleOpening(),
                Duration.ofSeconds(seconds),
                config.idleOther(),
                config.active(),
                config.linger());
    }

    @Test
    void ofTooManyLongConnectionsTheOneThatBeganFirstIsToldInTwoLines() throws IOException {
        ZeekLogs logs = new ZeekLogs(LogFormat.TSV, files, LOCAL, "sensor1", counters, 1);
        write(
                logs,
                part(1, 1, EndReason.ACTIVE),
                part(2, 1, EndReason.ACTIVE),
                part(1, 2, EndReason.END_OF_FLOW),
                part(2, 2, EndReason.END_OF_FLOW));
        assertThat(files.cut("conn.log").column("uid")).containsExactly(Uid.of(1), Uid.of(1), Uid.of(2));
        assertThat(files.cut("conn.log").column("orig_pkts")).containsExactly("5", "5", "10");
        assertThat(counters.splits()).isEqualTo(1);
        assertThat(counters.sent().records()).isEqualTo(4);
    }

    @Test
    void whatHasNotEndedIsToldAtTheEnd() throws IOException {
        write(LogFormat.TSV, part(1, 1, EndReason.ACTIVE), part(2, 1, EndReason.END_OF_FLOW));
        assertThat(files.cut("conn.log").column("uid")).containsExactly(Uid.of(2), Uid.of(1));
        assertThat(counters.sent().records()).isEqualTo(2);
        assertThat(counters.splits()).isZero();
    }

    private static Flow part(long flowId, int part, EndReason reason) {
        return FlowRecords.tcp()
                .id(flowId, part)
                .closed(FlowRecords.MIDNIGHT_NS + SECOND_NS, reason)
                .flow();
    }

    @Test
    void aFlowWhoseInitiatorTurnsOutToBeTheOtherEndKeepsItsSums() throws IOException {
        Flow first = FlowRecords.tcp()
                .closed(FlowRecords.MIDNIGHT_NS + SECOND_NS, EndReason.ACTIVE)
                .flow();
        Flow turned = FlowRecords.tcp()
                .ipv4("10.0.0.2", "10.0.0.1")
                .ports(443, 40000)
                .counted(Flow.FORWARD, 100, 5000)
                .id(1L << 52 | 7, 2)
                .flow();
        write(LogFormat.TSV, first, turned);
        assertThat(only("conn.log")).contains(entry("orig_pkts", "104"), entry("resp_pkts", "9"));
    }

    @Test
    void octetsOfTcpAreThoseOfItsSequenceNumbersHoweverOftenTheyGoRound() throws IOException {
        long rounds = 3L << 32;
        FlowRecords record = FlowRecords.tcp()
                .sequence(Flow.FORWARD, -10, 1000)
                .payload(Flow.FORWARD, rounds + 2000)
                .sequence(Flow.REVERSE, 5, 6)
                .payload(Flow.REVERSE, 0);
        write(LogFormat.TSV, record.flow());
        assertThat(only("conn.log"))
                .contains(entry("orig_bytes", Long.toString(rounds + 1009)), entry("resp_bytes", "0"));
    }

    @Test
    void whatTookNoTimeHasNeitherDurationNorOctets() throws IOException {
        long now = FlowRecords.MIDNIGHT_NS;
        write(
                LogFormat.TSV,
                FlowRecords.udp()
                        .without(Flow.REVERSE)
                        .times(Flow.FORWARD, now, now)
                        .flow());
        assertThat(only("conn.log"))
                .contains(entry("duration", "-"), entry("orig_bytes", "-"), entry("resp_bytes", "-"));
    }

    @Test
    void icmpHasTypesInPlaceOfPorts() throws IOException {
        write(
                LogFormat.TSV,
                FlowRecords.tcp().protocol(1).icmp(8, 0).flow(),
                FlowRecords.tcp().protocol(1).icmp(3, 1).id(2, 1).flow(),
                FlowRecords.tcp().protocol(58).icmp(135, 0).id(3, 1).flow());
        assertThat(files.cut("conn.log").column("id.orig_p")).containsExactly("8", "3", "135");
        assertThat(files.cut("conn.log").column("id.resp_p")).containsExactly("0", "1", "136");
        assertThat(files.cut("conn.log").column("proto")).containsOnly("icmp");
        assertThat(files.cut("conn.log").column("conn_state")).containsOnly("OTH");
        assertThat(files.cut("conn.log").column("history")).containsOnly("-");
    }

    @Test
    void whoAnswersAnIcmpRequestThatWasNotSeenIsTheOriginator() throws IOException {
        write(
                LogFormat.TSV,
                FlowRecords.tcp().protocol(1).icmp(8, 0).without(Flow.FORWARD).flow());
        assertThat(only("conn.log"))
                .contains(
                        entry("id.orig_h", "10.0.0.2"),
                        entry("id.orig_p", "0"),
                        entry("id.resp_h", "10.0.0.1"),
                        entry("id.resp_p", "8"),
                        entry("local_resp", "T"),
                        entry("orig_pkts", "4"),
                        entry("resp_pkts", "0"));
    }

    @Test
    void anAggregateHasNoState() throws IOException {
        Random random = new Random(1);
        Flow aggregate = FlowRecords.random(random).flow();
        while (!aggregate.isAggregate()) {
            aggregate = FlowRecords.random(random).flow();
        }
        write(LogFormat.TSV, aggregate);
        assertThat(only("conn.log"))
                .contains(entry("conn_state", "-"), entry("history", "-"), entry("community_id", "-"));
    }

    @Test
    void withoutNetworksOfItsOwnASensorSaysNothingOfThem() throws IOException {
        write(
                new ZeekLogs(LogFormat.TSV, files, List.of(), "sensor1", counters),
                FlowRecords.tcp().flow());
        assertThat(only("conn.log")).contains(entry("local_orig", "-"), entry("local_resp", "-"));
    }

    @Test
    void whatTheFirstRequestAndResponseSayStandsInHttpLog() throws IOException {
        write(
                LogFormat.TSV,
                spoken(
                        80,
                        "GET /a HTTP/1.1\r\nHost: a.example:8080\r\nUser-Agent: b c\r\n\r\n",
                        "HTTP/1.1 404 Not Found\r\nServer: d\r\n\r\n"));
        assertThat(only("conn.log")).containsEntry("service", "http");
        assertThat(only("http.log"))
                .containsEntry("uid", only("conn.log").get("uid"))
                .contains(
                        entry("trans_depth", "1"),
                        entry("method", "GET"),
                        entry("host", "a.example"),
                        entry("uri", "-"),
                        entry("version", "1.1"),
                        entry("user_agent", "b c"),
                        entry("status_code", "404"),
                        entry("tags", "(empty)"));
    }

    @Test
    void questionAndAnswerStandInDnsLog() throws IOException {
        String question = "0001 0100 0001 0000 0000 0000 01 41 07 6578616d706c65 00 0001 0001";
        String answer = "0001 8180 0001 0002 0000 0000 01 41 07 6578616d706c65 00 0001 0001"
                + " c00c 0005 0001 0000003c 0004 0163 c00e  c027 0001 0001 0000003c 0004 c0000201";
        write(LogFormat.TSV, asked(question, answer));
        assertThat(only("dns.log"))
                .contains(
                        entry("proto", "udp"),
                        entry("trans_id", "-"),
                        entry("rtt", "0.250000"),
                        entry("query", "a.example"),
                        entry("qtype", "1"),
                        entry("qtype_name", "A"),
                        entry("rcode", "0"),
                        entry("rcode_name", "NOERROR"),
                        entry("answers", "c.example,192.0.2.1"),
                        entry("TTLs", "-"));
    }

    @Test
    void aQuestionForTheRootIsEmptyAndNotUnset() throws IOException {
        write(LogFormat.TSV, asked("0001 0100 0001 0000 0000 0000 00 00ff 0001", null));
        assertThat(only("dns.log"))
                .contains(
                        entry("query", "(empty)"),
                        entry("qtype", "255"),
                        entry("qtype_name", "*"),
                        entry("rcode", "-"),
                        entry("rtt", "-"),
                        entry("answers", "-"));
    }

    @Test
    void whatTheHellosTellStandsInSslLog() throws IOException {
        String random = "00".repeat(32);
        String name = "0000 000e 000c 00 0009 612e6578616d706c65";
        byte[] client = hello("01", "0303" + random + "00 0002 1301 01 00" + "0012" + name);
        byte[] server =
                hello("02", "0303" + random + "00 1301 00" + "000f" + "0010 0005 0003 02 6832" + "002b 0002 0304");
        write(LogFormat.TSV, spoken(443, client, server));
        assertThat(only("conn.log")).containsEntry("service", "ssl");
        assertThat(only("ssl.log"))
                .contains(
                        entry("version", "TLSv13"),
                        entry("cipher", "-"),
                        entry("server_name", "a.example"),
                        entry("next_protocol", "h2"),
                        entry("established", "-"))
                .hasEntrySatisfying("ja3", hash -> assertThat(hash).matches("[0-9a-f]{32}"))
                .hasEntrySatisfying("ja3s", hash -> assertThat(hash).matches("[0-9a-f]{32}"))
                .hasEntrySatisfying("ja4", hash -> assertThat(hash).startsWith("t12d0101"));
    }

    private static byte[] hello(String type, String digits) {
        int length = hex(digits).length;
        return hex(String.format("16 0301 %04x %s %06x", length + 4, type, length) + digits);
    }

    private static Flow asked(String question, @Nullable String answer) {
        Meter meter = new Meter()
                .at(
                        0,
                        PacketBuilder.ethernet()
                                .ipv4("10.0.0.1", "10.0.0.2")
                                .udp(4000, 53)
                                .payload(hex(question)));
        if (answer != null) {
            meter.at(
                    0.25,
                    PacketBuilder.ethernet()
                            .ipv4("10.0.0.2", "10.0.0.1")
                            .udp(53, 4000)
                            .payload(hex(answer)));
        }
        return meter.only();
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits.replace(" ", ""));
    }

    private static Flow spoken(int port, String asked, String answered) {
        return spoken(
                port, asked.getBytes(StandardCharsets.ISO_8859_1), answered.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** A connection in which each side says one thing. */
    private static Flow spoken(int port, byte[] asked, byte[] answered) {
        PacketBuilder there = PacketBuilder.ethernet()
                .ipv4("10.0.0.1", "10.0.0.2")
                .tcp(4000, port)
                .seq(1);
        PacketBuilder back = PacketBuilder.ethernet()
                .ipv4("10.0.0.2", "10.0.0.1")
                .tcp(port, 4000)
                .seq(9);
        return new Meter()
                .at(0, there.payload(asked))
                .at(0.5, back.payload(answered))
                .only();
    }

    @Test
    void aServiceThatIsOnlyGuessedIsNone() throws IOException {
        write(LogFormat.TSV, spoken(80, "?", "!"));
        assertThat(only("conn.log")).containsEntry("service", "-");
        assertThat(files.names()).containsExactly("conn.log");
    }

    @Test
    void noTextBreaksALine() throws IOException {
        write(
                LogFormat.TSV,
                spoken(
                        80,
                        request("a\tb\\c\u0001\u007F\u00ff#\u00e2\u0080\u00a8\u00c3\u00a4,d"),
                        "HTTP/1.1 200 OK\r\n\r\n"));
        assertThat(only("http.log"))
                .containsEntry("user_agent", "a\\x09b\\x5cc\\x01\\x7f\\xff#\\xe2\\x80\\xa8\u00e4,d");
    }

    @Test
    void aTextThatReadsLikeNothingIsNotTakenForIt() throws IOException {
        List<Flow> flows = new ArrayList<>();
        for (String agent : List.of("-", "(empty)", "--")) {
            flows.add(spoken(80, request(agent), "HTTP/1.1 200 OK\r\n\r\n"));
        }
        write(LogFormat.TSV, flows.toArray(Flow[]::new));
        assertThat(files.cut("http.log").column("user_agent")).containsExactly("\\x2d", "\\x28empty)", "--");
    }

    @Test
    void whatIsWrittenReadsBackOctetByOctet() throws IOException {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            byte[] agent = agent(random);
            LogsInMemory written = new LogsInMemory();
            ZeekLogs logs = new ZeekLogs(LogFormat.TSV, written, LOCAL, "sensor1", counters);
            write(logs, spoken(80, request(new String(agent, StandardCharsets.ISO_8859_1)), "HTTP/1.1 200 OK\r\n\r\n"));
            String log = new String(written.octets("http.log"), StandardCharsets.ISO_8859_1);
            String told = ZeekCut.of(log).column("user_agent").get(0);
            assertThat(ZeekCut.unescaped(told))
                    .as("seed %d, round %d", seed, round)
                    .isEqualTo(new String(agent, StandardCharsets.ISO_8859_1));
            assertThat(log.lines().filter(line -> !line.startsWith("#"))).hasSize(1);
            JsonNode json = json(agent);
            assertThat(json.get("method").asText())
                    .as("seed %d, round %d", seed, round)
                    .isEqualTo("GET");
        }
    }

    private JsonNode json(byte[] agent) throws IOException {
        LogsInMemory written = new LogsInMemory();
        write(
                new ZeekLogs(LogFormat.JSON, written, LOCAL, "sensor1", counters),
                spoken(80, request(new String(agent, StandardCharsets.ISO_8859_1)), "HTTP/1.1 200 OK\r\n\r\n"));
        assertThat(written.text("http.log").lines()).hasSize(1);
        return MAPPER.readTree(written.octets("http.log"));
    }

    /** Anything but what ends a header's line, or blanks around it, which are not the text's. */
    private static byte[] agent(Random random) {
        byte[] agent = new byte[3 + random.nextInt(40)];
        random.nextBytes(agent);
        for (int i = 0; i < agent.length; i++) {
            boolean isEnd = i == 0 || i == agent.length - 1;
            if (agent[i] == '\r' || agent[i] == '\n' || isEnd && (agent[i] == ' ' || agent[i] == '\t')) {
                agent[i] = 'x';
            }
        }
        return agent;
    }

    private static String request(String agent) {
        return "GET / HTTP/1.1\r\nUser-Agent: " + agent + "\r\n\r\n";
    }

    @Test
    void everyRecordThereCanBeIsALine() throws IOException {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        List<Flow> flows = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            flows.add(FlowRecords.random(random).id(i, 1).flow());
        }
        long goOn = flows.stream()
                .filter(flow -> flow.endReason() == EndReason.ACTIVE)
                .count();
        write(LogFormat.TSV, flows.toArray(Flow[]::new));
        assertThat(files.cut("conn.log").records()).as("seed " + seed).hasSize(500);
        assertThat(goOn).isPositive();
        assertThat(counters.sent().records()).isEqualTo(500);
        LogsInMemory json = new LogsInMemory();
        write(new ZeekLogs(LogFormat.JSON, json, LOCAL, "sensor1", counters), flows.toArray(Flow[]::new));
        for (String line : json.text("conn.log").lines().toList()) {
            assertThat(MAPPER.readTree(line).get("uid").asText())
                    .as("seed " + seed)
                    .hasSize(18);
        }
    }

    @Test
    void differentFlowsHaveDifferentUids() {
        assertThat(List.of(Uid.of(0), Uid.of(1), Uid.of((1L << 53) - 1)))
                .doesNotHaveDuplicates()
                .allMatch(uid -> uid.matches("C[0-9A-Za-z]{17}"));
    }
}
