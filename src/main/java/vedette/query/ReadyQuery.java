package vedette.query;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/**
 * A question that a report asks, ready to be asked by its name.
 *
 * @param name as it is called, after an {@code @}
 * @param meaning what it answers
 * @param sql all rows, the first of which matter most
 */
public record ReadyQuery(String name, String meaning, String sql) {
    private static final List<String> NAMES = List.of(
            "overview",
            "top-talkers",
            "top-pairs",
            "protocols",
            "services",
            "ports",
            "hours",
            "uploads",
            "internal-peers",
            "failed-connections",
            "long-connections",
            "poor-connections",
            "names",
            "software",
            "alerts",
            "alert-sources",
            "beacons");

    public static final List<ReadyQuery> ALL =
            NAMES.stream().map(ReadyQuery::read).toList();

    public static Optional<ReadyQuery> named(String name) {
        return ALL.stream().filter(query -> query.name.equals(name)).findFirst();
    }

    /** The first line of its file is a comment and says what it means. */
    private static ReadyQuery read(String name) {
        try (InputStream file = ReadyQuery.class.getResourceAsStream(name + ".sql")) {
            if (file == null) {
                throw new IllegalStateException("there is no " + name + ".sql");
            }
            String[] parts = new String(file.readAllBytes(), UTF_8).split("\n", 2);
            return new ReadyQuery(name, parts[0].replaceFirst("^-- ", ""), parts[1].strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The SQL for no more than so many rows; 0 for all. */
    public String first(int rows) {
        return rows == 0 ? sql : "FROM (\n" + sql + "\n) LIMIT " + rows;
    }
}
