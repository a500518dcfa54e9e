package vedette.export.ipfix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import vedette.Tools;
import vedette.export.ipfix.StrictIpfix.DataRecord;

/**
 * The hand-made captures of the corpus, whose truth is known by construction, replayed by the sensor as it is installed: what
 * nfcapd stores of them, and what our strict reader and tshark find in {@code flows.ipfix}.
 */
class HandmadeIT {
    private static final Path HANDMADE =
            Path.of(System.getProperty("vedette.corpus", "../shared"), "pcaps", "handmade");
    private static final String VEDETTE = Path.of(
                    System.getProperty("vedette.home", "target/vedette"), "bin", "vedette")
            .toAbsolutePath()
            .toString();

    private static final long START_MS = 1_700_000_000_000L;

    /** Packets/octets and milliseconds of each direction, TCP flags in hexadecimal, tags from the outer one. */
    private static final String TRUTH = """
            capture              protocol ports    forward reverse flags tags    forward-ms      reverse-ms
            udp_gap.pcap         17       1111>2000  1/48    -     -     -       0-0             -
            udp_gap.pcap         17       1111>2000  1/48    -     -     -       3600000-3600000 -
            tcp_close.pcap       6        40000>80   5/250   4/240 1b/1b -       0-80            10-70
            tcp_close.pcap.gz    6        40000>80   5/250   4/240 1b/1b -       0-80            10-70
            tcp_close.pcap.zst   6        40000>80   5/250   4/240 1b/1b -       0-80            10-70
            tcp_close_v6.pcap    6        40000>80   5/350   4/320 1b/1b -       0-80            10-70
            tcp_reuse.pcap       6        40000>80   5/250   4/240 1b/1b -       0-80            10-70
            tcp_reuse.pcap       6        40000>80   5/250   4/240 1b/1b -       2000-2080       2010-2070
            tcp_half_close.pcap  6        40000>80   5/250   7/660 1b/1b -       0-13010         10-13000
            tcp_rst.pcap         6        40000>80   4/210   3/200 1a/1e -       0-60            10-50
            tcp_synack_first.pcap 6       40000>80   5/250   4/240 1b/1b -       1-80            0-70
            tcp_syn_retries.pcap 6        40000>81   3/120   -     02    -       0-3000          -
            frag.pcap            17       5000>6000  3/2968  -     -     -       0-2             -
            frag_ooo.pcap        17       5000>6000  3/2968  -     -     -       0-2             -
            frag_incomplete.pcap 17       id>77      2/1476  -     -     -       0-1             -
            qinq.pcap            17       1>2        1/29    -     -     100,200 0-0             -
            mixed.pcapng         17       1111>2000  1/48    -     -     -       0-0             -
            mixed.pcapng         17       1111>2000  1/48    -     -     -       123-123         -
            mixlink.pcapng       17       1111>2000  1/48    -     -     -       0-0             -
            mixlink.pcapng       17       1111>2000  1/48    -     -     -       0-0             -
            one.pcapng           17       1111>2000  1/48    -     -     -       0-0             -
            """;

    @TempDir
    private Path folder;

    /** One flow as it should be. */
    private record Row(String[] cells) {
        String capture() {
            return cells[0];
        }

        long protocol() {
            return Long.parseLong(cells[1]);
        }

        long[] pair(int cell, String separator) {
            return Stream.of(cells[cell].split(separator, -1))
                    .mapToLong(Long::parseLong)
                    .toArray();
        }

        /** Whether the datagram's header never came, so that its identification stands where the ports would. */
        boolean isFragmentsOnly() {
            return cells[2].startsWith("id>");
        }

        long identification() {
            return Long.parseLong(cells[2].substring("id>".length()));
        }

        long[] ports() {
            return isFragmentsOnly() ? new long[2] : pair(2, ">");
        }

        long[] forward() {
            return pair(3, "/");
        }

        boolean isBiflow() {
            return !cells[4].equals("-");
        }

        long[] reverse() {
            return pair(4, "/");
        }

        int flags(int direction) {
            return Integer.parseInt(cells[5].split("/", -1)[direction], 16);
        }

        boolean isTcp() {
            return protocol() == 6;
        }

        long[] tags() {
            return cells[6].equals("-") ? new long[0] : pair(6, ",");
        }

        long[] forwardMs() {
            return pair(7, "-");
        }

        long[] reverseMs() {
            return pair(8, "-");
        }
    }

