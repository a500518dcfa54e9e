package vedette.query;

import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A kind of record that can be asked: the name of its view, which is that of its files, and the columns. */
public enum Records {
    FLOWS("flows"),
    ALERTS("alerts");

    private final String label;

    Records(String label) {
        this.label = label;
    }

    /** The name of the view. */
    public String label() {
        return label;
    }

    List<Column> columns() {
        return switch (this) {
            case FLOWS -> FlowColumns.ALL;
            case ALERTS -> AlertColumns.ALL;
        };
    }

    /** Selects all columns from lines of JSON. */
    String fromJson(Collection<Path> files) {
        String selected = columns().stream().map(Column::selected).collect(Collectors.joining(", "));
        return "SELECT " + selected + " FROM read_json(" + Sql.files(files)
                + ", format = 'newline_delimited', compression = 'none', columns = " + objects() + ")";
    }

    /** Selects all columns from Parquet. */
    static String fromParquet(Collection<Path> files) {
        return "SELECT * FROM read_parquet(" + Sql.files(files) + ")";
    }

    /** The columns' values as a line of JSON has them: outermost keys, with the types of what is in them. */
    private String objects() {
        Node root = new Node();
        for (Column column : columns()) {
            root.add(column.path(), column.readAs());
        }
        return root.members.entrySet().stream()
                .map(member -> Sql.name(member.getKey()) + ": "
                        + Sql.text(member.getValue().type()))
                .collect(Collectors.joining(", ", "{", "}"));
    }

    /** A value of JSON: an object with members, or anything else with a type. */
    private static final class Node {
        private final Map<String, Node> members = new LinkedHashMap<>();
        private String type = "";

        void add(String path, String readAs) {
            int dot = path.indexOf('.');
            Node member = members.computeIfAbsent(dot < 0 ? path : path.substring(0, dot), key -> new Node());
            if (dot < 0) {
                member.type = readAs;
            } else {
                member.add(path.substring(dot + 1), readAs);
            }
        }

        String type() {
            return members.isEmpty()
                    ? type
                    : members.entrySet().stream()
                            .map(member -> Sql.name(member.getKey()) + " "
                                    + member.getValue().type())
                            .collect(Collectors.joining(", ", "STRUCT(", ")"));
        }
    }
}
