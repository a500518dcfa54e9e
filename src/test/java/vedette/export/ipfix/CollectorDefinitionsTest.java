package vedette.export.ipfix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
    void underTheNumberOfRfc5103StandReverseElementsOfIanaAlone() {
        Map<Integer, String> reverse = new TreeMap<>();
        for (InformationElement element : InformationElement.values()) {
            if (element.isReversible()) {
                String label = element.label();
                reverse.put(element.id(), "reverse" + Character.toUpperCase(label.charAt(0)) + label.substring(1));
            }
        }
        Map<Integer, String> told = new TreeMap<>();
        Pattern entry = Pattern.compile("  (\\d+):\n  - :\\w+\n  - :(\\w+)\n");
        String text = CollectorDefinitions.files().getOrDefault("logstash-ipfix.yaml", "");
        String of5103 = text.substring(text.indexOf("29305:\n"), text.indexOf("\n32473:\n") + 1);
        entry.matcher(of5103).results().forEach(each -> told.put(Integer.valueOf(each.group(1)), each.group(2)));
        assertThat(told).hasSizeGreaterThanOrEqualTo(20);
        assertThat(reverse).containsAllEntriesOf(told);
        List<String> ofTelegraf = CollectorDefinitions.files()
                .getOrDefault("telegraf-vedette.csv", "")
                .lines()
                .filter(line -> line.startsWith("29305."))
                .map(line -> line.substring(6, line.indexOf(',')))
                .toList();
        assertThat(ofTelegraf)
                .containsExactlyElementsOf(
                        told.keySet().stream().map(String::valueOf).toList());
    }

    @Test
    void thePrimitivesOfPmacctAreElementsThatWeSendInTheirWholeLength() throws IOException {
        Pattern primitive = Pattern.compile("name=\\w+ field_type=(?:(\\d+):)?(\\d+) len=(\\d+) semantics=u_int");
        List<String> lines = Files.readAllLines(FOLDER.resolve("prim.lst")).stream()
                .filter(line -> !line.startsWith("!"))
                .toList();
        assertThat(lines).isNotEmpty();
        for (String line : lines) {
            Matcher matcher = primitive.matcher(line);
            assertThat(matcher.matches()).as(line).isTrue();
            boolean reverse = Long.toString(Field.REVERSE).equals(matcher.group(1));
            assertThat(reverse || matcher.group(1) == null).as(line).isTrue();
            assertThat(InformationElement.values())
                    .as(line)
                    .filteredOn(element -> element.id() == Integer.parseInt(matcher.group(2)))
                    .singleElement()
                    .matches(element -> !reverse || element.isReversible())
                    .matches(element -> element.type().length() == Integer.parseInt(matcher.group(3)));
        }
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
