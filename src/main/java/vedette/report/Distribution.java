package vedette.report;

import java.util.Arrays;

/**
 * How often each number came: those up to 255 by themselves, larger ones in bins that are less than a hundredth of them wide. Takes 57 KiB
 * however many come.
 */
final class Distribution {
    private static final int STEP_BITS = 7;
    private static final int STEPS = 1 << STEP_BITS;
    private static final int BINS = (Long.SIZE - STEP_BITS) * STEPS;

    private final long[] counts = new long[BINS];
    private long total;
    private long least = Long.MAX_VALUE;
    private long largest = Long.MIN_VALUE;

    /** @param value below 0 counts as 0 */
    void add(long value) {
        add(value, 1);
    }

    void add(long value, long times) {
        long plain = Math.max(0, value);
        counts[binOf(plain)] += times;
        total += times;
        least = Math.min(least, plain);
        largest = Math.max(largest, plain);
    }

    private static int binOf(long value) {
        if (value < 2 * STEPS) {
            return (int) value;
        }
        int shift = Long.SIZE - 1 - STEP_BITS - Long.numberOfLeadingZeros(value);
        return shift * STEPS + (int) (value >>> shift);
    }

    /** The largest number of a bin. */
    private static long topOf(int bin) {
        if (bin < 2 * STEPS) {
            return bin;
        }
        int shift = bin / STEPS - 1;
        long head = bin - (long) shift * STEPS;
        return (head + 1 << shift) - 1;
    }

    long total() {
        return total;
    }

    boolean isEmpty() {
        return total == 0;
    }

    long least() {
        return least;
    }

    long largest() {
        return largest;
    }

    int bins() {
        return BINS;
    }

    long count(int bin) {
        return counts[bin];
    }

    /** The number that stands for a bin: not above the largest that came. */
    long value(int bin) {
        return Math.min(largest, topOf(bin));
    }

    /** The number that so great a part, from 0 to 1, does not exceed. */
    long quantile(double part) {
        long wanted = Math.max(1, (long) Math.ceil(part * total));
        long seen = 0;
        for (int bin = 0; bin < BINS; bin++) {
            seen += counts[bin];
            if (seen >= wanted) {
                return value(bin);
            }
        }
        return largest;
    }

    long median() {
        return quantile(0.5);
    }

    /** The greatest distance between the parts of both that do not exceed a number (Kolmogorov and Smirnov), from 0 to 1. */
    double distance(Distribution other) {
        if (isEmpty() || other.isEmpty()) {
            return 0;
        }
        long seen = 0;
        long seenOther = 0;
        double distance = 0;
        for (int bin = 0; bin < BINS; bin++) {
            seen += counts[bin];
            seenOther += other.counts[bin];
            distance = Math.max(distance, Math.abs((double) seen / total - (double) seenOther / other.total));
        }
        return distance;
    }

    /** How much likelier a number of this one is the larger of two than the smaller (Cliff's delta), from -1 to 1. */
    double dominance(Distribution other) {
        if (isEmpty() || other.isEmpty()) {
            return 0;
        }
        double sum = 0;
        long below = 0;
        for (int bin = 0; bin < BINS; bin++) {
            double above = (double) other.total - below - other.counts[bin];
            sum += counts[bin] * (below - above);
            below += other.counts[bin];
        }
        return sum / ((double) total * other.total);
    }

    @Override
    public String toString() {
        return total + " numbers, median " + (isEmpty() ? "-" : median()) + ", bins "
                + Arrays.stream(counts).filter(count -> count > 0).count();
    }
}
