package vedette.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The hand-made captures of the corpus, whose truth is known by construction, as {@code flows.jsonl} tells them. */
class HandmadeFlowsIT {
    private static final Path HANDMADE = Corpus.PCAPS.resolve("handmade");
    private static final Instant ORIGIN = Instant.ofEpochSecond(1_700_000_000);

    /**
     * A line for each flow: protocol and ports; packets/octets of the initiator and of the responder; seconds from its first to
     * its last packet, and from the responder's first to its last; end reason; state, history, handshake in microseconds.
     */
    private static final String TRUTH = """
            udp_gap.pcap          UDP 1111>2000   1/48   0/0   0-0           -           idle
            udp_gap.pcap          UDP 1111>2000   1/48   0/0   3600-3600     -           forced
            tcp_close.pcap        TCP 40000>80    5/250  4/240 0-0.08        0.01-0.07   end    SF ShADdFaf 10000+10000
            tcp_close.pcap.gz     TCP 40000>80    5/250  4/240 0-0.08        0.01-0.07   end    SF ShADdFaf 10000+10000
            tcp_close.pcap.zst    TCP 40000>80    5/250  4/240 0-0.08        0.01-0.07   end    SF ShADdFaf 10000+10000
            tcp_close_v6.pcap     TCP 40000>80    5/350  4/320 0-0.08        0.01-0.07   end    SF ShADdFaf 10000+10000
            tcp_reuse.pcap        TCP 40000>80    5/250  4/240 0-0.08        0.01-0.07   end    SF ShADdFaf 10000+10000
            tcp_reuse.pcap        TCP 40000>80    5/250  4/240 2-2.08        2.01-2.07   end    SF ShADdFaf 10000+10000
            tcp_half_close.pcap   TCP 40000>80    5/250  7/660 0-13.01       0.01-13     end    SF ShADdFaf 10000+10000
            tcp_rst.pcap          TCP 40000>80    4/210  3/200 0-0.06        0.01-0.05   end    RSTR ShADdr 10000+10000
            tcp_synack_first.pcap TCP 40000>80    5/250  4/240 0-0.08        0-0.07      end    SF ^hSADdFaf 0+20000
            tcp_syn_retries.pcap  TCP 40000>81    3/120  0/0   0-3           -           forced S0 S
            frag.pcap             UDP 5000>6000   3/2968 0/0   0-0.002       -           forced
            frag_ooo.pcap         UDP 5000>6000   3/2968 0/0   0-0.002       -           forced
            frag_incomplete.pcap  UDP 0>0         2/1476 0/0   0-0.001       -           forced
            qinq.pcap             UDP 1>2         1/29   0/0   0-0           -           forced [100,200]
            mixed.pcapng          UDP 1111>2000   1/48   0/0   0-0           -           forced
            mixed.pcapng          UDP 1111>2000   1/48   0/0   0.123456789-0.123456789 - forced
            mixlink.pcapng        UDP 1111>2000   1/48   0/0   0-0           -           forced
            mixlink.pcapng        UDP 1111>2000   1/48   0/0   0.00001-0.00001 -         forced
            one.pcapng            UDP 1111>2000   1/48   0/0   0-0           -           forced
            """;

    @TempDir
    Path directory;

    @BeforeEach
    void theCorpusIsThere() {
        Corpus.require();
    }

    @TestFactory
    Stream<DynamicTest> everyCaptureIsToldAsItIs() {
        Corpus.require();
        Map<String, List<String>> truth = TRUTH.lines()
                .map(line -> line.replaceAll(" +", " "))
                .collect(Collectors.groupingBy(
                        line -> line.substring(0, line.indexOf(' ')),
                        LinkedHashMap::new,
                        Collectors.mapping(line -> line.substring(line.indexOf(' ') + 1), Collectors.toList())));
        return truth.entrySet().stream()
                .map(capture -> dynamicTest(
                        capture.getKey(),
                        () -> assertThat(flows(capture.getKey()))
                                .containsExactlyInAnyOrderElementsOf(capture.getValue())));
    }

    @Test
    void mergedInterfacesMakeOneFlow() throws Exception {
        assertThat(flows("mixed.pcapng", "--set", "capture.merge-interfaces=true"))
                .containsExactly("UDP 1111>2000 2/96 0/0 0-0.123456789 - forced");
        assertThat(flows("mixlink.pcapng", "--set", "capture.merge-interfaces=true"))
                .containsExactly("UDP 1111>2000 2/96 0/0 0-0.00001 - forced");
    }

    private List<String> flows(String capture, String... options) throws Exception {
        List<String> arguments = new ArrayList<>(List.of(options));
        arguments.add(HANDMADE.resolve(capture).toString());
        Path out = directory.resolve(capture);
        Installed.replay(out, arguments);
        ObjectMapper json = new ObjectMapper();
        List<String> lines = new ArrayList<>();
        for (String line : Files.readAllLines(out.resolve("flows.jsonl"))) {
            lines.add(told(json.readTree(line)));
        }
        return lines;
    }

    private static String told(JsonNode record) {
        JsonNode flow = record.path("flow");
        assertThat(record.path("src_ip").asText()).isIn("10.0.0.1", "2001:db8::1");
        String line = String.join(
                " ",
                record.path("proto").asText(),
                record.path("src_port").asText() + ">"
                        + record.path("dest_port").asText(),
                flow.path("pkts_toserver").asText() + "/"
                        + flow.path("bytes_toserver").asText(),
                flow.path("pkts_toclient").asText() + "/"
                        + flow.path("bytes_toclient").asText(),
                seconds(flow.path("start")) + "-" + seconds(flow.path("end")),
                flow.has("end_toclient")
                        ? seconds(flow.path("start_toclient")) + "-" + seconds(flow.path("end_toclient"))
                        : "-",
                flow.path("end_reason").asText());
        if (record.has("vlan")) {
            line += " " + record.path("vlan");
        }
        return record.has("tcp") ? line + " " + tcp(record.path("tcp")) : line;
    }

    private static String tcp(JsonNode tcp) {
        String line = tcp.path("state").asText() + " " + tcp.path("history").asText();
        return tcp.has("ack_us") ? line + " " + tcp.path("synack_us") + "+" + tcp.path("ack_us") : line;
    }

    /** Seconds since the captures' first packet, without idle zeros. */
    private static String seconds(JsonNode time) {
        Duration since = Duration.between(ORIGIN, Instant.parse(time.asText()));
        return new BigDecimal(since.toNanos())
                .movePointLeft(9)
                .stripTrailingZeros()
                .toPlainString();
    }
}
