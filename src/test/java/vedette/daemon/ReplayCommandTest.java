package vedette.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vedette.capture.CaptureWriter;
import vedette.capture.PcapngWriter;
import vedette.export.ipfix.StrictIpfix;
import vedette.net.LinkType;

class ReplayCommandTest {
    private static final Path CLOSED = Path.of("pcaps/tcp-close/traffic.pcap");
    private static final Path REJECTS = Path.of("pcaps/rejects/traffic.pcap");
    private static final int RADIOTAP = 127;

    @TempDir
    Path temporary;

    private Path out;

    @BeforeEach
    void nameOutput() {
        out = temporary.resolve("out");
    }

    @Test
    void writesFlowsAndAnAccountOfThem() throws IOException {
        assertThat(CommandLineRun.of("replay", "-w", out, CLOSED).exitCode()).isZero();
        JsonNode summary = summary();
        assertThat(Files.readAllLines(out.resolve("flows.jsonl"))).hasSize(1);
        assertThat(Files.size(out.resolve("flows.ipfix"))).isPositive();
        assertThat(summary.at("/inputs/0").asText()).isEqualTo(CLOSED.toString());
        assertThat(summary.at("/packets/captured").asLong()).isEqualTo(9);
        assertThat(summary.at("/packets/decoded").asLong()).isEqualTo(9);
        assertThat(summary.at("/flows/created").asLong()).isEqualTo(1);
        assertThat(summary.at("/flows/ended/end").asLong()).isEqualTo(1);
        assertThat(summary.at("/conservation/error_packets").asLong(-1)).isZero();
        assertThat(summary.at("/collectors/0/sent/records").asLong()).isEqualTo(1);
        assertThat(summary.get("elapsed_s").asDouble()).isPositive();
    }

    @Test
    void everyRejectedFrameStandsInTheAccount() throws IOException {
        CommandLineRun.of("replay", "-q", "-w", out, REJECTS);
        JsonNode packets = summary().get("packets");
        long rejected = 0;
        for (JsonNode count : packets.get("rejected")) {
            rejected += count.asLong();
        }
        assertThat(rejected).isPositive();
        assertThat(packets.get("captured").asLong())
                .isEqualTo(packets.get("decoded").asLong() + rejected);
    }

    /** All that may have been IP. */
    private static long ignored(JsonNode rejected) {
        long ignored = -rejected.path("non-ip").asLong();
        for (JsonNode count : rejected) {
            ignored += count.asLong();
        }
        return ignored;
    }

    @Test
    void whatWasNotMeteredAndWhatIsAKeyStandsInTheIpfixFile() throws IOException {
        CommandLineRun.of("replay", "-q", "-w", out, "--set", "flow.vlan-key=outer", REJECTS);
        JsonNode rejected = summary().at("/packets/rejected");
        List<Map<String, Object>> told = StrictIpfix.options(StrictIpfix.file(out.resolve("flows.ipfix"))).stream()
                .map(StrictIpfix.DataRecord::values)
                .toList();
        assertThat(told)
                .filteredOn(record -> record.containsKey("ignoredPacketTotalCount"))
                .singleElement()
                .satisfies(record -> assertThat(record)
                        .containsEntry("ignoredPacketTotalCount", ignored(rejected))
                        .hasEntrySatisfying(
                                "ignoredOctetTotalCount",
                                octets -> assertThat((long) octets).isPositive()));
        assertThat(told)
                .filteredOn(record -> record.containsKey("flowKeyIndicator"))
                .isNotEmpty();
        assertThat(told)
                .as("nothing was lost on the way into a file")
                .noneMatch(record -> record.containsKey("last observationTimeMilliseconds")
                        && record.containsKey("notSentFlowTotalCount"));
    }

    @Test
    void framesOfDamagedBlocksStandInTheAccount() throws IOException {
        Path capture = PcapngWriter.pcapng(ByteOrder.LITTLE_ENDIAN)
                .networkInterface(LinkType.ETHERNET, 0)
                .packet(1, 0, new byte[60])
                .packet(0, 0, new byte[60])
                .writeTo(temporary.resolve("damaged.pcapng"));
        CommandLineRun.of("replay", "-q", "-w", out, capture);
        JsonNode packets = summary().get("packets");
        assertThat(packets.get("captured").asLong()).isEqualTo(1);
        assertThat(packets.get("damaged_blocks").asLong()).isEqualTo(1);
    }

    @Test
    void onlyTheFormatsAskedForAreWritten() throws IOException {
        assertThat(CommandLineRun.of("replay", "--format", "summary,jsonl", "--write", out, CLOSED)
                        .exitCode())
                .isZero();
        assertThat(filesOf(out)).containsExactly("alerts.jsonl", "flows.jsonl", "summary.json");
    }

