package vedette.evaluate;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import vedette.detect.Alert;
import vedette.net.IpPrefix;

/**
 * A line of {@code expected.tsv}: what somebody does to somebody in a capture.
 *
 * @param codes alerts any of which is right
 * @param source null for any
 * @param destination null for any
 */
record Campaign(
        String capture,
        Wanted wanted,
        List<Integer> codes,
        @Nullable IpPrefix source,
        @Nullable IpPrefix destination,
        String note) {
    /** Whether an alert must come. */
    enum Wanted {
        MUST,
        MAY,
        NOTHING
    }

    static List<Campaign> all() throws IOException {
        String path = "/vedette/evaluation/expected.tsv";
        try (InputStream table = Objects.requireNonNull(Campaign.class.getResourceAsStream(path), path)) {
            return new String(table.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#") && !line.startsWith("capture\t"))
                    .map(Campaign::parse)
                    .toList();
        }
    }

    private static Campaign parse(String line) {
        String[] cells = line.split("\t");
        return new Campaign(
                cells[0],
                Wanted.valueOf(cells[1].toUpperCase(Locale.ROOT)),
                cells[2].equals("-")
                        ? List.of()
                        : List.of(cells[2].split(",")).stream()
                                .map(Integer::valueOf)
                                .toList(),
                address(cells[3]),
                address(cells[4]),
                cells[5]);
    }

    private static @Nullable IpPrefix address(String cell) {
        return cell.equals("*") || cell.equals("-") ? null : IpPrefix.parse(cell);
    }

    /** Whether the alert tells of this, though perhaps by another name of the same family. */
    boolean isToldBy(Alert alert) {
        return codes.stream().anyMatch(code -> code / 100 == alert.type().code() / 100)
                && fits(source, alert.subject().source())
                && fits(destination, alert.subject().destination());
    }

    boolean isNamedBy(Alert alert) {
        return codes.contains(alert.type().code());
    }

    private static boolean fits(@Nullable IpPrefix wanted, @Nullable IpPrefix told) {
        return wanted == null || told == null || told.contains(wanted);
    }

    String who() {
        return (source == null ? "*" : source.toString()) + " -> "
                + (destination == null ? "*" : destination.toString());
    }
}
