package vedette.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vedette.export.zeek.ZeekCut;

class ZeekFormatTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Path WEB = Path.of("pcaps/web-session/traffic.pcap");
    private static final Path SWEEP = Path.of("pcaps/icmp-sweep/traffic.pcap");
    private static final Path PARTS = Path.of("pcaps/udp-active-parts/traffic.pcap");

    @TempDir
    Path temporary;

    private Path out;

    @BeforeEach
    void nameOutput() {
        out = temporary.resolve("out");
    }

    @Test
    void onlyLogsThatHaveRecordsAreWritten() throws IOException {
        replay("zeek", out, WEB);
        assertThat(filesOf(out)).containsExactly("conn.log", "http.log");
        assertThat(log("conn.log").records()).hasSize(8);
        assertThat(log("http.log").column("uid"))
                .isNotEmpty()
                .isSubsetOf(log("conn.log").column("uid"));
    }

    @Test
    void withoutAFormatNoneOfThemIs() throws IOException {
        assertThat(CommandLineRun.of("replay", "-q", "-w", out, WEB).exitCode()).isZero();
        assertThat(filesOf(out)).containsExactly("alerts.jsonl", "flows.ipfix", "flows.jsonl", "summary.json");
    }

    @Test
    void alertsAreNotices() throws IOException {
        replay("zeek,summary", out, SWEEP);
        assertThat(log("notice.log").column("note")).containsExactly("Vedette::Scan_Icmp_Sweep");
        JsonNode account = MAPPER.readTree(out.resolve("summary.json").toFile()).at("/collectors/0");
        assertThat(account.at("/sent/records").asLong())
                .isEqualTo(account.at("/offered/records").asLong())
                .isPositive();
        JsonNode alerts = account.get("alerts");
        assertThat(alerts.get("sent").asLong()).isEqualTo(1);
        assertThat(alerts.get("offered").asLong())
                .isEqualTo(1 + alerts.get("unsupported").asLong());
        assertThat(account.toString()).contains(out.resolve("conn.log").toString());
    }

    @Test
    void aFlowThatIsToldInPartsIsOneConnection() throws IOException {
        replay("jsonl,zeek", out, PARTS);
        long parts = 0;
        long packets = 0;
        for (String line : Files.readAllLines(out.resolve("flows.jsonl"))) {
            parts++;
            packets += MAPPER.readTree(line).at("/flow/pkts_toserver").asLong();
        }
        assertThat(parts).isGreaterThan(log("conn.log").records().size());
        assertThat(log("conn.log").column("uid")).doesNotHaveDuplicates();
        assertThat(log("conn.log").column("orig_pkts").stream()
                        .mapToLong(Long::parseLong)
                        .sum())
                .isEqualTo(packets);
    }

    @Test
    void jsonHasTheSameRecords() throws IOException {
        replay("zeek", out, WEB, SWEEP);
        Path json = temporary.resolve("json");
        replay("zeek-json", json, WEB, SWEEP);
        assertThat(filesOf(json)).contains("conn.log", "http.log", "notice.log");
        assertThat(filesOf(json)).isEqualTo(filesOf(out));
        for (String name : filesOf(json)) {
            List<String> lines = Files.readAllLines(json.resolve(name));
            List<Map<String, String>> records = log(name).records();
            assertThat(lines).hasSameSizeAs(records);
            for (int i = 0; i < lines.size(); i++) {
                isTheSame(MAPPER.readTree(lines.get(i)), records.get(i), log(name));
            }
        }
    }

    /** Each field has JSON's type for its column's, and the same value. */
    private static void isTheSame(JsonNode json, Map<String, String> record, ZeekCut log) {
        List<String> set = new ArrayList<>();
        for (int i = 0; i < log.fields().size(); i++) {
            String field = log.fields().get(i);
            String value = record.get(field);
            JsonNode told = json.path(field);
            if (value.equals("-")) {
                continue;
            }
            set.add(field);
            switch (log.types().get(i)) {
                case "time", "interval", "count", "port" -> {
                    assertThat(told.isNumber()).as(field).isTrue();
                    assertThat(told.asDouble()).as(field).isEqualTo(Double.parseDouble(value));
                }
                case "bool" -> {
                    assertThat(told.isBoolean()).as(field).isTrue();
                    assertThat(told.asBoolean()).as(field).isEqualTo(value.equals("T"));
                }
                case "string", "enum", "addr" -> {
                    assertThat(told.isTextual()).as(field).isTrue();
                    assertThat(told.asText()).as(field).isEqualTo(value);
                }
                default -> {
                    assertThat(told.isArray()).as(field).isTrue();
                    assertThat(told).as(field).hasSize(value.equals("(empty)") ? 0 : value.split(",", -1).length);
                }
            }
        }
        List<String> names = new ArrayList<>();
        json.fieldNames().forEachRemaining(names::add);
        assertThat(names).isEqualTo(set);
    }

    @ParameterizedTest
    @ValueSource(strings = {"conn.log", "notice.log"})
    void existingLogsAreLeftAloneWithoutForce(String name) throws IOException {
        Files.createDirectory(out);
        Path earlier = Files.writeString(out.resolve(name), "earlier");
        CommandLineRun refused = CommandLineRun.of("replay", "--format", "zeek", "-w", out, WEB);
        assertThat(refused.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(refused.errLines())
                .containsExactly(
                        "vedette: " + earlier + " exists; choose another directory, or overwrite it with --force");
        assertThat(filesOf(out)).containsExactly(name);
        assertThat(earlier).hasContent("earlier");
    }

    @Test
    void withForceNothingOfAnEarlierRunIsLeft() throws IOException {
        replay("zeek", out, SWEEP);
        assertThat(filesOf(out)).contains("notice.log");
        assertThat(CommandLineRun.of("replay", "-q", "--force", "--format", "zeek", "-w", out, WEB)
                        .exitCode())
                .isZero();
        assertThat(filesOf(out)).containsExactly("conn.log", "http.log");
    }

    @Test
    void howManyThreadsMeterMakesNoDifference() throws IOException {
        replay("zeek", out, WEB, SWEEP, PARTS);
        for (String workers : List.of("2", "5")) {
            Path other = temporary.resolve(workers);
            replay("zeek", other, WEB, SWEEP, PARTS, "--workers", workers);
            assertThat(filesOf(other)).isEqualTo(filesOf(out));
            for (String name : filesOf(out)) {
                assertThat(other.resolve(name)).hasSameBinaryContentAs(out.resolve(name));
            }
        }
    }

    private static void replay(String format, Path out, Object... more) {
        List<Object> words = new ArrayList<>(List.of("replay", "-q", "--format", format, "-w", out));
        words.addAll(List.of(more));
        CommandLineRun run = CommandLineRun.of(words.toArray());
        assertThat(run.exitCode()).as(run.err()).isZero();
    }

    private ZeekCut log(String name) throws IOException {
        return ZeekCut.of(Files.readString(out.resolve(name)));
    }

    private static List<String> filesOf(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
