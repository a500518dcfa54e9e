package vedette.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vedette.Tools;

/** Holds the number of frames read from every capture of the corpus against Wireshark's capinfos. */
class CaptureCountsIT {
    private static final Path PCAPS = Path.of(System.getProperty("vedette.corpus", "../shared"), "pcaps");
    private static final Path CATALOG = PCAPS.resolve("CATALOG.dev.tsv");
    /** capinfos ends at a section of an unknown version, where we go on with the next one. */
    private static final Pattern ENDS_EARLY = Pattern.compile(".*/[bl]e_test901_.*");

    private static final Pattern FAILED =
            Pattern.compile("capinfos: An error occurred after reading (\\d+) packets from \"(.*)\"\\.");

    @TempDir
    Path directory;

    @BeforeEach
    void theCorpusIsThere() {
        assumeTrue(Files.exists(CATALOG), "no corpus at " + CATALOG);
    }

    @Test
    void everyCaptureHasAsManyFramesAsCapinfosCounts() throws Exception {
        List<String> captures = catalog();
        Map<String, Long> expected = capinfos(captures);
        List<String> differences = new ArrayList<>();
        for (Map.Entry<String, Long> entry : expected.entrySet()) {
            String capture = entry.getKey();
            long seen = frames(capture);
            boolean right = ENDS_EARLY.matcher(capture).matches() ? seen > entry.getValue() : seen == entry.getValue();
            if (!right) {
                differences.add(capture + ": capinfos " + entry.getValue() + ", here " + seen);
            }
        }
        assertThat(differences).isEmpty();
        assertThat(expected).hasSizeGreaterThan(captures.size() * 99 / 100);
    }

    @Test
    void allCapturesAtOnceHaveTheFramesOfEach() throws Exception {
        List<String> captures = catalog();
        long frames = 0;
        for (String capture : captures) {
            frames += frames(capture);
        }
        Path list = Files.write(directory.resolve("list"), captures);
        assertThat(frames("@" + list)).isEqualTo(frames);
    }

    private static long frames(String argument) throws IOException {
        try (CaptureFiles files = CaptureFiles.open(List.of(argument))) {
            while (files.poll(frame -> {}, 1000) != CaptureSource.END) {}
            return files.counters().captured.sum();
        }
    }

    private static List<String> catalog() throws IOException {
        return Files.readAllLines(CATALOG).stream()
                .skip(1)
                .map(line ->
                        PCAPS.resolve(line.substring(0, line.indexOf('\t'))).toString())
                .toList();
    }

    /** What capinfos counts, to the end or to where it fails; a file it cannot open is left out. */
    private Map<String, Long> capinfos(List<String> captures) throws Exception {
        List<String> command = new ArrayList<>(List.of(Tools.tool("capinfos"), "-c", "-M", "-T", "-r", "-N"));
        command.addAll(captures);
        Path output = directory.resolve("capinfos.tsv");
        Path errors = directory.resolve("capinfos.err");
        run(new ProcessBuilder(command).redirectOutput(output.toFile()).redirectError(errors.toFile()));
        Map<String, Long> counts = new TreeMap<>();
        for (String line : Files.readAllLines(errors, StandardCharsets.UTF_8)) {
            Matcher failed = FAILED.matcher(line);
            if (failed.matches()) {
                counts.put(failed.group(2), Long.valueOf(failed.group(1)));
            }
        }
        for (String line : Files.readAllLines(output, StandardCharsets.UTF_8)) {
            String[] fields = line.split("\t");
            counts.put(fields[0], Long.valueOf(fields[1]));
        }
        return counts;
    }

    private static void run(ProcessBuilder capinfos) throws IOException, InterruptedException {
        capinfos.start().waitFor();
    }
}
