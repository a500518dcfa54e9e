package vedette.daemon;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import vedette.Tools;
import vedette.capture.PcapngWriter;
import vedette.decode.PacketBuilder;
import vedette.net.LinkType;
import vedette.net.TcpFlags;
import vedette.report.MmdbWriter;

class ReportCommandTest {
    private static final Path PCAPS = Path.of("pcaps");
    private static final Path WEB = pcap("web-session");

    @TempDir
    Path temporary;

    private static Path pcap(String scenario) {
        return PCAPS.resolve(scenario).resolve("traffic.pcap");
    }

    private Path file(String name) {
        return temporary.resolve(name);
    }

    private String text(Object... args) throws IOException {
        Path page = file("page.md");
        Object[] words = new Object[args.length + 4];
        words[0] = "report";
        System.arraycopy(args, 0, words, 1, args.length);
        words[args.length + 1] = "--force";
        words[args.length + 2] = "-o";
        words[args.length + 3] = page;
        CommandLineRun run = CommandLineRun.of(words);
        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        return Files.readString(page);
    }

    /** Cells of each row of a page's tables, by its first cell; of rows with one name the first. */
    private static Map<String, List<String>> rows(String markdown) {
        Map<String, List<String>> rows = new HashMap<>();
        markdown.lines().filter(line -> line.startsWith("| ")).forEach(line -> {
            List<String> cells = List.of(line.substring(2)
                    .replace("\\_", "_")
                    .replaceFirst(" \\|$", "")
                    .split(" \\| "));
            rows.putIfAbsent(cells.get(0), cells);
        });
        return rows;
    }

    @Test
    void aPageHasEverySection() throws IOException {
        Path page = file("page.html");
        CommandLineRun run = CommandLineRun.of("report", WEB, "-o", page);
        assertThat(run).isEqualTo(new CommandLineRun(ExitCode.DONE, "", ""));
        String html = Files.readString(page);
        for (String id : List.of(
                "overview",
                "alerts",
                "timeline",
                "protocols",
                "distributions",
                "hours",
                "talkers",
                "services",
                "places",
                "transfers",
                "peers",
                "quality")) {
            assertThat(html).containsOnlyOnce("<h2 id=\"" + id + "\">").contains("href=\"#" + id + "\"");
        }
        assertThat(html)
                .contains("<svg", "Lengths of frames", "Times between frames")
                .endsWith("</html>\n");
        assertThat(html).doesNotContain("<script", "http:", "https:");
    }

    @Test
    void theNameOfTheFileSaysWhetherItIsMarkdownAndBothCanBeHad() throws IOException {
        assertThat(text(WEB)).startsWith("# Report on traffic.pcap\n");
        CommandLineRun both = CommandLineRun.of("report", WEB, "-o", file("a.html"), "--markdown", file("b.txt"));
        assertThat(both.exitCode()).isZero();
        assertThat(Files.readString(file("a.html"))).startsWith("<!DOCTYPE html>");
        assertThat(Files.readString(file("b.txt"))).startsWith("# Report on");
    }

