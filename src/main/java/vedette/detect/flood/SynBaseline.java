package vedette.detect.flood;

/**
 * What is usual at a destination, slot by slot of one second, and how far it is from usual now: a cumulative sum over the
 * attempts that were not completed, measured in completed ones, with the part that always fails learnt and taken off.
 *
 * <pre>
 * K  &lt;- K  + g (D - K)                     completed handshakes, usual
 * Rn &lt;- Rn + g (N - Rn)                    attempts, usual
 * x  =  (N - D) / max(K, D, K0)
 * mu &lt;- mu + g (min(x, max(2, 2 mu)) - mu)  what always fails
 * y  &lt;- max(0, y + (x - mu) / max(1, mu) - 1/2)
 * </pre>
 *
 * <p>g is 1/120 after a first mean over 120 slots. Nothing is learnt while y is half way to the alarm; what has lasted for
 * {@link #LONGEST_FREEZE} slots and is no attack is the usual from then on. An attack met before 120 slots are known teaches
 * nothing.
 */
final class SynBaseline {
    /** What a slot says. */
    enum Verdict {
        /** Nothing unusual, or not known yet. */
        CALM,
        /** Far more attempts than usual, and few are completed. */
        FLOOD,
        /** Attempts as usual, but they are completed no more. */
        UNRESPONSIVE,
    }

    /** Slots before anything is called unusual. */
    static final int WARM_UP = 120;
    /** Where y is an alarm. */
    static final double ALARM = 6;

    static final int LONGEST_FREEZE = 300;

    private static final double G = 1.0 / WARM_UP;
    private static final double DRIFT = 0.5;
    private static final double MOST_CHRONIC = 2;
    /** More would only make it last. */
    private static final double MOST_Y = 5 * ALARM;

    private static final double GROWTH = 2;
    /** Growth at a service that has died: its clients try again, and more often. */
    private static final double GROWTH_OF_DEAD = 5;

    private static final double BLIND_COMPLETED = 0.02;
    private static final double BLIND_ATTEMPTS = 0.5;
    private static final int BLIND_LEAST = 200;
    private static final double BLIND_DEVIATIONS = 8;
    private static final double BLIND_GROWTH = 5;
    private static final int BLIND_SLOTS = 10;
    private static final int BLIND_EXCEEDING = 5;

    private static final double ALIVE = 0.5;
    private static final int DEAD_SLOTS = 3;

    private final double leastCompleted;
    private final double leastAttempts;
    private int slots;
    private double completed;
    private double attempts;
    private double deviation;
    private double chronic;
    private double y;
    private double calmAttempts;
    private double frozenCompleted;
    private double frozenAttempts;
    private double frozenX;
    private int frozen;
    private int dead;
    private int exceeding;

    /**
     * @param leastCompleted K0: so many completed handshakes a second are assumed where there are fewer
     * @param leastAttempts attempts a second below which nothing is a flood
     */
    SynBaseline(double leastCompleted, double leastAttempts) {
        this.leastCompleted = leastCompleted;
        this.leastAttempts = leastAttempts;
    }

    void clear() {
        slots = 0;
        completed = 0;
        attempts = 0;
        deviation = 0;
        chronic = 0;
        calmAttempts = 0;
        calmDown();
    }

    /**
     * Takes a slot.
     *
     * @param n attempts
     * @param d those of them that were completed
     * @param attacked whether an attack is known to go on, which never becomes usual
     */
    Verdict slot(double n, double d, boolean attacked) {
        if (attacked && !isWarm()) {
            return Verdict.CALM;
        }
        slots++;
        boolean blind = isBlind();
        exceeding = exceeding << 1 & (1 << BLIND_SLOTS) - 1 | (blind && exceedsRate(n) ? 1 : 0);
        double x = (n - d) / Math.max(Math.max(completed, d), leastCompleted);
        if (blind ? exceeding != 0 : y >= ALARM / 2) {
            freeze(n, d, x, attacked);
        } else {
            learn(n, d, x);
        }
        if (!isWarm()) {
            return Verdict.CALM;
        }
        y = Math.min(MOST_Y, Math.max(0, y + (x - chronic) / Math.max(1, chronic) - DRIFT));
        calmAttempts = y == 0 || blind ? attempts : calmAttempts;
        dead = y > ALARM && d < ALIVE * completed ? dead + 1 : 0;
        return blind ? verdictOfRate() : verdict(n);
    }

