package vedette.daemon;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Lines of JSON, and sums over them by another hand than DuckDB's. */
record RecordedLines(List<JsonNode> lines) {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    static RecordedLines of(Path file) throws IOException {
        return parse(Files.readString(file));
    }

    static RecordedLines parse(String text) throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        for (String line : text.lines().toList()) {
            lines.add(MAPPER.readTree(line));
        }
        return new RecordedLines(lines);
    }

    /** Values of the lines, a row each. */
    List<List<String>> rows(String... columns) {
        return lines.stream()
                .map(line -> Arrays.stream(columns)
                        .map(column -> text(line.path(column)))
                        .toList())
                .toList();
    }

    private static String text(JsonNode value) {
        return value.isNumber() && value.asDouble() == value.asLong()
                ? Long.toString(value.asLong())
                : value.isContainerNode() ? value.toString() : value.asText();
    }

    RecordedLines where(String path) {
        return new RecordedLines(
                lines.stream().filter(line -> !line.at(path).isMissingNode()).toList());
    }

    RecordedLines filter(Predicate<JsonNode> filter) {
        return new RecordedLines(lines.stream().filter(filter).toList());
    }

    /** Rows that begin with a key, in no order, and have one column for each measure. */
    @SafeVarargs
    final List<List<String>> by(Function<JsonNode, List<String>> key, Function<RecordedLines, Object>... measures) {
        Map<String, List<JsonNode>> groups = new TreeMap<>();
        Map<String, List<String>> keys = new TreeMap<>();
        for (JsonNode line : lines) {
            String name = String.join("\t", key.apply(line));
            keys.put(name, key.apply(line));
            groups.computeIfAbsent(name, first -> new ArrayList<>()).add(line);
        }
        List<List<String>> rows = new ArrayList<>();
        groups.forEach((name, group) -> {
            List<String> row = new ArrayList<>(keys.get(name));
            for (Function<RecordedLines, Object> measure : measures) {
                row.add(String.valueOf(measure.apply(new RecordedLines(group))));
            }
            rows.add(row);
        });
        return rows;
    }

    static Function<JsonNode, List<String>> key(String... paths) {
        return line -> Arrays.stream(paths).map(path -> line.at(path).asText()).toList();
    }

    long sum(String... paths) {
        return lines.stream()
                .flatMap(line -> Arrays.stream(paths).map(line::at))
                .mapToLong(JsonNode::asLong)
                .sum();
    }

    long distinct(String path) {
        return lines.stream()
                .map(line -> line.at(path))
                .filter(value -> !value.isMissingNode())
                .distinct()
                .count();
    }

    /** Flows that have ended, and those that aggregates stand for. */
    long ended() {
        long ended = 0;
        for (JsonNode line : lines) {
            boolean isOver = !line.at("/flow/end_reason").asText().equals("active");
            ended += line.at("/aggregate/flows").asLong(isOver ? 1 : 0);
        }
        return ended;
    }

    String least(String path) {
        return lines.stream()
                .map(line -> line.at(path).asText())
                .sorted()
                .findFirst()
                .orElseThrow();
    }

    String most(String path) {
        return lines.stream()
                .map(line -> line.at(path).asText())
                .sorted((one, other) -> other.compareTo(one))
                .findFirst()
                .orElseThrow();
    }

    String all(String path) {
        return lines.stream()
                .map(line -> line.at(path).asText())
                .distinct()
                .sorted()
                .collect(Collectors.joining("\",\"", "[\"", "\"]"));
    }
}
