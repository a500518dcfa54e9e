package vedette.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import vedette.capture.CaptureWriter;
import vedette.capture.PcapngWriter;
import vedette.decode.PacketBuilder;
import vedette.net.LinkType;
import vedette.net.TcpFlags;

/** packets.csv and features.csv as a replay writes them. */
class PacketTablesTest {
    private static final long START_NS = 1_700_000_000_000_000_000L;
    private static final long MS = 1_000_000;

    @TempDir
    Path temporary;

    private static Path scenario(String name) {
        return Path.of("pcaps", name, "traffic.pcap");
    }

    private Path replay(Path capture, String... options) throws IOException {
        Path out = Files.createTempDirectory(temporary, "out");
        List<Object> words = new ArrayList<>(
                List.of("replay", "-q", "--force", "-w", out, "--format", "packets-csv,features-csv,jsonl,summary"));
        words.addAll(List.of(options));
        words.add(capture);
        CommandLineRun run = CommandLineRun.of(words.toArray());
        assertThat(run).isEqualTo(new CommandLineRun(ExitCode.DONE, "", ""));
        return out;
    }

    /** Packets and octets each way of every flow, and all the packets of the attempts in each aggregate. */
    private static Map<String, Long> sums(Path flows) throws IOException {
        Map<String, Long> sums = new TreeMap<>();
        ObjectMapper json = new ObjectMapper();
        for (String line : Files.readAllLines(flows)) {
            JsonNode record = json.readTree(line);
            String flow = record.has("aggregate")
                    ? "aggregates"
                    : record.get("flow_id").asText();
            for (String counter : List.of("pkts", "bytes", "frame_bytes")) {
                for (String direction : List.of("toserver", "toclient")) {
                    sums.merge(
                            flow + " " + counter + " " + direction,
                            record.at("/flow/" + counter + "_" + direction).asLong(),
                            Long::sum);
                }
            }
        }
        return sums;
    }

    /** The same by features.csv; what flows.jsonl does not tell of one by one is of an aggregate. */
    private static Map<String, Long> sums(List<Map<String, String>> features, Map<String, Long> told) {
        Map<String, Long> sums = new TreeMap<>();
        for (Map<String, String> line : features) {
            String id = line.get("flow_id");
            String flow = told.containsKey(id + " pkts toserver") ? id : "aggregates";
            add(sums, flow + " pkts", "packets", line);
            add(sums, flow + " bytes", "octets", line);
            add(sums, flow + " frame_bytes", "frame_octets", line);
        }
        return sums;
    }

    private static void add(Map<String, Long> sums, String name, String column, Map<String, String> line) {
        sums.merge(name + " toserver", Long.valueOf(line.get(column + "_fwd")), Long::sum);
        sums.merge(name + " toclient", Long.valueOf(line.get(column + "_rev")), Long::sum);
    }

    @TestFactory
    Stream<DynamicTest> everyPacketIsInBothTablesOnce() {
        return Stream.of(
                        "tcp-close",
                        "web-session",
                        "fragments",
                        "fragments-out-of-order",
                        "fragments-incomplete",
                        "fragments-split-header",
                        "links-stacked",
                        "icmp-unreachable",
                        "tcp-synack-first",
                        "tcp-port-reuse",
                        "udp-active-parts",
                        "udp-server-first",
                        "clock-steps",
                        "rejects",
                        "flood-syn",
                        "scan-vertical")
                .map(name -> dynamicTest(name, () -> {
                    Path out = replay(scenario(name));
                    List<Map<String, String>> features = Csv.read(out.resolve("features.csv"));
                    Map<String, Long> told = sums(out.resolve("flows.jsonl"));
                    assertThat(sums(features, told)).isEqualTo(told);
                    List<Map<String, String>> packets = Csv.read(out.resolve("packets.csv"));
                    expectFramesOf(out, packets);
                    expectPacketsOf(features, packets);
                }));
    }

    private static void expectFramesOf(Path out, List<Map<String, String>> packets) throws IOException {
        JsonNode summary = new ObjectMapper()
                .readTree(Files.readString(out.resolve("summary.json")))
                .get("packets");
        assertThat(packets).hasSize(summary.get("captured").asInt());
        Map<String, Long> results = new TreeMap<>();
        for (int i = 0; i < packets.size(); i++) {
            assertThat(packets.get(i)).containsEntry("index", "" + (i + 1));
            results.merge(packets.get(i).get("result"), 1L, Long::sum);
        }
        assertThat(results.remove("ok")).isEqualTo(summary.get("decoded").asLong());
        results.forEach(
                (reason, count) -> assertThat(summary.at("/rejected/" + reason).asLong())
                        .as(reason)
                        .isEqualTo(count));
    }