    @Test
    void existingFilesAreLeftAloneWithoutForce() throws IOException {
        Files.createDirectory(out);
        Path earlier = Files.writeString(out.resolve("summary.json"), "earlier");
        CommandLineRun refused = CommandLineRun.of("replay", "-w", out, CLOSED);
        assertThat(refused.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(refused.errLines())
                .containsExactly(
                        "vedette: " + earlier + " exists; choose another directory, or overwrite it with --force");
        assertThat(earlier).hasContent("earlier");
        assertThat(filesOf(out)).containsExactly("summary.json");
    }

    @Test
    void existingFilesAreOverwrittenWithForce() throws IOException {
        Files.createDirectory(out);
        Files.writeString(out.resolve("flows.jsonl"), "earlier".repeat(1000));
        assertThat(CommandLineRun.of("replay", "-w", out, "--force", CLOSED).exitCode())
                .isZero();
        assertThat(Files.readAllLines(out.resolve("flows.jsonl"))).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"flows.jsonl,jsonl", "packets.csv,packets-csv", "dns.log,zeek", "flows.ipfix,ipfix"})
    void aCaptureThatBearsAnOutputsNameIsNeverOverwritten(String name, String formats) throws IOException {
        Files.createDirectory(out);
        Path capture = Files.copy(CLOSED, out.resolve(name));
        Path list = Files.writeString(out.resolve("list"), capture + "\n");
        for (String given : List.of(capture.toString(), out.toString(), "@" + list)) {
            CommandLineRun run = CommandLineRun.of("replay", "--force", "--format", formats, "-w", out, given);
            assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
            assertThat(run.errLines())
                    .containsExactly("vedette: " + capture + " is one of the captures; choose another directory");
            assertThat(capture).hasSameBinaryContentAs(CLOSED);
            assertThat(filesOf(out)).containsExactlyInAnyOrder(name, "list");
        }
    }

    @Test
    void nothingIsWrittenBeforeAllIsFoundWell() {
        CommandLineRun.of("replay", "-w", out, CLOSED, "no-such.pcap");
        CommandLineRun.of("replay", "-w", out, "--collector", "ipfix+udp://no-such-host.invalid", CLOSED);
        CommandLineRun.of("replay", "-w", out, "--set", "flow.max-flow=1", CLOSED);
        assertThat(out).doesNotExist();
    }

    @Test
    void quietSaysNothingOfSuccess() {
        CommandLineRun run = CommandLineRun.of("replay", "--quiet", CLOSED);
        assertThat(run).isEqualTo(new CommandLineRun(ExitCode.DONE, "", ""));
    }

    @Test
    void twoReplaysOfOneCaptureAreByteEqual() throws IOException {
        Path again = temporary.resolve("again");
        Path capture = Path.of("pcaps/web-session/traffic.pcap");
        CommandLineRun.of("replay", "-q", "-w", out, capture);
        CommandLineRun.of("replay", "-q", "-w", again, capture);
        assertThat(again.resolve("flows.jsonl")).hasSameBinaryContentAs(out.resolve("flows.jsonl"));
        assertThat(again.resolve("flows.ipfix")).hasSameBinaryContentAs(out.resolve("flows.ipfix"));
    }

    @Test
    void twoReplaysAreByteEqualInElementsOfOurOwnAndWithRejectsToo() throws IOException {
        Path again = temporary.resolve("again");
        Path web = Path.of("pcaps/web-session/traffic.pcap");
        for (Path directory : List.of(out, again)) {
            CommandLineRun.of("replay", "-q", "-w", directory, "--set", "ipfix.enterprise-number=32473", web, REJECTS);
        }
        assertThat(again.resolve("flows.ipfix")).hasSameBinaryContentAs(out.resolve("flows.ipfix"));
        assertThat(StrictIpfix.flows(StrictIpfix.file(out.resolve("flows.ipfix"))))
                .anyMatch(flow -> "SF".equals(flow.values().get("vedetteTcpState")));
    }

    @Test
    void theSummaryIsForAPerson() {
        CommandLineRun run = CommandLineRun.of("replay", CLOSED);
        assertThat(run.err()).isEmpty();
        assertThat(run.out().replaceAll("in [0-9.]+ s", "in 0.1 s")).isEqualTo("""
                        Captured    9 frames, 616 octets, from 1 interface (Ethernet)
                        Metered     9 packets, 490 IP octets, in 1 flow
                                    2023-11-14 22:13:20 to 2023-11-14 22:13:20 UTC (0.080 s)
                                    in 0.1 s
                        Ended       closed or reset 1
                        Rejected    0 frames

                        Alerts  none

                        Protocols
                          protocol  flows  packets  IP octets
                          TCP           1        9        490

                        TCP states  SF 1

                        Top talkers, by IP octets
                          host      sent  received  packets  flows
                          10.0.0.1   250       240        9      1
                          10.0.0.2   240       250        9      1

                        Busiest services, by IP octets
                          service  sent  received  packets  flows
                          TCP 80    240       250        9      1
                        """);
    }

