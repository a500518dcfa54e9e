package vedette.query;

import java.util.Locale;

/**
 * A column of a view.
 *
 * @param name the path with underscores
 * @param path where its value stands in a line of JSON: the keys from the outermost, with dots between
 * @param readAs the type as which DuckDB reads the value
 * @param expression what the column holds of it, {@code %s} being the value
 */
record Column(String name, String path, String readAs, String expression) {
    static Column of(String path, String type) {
        return new Column(name(path), path, type, "%s");
    }

    /** A time to the microsecond, in UTC. */
    static Column time(String path) {
        return of(path, "TIMESTAMPTZ");
    }

    /** The microseconds of a time of which another column has the nanoseconds. */
    static Column microseconds(String path) {
        return new Column(name(path), path, "VARCHAR", "CAST(%s AS TIMESTAMPTZ)");
    }

    /** Nanoseconds since 1970. Two times that 64 bits can say are infinite to DuckDB, which takes no such time from a text. */
    static Column nanoseconds(String path) {
        return new Column(
                name(path) + "_ns",
                path,
                "VARCHAR",
                "coalesce(epoch_ns(TRY_CAST(%1$s AS TIMESTAMP_NS)), CASE %1$s"
                        + " WHEN '2262-04-11T23:47:16.854775807Z' THEN 9223372036854775807"
                        + " WHEN '1677-09-21T00:12:43.145224193Z' THEN -9223372036854775807 END)");
    }

    private static String name(String path) {
        return path.replace('.', '_').toLowerCase(Locale.ROOT);
    }

    /** The column as a list of results has it. */
    String selected() {
        return String.format(Locale.ROOT, expression, reference()) + " AS " + Sql.name(name);
    }

    private String reference() {
        StringBuilder reference = new StringBuilder();
        for (String key : path.split("\\.", -1)) {
            reference.append(reference.isEmpty() ? "" : ".").append(Sql.name(key));
        }
        return reference.toString();
    }
}
