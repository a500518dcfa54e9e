package vedette.export.collectors;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The matrix as the documentation prints it. */
final class MatrixTable {
    private MatrixTable() {}

    /** A header, and a line for each format. */
    static List<String> lines() {
        Stream<String> head = Stream.of(
                line("sent as", Stream.of(Collector.values()).map(Collector::title)),
                "|---|" + "---|".repeat(Collector.values().length));
        Stream<String> formats = Format.all().stream()
                .map(format -> line(
                        "`" + format.setting() + "`",
                        Stream.of(Collector.values()).map(collector -> cell(collector, format))));
        Stream<String> foot =
                Stream.of(line("not kept", Stream.of(Collector.values()).map(Collector::unknown)));
        return Stream.of(head, formats, foot).flatMap(lines -> lines).toList();
    }

    private static String line(String first, Stream<String> cells) {
        return "| " + first + " | " + cells.collect(Collectors.joining(" | ")) + " |";
    }

    private static String cell(Collector collector, Format format) {
        String reason = collector.notApplicable(format);
        if (reason != null) {
            return "— (" + reason + ")";
        }
        List<Fault> faults = collector.faults(format);
        return faults.isEmpty()
                ? "right"
                : "**fault**: " + faults.stream().map(Fault::text).collect(Collectors.joining("; "));
    }
}
