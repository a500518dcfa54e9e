package vedette.export.zeek;

import java.util.ArrayList;
import java.util.List;

/** The columns of a log in their order: names and types as Zeek's header has them. */
final class Columns {
    private final List<String> names = new ArrayList<>();
    private final List<String> types = new ArrayList<>();

    /** With the columns that every log of connections begins with. */
    static Columns ofConnection() {
        return new Columns()
                .add("time", "ts")
                .add("string", "uid")
                .add("addr", "id.orig_h")
                .add("port", "id.orig_p")
                .add("addr", "id.resp_h")
                .add("port", "id.resp_p");
    }

    /** Adds columns of one type. */
    Columns add(String type, String... more) {
        for (String name : more) {
            names.add(name);
            types.add(type);
        }
        return this;
    }

    int count() {
        return names.size();
    }

    String name(int column) {
        return names.get(column);
    }

    String names() {
        return String.join("\t", names);
    }

    String types() {
        return String.join("\t", types);
    }
}
