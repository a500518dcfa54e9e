package vedette.daemon;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** Rows of text in aligned columns; but for the first, those that hold numbers alone are set to the right. */
final class Table {
    private static final String GAP = "  ";

    private final List<String[]> rows = new ArrayList<>();

    Table(String... header) {
        rows.add(header);
    }

    void add(String... cells) {
        rows.add(cells);
    }

    boolean isEmpty() {
        return rows.size() == 1;
    }

    void print(PrintStream out, String indent) {
        int columns = rows.get(0).length;
        int[] widths = new int[columns];
        boolean[] numbers = new boolean[columns];
        for (int column = 0; column < columns; column++) {
            widths[column] = width(column);
            numbers[column] = column > 0 && isNumbers(column);
        }
        for (String[] row : rows) {
            StringBuilder line = new StringBuilder(indent);
            for (int column = 0; column < columns; column++) {
                String padding = " ".repeat(widths[column] - row[column].length());
                line.append(numbers[column] ? padding + row[column] : row[column] + padding)
                        .append(GAP);
            }
            out.println(line.toString().stripTrailing());
        }
    }

    private int width(int column) {
        return rows.stream().mapToInt(row -> row[column].length()).max().orElse(0);
    }

    private boolean isNumbers(int column) {
        return rows.size() > 1
                && rows.stream().skip(1).allMatch(row -> row[column].matches("[0-9,.]+( [KMGT]?i?B)?|-"))
                && rows.stream().skip(1).anyMatch(row -> !row[column].equals("-"));
    }
}