    private static Map<String, List<Row>> truth() {
        return TRUTH.lines()
                .skip(1)
                .map(line -> new Row(line.trim().split(" +", -1)))
                .collect(Collectors.groupingBy(Row::capture, LinkedHashMap::new, Collectors.toList()));
    }

    @TestFactory
    Stream<DynamicTest> everyCaptureIsToldAsItIs() {
        Tools.require(Files.isDirectory(HANDMADE), "no captures in " + HANDMADE);
        return truth().entrySet().stream()
                .map(entry -> dynamicTest(entry.getKey(), () -> check(entry.getKey(), entry.getValue())));
    }

    private void check(String capture, List<Row> rows) throws Exception {
        Path own = Files.createDirectory(folder.resolve(capture));
        Path out = own.resolve("out");
        try (Nfcapd nfcapd = new Nfcapd(own)) {
            try (StrictRelay relay = new StrictRelay(nfcapd.port())) {
                Tools.Result replay = Tools.run(
                        VEDETTE,
                        "replay",
                        "--quiet",
                        "--write",
                        out.toString(),
                        "--collector",
                        relay.uri(),
                        HANDMADE.resolve(capture).toString());
                assertThat(replay.exit()).as(replay.err()).isZero();
            }
            assertThat(nfcapd.stop()).contains("Sequence Errors: 0, Bad Packets: 0");
            List<JsonNode> stored =
                    byStart(nfcapd.flows(), flow -> flow.path("first").asText());
            assertThat(stored).hasSameSizeAs(rows);
            for (int i = 0; i < rows.size(); i++) {
                checkStored(stored.get(i), rows.get(i));
            }
        }
        Path file = out.resolve("flows.ipfix");
        List<DataRecord> records =
                byStart(StrictIpfix.flows(StrictIpfix.file(file)), record -> record.number("flowStartNanoseconds"));
        List<Map<String, String>> read = byStart(readByTshark(file), flow -> flow.get("StartTime"));
        assertThat(records).hasSameSizeAs(rows);
        assertThat(read).hasSameSizeAs(rows);
        for (int i = 0; i < rows.size(); i++) {
            checkRecord(records.get(i), rows.get(i));
            checkRead(read.get(i), rows.get(i));
        }
    }

    /** Records come in the order in which flows ended. */
    private static <T, K extends Comparable<K>> List<T> byStart(List<T> flows, Function<T, K> start) {
        return flows.stream().sorted(Comparator.comparing(start)).toList();
    }

    private static void checkStored(JsonNode flow, Row row) {
        boolean six = flow.has("src6_addr");
        assertThat(flow.path(six ? "src6_addr" : "src4_addr").asText()).isEqualTo(six ? "2001:db8::1" : "10.0.0.1");
        assertThat(flow.path(six ? "dst6_addr" : "dst4_addr").asText()).isEqualTo(six ? "2001:db8::2" : "10.0.0.2");
        assertThat(flow.path("proto").asLong()).isEqualTo(row.protocol());
        assertThat(flow.path("src_port").asLong()).isEqualTo(row.ports()[0]);
        assertThat(flow.path("dst_port").asLong()).isEqualTo(row.ports()[1]);
        assertThat(flow.path("in_packets").asLong()).isEqualTo(row.forward()[0]);
        assertThat(flow.path("in_bytes").asLong()).isEqualTo(row.forward()[1]);
        assertThat(flow.path("out_packets").asLong()).isEqualTo(row.isBiflow() ? row.reverse()[0] : 0);
        assertThat(flow.path("out_bytes").asLong()).isEqualTo(row.isBiflow() ? row.reverse()[1] : 0);
        if (row.isTcp()) {
            int both = row.flags(0) | (row.isBiflow() ? row.flags(1) : 0);
            assertThat(flow.path("tcp_flags").asText()).isEqualTo(nfdumpFlags(both));
        }
        if (row.tags().length > 0) {
            assertThat(flow.path("src_vlan").asLong()).isEqualTo(row.tags()[0]);
        }
        assertThat(ms(flow.path("first").asText())).isEqualTo(row.forwardMs()[0]);
        assertThat(ms(flow.path("last").asText())).isEqualTo(row.forwardMs()[1]);
    }

    private static String nfdumpFlags(int flags) {
        StringBuilder text = new StringBuilder();
        for (int bit = 7; bit >= 0; bit--) {
            text.append((flags >> bit & 1) == 1 ? "CEUAPRSF".charAt(7 - bit) : '.');
        }
        return text.toString();
    }

