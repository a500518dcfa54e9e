package vedette.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import vedette.Tools;

/** Reports on public captures, as a browser shows them, and on captures that want to harm. */
@Timeout(300)
class ReportIT {
    private static final Path CORPUS = Path.of(System.getProperty("vedette.corpus", "../shared"), "pcaps");
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int ONE_IN = 40;

    @TempDir
    Path temporary;

    private static Path capture(String name) {
        Path capture = CORPUS.resolve(name);
        Tools.require(Files.exists(capture), "no " + capture);
        return capture;
    }

    private Path report(Path capture, Object... options) {
        Path page = temporary.resolve("page.html");
        List<Object> words = new ArrayList<>(List.of("report", capture, "--force", "-o", page));
        words.addAll(List.of(options));
        assertThat(CommandLineRun.of(words.toArray()).exitCode()).isZero();
        return page;
    }

    private Tools.Result chromium(String... arguments) throws Exception {
        List<String> words = new ArrayList<>(List.of(
                Tools.tool("chromium"),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--enable-logging=stderr",
                "--v=0",
                "--user-data-dir=" + temporary.resolve("profile")));
        words.addAll(List.of(arguments));
        return Tools.run(PATIENCE, words.toArray(String[]::new));
    }

    @Test
    void aBrowserShowsTheDayWithoutAWordOfComplaint() throws Exception {
        Path page = report(capture("recon/m57_benign_24h.pcap"));
        Tools.Result shown = chromium("--dump-dom", page.toUri().toString());
        assertThat(shown.out()).contains("<h2 id=\"quality\">");
        assertThat(shown.err().lines().filter(line -> line.contains("CONSOLE"))).isEmpty();
    }

    /** The page is shown in a frame of each width, which says how wide it has become. */
    @Test
    void noPageIsWiderThanAPhone() throws Exception {
        for (String name : List.of("recon/m57_benign_24h.pcap", "scan/sanders_synscan.pcapng", "c2/slips_cc_2s.pcap")) {
            Path page = report(capture(name), "--against", "pcaps/web-session/traffic.pcap");
            assertThat(widths(page)).as(name).isEqualTo(Map.of(390, 390, 1280, 1280));
        }
    }

    private Map<Integer, Integer> widths(Path page) throws Exception {
        String framed = Files.readString(page).replace("&", "&amp;").replace("\"", "&quot;");
        Path frames = Files.writeString(
                temporary.resolve("frames.html"),
                "<!DOCTYPE html><body>"
                        + frame(390, framed) + frame(1280, framed)
                        + "<script>onload=()=>{for(const f of document.querySelectorAll('iframe'))document.body"
                        + ".append('['+f.width+':'+f.contentDocument.documentElement.scrollWidth+']')}</script></body>");
        String shown = chromium("--dump-dom", frames.toUri().toString()).out();
        Map<Integer, Integer> widths = new TreeMap<>();
        Matcher said = Pattern.compile("\\[(\\d+):(\\d+)]").matcher(shown);
        while (said.find()) {
            widths.put(Integer.valueOf(said.group(1)), Integer.valueOf(said.group(2)));
        }
        return widths;
    }

    private static String frame(int width, String page) {
        return "<iframe width=\"" + width + "\" height=\"900\" frameborder=\"0\" scrolling=\"no\" srcdoc=\"" + page
                + "\"></iframe>";
    }

    /** Another hand's count of the checksums that are wrong. */
    @TestFactory
    Stream<DynamicTest> tsharkFindsAsManyWrongChecksums() {
        return Stream.of(
                        "c2/agenttesla_a.pcap",
                        "c2/slips_cc_2s.pcap",
                        "recon/ctu_sme_11_remcos.pcap",
                        "scan/nmap_udp.pcap",
                        "benign/apps/443_curl_6585.pcap")
                .map(name -> DynamicTest.dynamicTest(name, () -> checksums(capture(name))));
    }

    private void checksums(Path capture) throws Exception {
        Path text = temporary.resolve("page.md");
        CommandLineRun.of("report", capture, "--force", "-o", text);
        Matcher row = Pattern.compile("\\| of these wrong \\| ([\\d,]+) \\|").matcher(Files.readString(text));
        assertThat(row.find()).isTrue();
        Tools.Result wrong = Tools.run(
                PATIENCE,
                Tools.tool("tshark"),
                "-r",
                capture.toString(),
                "-o",
                "tcp.check_checksum:TRUE",
                "-o",
                "udp.check_checksum:TRUE",
                "-Y",
                "(tcp.checksum.status == 0 || udp.checksum.status == 0) && !icmp",
                "-T",
                "fields",
                "-e",
                "frame.number");
        assertThat(Long.parseLong(row.group(1).replace(",", "")))
                .isEqualTo(wrong.lines().size());
    }

    @TestFactory
    Stream<DynamicTest> whatWantsToHarmGivesAReportOrAReason() throws IOException {
        Tools.require(Files.exists(CORPUS), "no corpus at " + CORPUS);
        List<Path> chosen = new ArrayList<>();
        for (String folder : List.of("odd", "tunnel", "handmade")) {
            try (Stream<Path> files = Files.walk(CORPUS.resolve(folder))) {
                List<Path> captures = files.filter(Files::isRegularFile)
                        .filter(file -> file.toString().matches(".*\\.(pcap|pcapng|cap)(\\.gz)?"))
                        .sorted()
                        .toList();
                for (int i = 0; i < captures.size(); i += ONE_IN) {
                    chosen.add(captures.get(i));
                }
            }
        }
        assertThat(chosen).hasSizeGreaterThan(40);
        return chosen.stream()
                .map(capture ->
                        DynamicTest.dynamicTest(CORPUS.relativize(capture).toString(), () -> survives(capture)));
    }

    private void survives(Path capture) throws IOException {
        Path page = temporary.resolve("harm.html");
        Files.deleteIfExists(page);
        CommandLineRun run = CommandLineRun.of("report", capture, "-o", page, "-m", "-");
        assertThat(run.exitCode()).isIn(ExitCode.DONE, ExitCode.FAILED);
        assertThat(run.errLines()).allMatch(line -> line.startsWith("vedette: "));
        if (run.exitCode() == ExitCode.DONE) {
            assertThat(run.out()).startsWith("# Report on ");
        }
        if (Files.exists(page)) {
            assertThat(Files.readString(page)).endsWith("</html>\n").doesNotContain("<script", "NaN", "Infinity");
        }
    }
}
