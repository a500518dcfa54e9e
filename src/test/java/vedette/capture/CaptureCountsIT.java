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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Holds the number of frames read from every capture of the corpus against Wireshark's capinfos. */
class CaptureCountsIT {
    private static final Path PCAPS = Path.of(System.getProperty("vedette.corpus", "../shared"), "pcaps");
    private static final Path CATALOG = PCAPS.resolve("CATALOG.dev.tsv");

    @TempDir
    Path directory;

    @Test
    void everyCaptureHasAsManyFramesAsCapinfosSays() throws Exception {
        assumeTrue(Files.exists(CATALOG), "no corpus at " + CATALOG);
        List<String> captures = catalog();
        Map<String, Long> expected = capinfos(captures);
        List<String> differences = new ArrayList<>();
        for (Map.Entry<String, Long> entry : expected.entrySet()) {
            String seen = frames(entry.getKey());
            if (!seen.equals(entry.getValue().toString())) {
                differences.add(entry.getKey() + ": capinfos " + entry.getValue() + ", here " + seen);
            }
        }
        assertThat(differences).isEmpty();
        assertThat(expected).hasSizeGreaterThan(captures.size() * 9 / 10);
    }

    private static String frames(String file) {
        try (CaptureFiles files = CaptureFiles.open(List.of(file))) {
            while (files.poll(frame -> {}, 1000) != CaptureSource.END) {}
            return Long.toString(files.counters().captured.sum());
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static List<String> catalog() throws IOException {
        try (var lines = Files.lines(CATALOG)) {
            return lines.skip(1)
                    .map(line ->
                            PCAPS.resolve(line.substring(0, line.indexOf('\t'))).toString())
                    .toList();
        }
    }

    /** What capinfos counts; a file it cannot open is left out. */
    private Map<String, Long> capinfos(List<String> captures) throws Exception {
        List<String> command = new ArrayList<>(List.of("capinfos", "-c", "-M", "-T", "-r", "-N"));
        command.addAll(captures);
        Path output = directory.resolve("capinfos.tsv");
        Process process;
        try {
            process = new ProcessBuilder(command)
                    .redirectOutput(output.toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            assertThat(System.getenv("CI"))
                    .as("capinfos is missing, and CI is set")
                    .isNotEqualTo("true");
            assumeTrue(false, "capinfos is missing");
            throw e;
        }
        process.waitFor();
        Map<String, Long> counts = new TreeMap<>();
        for (String line : Files.readAllLines(output, StandardCharsets.UTF_8)) {
            String[] fields = line.split("\t");
            counts.put(fields[0], Long.valueOf(fields[1]));
        }
        return counts;
    }
}
