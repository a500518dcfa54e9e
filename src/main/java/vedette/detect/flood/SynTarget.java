package vedette.detect.flood;

/** What is known of the attempts at one host, prefix or link: the last seconds, what is usual, and the attack that goes on. */
final class SynTarget extends Target {
    /** A handshake may take so long, in bins, before an attempt counts as incomplete: half a second. */
    static final int GRACE_BINS = 4;

    /** Bins without an attempt after which it is not looked at any more. */
    private static final int AWAKE_BINS = 40;

    final SynBins bins = new SynBins();
    final SynBaseline baseline;
    final SynAttack attack = new SynAttack();
    /** Until when its clients may come back without being a flood. */
    long desertedUntilNs;

    private long sinceNs;
    private long judgedSlot;
    private long total;
    private int late;
    private long currentSlot;
    private int inCurrentSlot;
    private boolean healthy;
    /** Attempts and completed ones of the slot that was judged last. */
    private int slotBegun;

    private int slotCompleted;

    /** Attempts that made {@link #isOverrun} true. */
    private int overrun;

    SynTarget(double leastCompleted, double leastAttempts) {
        baseline = new SynBaseline(leastCompleted, leastAttempts);
    }

    @Override
    void clear(long nowNs) {
        sinceNs = nowNs;
        judgedSlot = SynBins.of(nowNs) / SynBins.PER_SLOT - 1;
        total = 0;
        late = 0;
        currentSlot = 0;
        inCurrentSlot = 0;
        healthy = false;
        desertedUntilNs = Long.MIN_VALUE;
        bins.clear(SynBins.of(nowNs));
        baseline.clear();
        attack.forgetAnswers();
    }

    @Override
    double weight() {
        return baseline.attempts() + inCurrentSlot;
    }

    @Override
    double pace(long nowNs) {
        long bin = SynBins.of(nowNs);
        return bins.begun(bin - SynBins.PER_SLOT, bin + 1);
    }

    /** A service that does not answer can do without. */
    @Override
    boolean keepsPortrait() {
        return attacked && attack.isFlood();
    }

    /** Somebody asks for a connection. */
    void begin(long nowNs) {
        long bin = SynBins.of(nowNs);
        bins.begin(bin);
        total++;
        lastNs = nowNs;
        long slot = bin / SynBins.PER_SLOT;
        inCurrentSlot = slot == currentSlot ? inCurrentSlot + 1 : 1;
        currentSlot = slot;
        if (attacked) {
            attack.attempts++;
        }
    }

    /** Whether so many ask that a portrait should be begun. */
    boolean isRemarkable() {
        int usual = (int) (2 * baseline.attempts());
        return inCurrentSlot >= (healthy ? Math.max(SynFloodDetector.REMARKABLE, usual) : SynFloodDetector.REMARKABLE);
    }

    /** A handshake was completed that was begun then. */
    void complete(long begunNs) {
        if (begunNs < sinceNs) {
            return;
        }
        long bin = SynBins.of(begunNs);
        bins.complete(bin);
        if (bin / SynBins.PER_SLOT <= judgedSlot) {
            late++;
        }
        if (attacked && begunNs >= attack.firstNs) {
            attack.completed++;
        }
    }

    /** An attempt that was begun then was refused or given up. */
    void fail(long begunNs) {
        if (begunNs >= sinceNs) {
            bins.fail(SynBins.of(begunNs));
        }
        if (attacked && begunNs >= attack.firstNs) {
            attack.failed++;
        }
    }

    /** Takes the next slot whose handshakes have had their time, if there is one: then {@link #slotBegun} and the rest tell of it. */
    SynBaseline.Verdict judgeNext() {
        long slot = ++judgedSlot;
        long bin = slot * SynBins.PER_SLOT;
        slotBegun = bins.begun(bin, bin + SynBins.PER_SLOT);
        slotCompleted = Math.min(slotBegun + late, bins.completed(bin, bin + SynBins.PER_SLOT) + late);
        late = 0;
        healthy = 2 * slotCompleted >= slotBegun;
        return baseline.slot(slotBegun, slotCompleted, attacked && attack.isFlood());
    }