    private static void expectPacketsOf(List<Map<String, String>> features, List<Map<String, String>> packets) {
        Map<String, Long> octets = new TreeMap<>();
        Map<String, Long> counts = new TreeMap<>();
        for (Map<String, String> packet : packets) {
            if (packet.get("result").equals("ok")) {
                octets.merge(packet.get("flow_id"), Long.valueOf(packet.get("ip_octets")), Long::sum);
                counts.merge(packet.get("flow_id"), 1L, Long::sum);
            }
        }
        assertThat(features).hasSize(counts.size());
        for (Map<String, String> line : features) {
            String id = line.get("flow_id");
            assertThat(Long.parseLong(line.get("octets_fwd")) + Long.parseLong(line.get("octets_rev")))
                    .isEqualTo(octets.get(id));
            assertThat(line).containsEntry("packets_followed", counts.get(id).toString());
        }
    }

    /** Two connections to a web server, one refused; a third party asks for another port. */
    @Test
    void featuresAreWhatAHandComputes() throws IOException {
        CaptureWriter capture = CaptureWriter.nanosecondPcap(ByteOrder.LITTLE_ENDIAN, LinkType.ETHERNET);
        datagram(capture, 0, 1000, 53, 12);
        datagram(capture, 10 * MS, 1000, 53, 32);
        datagram(capture, 40 * MS, 1000, 53, 72);
        refused(capture, 100 * MS, 2000, 80);
        refused(capture, 200 * MS, 2001, 80);
        refused(capture, 300 * MS, 2000, 4444);
        refused(capture, 2250 * MS, 2000, 80);
        Path file = capture.writeTo(temporary.resolve("made.pcap"));
        List<Map<String, String>> lines = Csv.read(replay(file).resolve("features.csv"));
        assertThat(lines)
                .extracting(line -> line.get("kdd_service"))
                .containsExactly("domain_u", "http", "http", "other", "http");

        expect(lines.get(0), "packets_fwd 3", "octets_fwd 200", "payload_octets_fwd 116", "duration_s 0.04", "state -");
        expect(
                lines.get(0),
                "size_min_fwd 40",
                "size_max_fwd 100",
                "size_mean_fwd 66.666667",
                "size_std_fwd 24.944383");
        expect(lines.get(0), "gap_s_min_fwd 0.01", "gap_s_max_fwd 0.03", "gap_s_mean_fwd 0.02", "gap_s_std_fwd 0.01");
        expect(lines.get(0), "size_min_rev -", "gap_s_mean_rev -", "size_mean_both 66.666667", "packets_followed 3");
        expect(lines.get(0), "first_size_2 60", "first_gap_s_2 0.01", "first_direction_2 1", "first_size_4 -");
        expect(lines.get(0), "kdd_protocol_type udp", "kdd_flag SF", "kdd_src_bytes 116", "kdd_duration 0");

        expect(
                lines.get(1),
                "kdd_flag REJ",
                "kdd_count 1",
                "kdd_srv_count 0",
                "kdd_rerror_rate 0",
                "kdd_same_srv_rate 0");
        expect(lines.get(2), "kdd_count 2", "kdd_srv_count 1", "kdd_rerror_rate 0.5", "kdd_srv_rerror_rate 1");
        expect(lines.get(2), "kdd_same_srv_rate 0.5", "kdd_diff_srv_rate 0.5", "kdd_srv_diff_host_rate 0");
        expect(lines.get(3), "kdd_count 3", "kdd_srv_count 0", "kdd_rerror_rate 0.666667", "kdd_diff_srv_rate 1");
        // The first ended at 40 ms, the refused at 101, 201 and 301: only the last is less than 2 s before 2251.
        expect(lines.get(4), "kdd_count 1", "kdd_srv_count 0", "kdd_rerror_rate 1", "kdd_dst_host_count 4");
        expect(lines.get(4), "kdd_dst_host_srv_count 2", "kdd_dst_host_same_srv_rate 0.5");
        expect(lines.get(4), "kdd_dst_host_same_src_port_rate 0.5", "kdd_dst_host_srv_rerror_rate 1");
        expect(lines.get(4), "kdd_window_complete 1", "size_mean_both 40", "gap_s_mean_both 0.001");
    }

    @Test
    void windowsAndFirstPacketsAreAsConfigured() throws IOException {
        CaptureWriter capture = CaptureWriter.nanosecondPcap(ByteOrder.LITTLE_ENDIAN, LinkType.ETHERNET);
        refused(capture, 0, 2000, 80);
        refused(capture, 100 * MS, 2001, 80);
        refused(capture, 200 * MS, 2002, 80);
        Path file = capture.writeTo(temporary.resolve("made.pcap"));
        Path out = replay(
                file,
                "--set",
                "features.window=150ms",
                "--set",
                "features.connections=1",
                "--set",
                "features.first-packets=1");
        Map<String, String> last = Csv.read(out.resolve("features.csv")).get(2);
        expect(last, "kdd_count 1", "kdd_dst_host_count 1", "first_size_1 40");
        assertThat(last).doesNotContainKey("first_size_2");
    }

