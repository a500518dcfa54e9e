package vedette.report;

import java.util.Arrays;

/** Some of many rows of numbers: all as long as there are few, then every second, every fourth, and so on. */
final class Sample {
    static final int MOST = 3000;

    private final int columns;
    private long[] rows;
    private int size;
    private long every = 1;
    private long offered;

    /** @param columns numbers of a row */
    Sample(int columns) {
        this.columns = columns;
        this.rows = new long[columns * 64];
    }

    void add(long... row) {
        if (offered++ % every != 0) {
            return;
        }
        if (size == MOST) {
            thin();
            if ((offered - 1) % every != 0) {
                return;
            }
        }
        if ((size + 1) * columns > rows.length) {
            rows = Arrays.copyOf(rows, 2 * rows.length);
        }
        System.arraycopy(row, 0, rows, size++ * columns, columns);
    }

    private void thin() {
        for (int i = 0; i < size; i += 2) {
            System.arraycopy(rows, i * columns, rows, i / 2 * columns, columns);
        }
        size = (size + 1) / 2;
        every *= 2;
    }

    int size() {
        return size;
    }

    long get(int row, int column) {
        return rows[row * columns + column];
    }

    /** Says how many were left out; empty if none was. */
    String leftOut(String what) {
        return every == 1
                ? ""
                : " Of " + Quantity.count(offered) + " " + what + " one in " + Quantity.count(every) + " is shown.";
    }
}
