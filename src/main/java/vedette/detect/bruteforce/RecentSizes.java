package vedette.detect.bruteforce;

import java.util.Arrays;
import vedette.detect.memory.Fields;

/** The last {@link #KEPT} sizes for each slot of a table: their median, and how far they lie apart. */
final class RecentSizes {
    static final int KEPT = 16;

    /** Passwords are not all of one length. */
    private static final double ALIKE_OCTETS = 8;

    private final short[] sizes;
    private final byte[] counts;
    private final byte[] next;
    private final int[] sorted = new int[KEPT];

    RecentSizes(int slots) {
        sizes = new short[slots * KEPT];
        counts = new byte[slots];
        next = new byte[slots];
    }

    void clear(int slot) {
        counts[slot] = 0;
        next[slot] = 0;
    }

    /** @param size up to 65,535; what is larger counts as that */
    void add(int slot, long size) {
        sizes[slot * KEPT + next[slot]] = (short) Math.min(size, 0xFFFF);
        next[slot] = (byte) ((next[slot] + 1) % KEPT);
        counts[slot] = (byte) Math.min(KEPT, counts[slot] + 1);
    }

    /** Names a slot's sizes. */
    void name(int slot, Fields fields) {
        fields.of(sizes, slot * KEPT, KEPT);
        counts[slot] = (byte) fields.of(counts[slot], 0, KEPT);
        next[slot] = (byte) fields.of(next[slot], 0, KEPT - 1);
    }

    int median(int slot) {
        int count = counts[slot];
        for (int i = 0; i < count; i++) {
            sorted[i] = sizes[slot * KEPT + i] & 0xFFFF;
        }
        Arrays.sort(sorted, 0, count);
        return count == 0 ? 0 : sorted[count / 2];
    }

    /** Median deviation from the median, in octets. */
    int deviation(int slot) {
        int median = median(slot);
        int count = counts[slot];
        for (int i = 0; i < count; i++) {
            sorted[i] = Math.abs(sorted[i] - median);
        }
        Arrays.sort(sorted, 0, count);
        return count == 0 ? 0 : sorted[count / 2];
    }

    /** The deviation as a part of the median. */
    double dispersion(int slot) {
        return deviation(slot) / Math.max(1.0, median(slot));
    }

    boolean areAlike(int slot, double maxDispersion) {
        int deviation = deviation(slot);
        return deviation <= ALIKE_OCTETS || deviation <= maxDispersion * median(slot);
    }
}