    @Test
    void standardOutputTakesThePageAndNothingElse() {
        CommandLineRun run = CommandLineRun.of("report", WEB, "-o", "-");
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).startsWith("<!DOCTYPE html>").endsWith("</html>\n");
        assertThat(run.err()).isEmpty();
        assertThat(CommandLineRun.of("report", WEB, "-m", "-").out()).startsWith("# Report on");
    }

    @Test
    void withoutAPlaceItSaysWhatIsExpected() {
        CommandLineRun run = CommandLineRun.of("report", WEB);
        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err())
                .isEqualTo(
                        "vedette: say where the report goes: -o FILE.html, -o FILE.md, or -o - for standard output\n");
    }

    @Test
    void whatIsThereIsNotOverwrittenUnlessForced() throws IOException {
        Path page = Files.writeString(file("page.html"), "dear");
        CommandLineRun refused = CommandLineRun.of("report", WEB, "-o", page);
        assertThat(refused.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(refused.err())
                .isEqualTo("vedette: " + page + " exists; choose another name, or overwrite it with --force\n");
        assertThat(page).hasContent("dear");
        assertThat(CommandLineRun.of("report", WEB, "-o", page, "--force").exitCode())
                .isZero();
        assertThat(Files.readString(page)).startsWith("<!DOCTYPE html>");
    }

    @Test
    void aCaptureIsNeverOverwritten() throws IOException {
        Path capture = Files.copy(WEB, file("capture.pcap"));
        CommandLineRun run = CommandLineRun.of("report", capture, "--force", "-o", capture);
        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(run.err()).contains(capture + " is one of the captures; choose another name");
        CommandLineRun against = CommandLineRun.of("report", WEB, "--against", capture, "--force", "-o", capture);
        assertThat(against.err()).contains(capture + " is one of the captures; choose another name");
        assertThat(capture).hasSameBinaryContentAs(WEB);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-o", "-m"})
    void aCaptureThatADirectoryOrAListHoldsIsNeverOverwritten(String option) throws IOException {
        Path capture = Files.copy(WEB, Files.createDirectory(file("days")).resolve("day.pcap"));
        Path list = Files.writeString(file("list"), capture + "\n");
        for (String given : List.of(file("days").toString(), "@" + list)) {
            String refusal = "vedette: " + capture + " is one of the captures; choose another name\n";
            CommandLineRun run = CommandLineRun.of("report", given, "--force", option, capture);
            assertThat(run).isEqualTo(new CommandLineRun(ExitCode.FAILED, "", refusal));
            CommandLineRun against = CommandLineRun.of("report", WEB, "--against", given, "--force", option, capture);
            assertThat(against.err()).isEqualTo(refusal);
            assertThat(capture).hasSameBinaryContentAs(WEB);
        }
    }

    @Test
    void oneFileIsNotBothPages() throws IOException {
        Path link = Files.createSymbolicLink(file("here"), temporary);
        CommandLineRun run = CommandLineRun.of("report", WEB, "-o", file("a.html"), "-m", link.resolve("a.html"));
        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err())
                .isEqualTo("vedette: -o " + file("a.html") + " and --markdown " + link.resolve("a.html")
                        + " are one file; choose another name for one of them\n");
        assertThat(file("a.html")).doesNotExist();
    }

    @Test
    void aDeviceThatIsFullIsNamed() {
        assertThat(CommandLineRun.of("report", WEB, "--force", "-o", "/dev/full"))
                .isEqualTo(new CommandLineRun(
                        ExitCode.FAILED, "", "vedette: cannot write /dev/full: No space left on device\n"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "-o;no/such/page.html;1;no such directory",
                "-o;pcaps;1;it is a directory",
                "--geo;pcaps/web-session/traffic.pcap;1;it is no database in MaxMind's format",
                "--geo;no.mmdb;1;cannot read no.mmdb: no such file",
                "--geo;pcaps;1;cannot read pcaps: it is a directory",
                "--against;no.pcap;1;no.pcap",
            })
    void whatCannotBeUsedIsNamed(String option, String value, int code, String why) {
        CommandLineRun run = CommandLineRun.of("report", WEB, "-m", "-", option, value);
        assertThat(run.exitCode()).isEqualTo(code);
        assertThat(run.errLines()).hasSize(1);
        assertThat(run.err()).startsWith("vedette: ").contains(why);
        assertThat(run.out()).isEmpty();
    }

    @Test
    void oneOutputCannotTakeTwoPages() {
        assertThat(CommandLineRun.of("report", WEB, "-o", "-", "-m", "-").exitCode())
                .isEqualTo(ExitCode.USAGE);
        assertThat(CommandLineRun.of("report", WEB, "-o", "a.md", "-m", "b.md").exitCode())
                .isEqualTo(ExitCode.USAGE);
        assertThat(CommandLineRun.of("report", "-", "--against", "-", "-o", "-").err())
                .contains("standard input");
    }

    @ParameterizedTest
    @ValueSource(strings = {"web-session", "flood-syn", "scan-vertical", "arp-spoof", "beacon-periodic"})
    void theSameCaptureGivesTheSameOctets(String scenario) throws IOException {
        CommandLineRun.of("report", pcap(scenario), "-o", file("1.html"), "-m", file("1.md"));
        CommandLineRun.of("report", pcap(scenario), "-o", file("2.html"), "-m", file("2.md"));
        assertThat(file("1.html")).hasSameBinaryContentAs(file("2.html"));
        assertThat(file("1.md")).hasSameBinaryContentAs(file("2.md"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "web-session",
                "rejects",
                "clock-steps",
                "flood-syn",
                "scan-vertical",
                "fragments-incomplete",
                "tcp-loss"
            })
    void everyFigureThatTheSummaryHasTooIsTheSame(String scenario) throws IOException {
        Path out = file("out");
        CommandLineRun.of("replay", "--force", "-w", out, pcap(scenario));
        JsonNode summary =
                new ObjectMapper().readTree(out.resolve("summary.json").toFile());
        Map<String, List<String>> rows = rows(text(pcap(scenario)));
        BiConsumer<String, String> same = (row, path) -> assertThat(number(rows.get(row)))
                .as(row)
                .isEqualTo(summary.at(path).asLong(-1));
        same.accept("frames", "/packets/captured");
        same.accept("octets of frames", "/octets/captured");
        same.accept("packets metered", "/packets/decoded");
        same.accept("IP octets metered", "/octets/metered_ip");
        same.accept("flow records", "/flows/records");
        same.accept("frames captured in part", "/packets/truncated");
        same.accept("frames that did not pass the filter", "/packets/filtered");
        same.accept("packets a little out of order", "/packets/late");
        same.accept("steps of the clock", "/packets/clock_steps");
        same.accept("datagrams of which fragments are missing", "/flows/incomplete_datagrams");
        same.accept("alerts", "/alert_fates/opened");
        everyOne(summary.at("/packets/rejected"), rows);
        everyOne(summary.at("/packets/anomalies"), rows);
        long ended = rows.entrySet().stream()
                .filter(row -> row.getKey().startsWith("records ended: "))
                .mapToLong(row -> number(row.getValue()))
                .sum();
        assertThat(ended).isEqualTo(summary.at("/flows/records").asLong());
    }

    private static void everyOne(JsonNode counters, Map<String, List<String>> rows) {
        counters.properties().forEach(counter -> {
            if (counter.getValue().asLong() > 0) {
                assertThat(number(rows.get(counter.getKey())))
                        .as(counter.getKey())
                        .isEqualTo(counter.getValue().asLong());
            } else {
                assertThat(rows).doesNotContainKey(counter.getKey());
            }
        });
    }

    private static long number(List<String> row) {
        return Long.parseLong(row.get(1).replace(",", ""));
    }

    @ParameterizedTest
    @CsvSource({
        "scan-vertical, What was tried when, refused",
        "scan-horizontal, What was tried when, target",
        "arp-sweep, Whom it asked for, asked for",
        "arp-spoof, Who said when that the address is his, 02:00:00:00:01:42",
        "flood-syn, Connections asked for and completed, SYN-ACKs",
        "flood-udp, Packets there and back, packets there",
        "beacon-periodic, When it called, time since the call before",
        "brute-force, 'Attempts, and how much each sent', answered",
        "long-connection, Packets there and back, packets back",
    })
    void anAlertIsShown(String scenario, String title, String inPlot) throws IOException {
        String page = text(pcap(scenario));
        String alerts = page.substring(page.indexOf("\n## Alerts"), page.indexOf("\n## In the course of time"));
        assertThat(alerts)
                .contains("### 1. ")
                .contains("**" + title)
                .contains(inPlot)
                .contains("**What it rests on**");
    }

    /** The ids are those of the records in flows.jsonl. */
    @Test
    void theFlowsOfAnAlertAreThoseOfTheReplay() throws IOException {
        Path out = file("out");
        CommandLineRun.of("replay", "-w", out, pcap("brute-force"));
        String flows = Files.readString(out.resolve("flows.jsonl"));
        String page = text(pcap("brute-force"));
        List<List<String>> listed = page.substring(page.indexOf("**Its flow records"))
                .lines()
                .skip(4)
                .takeWhile(line -> line.startsWith("|"))
                .map(line -> List.of(line.substring(2).split(" \\| ")))
                .toList();
        assertThat(listed).hasSize(12);
        for (List<String> row : listed) {
            assertThat(flows).contains("\"flow_id\":" + row.get(0) + ",");
            assertThat(row.get(3)).isEqualTo("10.0.0.22:22");
        }
        assertThat(page).contains("the first 12 of ");
    }

    @Test
    void aCaptureOfNothingIsSaidInWords() throws IOException {
        Path empty = PcapngWriter.pcapng(ByteOrder.LITTLE_ENDIAN).writeTo(file("empty.pcapng"));
        assertThat(text(empty))
                .contains("The capture holds no frames.")
                .contains("No detector raised an alert.")
                .contains("There is no frame to be measured.")
                .doesNotContain("```");
    }

    @Test
    void whatComesFromTheWireIsTextAndNoMarkup() throws IOException {
        String evil = "<script>alert(1)</script>";
        PcapngWriter writer = PcapngWriter.pcapng(ByteOrder.LITTLE_ENDIAN);
        writer.networkInterface(LinkType.ETHERNET, 0, writer.name("if" + evil + "|`x`"));
        int second = 0;
        for (PacketBuilder packet : conversation("GET / HTTP/1.1\r\nHost: " + evil + "|`a`\r\nUser-Agent: \"><img src=x"
                + " onerror=alert(2)>[x](http://e.example)\r\n\r\n")) {
            writer.packet(0, second++ * 1000L, packet.build());
        }
        writer.packet(0, second * 1000L, question("<b>x|y</b>").build());
        Path directory = Files.createDirectories(file("a<b onload=alert(3)>c|d`e`"));
        Path capture = writer.writeTo(directory.resolve("x.pcapng"));
        Path page = file("evil.html");
        assertThat(CommandLineRun.of("report", capture, "-o", page, "-m", file("evil.md"))
                        .exitCode())
                .isZero();
        String html = Files.readString(page);
        assertThat(html)
                .contains("&lt;script&gt;alert(1)&lt;/script&gt;|`a`", "&lt;img src=x", "&lt;b&gt;x|y&lt;/b&gt;")
                .contains("if&lt;script&gt;", "a&lt;b onload")
                .doesNotContain("<script", "<img", "<b>", "<b ");
        String markdown = Files.readString(file("evil.md"));
        assertThat(markdown)
                .contains("&lt;script&gt;alert(1)&lt;/script&gt;\\|\\`a\\`", "&lt;b&gt;x\\|y&lt;/b&gt;")
                .doesNotContain("<script", "<img", "<b>", "http://e")
                .doesNotContainPattern("(?<!\\\\)\\]\\(");
    }

    @Test
    void wrongChecksumsAreCountedAndTheirSenderIsNamed() throws IOException {
        PcapngWriter writer = PcapngWriter.pcapng(ByteOrder.LITTLE_ENDIAN).networkInterface(LinkType.ETHERNET, 0);
        for (int i = 0; i < 4; i++) {
            byte[] frame = question("n" + i).build();
            frame[frame.length - 1] ^= (byte) (i == 0 ? 0 : 0x40);
            writer.packet(0, i * 1000L, frame);
        }
        String page = text(writer.writeTo(file("wrong.pcapng")));
        assertThat(number(rows(page).get("TCP and UDP checksums looked at"))).isEqualTo(4);
        assertThat(number(rows(page).get("of these wrong"))).isEqualTo(3);
        assertThat(page)
                .contains("75.0 % of the TCP and UDP checksums are wrong, sent by 10.0.0.1 (3): all by one host");
    }

    private static List<PacketBuilder> conversation(String request) {
        return List.of(
                segment(true, TcpFlags.SYN, 100, 0, ""),
                segment(false, TcpFlags.SYN | TcpFlags.ACK, 500, 101, ""),
                segment(true, TcpFlags.ACK, 101, 501, ""),
                segment(true, TcpFlags.ACK | TcpFlags.PSH, 101, 501, request));
    }

    private static PacketBuilder segment(boolean isClient, int flags, int seq, int ack, String payload) {
        PacketBuilder ip =
                PacketBuilder.ethernet().ipv4(isClient ? "10.0.0.1" : "192.0.2.1", isClient ? "192.0.2.1" : "10.0.0.1");
        return ip.tcp(isClient ? 4000 : 80, isClient ? 80 : 4000)
                .flags(flags)
                .seq(seq)
                .ack(ack)
                .payload(payload.getBytes(US_ASCII));
    }

    private static PacketBuilder question(String label) {
        StringBuilder hex = new StringBuilder("123401000001000000000000");
        hex.append(String.format("%02x", label.length()));
        for (byte octet : label.getBytes(US_ASCII)) {
            hex.append(String.format("%02x", octet));
        }
        return PacketBuilder.ethernet()
                .ipv4("10.0.0.1", "10.0.0.53")
                .udp(5000, 53)
                .payloadHex(hex.append("0000010001").toString());
    }

    /** Rows of the table that ranks features. */
    private static List<String[]> ranking(String page) {
        return page.substring(page.indexOf("**What separates A from B"))
                .lines()
                .skip(4)
                .takeWhile(line -> line.startsWith("|"))
                .map(line -> line.split(" \\| "))
                .toList();
    }

    /** What a scan does differently comes first, and when it was taken is not ranked at all. */
    @Test
    void aScanIsSetApartByWhatScansDo() throws IOException {
        String page = text(pcap("scan-vertical"), "--against", WEB);
        List<String> features =
                ranking(page).stream().map(row -> row[1]).limit(5).toList();
        assertThat(features.get(0)).isEqualTo("ports that a flow's source turns to");
        assertThat(features).contains("failed flows of a flow's source, in percent");
        assertThat(page)
                .contains("Hours of the day are not ranked")
                .contains("**Ports that a flow's source turns to**");
    }

    @Test
    void aCaptureIsNotSetApartFromItself() throws IOException {
        String page = text(pcap("scan-vertical"), "--against", pcap("scan-vertical"));
        assertThat(ranking(page)).hasSizeGreaterThan(15).allMatch(row -> row[2].equals("0.00"));
    }

    @Test
    void databasesTellWhereOthersAre() throws IOException {
        Path places = new MmdbWriter("Test")
                .put(
                        "192.0.2.0/24",
                        Map.of(
                                "country",
                                Map.of("iso_code", "CH", "names", Map.of("en", "Switzerland")),
                                "autonomous_system_number",
                                64_500))
                .writeTo(file("places.mmdb"));
        Map<String, List<String>> rows = rows(text("--geo", places, WEB));
        assertThat(rows.get("1")).startsWith("1", "Switzerland (CH)", "2");
        String page = text("--geo", places, WEB);
        assertThat(page).contains("**Networks (autonomous systems), by IP octets**", "AS64500", "places.mmdb (Test)");
        assertThat(text(WEB)).contains("No database of places was given. With --geo FILE.mmdb");
    }

    /** A pipe can be read but once, and what shows an alert takes a second look. */
    @Test
    void ofAPipeEverythingIsToldButWhatShowsAlerts() throws Exception {
        Path pipe = file("pipe");
        assertThat(Tools.run(Tools.tool("mkfifo"), pipe.toString()).exit()).isZero();
        Thread writer = new Thread(() -> {
            try {
                Files.copy(pcap("scan-vertical"), Files.newOutputStream(pipe));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        writer.start();
        String page = text(pipe);
        writer.join();
        assertThat(page)
                .contains("### 1. scan.vertical", "**What it rests on**", "Give the captures as files to have them.")
                .doesNotContain("What was tried when", "Its flow records");
    }

    /** Other connections of the same parties are not what it is about. */
    @Test
    void anAlertAboutOneConnectionShowsNoOther() throws IOException {
        String page = text(pcap("long-connection"));
        List<String> ids = page.substring(page.indexOf("**Its flow records"))
                .lines()
                .skip(4)
                .takeWhile(line -> line.startsWith("|"))
                .map(line -> line.substring(2).replaceFirst("[ |].*", ""))
                .distinct()
                .toList();
        assertThat(ids).hasSize(1);
    }

    @Test
    void theFilterHoldsForBothLooks() throws IOException {
        String page = text("--filter", "tcp port 80 or tcp port 443", pcap("scan-vertical"));
        assertThat(number(rows(page).get("frames that did not pass the filter")))
                .isPositive();
        assertThat(page).contains("No detector raised an alert.");
    }
}
