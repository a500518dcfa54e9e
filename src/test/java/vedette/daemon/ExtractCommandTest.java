package vedette.daemon;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import vedette.Tools;
import vedette.capture.CaptureWriter;
import vedette.capture.PcapngComments;
import vedette.capture.PcapngWriter;
import vedette.net.LinkType;

/** Cuts packets of flows and alerts out of captures. */
class ExtractCommandTest {
    private static final Path CLOSED = scenario("tcp-close");
    private static final Path WEB = scenario("web-session");
    private static final String NO_ALERT = "0".repeat(32);

    @TempDir
    Path temporary;

    private static Path scenario(String name) {
        return Path.of("pcaps", name, "traffic.pcap");
    }

    private Extracting of(Path... captures) {
        return new Extracting(temporary, captures);
    }

    /** Flows of each kind there is: VLANs, fragments in any order, parts, ICMP, IPv6, tunnels, resets. */
    @TestFactory
    Stream<DynamicTest> aFlowHasAllItsPacketsAndNothingElse() {
        return Stream.of(
                        "tcp-close",
                        "web-session",
                        "fragments",
                        "fragments-out-of-order",
                        "fragments-incomplete",
                        "fragments-split-header",
                        "links-stacked",
                        "icmp-echo",
                        "ipv6-extension-headers",
                        "tcp-synack-first",
                        "tcp-port-reuse",
                        "udp-active-parts",
                        "udp-server-first",
                        "clock-steps")
                .map(name -> dynamicTest(name, () -> {
                    Extracting extracting = new Extracting(Files.createTempDirectory(temporary, name), scenario(name));
                    List<String> source = extracting.sourceFrames();
                    List<String> all = new ArrayList<>();
                    for (Map.Entry<Long, Long> flow :
                            extracting.packetsOfFlows().entrySet()) {
                        Path cut = extracting.extracted("--flow", "" + flow.getKey());
                        List<String> frames = Extracting.frames(List.of(cut.toString()));
                        assertThat(source).containsSubsequence(frames);
                        List<String> counted = withoutQuotes(frames, comments(cut));
                        assertThat(counted).as("flow %s", flow.getKey()).hasSize(Math.toIntExact(flow.getValue()));
                        all.addAll(counted);
                    }
                    assertThat(all).isNotEmpty().doesNotHaveDuplicates();
                }));
    }

    /** What is there because it is of the flow, and not because it is an error about it. */
    private static List<String> withoutQuotes(List<String> frames, List<String> comments) {
        List<String> counted = new ArrayList<>();
        for (int i = 0; i < frames.size(); i++) {
            if (!comments.get(i).startsWith("quotes")) {
                counted.add(frames.get(i));
            }
        }
        return counted;
    }

    @Test
    void anIcmpErrorStandsWithTheFlowWhosePacketItQuotes() throws IOException {
        Extracting extracting = of(scenario("icmp-unreachable"));
        JsonNode asked = extracting.replayed("flows.jsonl").stream()
                .filter(line -> line.get("proto").asText().equals("UDP"))
                .findFirst()
                .orElseThrow();
        long id = asked.get("flow_id").asLong();
        Path cut = extracting.extracted("--flow", "" + id);
        assertThat(comments(cut))
                .hasSizeGreaterThan(Math.toIntExact(extracting.packetsOfFlows().get(id)))
                .contains("flow " + id + " part 1", "quotes a packet of flow " + id);
    }

    @Test
    void aCommentSaysWhyAPacketIsThereAndTheSectionWhatItHolds() throws IOException {
        Extracting extracting = of(CLOSED);
        long id = extracting.packetsOfFlows().keySet().iterator().next();
        Path cut = extracting.extracted("--flow", "" + id, "--filter", "tcp[tcpflags] & tcp-syn != 0");
        assertThat(comments(cut)).containsExactly("flow " + id + " part 1", "flow " + id + " part 1");
        assertThat(Files.readString(cut, ISO_8859_1))
                .contains("Packets of flow " + id
                        + " that pass the filter \"tcp[tcpflags] & tcp-syn != 0\", cut out of " + CLOSED)
                .contains("vedette ");
    }

    @Test
    void eachPartOfAFlowIsNamedInItsPackets() throws IOException {
        Extracting extracting = of(scenario("udp-active-parts"));
        JsonNode last = extracting.replayed("flows.jsonl").stream()
                .filter(line -> line.at("/flow/part").asInt() == 2)
                .findFirst()
                .orElseThrow();
        long id = last.get("flow_id").asLong();
        assertThat(comments(extracting.extracted("--flow", "" + id)))
                .contains("flow " + id + " part 1", "flow " + id + " part 2");
    }

