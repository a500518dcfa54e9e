package vedette.report.plot;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Draws a plot in letters of one width, for whoever reads a report as text. */
public final class TextPlot {
    static final char BAR = '█';

    private static final int COLUMNS = 72;
    private static final int ROWS = 12;
    private static final int MOST_X_TICKS = 5;
    private static final int MOST_Y_TICKS = 4;

    private final Plot plot;
    private final char[][] grid = new char[ROWS][COLUMNS];

    public TextPlot(Plot plot) {
        this.plot = plot;
    }

    /** Its lines. */
    public List<String> lines() {
        for (char[] row : grid) {
            Arrays.fill(row, ' ');
        }
        for (int i = 0; i < plot.series().size(); i++) {
            draw(plot.series().get(i), Legend.letter(plot, i));
        }
        return framed();
    }

    private List<String> framed() {
        String[] labels = new String[ROWS];
        Arrays.fill(labels, "");
        int width = 0;
        for (Tick tick : plot.y().ticks(MOST_Y_TICKS)) {
            labels[row(tick.value())] = tick.label();
            width = Math.max(width, tick.label().length());
        }
        List<String> lines = new ArrayList<>();
        lines.add(plot.y().label());
        for (int row = 0; row < ROWS; row++) {
            String label = " ".repeat(width - labels[row].length()) + labels[row];
            lines.add((label + (labels[row].isEmpty() ? " │" : " ┤") + new String(grid[row])).stripTrailing());
        }
        lines.add(" ".repeat(width) + " └" + "─".repeat(COLUMNS));
        ticks(width + 2, lines);
        lines.add(" ".repeat(width + 2) + plot.x().label());
        for (int i = 0; i < plot.series().size(); i++) {
            if (!plot.series().get(i).isEmpty()) {
                lines.add(Legend.letter(plot, i) + " " + plot.series().get(i).name());
            }
        }
        return lines;
    }

    private void ticks(int indent, List<String> lines) {
        StringBuilder labels = new StringBuilder();
        StringBuilder below = new StringBuilder();
        for (Tick tick : plot.x().ticks(MOST_X_TICKS)) {
            put(labels, indent + column(tick.value()), tick.label());
            put(below, indent + column(tick.value()), tick.below());
        }
        lines.add(labels.toString());
        if (!below.isEmpty()) {
            lines.add(below.toString());
        }
    }

    /** Writes a label unless it would touch the one before. */
    private static void put(StringBuilder line, int at, String label) {
        if (!label.isEmpty() && (line.isEmpty() || line.length() < at)) {
            line.append(" ".repeat(at - line.length())).append(label);
        }
    }

    private void draw(Series series, char letter) {
        for (int i = 0; i < series.size(); i++) {
            switch (series.kind()) {
                case BARS -> bar(series, i, letter);
                case MARKS -> mark(column(series.x(i)), letter);
                case POINTS -> grid[row(series.y(i))][column(series.x(i))] = letter;
                case SPANS -> span(series, i, letter);
                case LINE, STEPS -> line(series, i, letter);
            }
        }
    }

    private void bar(Series series, int index, char letter) {
        if (series.y(index) <= 0) {
            return;
        }
        int from = column(series.x(index));
        int to = Math.max(from + 1, column(series.x(index) + series.barWidth()));
        for (int column = from; column < to; column++) {
            for (int row = row(series.y(index)); row < ROWS; row++) {
                grid[row][column] = letter;
            }
        }
    }

    private void mark(int column, char letter) {
        for (char[] row : grid) {
            row[column] = letter;
        }
    }

    private void span(Series series, int index, char letter) {
        if (index % 2 == 0) {
            int to = column(series.x(index + 1));
            for (int at = column(series.x(index)); at <= to; at++) {
                grid[row(series.y(index))][at] = letter;
            }
        }
    }

    private void line(Series series, int index, char letter) {
        int column = column(series.x(index));
        int next = index + 1 < series.size() ? column(series.x(index + 1)) : column + 1;
        for (int at = column; at < Math.max(column + 1, next); at++) {
            grid[row(series.y(index))][at] = letter;
        }
    }

    private int column(double x) {
        return (int) Math.min(COLUMNS - 1, Math.floor(plot.x().place(x) * COLUMNS));
    }

    private int row(double y) {
        return ROWS - 1 - (int) Math.min(ROWS - 1, Math.floor(plot.y().place(y) * ROWS));
    }
}
