package vedette.detect.beacon;

import vedette.detect.Level;

/** What is known besides the calls themselves. Filled anew for each series. */
final class Circumstances {
    /** Fewest hosts of which a share says anything. */
    private static final int FEWEST_HOSTS = 10;

    private static final double MANY = 0.5;
    private static final double FEW = 0.02;
    private static final int NEW_DAYS = 7;
    private static final int OLD_DAYS = 30;

    /** Regular to so much, it is a timer and does not hide. */
    private static final double CLOCKWORK = 0.1;

    private static final double KEEPS_ALIVE_SECONDS = 3600;
    private static final double HIGH = 0.85;
    private static final double MEDIUM = 0.70;

    /** Sources that called the destination today or yesterday, and that called anybody. */
    int sources;

    int hosts;

    /** Days since the destination was first called, and since the sensor began. */
    int knownDays;

    int observedDays;

    /** Other services that the source calls at the same port and period. */
    int otherServices;

    /** The pair tries passwords; the source scans. */
    boolean bruteForce;

    boolean scanner;

    /** Whether half of the hosts call the destination. */
    boolean isPrevalent() {
        return hosts >= FEWEST_HOSTS && sources >= MANY * hosts;
    }

    /** Whether others call the destination too. */
    boolean isShared() {
        return sources > 1;
    }

    /** Whether hardly any other host calls it. */
    boolean isRare() {
        return hosts >= 1 / FEW && sources <= FEW * hosts;
    }

    /** Whether it was not called before this week, as far as a sensor knows that has watched for longer. */
    boolean isNew() {
        return observedDays > NEW_DAYS && knownDays <= NEW_DAYS;
    }

    boolean isOld() {
        return knownDays >= OLD_DAYS;
    }

    /**
     * How much the beacon matters. What calls a well-known service like a clock and is answered is mostly an honest program that asks
     * for news: low, unless the destination is both rare and new. If it does so within one connection, it is mostly what keeps
     * the connection alive: information for the first hour.
     */
    Level level(Judgement judgement, boolean commonService, boolean answered) {
        if (bruteForce) {
            return Level.INFO;
        }
        Level byScore = judgement.score < MEDIUM ? Level.LOW : judgement.score < HIGH ? Level.MEDIUM : Level.HIGH;
        int points = (isPrevalent() ? -2 : 0) + (isRare() ? 1 : 0) + (isNew() ? 1 : 0) - (isOld() ? 1 : 0);
        Level level = byScore.moved(points);
        boolean honest = commonService && answered && judgement.jitter < CLOCKWORK && !(isRare() && isNew());
        if (honest && judgement.inConnections && judgement.span < KEEPS_ALIVE_SECONDS) {
            return Level.INFO;
        }
        return (honest || judgement.slow) && level.compareTo(Level.LOW) > 0 ? Level.LOW : level;
    }
}
