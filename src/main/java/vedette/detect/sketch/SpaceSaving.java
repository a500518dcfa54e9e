package vedette.detect.sketch;

import java.util.Arrays;

/**
 * Keeps the most frequent items, each of two longs (Metwally and others 2005): an item that is not kept takes the place of the
 * rarest, and inherits its count as its error. Whoever makes up more than 1 / entries of all is kept. Meant for few entries,
 * which it looks through one after another. Not thread-safe.
 */
public final class SpaceSaving {
    private final long[] his;
    private final long[] los;
    private final long[] counts;
    private final long[] errors;
    private int size;

    public SpaceSaving(int entries) {
        his = new long[entries];
        los = new long[entries];
        counts = new long[entries];
        errors = new long[entries];
    }

    public void add(long hi, long lo) {
        int rarest = 0;
        for (int i = 0; i < size; i++) {
            if (los[i] == lo && his[i] == hi) {
                rise(i);
                return;
            }
            if (counts[i] < counts[rarest]) {
                rarest = i;
            }
        }
        if (size < counts.length) {
            rarest = size++;
            counts[rarest] = 0;
        }
        his[rarest] = hi;
        los[rarest] = lo;
        errors[rarest] = counts[rarest];
        rise(rarest);
    }

    /** Counts one more, and moves the entry before those it has overtaken. */
    private void rise(int at) {
        long count = counts[at] + 1;
        int to = at;
        while (to > 0 && counts[to - 1] < count) {
            to--;
        }
        if (to != at) {
            swap(to, at);
        }
        counts[to] = count;
    }

    private void swap(int a, int b) {
        swap(his, a, b);
        swap(los, a, b);
        swap(counts, a, b);
        swap(errors, a, b);
    }

    private static void swap(long[] values, int a, int b) {
        long value = values[a];
        values[a] = values[b];
        values[b] = value;
    }

    /** How many items are kept; the most frequent is item 0. */
    public int size() {
        return size;
    }

    public long hi(int item) {
        return his[item];
    }

    public long lo(int item) {
        return los[item];
    }

    /** How often the item was added at the least, 0 if there is none. */
    public long atLeast(int item) {
        return item < size ? counts[item] - errors[item] : 0;
    }

    /** Forgets all. */
    public void clear() {
        size = 0;
        Arrays.fill(counts, 0);
    }
}
