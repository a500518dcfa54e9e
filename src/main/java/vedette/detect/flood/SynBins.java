package vedette.detect.flood;

import java.util.Arrays;

/**
 * Attempts of the last eight seconds in bins of an eighth of a second, and what became of those begun in each bin. Bins are
 * numbered from 1970. Not thread-safe.
 */
final class SynBins {
    static final long BIN_NS = 125_000_000;
    /** Bins of a slot, which is a second. */
    static final int PER_SLOT = 8;

    private static final int RING = 64;

    private final int[] begun = new int[RING];
    private final int[] completed = new int[RING];
    private final int[] failed = new int[RING];
    private long newest;
    /** Sum of {@link #begun}. */
    private int kept;

    static long of(long timeNs) {
        return timeNs / BIN_NS;
    }

    /** Begins anew, with nothing before this bin. */
    void clear(long bin) {
        Arrays.fill(begun, 0);
        Arrays.fill(completed, 0);
        Arrays.fill(failed, 0);
        newest = bin;
        kept = 0;
    }

    void begin(long bin) {
        advance(bin);
        begun[at(bin)]++;
        kept++;
    }

    private void advance(long bin) {
        if (bin - newest >= RING) {
            clear(bin);
        }
        while (newest < bin) {
            int at = at(++newest);
            kept -= begun[at];
            begun[at] = 0;
            completed[at] = 0;
            failed[at] = 0;
        }
    }

    /** An attempt begun in this bin was completed. */
    void complete(long bin) {
        if (isKept(bin)) {
            completed[at(bin)]++;
        }
    }

    /** An attempt begun in this bin was refused or given up. */
    void fail(long bin) {
        if (isKept(bin)) {
            failed[at(bin)]++;
        }
    }

    /** Takes off what another counted too. */
    void subtract(SynBins other) {
        for (long bin = Math.max(newest, other.newest) - RING + 1; bin <= Math.min(newest, other.newest); bin++) {
            if (isKept(bin) && other.isKept(bin)) {
                int at = at(bin);
                kept -= Math.min(begun[at], other.begun[at]);
                begun[at] = Math.max(0, begun[at] - other.begun[at]);
                completed[at] = Math.max(0, completed[at] - other.completed[at]);
                failed[at] = Math.max(0, failed[at] - other.failed[at]);
            }
        }
    }

    /** The newest bin in which an attempt began. */
    long newest() {
        return newest;
    }

    /** Attempts in all bins that are kept. */
    int begun() {
        return kept;
    }

    int begun(long bin) {
        return isKept(bin) ? begun[at(bin)] : 0;
    }

    int begun(long from, long to) {
        return sum(begun, from, to);
    }

    int completed(long from, long to) {
        return sum(completed, from, to);
    }

    /** Those of which it is known what became of them. */
    int decided(long from, long to) {
        return sum(completed, from, to) + sum(failed, from, to);
    }

    private int sum(int[] counts, long from, long to) {
        int sum = 0;
        for (long bin = Math.max(from, newest - RING + 1); bin < Math.min(to, newest + 1); bin++) {
            sum += counts[at(bin)];
        }
        return sum;
    }

    private boolean isKept(long bin) {
        return bin <= newest && bin > newest - RING;
    }

    private static int at(long bin) {
        return (int) bin & RING - 1;
    }
}
