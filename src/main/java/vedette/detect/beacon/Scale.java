package vedette.detect.beacon;

import vedette.detect.sketch.LogBins;

/**
 * A dead time at which calls are looked at: a call less than it after the last accepted one belongs to that. What is judged is the
 * interval less the dead time, which for a Poisson process is exponential again, so that dead time makes nothing look regular.
 *
 * <p>The shortest joins connections that are opened side by side. The others join what one check-in does, or tries again
 * when nobody answers, so that the period between check-ins shows and not that within them.
 */
final class Scale {
    private static final int OCTAVES_TO = 17;

    private static final Scale[] ALL = {
        new Scale(40, 8, -6),
        new Scale(130, 4, -6),
        new Scale(240, 4, -5),
        new Scale(640, 4, -4),
        new Scale(3200, 4, -1)
    };

    /** How many there are. */
    static final int COUNT = ALL.length;

    /** The first whose dead time is above the silence of five seconds that makes payload a burst, for that is a dead time too. */
    static final int ABOVE_BURST_GAP = 3;

    /** Bins of all together. */
    static final int ALL_BINS = placeAll();

    /** Dead time in hundredths of a second. */
    final int deadTicks;

    /** Bins of corrected intervals, in seconds. */
    final LogBins bins;

    private int firstBin;

    private Scale(int deadTicks, int binsPerOctave, int fromOctave) {
        this.deadTicks = deadTicks;
        bins = new LogBins(binsPerOctave, fromOctave, OCTAVES_TO);
    }

    static Scale of(int index) {
        return ALL[index];
    }

    private static int placeAll() {
        int next = 0;
        for (Scale scale : ALL) {
            scale.firstBin = next;
            next += scale.bins.count();
        }
        return next;
    }

    /** Where its bins begin among those of all. */
    int firstBin() {
        return firstBin;
    }

    double deadSeconds() {
        return deadTicks * Ticks.SECONDS;
    }

    /**
     * Shortest period it may tell of: the corrected interval must not be small beside the dead time, since clocks and networks
     * are not that exact.
     */
    double shortestPeriod() {
        return deadSeconds() * (this == ALL[0] ? 2.5 : 1.25);
    }
}
