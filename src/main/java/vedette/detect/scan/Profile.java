package vedette.detect.scan;

/**
 * How sure the random walk of a source must be, by where the source and its targets are: a host of this site has many innocent
 * reasons to fail, and a stranger few.
 */
enum Profile {
    EXTERNAL(1e-3),
    LOCAL(1e-4),
    OUTBOUND(1e-5);

    /** Chance to call a scanner one (Jung, Paxson, Berger, Balakrishnan 2004). */
    private static final double DETECTION = 0.99;

    private final double falseAlarms;
    private final double threshold;

    Profile(double falseAlarms) {
        this.falseAlarms = falseAlarms;
        this.threshold = Math.log(DETECTION / falseAlarms);
    }

    /** The chance to call an innocent source a scanner that the threshold is made for. */
    double falseAlarms() {
        return falseAlarms;
    }

    /** The score from which a source is called a scanner. */
    double threshold() {
        return threshold;
    }

    int minTargets(ScanConfig config) {
        return switch (this) {
            case EXTERNAL -> config.externalTargets();
            case LOCAL -> config.localTargets();
            case OUTBOUND -> config.outboundTargets();
        };
    }
}