    /** Each is a column and its value, {@code -} for none. */
    private static void expect(Map<String, String> line, String... fields) {
        for (String field : fields) {
            String[] words = field.split(" ");
            assertThat(line).containsEntry(words[0], words[1].equals("-") ? "" : words[1]);
        }
    }

    private static void datagram(CaptureWriter capture, long atNs, int port, int to, int payload) {
        write(
                capture,
                atNs,
                PacketBuilder.ethernet()
                        .ipv4("10.0.0.1", "10.0.0.2")
                        .udp(port, to)
                        .payload(payload));
    }

    private static void refused(CaptureWriter capture, long atNs, int port, int to) {
        write(
                capture,
                atNs,
                PacketBuilder.ethernet()
                        .ipv4("10.0.0.1", "10.0.0.2")
                        .tcp(port, to)
                        .seq(7)
                        .flags(TcpFlags.SYN));
        write(
                capture,
                atNs + MS,
                PacketBuilder.ethernet()
                        .ipv4("10.0.0.2", "10.0.0.1")
                        .tcp(to, port)
                        .ack(8)
                        .flags(TcpFlags.RST | TcpFlags.ACK));
    }

    private static void write(CaptureWriter capture, long atNs, PacketBuilder packet) {
        capture.packet(START_NS + atNs, packet.build());
    }

    @Test
    void fragmentsThatWaitedHaveTheirFlow() throws IOException {
        List<Map<String, String>> packets =
                Csv.read(replay(scenario("fragments-out-of-order")).resolve("packets.csv"));
        assertThat(packets)
                .extracting(packet -> packet.get("flow_id"))
                .doesNotContain("")
                .hasSize(3);
        assertThat(packets).extracting(packet -> packet.get("dest_port")).containsExactly("", "6000", "");
    }

    @Test
    void everyRunGivesTheSameOctets() throws IOException {
        Path first = replay(scenario("scan-vertical"));
        Path second = replay(scenario("scan-vertical"));
        for (String file : List.of("packets.csv", "features.csv")) {
            assertThat(second.resolve(file)).hasSameBinaryContentAs(first.resolve(file));
        }
    }

    @Test
    void nothingIsNotANumber() throws IOException {
        for (String name : List.of("web-session", "flood-syn", "rejects", "icmp-unreachable", "clock-steps")) {
            assertThat(Files.readString(replay(scenario(name)).resolve("features.csv")))
                    .doesNotContainIgnoringCase("nan")
                    .doesNotContainIgnoringCase("infinity");
        }
    }

    @Test
    void anInterfacesNameIsNoFormula() throws IOException {
        PcapngWriter capture = PcapngWriter.pcapng(ByteOrder.LITTLE_ENDIAN);
        capture.networkInterface(LinkType.ETHERNET, 0, capture.name("=cmd|' /C calc'!A0,\"x\""))
                .packet(
                        0,
                        1,
                        PacketBuilder.ethernet()
                                .ipv4("10.0.0.1", "10.0.0.2")
                                .udp(1, 2)
                                .build());
        Path file = Files.write(temporary.resolve("named.pcapng"), capture.toBytes());
        Path out = replay(file);
        for (String table : List.of("packets.csv", "features.csv")) {
            assertThat(Csv.read(out.resolve(table)).get(0)).containsEntry("in_iface", "'=cmd|' /C calc'!A0,\"x\"");
        }
    }

    @Test
    void oneThreadMetersAndSaysSo() throws IOException {
        Path alone = replay(scenario("web-session"));
        Path out = temporary.resolve("workers");
        CommandLineRun run = CommandLineRun.of(
                "replay", "-q", "-w", out, "--format", "features-csv", "--workers", 3, scenario("web-session"));
        assertThat(run.exitCode()).isZero();
        assertThat(run.errLines())
                .containsExactly(
                        "vedette: warning: packets.csv and features.csv are told packet by packet, so one thread"
                                + " meters, not 3");
        assertThat(out.resolve("features.csv")).hasSameBinaryContentAs(alone.resolve("features.csv"));
    }

    @Test
    void theyAreWrittenOnlyIfAskedFor() throws IOException {
        Path out = temporary.resolve("default");
        assertThat(CommandLineRun.of("replay", "-q", "-w", out, scenario("tcp-close"))
                        .exitCode())
                .isZero();
        try (Stream<Path> files = Files.list(out)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("flows.jsonl", "alerts.jsonl", "flows.ipfix", "summary.json");
        }
    }
}
