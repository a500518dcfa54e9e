package vedette.query;

import java.nio.file.Path;
import java.util.Collection;
import java.util.stream.Collectors;

/** How words of ours are written in SQL. */
final class Sql {
    private Sql() {}

    static String name(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    static String text(String text) {
        return '\'' + text.replace("'", "''") + '\'';
    }

    static String texts(Collection<String> texts) {
        return texts.stream().map(Sql::text).collect(Collectors.joining(", ", "(", ")"));
    }

    static String file(Path file) {
        return text(file.toString());
    }

    static String files(Collection<Path> files) {
        return files.stream().map(Sql::file).collect(Collectors.joining(", ", "[", "]"));
    }
}
