package vedette.query;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Aligned columns for people, numbers to the right; the first rows say how wide. */
public final class AlignedAnswer implements Answer {
    private static final int ROWS_THAT_SAY = 1000;
    private static final String GAP = "  ";

    private final PrintStream out;
    private final List<List<String>> waiting = new ArrayList<>();
    private int[] widths = {};
    private boolean[] numbers = {};
    private boolean isSettled;

    public AlignedAnswer(PrintStream out) {
        this.out = out;
    }

    @Override
    public void columns(List<String> names) {
        waiting.add(names.stream().map(AlignedAnswer::cell).toList());
    }

    @Override
    public void row(List<@Nullable String> values) {
        List<String> cells = new ArrayList<>();
        for (String value : values) {
            cells.add(value == null ? "-" : cell(value));
        }
        if (isSettled) {
            print(cells);
            return;
        }
        waiting.add(cells);
        if (waiting.size() > ROWS_THAT_SAY) {
            settle();
        }
    }

    /** Whatever is not printed is a question mark: an escape sequence must not write on the user's terminal. */
    private static String cell(String value) {
        return value.replaceAll("\\p{C}", "?");
    }

    @Override
    public void end() {
        if (!isSettled) {
            settle();
        }
    }

    private void settle() {
        isSettled = true;
        int columns = waiting.get(0).size();
        widths = new int[columns];
        numbers = new boolean[columns];
        for (int column = 0; column < columns; column++) {
            widths[column] = width(column);
            numbers[column] = isNumbers(column);
        }
        waiting.forEach(this::print);
        waiting.clear();
    }

    private int width(int column) {
        return waiting.stream().mapToInt(row -> length(row.get(column))).max().orElse(0);
    }

    private static int length(String cell) {
        return cell.codePointCount(0, cell.length());
    }

    private boolean isNumbers(int column) {
        return waiting.stream()
                .skip(1)
                .allMatch(row -> row.get(column).matches("-?[0-9]+([.][0-9]+)?(e[+-]?[0-9]+)?|-"));
    }

    private void print(List<String> cells) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < cells.size(); column++) {
            String cell = cells.get(column);
            String padding = " ".repeat(Math.max(0, widths[column] - length(cell)));
            line.append(numbers[column] ? padding + cell : cell + padding).append(GAP);
        }
        out.println(line.toString().stripTrailing());
    }
}