    boolean hasNext(long nowNs) {
        return judgedSlot < lastJudgeable(nowNs);
    }

    /** Skips slots in which nothing can have happened. */
    void skipIdle(long nowNs) {
        long idle = lastJudgeable(nowNs) - judgedSlot;
        if (idle > 0 && judgedSlot >= bins.newest() / SynBins.PER_SLOT && !attacked) {
            baseline.idle(idle);
            judgedSlot += idle;
            late = 0;
        }
    }

    private static long lastJudgeable(long nowNs) {
        return (SynBins.of(nowNs) - GRACE_BINS) / SynBins.PER_SLOT - 1;
    }

    /** Whether {@link #isOverrun} may be true: an attempt may count as completed and as failed. */
    boolean mayBeOverrun(int leastAttempts) {
        return 2L * bins.begun() >= leastAttempts;
    }

    /**
     * Whether so few of so many attempts of the last one, two or three seconds were completed, with the usual traffic not known
     * yet. Those whose fate is not known yet do not count.
     */
    boolean isOverrun(int leastAttempts, long nowNs) {
        long end = SynBins.of(nowNs) + 1;
        for (int slots = 1; slots <= 3; slots++) {
            long from = end - GRACE_BINS - (long) slots * SynBins.PER_SLOT;
            long ripe = end - GRACE_BINS;
            int decided = bins.begun(from, ripe) + bins.decided(ripe, end);
            int completed = bins.completed(from, end);
            if (decided >= leastAttempts && 5L * completed <= decided && isSurge(decided, end - from, nowNs)) {
                overrun = decided;
                return true;
            }
        }
        return false;
    }

    /** The figure that the attack's rule looks at, as it stands. */
    double figure() {
        return switch (attack.rule) {
            case NEW_DESTINATION ->
                Math.max(overrun, bins.begun((judgedSlot - 2) * SynBins.PER_SLOT, (judgedSlot + 1) * SynBins.PER_SLOT));
            case CUSUM, UNRESPONSIVE -> baseline.y();
            case RATE_ONLY -> attack.peak;
        };
    }

    /** Whether there were half as many, or fewer, in the time before; a few seconds of it tell nothing. */
    private boolean isSurge(int decided, long windowBins, long nowNs) {
        long binsBefore = SynBins.of(nowNs) - SynBins.of(sinceNs) - windowBins;
        long before = total - bins.begun(SynBins.of(nowNs) - windowBins, SynBins.of(nowNs) + 1);
        return binsBefore < 5 * SynBins.PER_SLOT || (double) decided / windowBins >= 2.0 * before / binsBefore;
    }

    /** When the attempts of the last four seconds began in earnest. */
    long risingSinceNs(long nowNs) {
        long end = SynBins.of(nowNs);
        int most = 0;
        for (long bin = end - 4 * SynBins.PER_SLOT; bin <= end; bin++) {
            most = Math.max(most, bins.begun(bin));
        }
        long first = end - 4 * SynBins.PER_SLOT;
        while (first < end && 10 * bins.begun(first) < most) {
            first++;
        }
        return Math.max(sinceNs, first * SynBins.BIN_NS);
    }

    boolean staysAwake(long nowNs) {
        return attacked || SynBins.of(nowNs) - bins.newest() < AWAKE_BINS;
    }

    /** The bin in which there is another slot to judge, or it falls asleep. */
    long dueBin() {
        long judged = (judgedSlot + 2) * SynBins.PER_SLOT + GRACE_BINS;
        return attacked ? judged : Math.min(judged, bins.newest() + AWAKE_BINS);
    }

    int slotBegun() {
        return slotBegun;
    }

    int slotCompleted() {
        return slotCompleted;
    }

    boolean isHealthy() {
        return healthy;
    }
}
