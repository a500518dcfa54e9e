package vedette.features;

import vedette.flow.Flow;

/** How the packets of a connection followed each other: sizes and gaps each way and both, and the first of them one by one. */
final class Course {
    static final int BOTH = 2;

    private static final int WAYS = 3;
    private static final long NEVER = Long.MIN_VALUE;

    private Moments[] sizes = {new Moments(), new Moments(), new Moments()};
    private Moments[] gaps = {new Moments(), new Moments(), new Moments()};
    private final long[] lastNs = {NEVER, NEVER, NEVER};
    private final int[] firstSizes;
    private final long[] firstGaps;
    private final boolean[] firstReverse;
    private int firsts;
    private long wrongFragments;
    private long initiatorHi;
    private long initiatorLo;
    private int initiatorPort;

    Course(Flow flow, int firstPackets) {
        firstSizes = new int[firstPackets];
        firstGaps = new long[firstPackets];
        firstReverse = new boolean[firstPackets];
        initiator(flow);
    }

    private void initiator(Flow flow) {
        initiatorHi = flow.initiatorHi();
        initiatorLo = flow.initiatorLo();
        initiatorPort = flow.initiatorPort();
    }

    /** A packet was counted in the flow, which may have been turned round by it. */
    void add(Flow flow, int direction, long octets, long timestampNs) {
        if (flow.initiatorLo() != initiatorLo
                || flow.initiatorHi() != initiatorHi
                || flow.initiatorPort() != initiatorPort) {
            turnRound();
            initiator(flow);
        }
        if (firsts < firstSizes.length) {
            firstSizes[firsts] = (int) Math.min(octets, Integer.MAX_VALUE);
            firstGaps[firsts] = lastNs[BOTH] == NEVER ? 0 : gap(BOTH, timestampNs);
            firstReverse[firsts] = direction == Flow.REVERSE;
            firsts++;
        }
        add(direction, octets, timestampNs);
        add(BOTH, octets, timestampNs);
    }

    private void add(int way, long octets, long timestampNs) {
        sizes[way].add(octets);
        if (lastNs[way] != NEVER) {
            gaps[way].add(gap(way, timestampNs));
        }
        lastNs[way] = timestampNs;
    }

    /** A packet that was captured before the one that was counted before it follows it at once. */
    private long gap(int way, long timestampNs) {
        return Math.max(0, timestampNs - lastNs[way]);
    }

    private void turnRound() {
        sizes = new Moments[] {sizes[Flow.REVERSE], sizes[Flow.FORWARD], sizes[BOTH]};
        gaps = new Moments[] {gaps[Flow.REVERSE], gaps[Flow.FORWARD], gaps[BOTH]};
        long forwardNs = lastNs[Flow.FORWARD];
        lastNs[Flow.FORWARD] = lastNs[Flow.REVERSE];
        lastNs[Flow.REVERSE] = forwardNs;
        for (int i = 0; i < firsts; i++) {
            firstReverse[i] = !firstReverse[i];
        }
    }

    void addWrongFragment() {
        wrongFragments++;
    }

    long wrongFragments() {
        return wrongFragments;
    }

    static int ways() {
        return WAYS;
    }

    Moments sizes(int way) {
        return sizes[way];
    }

    Moments gaps(int way) {
        return gaps[way];
    }

    /** How many of the first packets there are. */
    int firsts() {
        return firsts;
    }

    int firstSize(int packet) {
        return firstSizes[packet];
    }

    long firstGap(int packet) {
        return firstGaps[packet];
    }

    boolean isFirstReverse(int packet) {
        return firstReverse[packet];
    }
}