    @Test
    void communityIdsNameFlowsToo() throws IOException {
        Extracting extracting = of(CLOSED);
        JsonNode flow = extracting.replayed("flows.jsonl").get(0);
        String community = flow.get("community_id").asText();
        Path cut = extracting.extracted("--flow", community);
        assertThat(comments(cut))
                .hasSize(9)
                .containsOnly("flow " + flow.get("flow_id").asText() + " part 1; community_id " + community);
    }

    @Test
    void severalFlowsStandInTheOrderOfCapture() throws IOException {
        Extracting extracting = of(WEB);
        List<String> options = new ArrayList<>();
        long packets = 0;
        for (Map.Entry<Long, Long> flow : extracting.packetsOfFlows().entrySet()) {
            options.add("--flow");
            options.add("" + flow.getKey());
            packets += flow.getValue();
        }
        List<String> frames = extracting.extractedFrames(options.toArray(String[]::new));
        assertThat(frames).hasSize(Math.toIntExact(packets));
        assertThat(extracting.sourceFrames()).containsSubsequence(frames);
    }

    @TestFactory
    Stream<DynamicTest> anAlertHasThePacketsOfWhatItTells() {
        return Stream.of("scan-vertical", "arp-spoof", "arp-sweep", "backscatter")
                .map(name -> dynamicTest(name, () -> AlertPackets.expectAll(temporary, name)));
    }

    /** A flood's attempts are told of in aggregates; those of one have the packets it counts. */
    @Test
    void anAggregateHasThePacketsOfTheAttemptsItStandsFor() throws IOException {
        Extracting extracting = of(scenario("flood-syn"));
        JsonNode aggregate = extracting.replayed("flows.jsonl").stream()
                .filter(line -> line.has("aggregate"))
                .findFirst()
                .orElseThrow();
        String id = aggregate.get("flow_id").asText();
        List<String> comments = comments(extracting.extracted("--flow", id));
        assertThat(comments)
                .hasSize(aggregate.at("/flow/pkts_toserver").asInt()
                        + aggregate.at("/flow/pkts_toclient").asInt());
        assertThat(comments.get(comments.size() - 1)).endsWith("in aggregate " + id);
    }

    @Test
    void aFilterAloneCutsByTheFilter() throws IOException {
        Extracting extracting = of(WEB);
        List<String> frames = extracting.extractedFrames("--filter", "icmp");
        assertThat(frames).hasSize(7);
        assertThat(extracting.sourceFrames()).containsSubsequence(frames);
        assertThat(extracting.extractedFrames("--filter", "")).isEqualTo(extracting.sourceFrames());
    }

    @Test
    void everyInterfaceKeepsItsNameLinkTypeAndNanoseconds() throws IOException {
        byte[] ethernet = HexFormat.of()
                .parseHex("02000000000202000000000108004500001c00010000401166cd0a0000010a000002045707d000080000");
        byte[] raw = Arrays.copyOfRange(ethernet, 14, ethernet.length);
        PcapngWriter ng = PcapngWriter.pcapng(ByteOrder.BIG_ENDIAN);
        ng.networkInterface(LinkType.ETHERNET, 0, ng.name("lan"), ng.resolution(9))
                .networkInterface(LinkType.RAW, 0, ng.name("tun0"), ng.resolution(9))
                .packet(1, 1_700_000_000_123_456_789L, raw)
                .packet(0, 1_700_000_000_123_456_790L, ethernet, ethernet.length, 1500);
        Path several = temporary.resolve("several.pcapng");
        Files.write(several, ng.toBytes());
        Path other = CaptureWriter.nanosecondPcap(ByteOrder.LITTLE_ENDIAN, LinkType.ETHERNET)
                .packet(1_700_000_000_000_000_001L, ethernet)
                .writeTo(temporary.resolve("other.pcap"));
        Extracting extracting = of(several, other);
        assertThat(extracting.extractedFrames("--filter", "udp"))
                .isEqualTo(extracting.sourceFrames())
                .hasSize(3);
    }