    private void learn(double n, double d, double x) {
        double g = Math.max(G, 1.0 / slots);
        completed += g * (d - completed);
        deviation += g * (Math.abs(n - attempts) - deviation);
        attempts += g * (n - attempts);
        chronic += g * ((isWarm() ? Math.min(x, Math.max(MOST_CHRONIC, 2 * chronic)) : x) - chronic);
        frozen = 0;
    }

    /** Learns nothing for a while; then all of that while. */
    private void freeze(double n, double d, double x, boolean attacked) {
        frozen = attacked ? 0 : frozen + 1;
        if (frozen <= 1) {
            frozenCompleted = 0;
            frozenAttempts = 0;
            frozenX = 0;
        }
        frozenCompleted += d / LONGEST_FREEZE;
        frozenAttempts += n / LONGEST_FREEZE;
        frozenX += x / LONGEST_FREEZE;
        if (frozen == LONGEST_FREEZE) {
            completed = frozenCompleted;
            attempts = frozenAttempts;
            chronic = frozenX;
            calmAttempts = attempts;
            calmDown();
        }
    }

    private Verdict verdict(double n) {
        if (y <= ALARM) {
            return Verdict.CALM;
        }
        double growth = dead > DEAD_SLOTS ? GROWTH_OF_DEAD : GROWTH;
        if (n >= Math.max(leastAttempts, growth * Math.max(calmAttempts, 1))) {
            return Verdict.FLOOD;
        }
        return dead >= DEAD_SLOTS && n >= ALIVE * attempts ? Verdict.UNRESPONSIVE : Verdict.CALM;
    }

    private Verdict verdictOfRate() {
        return Integer.bitCount(exceeding) >= BLIND_EXCEEDING ? Verdict.FLOOD : Verdict.CALM;
    }

    private boolean exceedsRate(double n) {
        return n
                > Math.max(
                        Math.max(BLIND_LEAST, leastAttempts),
                        Math.max(attempts + BLIND_DEVIATIONS * deviation, BLIND_GROWTH * attempts));
    }

    /** The present is over or has become usual. */
    void calmDown() {
        y = 0;
        frozen = 0;
        dead = 0;
        exceeding = 0;
    }

    /** What is unusual is no attack, and must not count against what comes after; nor is anything learnt from it yet. */
    void excuse() {
        y = Math.min(y, ALARM / 2);
    }

    /** Takes so many slots in which nothing happened. */
    void idle(long count) {
        long left = count;
        // The first few may end what is unusual now; then all that is left is to forget.
        while (left > 0 && (y > 0 || exceeding != 0 || !isWarm()) && count - left < LONGEST_FREEZE) {
            slot(0, 0, false);
            left--;
        }
        double kept = Math.pow(1 - G, (double) left);
        completed *= kept;
        attempts *= kept;
        calmAttempts *= kept;
        deviation *= kept;
        chronic *= kept;
        slots = (int) Math.min(Integer.MAX_VALUE / 2, slots + left);
    }

    /** Whether it was watched long enough to know what is usual. */
    boolean isWarm() {
        return slots > WARM_UP;
    }

    /** Whether handshakes are hardly ever seen to be completed, as where only one direction is captured. */
    boolean isBlind() {
        return isWarm() && attempts > BLIND_ATTEMPTS && completed < BLIND_COMPLETED * attempts;
    }

    /** Attempts a second, usual. */
    double attempts() {
        return attempts;
    }

    /** Completed handshakes a second, usual. */
    double completed() {
        return completed;
    }

    /** Part that always fails, of the completed. */
    double chronic() {
        return chronic;
    }

    double y() {
        return y;
    }

    int slots() {
        return slots;
    }
}
