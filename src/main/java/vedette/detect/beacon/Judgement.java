package vedette.detect.beacon;

import vedette.detect.sketch.LogBins;

/**
 * What the calls of a series look like, at the scale that explains them best. Filled anew for each series.
 *
 * <p>{@code score = R (0.5 + 0.2 S + 0.15 P + 0.15 C)}: regularity R = 1 - (L80 / critical value)^3 is 0 for what a Poisson process
 * does once in 10,000 times, S
 * says how much the sizes are alike, P how long it has gone on, C which part of the calls that were due came.
 */
final class Judgement {
    /** Fewest intervals with which the score alone decides. */
    static final int ENOUGH = 12;

    private static final double PERSISTENT_SECONDS = 6 * 3600;

    /** Below this duty, short runs of calls with long pauses between them are tries and not a period. */
    private static final double LEAST_DUTY = 0.5;

    /** A run shorter than this many calls is a burst of tries, unless its period is long. */
    private static final int LONG_RUN = 50;

    private static final double LONG_PERIOD_SECONDS = 300;
    private static final double ALIKE = 0.9;

    /** What is faster than this is judged soon enough by more calls. */
    private static final double SLOW_PERIOD_SECONDS = 5;

    private static final double SLOW_SPAN_SECONDS = 60;

    /** What may lie so much above what people do, if nine of ten intervals are below so many times the middle one. */
    private static final double HUMAN_MARGIN = 1.1;

    private static final double LONG_PAUSE = 2.3;

    private final Regularity regularity = new Regularity();

    /** The scale, and what was found at it. */
    int scale;

    int intervals;
    double l80;
    double critical;
    double period;
    double mode;
    double jitter;
    double regular;
    double alike;
    double persistence;
    double duty;
    double score;
    double span;

    /** What regularity must be at the least where there are few calls, as {@link #critical} and the rarest L80 of people say. */
    double leastRegular;

    /** Whether there are few calls, so that only what cannot be chance counts. */
    boolean slow;

    /** Whether most calls came inside open connections. */
    boolean inConnections;

    /** Looks at a series. Returns whether it is one of a beacon: the fields tell which. */
    boolean of(Series series, double leastScore) {
        span = (series.lastTick() - series.firstTick()) * Ticks.SECONDS;
        persistence = Math.min(1, span / PERSISTENT_SECONDS);
        scale = -1;
        alike = -1;
        inConnections = series.bursts() * 2 > series.calls();
        for (int index = inConnections ? Scale.ABOVE_BURST_GAP : 0; index < Scale.COUNT; index++) {
            consider(series, index, leastScore);
        }
        return scale >= 0;
    }

    private void consider(Series series, int index, double leastScore) {
        Regularity found = regularity;
        found.of(series, index);
        if (found.intervals < CriticalValues.FEWEST
                || found.median < Scale.of(index).shortestPeriod()) {
            return;
        }
        double criticalHere = CriticalValues.poisson(found.intervals);
        double part = found.l80 / criticalHere;
        double regularHere = 1 - part * part * part;
        if (regularHere <= 0) {
            return;
        }
        alike = alike < 0 ? alike(series) : alike;
        double dutyHere = span > 0 ? Math.min(1, series.intervals(index) * found.median / span) : 0;
        double scoreHere = regularHere * (0.5 + 0.2 * alike + 0.15 * persistence + 0.15 * dutyHere);
        boolean few = found.intervals < ENOUGH;
        boolean certain = few ? isCertain(found) : scoreHere >= leastScore && isNoHuman(found);
        if (certain && !isTries(found, dutyHere) && (scale < 0 || explainsMore(few, dutyHere))) {
            take(found, index);
            slow = few;
            critical = criticalHere;
            regular = regularHere;
            double least = rarest(found.intervals) / criticalHere;
            leastRegular = 1 - least * least * least;
            duty = dutyHere;
            score = scoreHere;
        }
    }

    private void take(Regularity found, int index) {
        scale = index;
        intervals = found.intervals;
        l80 = found.l80;
        period = found.median;
        mode = found.mode;
        jitter = found.q80 > 0 ? (found.q80 - found.q10) / found.q80 : 0;
    }

    /** Whether the scale looked at accounts for clearly more of the time than the shorter one found before. */
    private boolean explainsMore(boolean few, double dutyHere) {
        return !few && dutyHere > duty + 0.2;
    }

    /** Whether people do not call like that: hardly ever by L80 alone, or rarely and without their long pauses. */
    private static boolean isNoHuman(Regularity found) {
        return found.l80 <= CriticalValues.humanRare(found.intervals)
                || found.l80 <= HUMAN_MARGIN * CriticalValues.human(found.intervals)
                        && found.q90 <= LONG_PAUSE * found.median;
    }

    /** Whether few intervals are so regular that they need no more. */
    private boolean isCertain(Regularity found) {
        double limit = rarest(found.intervals);
        return found.median >= SLOW_PERIOD_SECONDS && span >= SLOW_SPAN_SECONDS && found.l80 <= limit;
    }

    private double rarest(int intervalCount) {
        double limit = CriticalValues.humanRare(intervalCount);
        return alike >= ALIKE ? limit : limit / 2;
    }

    private static boolean isTries(Regularity found, double dutyHere) {
        return dutyHere < LEAST_DUTY
                && found.median < LONG_PERIOD_SECONDS
                && found.pauses > 0
                && found.intervals < found.pauses * LONG_RUN;
    }

    /** How much the sizes are alike: 1 if half of them are as the middle one, 0 if the usual difference is half of it. */
    private static double alike(Series series) {
        if (series.sized() == 0 || series.sized() < series.calls() / 4) {
            return 0;
        }
        LogBins bins = Series.SIZES;
        int all = 0;
        for (int bin = 0; bin < bins.count(); bin++) {
            all += series.inSizeBin(bin);
        }
        int middle = -1;
        for (int seen = 0; seen <= all / 2 && middle < bins.count() - 1; ) {
            seen += series.inSizeBin(++middle);
        }
        double median = bins.centre(middle);
        double usual = usualDifference(series, middle, all / 2);
        return Math.max(0, 1 - usual / median / 0.5);
    }

    /** The distance from the middle bin within which more than {@code half} of the sizes lie. */
    private static double usualDifference(Series series, int middle, int half) {
        LogBins bins = Series.SIZES;
        int below = middle - 1;
        int above = middle + 1;
        int seen = series.inSizeBin(middle);
        double distance = 0;
        while (seen <= half && (below >= 0 || above < bins.count())) {
            double down = below < 0 ? Double.MAX_VALUE : bins.centre(middle) - bins.centre(below);
            double up = above == bins.count() ? Double.MAX_VALUE : bins.centre(above) - bins.centre(middle);
            distance = Math.min(down, up);
            seen += down <= up ? series.inSizeBin(below--) : series.inSizeBin(above++);
        }
        return distance;
    }
}