    @Test
    void timesBefore1970StayAsTheyAre() throws IOException {
        PcapngWriter ng = PcapngWriter.pcapng(ByteOrder.LITTLE_ENDIAN);
        ng.networkInterface(LinkType.ETHERNET, 0, ng.resolution(9), ng.offset(-1000))
                .packet(0, 7, new byte[60])
                .packet(0, 1_000_000_000_001L, new byte[60]);
        Path old = temporary.resolve("old.pcapng");
        Files.write(old, ng.toBytes());
        Extracting extracting = of(old);
        assertThat(extracting.extractedFrames("--filter", ""))
                .isEqualTo(extracting.sourceFrames())
                .satisfiesExactly(
                        frame -> assertThat(frame).startsWith("-999999999993 "),
                        frame -> assertThat(frame).startsWith("1 "));
    }

    @Test
    void everyRunGivesTheSameOctets() throws IOException {
        Extracting extracting = of(scenario("scan-vertical"));
        String id = extracting.replayed("alerts.jsonl").get(0).at("/alert/id").asText();
        assertThat(extracting.extracted("--alert", id)).hasSameBinaryContentAs(extracting.extracted("--alert", id));
    }

    @Test
    void whatDoesNotExistIsNamedAndNothingIsWritten() throws IOException {
        Extracting extracting = of(CLOSED);
        Path to = temporary.resolve("nothing.pcapng");
        long id = extracting.packetsOfFlows().keySet().iterator().next();
        CommandLineRun noFlow = extracting.extract(to, "--flow", "" + id, "--flow", "1");
        assertThat(noFlow.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(noFlow.errLines())
                .containsExactly(
                        "vedette: no flow 1 in these captures; ids are those of a replay of the same captures with"
                                + " the same --config and --set");
        CommandLineRun noAlert = extracting.extract(to, "--alert", NO_ALERT);
        assertThat(noAlert.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(noAlert.err())
                .contains("no alert " + NO_ALERT + " in these captures: none is told of them; ids are");
        CommandLineRun noPacket = extracting.extract(to, "--flow", "" + id, "--filter", "udp");
        assertThat(noPacket.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(noPacket.errLines())
                .containsExactly(
                        "vedette: nothing was written: none of 9 frames passes the filter and is of what was asked"
                                + " for");
        assertThat(to).doesNotExist();
    }

    @Test
    void anAlertThatIsNearlyRightIsTold() throws IOException {
        Extracting extracting = of(scenario("scan-vertical"));
        String id = extracting.replayed("alerts.jsonl").get(0).at("/alert/id").asText();
        String wrong = id.substring(0, 31) + (id.endsWith("0") ? "1" : "0");
        assertThat(extracting.extract(temporary.resolve("x"), "--alert", wrong).err())
                .contains(
                        "no alert " + wrong + " in these captures: the nearest is " + id + " (scan.vertical); ids are");
    }

    @Test
    void aFileThatIsThereIsKeptUnlessForced() throws IOException {
        Extracting extracting = of(CLOSED);
        Path to = Files.writeString(temporary.resolve("there.pcapng"), "precious");
        CommandLineRun refused = extracting.extract(to, "--filter", "tcp");
        assertThat(refused.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(refused.errLines())
                .containsExactly("vedette: " + to + " exists; choose another name, or overwrite it with --force");
        assertThat(extracting.extract(to, "--force", "--filter", "udp").exitCode())
                .isEqualTo(ExitCode.FAILED);
        assertThat(to).hasContent("precious");
        assertThat(extracting.extract(to, "--force", "--filter", "tcp"))
                .isEqualTo(new CommandLineRun(ExitCode.DONE, to + ": 9 frames of 9\n", ""));
        assertThat(Extracting.frames(List.of(to.toString()))).hasSize(9);
        assertThat(temporary.resolve("there.pcapng.new")).doesNotExist();
    }

    @Test
    void aPipeIsReadOnceAndSoOnlyFiltered() throws Exception {
        Path pipe = temporary.resolve("pipe");
        Tools.run(Tools.tool("mkfifo"), pipe.toString());
        Thread first = feed(pipe);
        CommandLineRun refused = of(pipe).extract(temporary.resolve("x"), "--flow", "1");
        assertThat(refused.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(refused.errLines())
                .containsExactly(
                        "vedette: a pipe can be read but once, and which packets are of a flow or an alert is known"
                                + " when all have been read; name a file, or cut by --filter alone");
        first.join();
        Thread second = feed(pipe);
        assertThat(of(pipe).extractedFrames("--filter", "tcp"))
                .isEqualTo(of(CLOSED).sourceFrames());
        second.join();
    }

    private static Thread feed(Path pipe) {
        Thread feeding = new Thread(() -> {
            try {
                Files.write(pipe, Files.readAllBytes(CLOSED));
            } catch (IOException closed) {
                // The reader had enough.
            }
        });
        feeding.start();
        return feeding;
    }

    @Test
    void standardOutputIsTheCaptureAndNothingElse() throws IOException {
        Extracting extracting = of(CLOSED);
        Path cut = extracting.extracted("--filter", "tcp");
        CommandLineRun run = extracting.extract(Path.of("-"), "--filter", "tcp");
        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).isNotEmpty().isEqualTo(text(cut));
    }

    /** As a {@link CommandLineRun} reads octets. */
    private static String text(Path file) throws IOException {
        return new String(Files.readAllBytes(file), UTF_8);
    }

    @Test
    void aCaptureIsNotOverwrittenByWhatIsCutOutOfIt() throws IOException {
        Path capture = Files.copy(CLOSED, temporary.resolve("capture.pcap"));
        CommandLineRun run = of(capture).extract(capture, "--force", "--filter", "tcp");
        assertThat(run.errLines())
                .containsExactly("vedette: " + capture + " is one of the captures; choose another name");
        assertThat(capture).hasSameBinaryContentAs(CLOSED);
    }

    @Test
    void aCaptureThatADirectoryOrAListHoldsIsNotOverwrittenEither() throws IOException {
        Path days = Files.createDirectory(temporary.resolve("days"));
        Path capture = Files.copy(CLOSED, days.resolve("day.pcap"));
        Path link = Files.createSymbolicLink(temporary.resolve("link.pcap"), capture);
        Path list = Files.writeString(temporary.resolve("list"), capture + "\n");
        for (String given : List.of(days.toString(), "@" + list)) {
            for (Path to : List.of(capture, link)) {
                CommandLineRun run = CommandLineRun.of("extract", "--force", "--filter", "tcp", "-o", to, given);
                assertThat(run)
                        .isEqualTo(new CommandLineRun(
                                ExitCode.FAILED,
                                "",
                                "vedette: " + to + " is one of the captures; choose another name\n"));
                assertThat(capture).hasSameBinaryContentAs(CLOSED);
            }
        }
    }

    @Test
    void whatLiesBesideCapturesAndIsNoneMayBeOverwritten() throws IOException {
        Path days = Files.createDirectory(temporary.resolve("days"));
        Files.copy(CLOSED, days.resolve("day.pcap"));
        Path notes = Files.writeString(days.resolve("notes"), "no capture");
        assertThat(CommandLineRun.of("extract", "-q", "--force", "--filter", "tcp", "-o", notes, days)
                        .exitCode())
                .isZero();
        assertThat(Extracting.frames(List.of(notes.toString()))).hasSize(9);
    }

    /** Also the capture itself, if it is called so. */
    @Test
    void noFileButTheNamedOneIsTouched() throws IOException {
        Path capture = Files.copy(CLOSED, temporary.resolve("day.pcap.new"));
        Path to = temporary.resolve("day.pcap");
        assertThat(of(capture).extract(to, "--filter", "tcp").exitCode()).isZero();
        assertThat(capture).hasSameBinaryContentAs(CLOSED);
        assertThat(of(capture).extract(to, "--force", "--filter", "udp").exitCode())
                .isEqualTo(ExitCode.FAILED);
        assertThat(of(capture).extract(to, "--force", "--filter", "tcp").exitCode())
                .isZero();
        try (Stream<Path> files = Files.list(temporary)) {
            assertThat(files).containsExactlyInAnyOrder(capture, to);
        }
    }

    @Test
    void aFileThatCannotBeWrittenIsNamed() throws IOException {
        Path no = temporary.resolve("no/x.pcap");
        assertThat(of(CLOSED).extract(no, "--filter", "tcp").err())
                .isEqualTo("vedette: cannot write " + no + ": no such directory\n");
        assertThat(of(CLOSED).extract(Path.of("/dev/full"), "--force", "--filter", "tcp"))
                .isEqualTo(new CommandLineRun(
                        ExitCode.FAILED, "", "vedette: cannot write /dev/full: No space left on device\n"));
    }

    /** Why each frame is there. */
    private static List<String> comments(Path cut) throws IOException {
        return PcapngComments.of(cut);
    }
}
