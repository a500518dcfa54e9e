package vedette.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A piece of configuration as it was written, and where. */
sealed interface Node {
    Origin origin();

    /** A file's path with line and column, both from 1, or the name of a command-line option. */
    record Origin(String source, int line, int column) {
        static Origin option(String name) {
            return new Origin(name, 0, 0);
        }

        @Override
        public String toString() {
            return line == 0 ? source : source + ":" + line + ":" + column;
        }
    }

    /** A table; keys stand in the order they were written. */
    record Table(Origin origin, Map<String, Node> entries) implements Node {
        Table(Origin origin) {
            this(origin, new LinkedHashMap<>());
        }

        @Nullable
        Node get(String key) {
            return entries.get(key);
        }
    }

    /** An array. */
    record Array(Origin origin, List<Node> items) implements Node {}

    /** A value that has the type TOML gave it. */
    record Value(Origin origin, Object value) implements Node {}

    /** A value from the command line, which takes the type of its option. */
    record Text(Origin origin, String text) implements Node {}
}
