package vedette.export.ipfix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Holds the definition files for other people's collectors to our tables; {@code -Dgolden.update=true} rewrites them. */
class CollectorDefinitionsTest {
    private static final Path FOLDER = Path.of("config", "collectors");
    private static final boolean UPDATE = Boolean.getBoolean("golden.update");

    @TestFactory
    Stream<DynamicTest> everyFileHoldsOurElements() {
        return CollectorDefinitions.files().entrySet().stream()
                .map(file -> dynamicTest(file.getKey(), () -> holds(FOLDER.resolve(file.getKey()), file.getValue())));
    }

    private static void holds(Path file, String text) throws IOException {
        if (UPDATE) {
            Files.writeString(file, text);
        }
        assertThat(file).hasContent(text);
    }

    @Test
    void theFileOfLibfdsIsWellFormed() throws Exception {
        int elements = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(FOLDER.resolve("libfds-vedette.xml").toFile())
                .getElementsByTagName("element")
                .getLength();
        assertThat(elements).isGreaterThanOrEqualTo(AlertElement.values().length);
    }
}
