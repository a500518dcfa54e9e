package vedette.evaluate;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Measures what the detectors find in public captures: {@code mvn -Pevaluate verify} runs it alone; the report is
 * target/evaluation.md. Holds them to what src/docs/detectors.md says of it.
 */
class EvaluationIT {
    private static final Path PCAPS = Path.of(System.getProperty("vedette.corpus", "../shared"), "pcaps");
    private static final Path REPORT = Path.of(System.getProperty("vedette.report", "target/evaluation.md"));
    private static final List<String> FOLDERS =
            List.of("scan", "lab", "flood", "c2", "beacon_synth", "recon", "benign", "mixed", "tunnel");

    @TempDir
    Path directory;

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
        for (Path log : ConnectionLog.all(PCAPS.resolve("flows"))) {
            ConnectionLog.read(log).writeTo(directory.resolve(ConnectionLog.name(log)));
            all.add(Watched.of(directory, ConnectionLog.name(log)));
        }
        Evaluation evaluation = new Evaluation(Campaign.all(), all, withoutNs);
        Files.writeString(REPORT, evaluation.report());
        System.out.println("evaluation: " + REPORT);
        SoftAssertions.assertSoftly(softly -> {
            softly.assertThat(evaluation.missed()).as("missed").isEmpty();
            softly.assertThat(evaluation.misnamed()).as("told by another name").isEmpty();
            softly.assertThat(evaluation.aboveInfo("benign"))
                    .as("above information in benign captures")
                    .isLessThanOrEqualTo(5);
            softly.assertThat(evaluation.unexpectedPerHostDay("recon"))
                    .as("a host-day of long recordings")
                    .isLessThanOrEqualTo(1);
            softly.assertThat(evaluation.unexpectedOf("scan")).isEmpty();
            softly.assertThat(evaluation.unexpectedOf("flood")).isEmpty();
            softly.assertThat(evaluation.unexpectedOf("brute-force")).isEmpty();
            softly.assertThat(evaluation.unexpectedOf("exfiltration")).isEmpty();
            softly.assertThat(evaluation.unexpectedOf("lateral")).isEmpty();
            softly.assertThat(evaluation.unexpectedOf("dns-tunnel")).isEmpty();
            softly.assertThat(evaluation.unexpectedOf("beacon")).hasSizeLessThanOrEqualTo(5);
        });
    }
}
