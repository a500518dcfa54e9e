package vedette.corpus;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The public captures and what others say of them; tests that need them are skipped where they are not. */
final class Corpus {
    static final Path PCAPS = Path.of(System.getProperty("vedette.corpus", "../shared"), "pcaps");

    private Corpus() {}

    /** Skips the test if there is no corpus. */
    static void require() {
        assumeTrue(Files.exists(PCAPS), "no corpus at " + PCAPS);
    }

    /** The captures of the catalogue. */
    static List<Path> captures() throws IOException {
        return rows("CATALOG.dev.tsv").stream()
                .map(row -> PCAPS.resolve(row[0]))
                .toList();
    }

    /** The captures of the catalogue in one of its folders. */
    static List<Path> captures(String folder) throws IOException {
        return captures().stream()
                .filter(capture -> capture.startsWith(PCAPS.resolve(folder)))
                .toList();
    }

    /** A capture, and a file in which another meter tells what it saw in it. */
    record Told(Path capture, Path truth) {
        String name() {
            return Corpus.name(capture) + " (" + truth.getFileName() + ")";
        }
    }

    /** What one meter tells of captures. */
    static List<Told> toldBy(String meter) throws IOException {
        return rows("truth/MAP.tsv").stream()
                .filter(row -> row[1].startsWith("truth/" + meter + "/"))
                .map(row -> new Told(PCAPS.resolve(row[0]), PCAPS.resolve(row[1])))
                .toList();
    }

    /** A path as the corpus has it. */
    static String name(Path path) {
        return PCAPS.relativize(path).toString();
    }

    private static List<String[]> rows(String table) throws IOException {
        return Files.readAllLines(PCAPS.resolve(table)).stream()
                .skip(1)
                .map(line -> line.split("\t"))
                .toList();
    }
}
