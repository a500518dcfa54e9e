package vedette.evaluate;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Not a test but a measurement: {@code mvn -Pevaluate verify} runs it alone; the report is target/evaluation.md. */
class EvaluationIT {
    private static final Path PCAPS = Path.of(System.getProperty("vedette.corpus", "../shared"), "pcaps");
    private static final Path REPORT = Path.of(System.getProperty("vedette.report", "target/evaluation.md"));
    private static final List<String> FOLDERS =
            List.of("scan", "lab", "flood", "c2", "beacon_synth", "recon", "benign", "mixed", "tunnel");

    @Test
    void detectorsOverPublicCaptures() throws IOException {
        assumeTrue(Files.exists(PCAPS), "no corpus at " + PCAPS);
        List<Watched> all = new ArrayList<>();
        long withoutNs = 0;
        for (String line : Files.readAllLines(PCAPS.resolve("CATALOG.dev.tsv"))) {
            String capture = line.substring(0, line.indexOf('\t'));
            if (FOLDERS.stream().anyMatch(folder -> capture.startsWith(folder + "/"))) {
                Watched watched = Watched.of(PCAPS, capture);
                all.add(watched);
                withoutNs += watched.isLong() ? Watched.withoutDetectorsNs(PCAPS, capture) : 0;
            }
        }
        Files.writeString(REPORT, new Evaluation(Campaign.all(), all, withoutNs).report());
        System.out.println("evaluation: " + REPORT);
    }
}
