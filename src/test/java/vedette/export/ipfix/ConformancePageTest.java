package vedette.export.ipfix;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds src/docs/conformance.md to the tests: those it names exist, and it names those whose names have a number. */
class ConformancePageTest {
    private static final Path TESTS = Path.of("src/test/java");
    private static final Pattern TEST = Pattern.compile("@(?:Test|ParameterizedTest)\\b[^;]*? void (\\w+)\\(");
    private static final Pattern NAMED = Pattern.compile("`(\\w+(?:Test|IT))(?:\\.(\\w+))?`");

    private static List<List<String>> rows(String firstCell) throws IOException {
        List<List<String>> rows = new ArrayList<>();
        for (String line : Files.readAllLines(Path.of("src/docs/conformance.md"))) {
            List<String> cells = List.of(line.split("\\|", -1));
            if (cells.size() > 2 && cells.get(1).strip().matches(firstCell)) {
                rows.add(cells.subList(1, cells.size() - 1).stream()
                        .map(String::strip)
                        .toList());
            }
        }
        return rows;
    }

    /** The names of all tests, by their class. */
    private static Map<String, Set<String>> tests() throws IOException {
        Map<String, Set<String>> tests = new HashMap<>();
        try (Stream<Path> files = Files.walk(TESTS)) {
            for (Path file : files.filter(each -> each.toString().matches(".*(Test|IT)\\.java"))
                    .toList()) {
                Set<String> names = new TreeSet<>();
                TEST.matcher(Files.readString(file)).results().forEach(each -> names.add(each.group(1)));
                tests.put(file.getFileName().toString().replace(".java", ""), names);
            }
        }
        return tests;
    }

    @Test
    void everyRequirementIsShownByTestsOfItsNumberOrItIsSaidWhyNot() throws IOException {
        Map<String, Set<String>> shown = new TreeMap<>();
        tests().forEach((test, names) -> names.stream()
                .filter(name -> name.matches("e\\d\\d[a-z]\\w*"))
                .forEach(name -> shown.computeIfAbsent(name.substring(0, 3), number -> new TreeSet<>())
                        .add(test)));
        List<List<String>> rows = rows("e\\d\\d");
        assertThat(rows.stream().map(row -> row.get(0)))
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 45)
                        .mapToObj(number -> String.format("e%02d", number))
                        .toList());
        for (List<String> row : rows) {
            String by = row.get(4);
            if (by.startsWith("not shown: ")) {
                assertThat(shown).doesNotContainKey(row.get(0));
            } else {
                assertThat(by).as(row.get(0)).isEqualTo(String.join(", ", shown.getOrDefault(row.get(0), Set.of())));
            }
        }
    }

    @Test
    void everyTestOfRfc5471IsOneThatThereIs() throws IOException {
        Map<String, Set<String>> tests = tests();
        List<String> named = new ArrayList<>();
        List<List<String>> rows = rows("3\\..*");
        assertThat(rows).hasSizeGreaterThan(20);
        for (List<String> row : rows) {
            int before = named.size();
            NAMED.matcher(row.get(2)).results().forEach(each -> {
                assertThat(tests).containsKey(each.group(1));
                if (each.group(2) != null) {
                    assertThat(tests.get(each.group(1))).contains(each.group(2));
                    named.add(each.group(2));
                } else {
                    named.add(each.group(1));
                }
            });
            assertThat(named).as(row.get(0)).hasSizeGreaterThan(before);
        }
        tests.values()
                .forEach(names -> names.stream()
                        .filter(name -> name.startsWith("rfc5471"))
                        .forEach(name -> assertThat(named).contains(name)));
    }
}