    @Test
    void theEvidenceOfAnAlertFitsATerminal() {
        CommandLineRun run = CommandLineRun.of("replay", Path.of("pcaps/scan-vertical/traffic.pcap"));
        List<String> evidence = run.out()
                .lines()
                .dropWhile(line -> !line.contains("class vertical"))
                .takeWhile(line -> !line.isEmpty())
                .toList();
        assertThat(evidence.get(0)).endsWith(";");
        assertThat(evidence).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(121));
        assertThat(evidence).anySatisfy(line -> assertThat(line).contains("samples +0.000s 10.0.0.2:"));
    }

    @Test
    void aFileThatWasCutIsToldAndWhatCameBeforeIsKept() throws IOException {
        byte[] whole = Files.readAllBytes(CLOSED);
        Path cut = Files.write(temporary.resolve("cut.pcap"), Arrays.copyOf(whole, whole.length - 7));
        CommandLineRun run = CommandLineRun.of("replay", "-q", "-w", out, cut);
        assertThat(run.exitCode()).isZero();
        assertThat(run.errLines()).singleElement().asString().startsWith("vedette: warning: " + cut);
        assertThat(summary().at("/packets/captured").asLong()).isEqualTo(8);
        assertThat(summary().at("/packets/cut_files").asLong()).isEqualTo(1);
        assertThat(summary().get("warnings")).hasSize(1);
    }

    @Test
    void withoutAnyKnownLinkTypeTheReplayFailsAndNamesTheType() throws IOException {
        Path wireless = temporary.resolve("wireless.pcap");
        CaptureWriter.pcap(ByteOrder.LITTLE_ENDIAN, RADIOTAP)
                .packet(1_000_000_000L, new byte[60])
                .writeTo(wireless);
        CommandLineRun run = CommandLineRun.of("replay", "-q", "-w", out, wireless);
        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(run.errLines())
                .singleElement()
                .asString()
                .startsWith("vedette: " + wireless
                        + ": no frame has a link type that is known (IEEE 802.11, link type 127, of interface if0)");
        assertThat(summary().at("/packets/rejected/unsupported-link-type").asLong())
                .isEqualTo(1);
    }

    @Test
    void framesOfAnUnknownLinkTypeBesideOthersAreAWarning() throws IOException {
        Path wireless = temporary.resolve("wireless.pcap");
        CaptureWriter.pcap(ByteOrder.LITTLE_ENDIAN, RADIOTAP)
                .packet(1_000_000_000L, new byte[60])
                .writeTo(wireless);
        CommandLineRun run = CommandLineRun.of("replay", "-q", wireless, CLOSED);
        assertThat(run.exitCode()).isZero();
        assertThat(run.errLines())
                .singleElement()
                .asString()
                .startsWith(
                        "vedette: warning: 1 frame rejected: their link type is not known (IEEE 802.11, link type 127");
    }

    @Test
    void aCaptureWithoutFramesIsDone() throws IOException {
        Path empty = temporary.resolve("empty.pcap");
        CaptureWriter.pcap(ByteOrder.LITTLE_ENDIAN, LinkType.ETHERNET).writeTo(empty);
        CommandLineRun run = CommandLineRun.of("replay", "-w", out, empty);
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("Captured    0 frames");
        assertThat(summary().at("/packets/captured").asLong(-1)).isZero();
    }

    @Test
    void severalWorkersGiveTheSameOutput() throws IOException {
        Path capture = Path.of("pcaps/flood-syn/traffic.pcap");
        Path others = temporary.resolve("others");
        assertThat(CommandLineRun.of("replay", "-q", "-w", out, capture).exitCode())
                .isZero();
        CommandLineRun run = CommandLineRun.of("replay", "-q", "--workers", "4", "-w", others, capture);
        assertThat(run.exitCode()).isZero();
        assertThat(run.errLines()).isEmpty();
        for (String file : List.of("flows.jsonl", "alerts.jsonl", "flows.ipfix")) {
            assertThat(others.resolve(file)).hasSameBinaryContentAs(out.resolve(file));
        }
        assertThat(summary().at("/packets/captured").asLong())
                .isEqualTo(summary(others).at("/packets/captured").asLong())
                .isPositive();
    }

    @Test
    void anInterruptedReplayHandsOnWhatItHasAndSaysSo() throws IOException {
        Shutdown shutdown = new Shutdown();
        shutdown.ask();
        CommandLineRun run = CommandLineRun.of(shutdown, "replay", "-w", out, CLOSED);
        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(run.errLines())
                .containsExactly("vedette: interrupted; all that had been read until then is in the output");
        assertThat(run.out()).contains("interrupted: what follows is of the part that was read");
        assertThat(Files.readAllLines(out.resolve("flows.jsonl"))).hasSize(1);
        assertThat(summary().get("interrupted").asBoolean()).isTrue();
    }

    @Test
    void collectorsGetTheFlowsOverUdp() throws IOException {
        try (DatagramSocket collector = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            collector.setSoTimeout(10_000);
            CommandLineRun run = CommandLineRun.of(
                    "replay", "-q", "--collector", "ipfix+udp://127.0.0.1:" + collector.getLocalPort(), CLOSED);
            assertThat(run).isEqualTo(new CommandLineRun(ExitCode.DONE, "", ""));
            DatagramPacket message = new DatagramPacket(new byte[65_535], 65_535);
            collector.receive(message);
            byte[] octets = Arrays.copyOf(message.getData(), message.getLength());
            assertThat(new StrictIpfix(StrictIpfix.Transport.UDP).read(octets).templates())
                    .isNotEmpty();
        }
    }

    @Test
    void aCollectorMayBeADirectory() throws IOException {
        assertThat(CommandLineRun.of("replay", "-q", "--collector", "file:" + out, CLOSED)
                        .exitCode())
                .isZero();
        assertThat(filesOf(out)).containsExactly("alerts.jsonl", "flows.ipfix", "flows.jsonl");
    }

    @Test
    void aDirectoryHoldsTheFilesThatWereAskedFor() throws IOException {
        Path config = Files.writeString(
                temporary.resolve("v.toml"),
                "[[collector]]\nuri = \"file:" + out + "\"\nsend = [\"alerts\"]\nonly = [\"10.0.0.0/8\"]\n");
        CommandLineRun run = CommandLineRun.of(
                "replay", "-q", "--config", config, "--collector", "file:" + out, "pcaps/flood-udp/traffic.pcap");
        assertThat(run.exitCode()).isZero();
        assertThat(filesOf(out)).containsExactly("alerts.jsonl");
        assertThat(Files.readAllLines(out.resolve("alerts.jsonl"))).hasSize(2);
    }

    @Test
    void whatACollectorDidNotAskForIsNotWrittenAndIsCounted() throws IOException {
        Path into = temporary.resolve("into");
        Path config = Files.writeString(
                temporary.resolve("v.toml"),
                "[[collector]]\nuri = \"file:" + into + "\"\nonly = [\"10.0.0.9\", \"udp/53\", \"udp/123\"]\n");
        CommandLineRun run = CommandLineRun.of(
                "replay",
                "-q",
                "-w",
                out,
                "--config",
                config,
                "--collector",
                "file:" + into,
                CLOSED,
                "pcaps/beacon-dns/traffic.pcap");
        assertThat(run.exitCode()).as(run.err()).isZero();
        List<String> all = Files.readAllLines(out.resolve("flows.jsonl"));
        List<String> kept = all.stream()
                .filter(line -> line.contains("\"10.0.0.9\"") && line.contains("\"proto\":\"UDP\""))
                .filter(line -> line.contains("\"dest_port\":53,") || line.contains("\"dest_port\":123,"))
                .toList();
        assertThat(kept).isNotEmpty().hasSizeLessThan(all.size());
        assertThat(Files.readAllLines(into.resolve("flows.jsonl"))).isEqualTo(kept);
        for (JsonNode collector : summary().get("collectors")) {
            for (String unit : List.of("records", "packets", "octets")) {
                assertThat(collector.at("/filtered/" + unit).asLong()
                                + collector.at("/sent/" + unit).asLong())
                        .isEqualTo(collector.at("/offered/" + unit).asLong());
            }
        }
        assertThat(summary().at("/collectors/3/filtered/records").asInt()).isEqualTo(all.size() - kept.size());
    }

    @Test
    void settingsChangeWhatIsMetered() throws IOException {
        Path capture = Path.of("pcaps/udp-idle-gap/traffic.pcap");
        CommandLineRun.of("replay", "-q", "-w", out, "--set", "flow.idle-udp=2h", capture);
        assertThat(summary().at("/flows/created").asLong()).isEqualTo(1);
    }

    private JsonNode summary() throws IOException {
        return summary(out);
    }

    private static JsonNode summary(Path directory) throws IOException {
        return new ObjectMapper().readTree(directory.resolve("summary.json").toFile());
    }

    private static List<String> filesOf(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
