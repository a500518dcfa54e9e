package vedette.detect.beacon;

/**
 * How regular chance looks: L80 (see {@link Regularity}) of n intervals falls below these values once in so many samples. Two kinds
 * of chance: a Poisson process, and intervals that are lognormal with sigma 1, as people's pauses are. Simulated with
 * three million samples of the one and one million of the other up to n = 32, fewer above.
 */
final class CriticalValues {
    /** Fewest intervals that can be judged at all. */
    static final int FEWEST = 6;

    static final int[] INTERVALS = {
        6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 26, 28, 30, 32, 36, 40, 48, 56, 64, 80,
        96, 128, 160, 192, 256, 384, 512
    };

    private static final double[] POISSON = {
        0.0023, 0.0058, 0.0108, 0.0162, 0.0139, 0.0196, 0.0265, 0.0325, 0.0398, 0.0354, 0.0420, 0.0482, 0.0550, 0.0605,
        0.0574, 0.0632, 0.0678, 0.0733, 0.0779, 0.0791, 0.0903, 0.0908, 0.1000, 0.1082, 0.1182, 0.1390, 0.1519, 0.1670,
        0.1853, 0.2011, 0.2269, 0.2458, 0.2594, 0.2782, 0.3037, 0.3177
    };

    private static final double[] HUMAN = {
        0.0016, 0.0043, 0.0079, 0.0125, 0.0099, 0.0142, 0.0190, 0.0235, 0.0282, 0.0248, 0.0298, 0.0343, 0.0395, 0.0427,
        0.0392, 0.0426, 0.0466, 0.0500, 0.0549, 0.0541, 0.0607, 0.0597, 0.0678, 0.0732, 0.0783, 0.0901, 0.0960, 0.1067,
        0.1145, 0.1255, 0.1396, 0.1471, 0.1549, 0.1652, 0.1797, 0.1877
    };

    private static final double[] HUMAN_RARE = {
        0.0005, 0.0016, 0.0038, 0.0066, 0.0051, 0.0073, 0.0118, 0.0161, 0.0185, 0.0161, 0.0188, 0.0244, 0.0266, 0.0287,
        0.0268, 0.0289, 0.0335, 0.0374, 0.0435, 0.0398, 0.0498, 0.0474, 0.0516, 0.0599, 0.0658, 0.0744, 0.0846, 0.0942,
        0.1048, 0.1149, 0.1297, 0.1369, 0.1443, 0.1583, 0.1695, 0.1795
    };

    private CriticalValues() {}

    /** A Poisson process is below it once in 10,000 samples. Linear between the sizes that were simulated, constant above 512. */
    static double poisson(int intervals) {
        return at(POISSON, intervals);
    }

    /** Lognormal intervals are below it once in 10,000 samples. */
    static double human(int intervals) {
        return at(HUMAN, intervals);
    }

    /** Lognormal intervals are below it once in 100,000 samples. */
    static double humanRare(int intervals) {
        return at(HUMAN_RARE, intervals);
    }

    private static double at(double[] values, int intervals) {
        int i = 0;
        while (i < INTERVALS.length && INTERVALS[i] < intervals) {
            i++;
        }
        if (i == INTERVALS.length) {
            return values[i - 1];
        }
        if (i == 0 || INTERVALS[i] == intervals) {
            return values[i];
        }
        double part = (double) (intervals - INTERVALS[i - 1]) / (INTERVALS[i] - INTERVALS[i - 1]);
        return values[i - 1] + part * (values[i] - values[i - 1]);
    }
}
