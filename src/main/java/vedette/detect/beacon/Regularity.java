package vedette.detect.beacon;

import vedette.detect.sketch.LogBins;

/**
 * L80 of a series at one scale: the logarithm of the mean less the mean of the logarithms of the shortest 80 % of its corrected
 * intervals. 0 if they are all equal; for a Poisson process near 0.43. It is what tells gamma distributions of different shape
 * apart best, and what is missed or slept over only lengthens intervals that are left out.
 *
 * <p>Filled anew for each series; young series are judged by exact intervals, others by their bins.
 */
final class Regularity {
    private static final double SHORTEST = 1.0 / 64;

    /** Fewest of the latest intervals whose middle is looked at, and how near that of all it must be. */
    private static final int FEWEST_LATEST = 3;

    private static final double AGREES = 1.25;

    /** Intervals are all alike if those from a tenth to four fifths differ by less. */
    private static final double ALIKE = 0.2;

    private final double[] sorted = new double[Series.RECENT];

    /** The bins that are not empty, and how many intervals each holds. */
    private final int[] filled = new int[Scale.ALL_BINS];

    private final int[] inFilled = new int[Scale.ALL_BINS];
    private int filledCount;

    /** Intervals in the bins below the one found last. */
    private int seenBefore;

    /** Intervals that count now. */
    int intervals;

    double l80;

    /** Of the intervals themselves, in seconds: the middle, what 10 and 80 % are below, and where most are. */
    double median;

    double q10;
    double q80;
    double q90;
    double mode;

    /** Intervals more than eight times the middle one. */
    int pauses;

    /** Reads the bins of a series at a scale. */
    void of(Series series, int scale) {
        if (series.calls() <= Series.RECENT) {
            ofExact(series, scale);
        } else {
            ofBins(series, scale);
        }
    }

    /** Of exact intervals: L80 alone. */
    static double of(double[] ascending, int count) {
        int taken = taken(count);
        double sum = 0;
        double logSum = 0;
        for (int i = 0; i < taken; i++) {
            double y = Math.max(SHORTEST, ascending[i]);
            sum += y;
            logSum += Math.log(y);
        }
        return Math.log(sum / taken) - logSum / taken;
    }

    /** 80 % of so many, rounded up. */
    static int taken(int intervals) {
        return (4 * intervals + 4) / 5;
    }

    private void ofExact(Series series, int scale) {
        double dead = Scale.of(scale).deadSeconds();
        int count = latest(series, scale);
        for (int i = 0; i < count; i++) {
            sorted[i] -= dead;
        }
        intervals = count;
        if (count < 1) {
            return;
        }
        l80 = of(sorted, count);
        median = sorted[count / 2] + dead;
        mode = median;
        q10 = sorted[count / 10] + dead;
        q80 = sorted[taken(count) - 1] + dead;
        q90 = sorted[count * 9 / 10] + dead;
        pauses = 0;
        for (int i = 0; i < count; i++) {
            pauses += sorted[i] + dead > 8 * median ? 1 : 0;
        }
    }

    private void ofBins(Series series, int scale) {
        LogBins bins = Scale.of(scale).bins;
        double dead = Scale.of(scale).deadSeconds();
        gather(series, scale);
        if (intervals == 0) {
            return;
        }
        mode = bins.centre(filled[mostFilled()]) + dead;
        q10 = bins.centre(filled[holding(intervals / 10)]) + dead;
        q80 = bins.centre(filled[holding(taken(intervals) - 1)]) + dead;
        q90 = bins.centre(filled[holding(intervals * 9 / 10)]) + dead;
        median = middle(series, scale, middleOfBins(bins) + dead);
        l80 = l80OfBins(bins, taken(intervals));
        pauses = 0;
        for (int i = filledCount - 1; i >= 0 && bins.centre(filled[i]) + dead > 8 * median; i--) {
            pauses += inFilled[i];
        }
    }

    /** Notes the bins that are not empty, and how many intervals they hold. */
    private void gather(Series series, int scale) {
        int count = Scale.of(scale).bins.count();
        intervals = 0;
        filledCount = 0;
        for (int bin = 0; bin < count; bin++) {
            int here = series.inBin(scale, bin);
            if (here > 0) {
                filled[filledCount] = bin;
                inFilled[filledCount++] = here;
                intervals += here;
            }
        }
    }

    private int mostFilled() {
        int most = 0;
        for (int i = 1; i < filledCount; i++) {
            most = inFilled[i] > inFilled[most] ? i : most;
        }
        return most;
    }

    /** Which of the filled bins holds the interval that so many are below. */
    private int holding(int below) {
        int seen = 0;
        int i = 0;
        while (seen + inFilled[i] <= below) {
            seen += inFilled[i++];
        }
        seenBefore = seen;
        return i;
    }

    /** Intervals are taken to lie evenly in the middle bin; at the ends of the rest that would be jitter made of nothing. */
    private double middleOfBins(LogBins bins) {
        int holding = holding(intervals / 2);
        return bins.within(filled[holding], (intervals / 2 - seenBefore + 0.5) / inFilled[holding]);
    }

    private double l80OfBins(LogBins bins, int taken) {
        double sum = 0;
        double logSum = 0;
        int left = taken;
        for (int i = 0; left > 0; i++) {
            int here = Math.min(left, inFilled[i]);
            sum += here * bins.centre(filled[i]);
            logSum += here * bins.logCentre(filled[i]);
            left -= here;
        }
        return Math.log(sum / taken) - logSum / taken;
    }

    /** Bins are coarse: if all intervals are alike, the middle one of the latest is nearer to that of all. */
    private double middle(Series series, int scale, double ofAll) {
        if (q80 - q10 > ALIKE * q80) {
            return ofAll;
        }
        int count = latest(series, scale);
        double ofLatest = count < FEWEST_LATEST ? 0 : sorted[count / 2];
        return ofLatest > ofAll / AGREES && ofLatest < ofAll * AGREES ? ofLatest : ofAll;
    }

    /** Puts the exact intervals at a scale that are kept in order. Returns how many they are. */
    private int latest(Series series, int scale) {
        int deadTicks = Scale.of(scale).deadTicks;
        int count = 0;
        int from = series.tickBack(series.kept() - 1);
        for (int back = series.kept() - 2; back >= 0; back--) {
            int elapsed = series.tickBack(back) - from;
            if (elapsed >= deadTicks) {
                insert(count++, elapsed * Ticks.SECONDS);
                from = series.tickBack(back);
            }
        }
        return count;
    }

    private void insert(int count, double value) {
        int at = count;
        for (; at > 0 && sorted[at - 1] > value; at--) {
            sorted[at] = sorted[at - 1];
        }
        sorted[at] = value;
    }
}
