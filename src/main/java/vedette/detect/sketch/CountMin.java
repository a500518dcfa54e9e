package vedette.detect.sketch;

import java.util.Arrays;

/**
 * Counts items by their hashes (Cormode and Muthukrishnan 2005, with conservative update): never too few, and too many only
 * where an item shares each of its four cells with others. Holds 16 octets for each of its columns. Not thread-safe.
 */
public final class CountMin {
    private static final int ROWS = 4;

    private final int columns;
    private final int[] cells;

    /** @param columns cells of a row, a power of two up to 65,536 */
    public CountMin(int columns) {
        if (Integer.bitCount(columns) != 1 || columns > 1 << 16) {
            throw new IllegalArgumentException("columns must be a power of two up to 65536, was " + columns);
        }
        this.columns = columns;
        cells = new int[ROWS * columns];
    }

    /**
     * Counts an item.
     *
     * @param hash all 64 bits must look random
     * @return how often it was added by now, or more
     */
    public int add(long hash) {
        int count = estimate(hash) + 1;
        for (int row = 0; row < ROWS; row++) {
            int cell = cell(row, hash);
            cells[cell] = Math.max(cells[cell], count);
        }
        return count;
    }

    /** How often an item was added, or more. */
    public int estimate(long hash) {
        int least = Integer.MAX_VALUE;
        for (int row = 0; row < ROWS; row++) {
            least = Math.min(least, cells[cell(row, hash)]);
        }
        return least;
    }

    /** Forgets all. */
    public void clear() {
        Arrays.fill(cells, 0);
    }

    private int cell(int row, long hash) {
        return row * columns + ((int) (hash >>> 16 * row) & columns - 1);
    }
}
