package vedette.report;

import java.util.Arrays;

/**
 * Counts in bins of time, all of one width. There are {@link #MOST} of them at the most: when time goes beyond, bins are joined two by two, so
 * that the width fits however long it goes on. Times may come in any order.
 */
final class TimeBins {
    static final int MOST = 240;

    private final long[][] counts;
    private long widthNs;
    private long base;
    private int used;

    /**
     * @param channels how many things are counted
     * @param widthNs of a bin, to begin with
     */
    TimeBins(int channels, long widthNs) {
        counts = new long[channels][MOST];
        this.widthNs = widthNs;
    }

    void add(int channel, long timeNs, long amount) {
        counts[channel][binOf(timeNs)] += amount;
    }

    private int binOf(long timeNs) {
        if (used == 0) {
            base = Math.floorDiv(timeNs, widthNs);
            used = 1;
            return 0;
        }
        long bin = Math.floorDiv(timeNs, widthNs);
        while (Math.max(bin, base + used - 1) - Math.min(bin, base) >= MOST) {
            join();
            bin = Math.floorDiv(timeNs, widthNs);
        }
        if (bin < base) {
            shift((int) (base - bin));
        }
        used = Math.max(used, (int) (bin - base) + 1);
        return (int) (bin - base);
    }

    private void join() {
        long joined = Math.floorDiv(base, 2);
        for (long[] channel : counts) {
            for (int bin = 0; bin < used; bin++) {
                int target = (int) (Math.floorDiv(base + bin, 2) - joined);
                long count = channel[bin];
                channel[bin] = 0;
                channel[target] += count;
            }
        }
        used = (int) (Math.floorDiv(base + used - 1, 2) - joined) + 1;
        base = joined;
        widthNs *= 2;
    }

    private void shift(int bins) {
        for (long[] channel : counts) {
            System.arraycopy(channel, 0, channel, bins, used);
            Arrays.fill(channel, 0, bins, 0);
        }
        base -= bins;
        used += bins;
    }

    boolean isEmpty() {
        return used == 0;
    }

    /** How many bins there are, from that of the earliest time to that of the latest. */
    int size() {
        return used;
    }

    long widthNs() {
        return widthNs;
    }

    /** When a bin begins. */
    long startNs(int bin) {
        return (base + bin) * widthNs;
    }

    /** When the last one ends. */
    long endNs() {
        return startNs(used);
    }

    long count(int channel, int bin) {
        return counts[channel][bin];
    }

    long sum(int channel) {
        return Arrays.stream(counts[channel]).sum();
    }
}
