package vedette.report.page;

import java.util.ArrayList;
import java.util.List;

/** A table: a caption, names of columns, and rows. A name that ends with {@code #} is of a column of numbers, which are set to the right. */
public final class Grid {
    private static final String NUMBERS = "#";

    private final String caption;
    private final List<String> header = new ArrayList<>();
    private final List<Boolean> numbers = new ArrayList<>();
    private final List<List<String>> rows = new ArrayList<>();

    public Grid(String caption, String... columns) {
        this.caption = caption;
        for (String column : columns) {
            boolean isOfNumbers = column.endsWith(NUMBERS);
            header.add(isOfNumbers ? column.substring(0, column.length() - 1) : column);
            numbers.add(isOfNumbers);
        }
    }

    public Grid row(String... cells) {
        if (cells.length != header.size()) {
            throw new IllegalArgumentException("a row of " + header + " has not " + cells.length + " cells");
        }
        rows.add(List.of(cells));
        return this;
    }

    public boolean isEmpty() {
        return rows.isEmpty();
    }

    public int size() {
        return rows.size();
    }

    String caption() {
        return caption;
    }

    List<String> header() {
        return header;
    }

    boolean isOfNumbers(int column) {
        return numbers.get(column);
    }

    List<List<String>> rows() {
        return rows;
    }
}
