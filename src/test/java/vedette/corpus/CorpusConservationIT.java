package vedette.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every capture of the corpus through the stages: no packet lost in silence, no exception, no file that takes long. */
class CorpusConservationIT {
    private static final Duration LONGEST = Duration.ofSeconds(10);

    @BeforeEach
    void theCorpusIsThere() {
        Corpus.require();
    }

    @Test
    void everyFrameIsRejectedByNameOrInARecord() throws Exception {
        List<Path> captures = Corpus.captures();
        assertThat(differences(captures, new PrintStream(OutputStream.nullOutputStream())))
                .isEmpty();
        assertThat(captures).hasSizeGreaterThan(2000);
    }

    @Test
    void oddAndTunnelledTrafficIsMeteredInLittleMemory() throws Exception {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:+UseSerialGC",
                "-Dvedette.corpus=" + Corpus.PCAPS.getParent(),
                "-cp",
                System.getProperty("java.class.path"),
                InLittleMemory.class.getName(),
                "odd",
                "tunnel");
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        assertThat(output.lines()).hasSizeGreaterThan(1500);
    }

    private static List<String> differences(List<Path> captures, PrintStream log) {
        List<String> differences = new ArrayList<>();
        for (Path capture : captures) {
            long start = System.nanoTime();
            for (String error : Conservation.errors(capture)) {
                differences.add(Corpus.name(capture) + ": " + error);
            }
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            log.println(took.toMillis() + " ms " + Corpus.name(capture));
            if (took.compareTo(LONGEST) > 0) {
                differences.add(Corpus.name(capture) + ": took " + took);
            }
        }
        return differences;
    }

    /** Meters the captures of some folders and prints the time of each; exits with 1 if anything is wrong. */
    static final class InLittleMemory {
        private InLittleMemory() {}

        public static void main(String[] folders) throws Exception {
            List<Path> captures = new ArrayList<>();
            for (String folder : folders) {
                captures.addAll(Corpus.captures(folder));
            }
            List<String> differences = differences(captures, System.out);
            differences.forEach(System.out::println);
            System.exit(differences.isEmpty() ? 0 : 1);
        }
    }
}