    private static long ms(String local) {
        return LocalDateTime.parse(local).toInstant(ZoneOffset.UTC).toEpochMilli() - START_MS;
    }

    private static void checkRecord(DataRecord record, Row row) {
        assertThat(record.number("packetDeltaCount")).isEqualTo(row.forward()[0]);
        assertThat(record.number("octetDeltaCount")).isEqualTo(row.forward()[1]);
        if (row.isFragmentsOnly()) {
            assertThat(record.values())
                    .containsEntry("fragmentIdentification", row.identification())
                    .containsEntry("fragmentFlags", 0x20L)
                    .doesNotContainKeys("sourceTransportPort", "destinationTransportPort");
        } else {
            assertThat(record.number("sourceTransportPort")).isEqualTo(row.ports()[0]);
            assertThat(record.number("destinationTransportPort")).isEqualTo(row.ports()[1]);
        }
        assertThat(record.number("flowStartMilliseconds") - START_MS).isEqualTo(row.forwardMs()[0]);
        assertThat(record.number("flowEndMilliseconds") - START_MS).isEqualTo(row.forwardMs()[1]);
        assertThat(record.values().containsKey("reversePacketDeltaCount")).isEqualTo(row.isBiflow());
        if (row.isBiflow()) {
            assertThat(record.number("reverseFlowStartMilliseconds") - START_MS).isEqualTo(row.reverseMs()[0]);
            assertThat(record.number("reverseFlowEndMilliseconds") - START_MS).isEqualTo(row.reverseMs()[1]);
            assertThat(record.number("flowEndReason")).isEqualTo(3);
        }
        if (row.capture().equals("mixed.pcapng") && row.forwardMs()[0] == 123) {
            assertThat(record.number("flowStartNanoseconds")).isEqualTo(START_MS * 1_000_000 + 123_456_789);
        }
    }

    /** What {@code tshark -V} prints of each flow record: its lines {@code name: value}, those in reverse by another name. */
    private static List<Map<String, String>> readByTshark(Path file) throws IOException, InterruptedException {
        String tshark = Tools.tool("tshark");
        assertThat(Tools.run(tshark, "-r", file.toString(), "-q", "-z", "expert")
                        .out())
                .isBlank();
        Pattern value = Pattern.compile("^ {12,16}([A-Za-z0-9 ]+): ([^(]*?)( \\(.*\\))?$");
        List<Map<String, String>> flows = new ArrayList<>();
        for (String line : Tools.run(tshark, "-r", file.toString(), "-Y", "cflow.od_id != 0", "-V")
                .lines()) {
            if (line.matches(" {8}Flow [0-9]+")) {
                flows.add(new LinkedHashMap<>());
            }
            Matcher matcher = value.matcher(line);
            if (!flows.isEmpty() && matcher.matches()) {
                String name = (line.contains("(Reverse ") ? "reverse " : "") + matcher.group(1);
                flows.get(flows.size() - 1).putIfAbsent(name, matcher.group(2));
            }
        }
        return flows;
    }

    private static void checkRead(Map<String, String> flow, Row row) {
        if (row.isFragmentsOnly()) {
            assertThat(flow).doesNotContainKeys("SrcPort", "DstPort");
        } else {
            assertThat(flow)
                    .containsEntry("SrcPort", Long.toString(row.ports()[0]))
                    .containsEntry("DstPort", Long.toString(row.ports()[1]));
        }
        assertThat(flow)
                .containsEntry("Packets", Long.toString(row.forward()[0]))
                .containsEntry("Octets", Long.toString(row.forward()[1]));
        if (row.isBiflow()) {
            assertThat(flow)
                    .containsEntry("reverse Packets", Long.toString(row.reverse()[0]))
                    .containsEntry("reverse Octets", Long.toString(row.reverse()[1]));
        }
        if (row.isTcp()) {
            assertThat(flow.get("TCP Flags")).startsWith(String.format("0x00%02x", row.flags(0)));
        }
        if (row.isTcp() && row.isBiflow()) {
            assertThat(flow.get("reverse TCP Flags")).startsWith(String.format("0x00%02x", row.flags(1)));
        }
        if (row.tags().length > 1) {
            assertThat(flow)
                    .containsEntry("Dot1q Vlan Id", Long.toString(row.tags()[0]))
                    .containsEntry("Vlan Id", Long.toString(row.tags()[0]))
                    .containsEntry("Dot1q Customer Vlan Id", Long.toString(row.tags()[1]));
        }
    }
}
