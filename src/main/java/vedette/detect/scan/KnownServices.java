package vedette.detect.scan;

import vedette.detect.Hash;
import vedette.detect.Parties;
import vedette.detect.Surroundings;
import vedette.detect.sketch.KeyTable;
import vedette.flow.Flow;
import vedette.flow.Outcome;

/**
 * Services that several sources have reached of late: who fails at one of them has not come to scan, least of all if others fail
 * as well. Only success makes an entry. Bounded; a full table gives up that of eight which was reached the longest ago. Sources are
 * counted by the bits of a word, so no more than 64 and seldom one too few.
 */
final class KnownServices {
    static final int CAPACITY = 65_536;

    private static final long DAY_NS = 86_400_000_000_000L;
    private static final long MINUTE_NS = 60_000_000_000L;
    private static final int KNOWN_SOURCES = 3;
    private static final int FAILING_SOURCES = 10;
    private static final double KNOWN_WEIGHT = 0.25;

    private final Surroundings surroundings;
    private final KeyTable table;
    private final long[] reachedBy = new long[CAPACITY];
    private final long[] reachedNs = new long[CAPACITY];
    private final long[] failedBy = new long[CAPACITY];
    private final long[] failingSinceNs = new long[CAPACITY];
    private final long seed;
    private final KeyTable.Worth worth = slot -> reachedNs[slot];

    KnownServices(Surroundings surroundings, long seed) {
        this.surroundings = surroundings;
        table = new KeyTable(CAPACITY, seed);
        this.seed = seed;
    }

    /** Takes note of what became of an attempt. Returns the factor for its weight if it failed: 1 unless the service is known. */
    double note(Flow flow, Outcome outcome, long nowNs) {
        Parties parties = surroundings.partiesOf(flow);
        long key = Hash.of(Hash.of(parties.responder(), seed), parties.service());
        int slot = table.find(key);
        if (outcome == Outcome.SUCCESS) {
            reached(slot == KeyTable.NONE ? add(key) : slot, bit(flow), nowNs);
            return 1;
        }
        boolean known = slot != KeyTable.NONE
                && Long.bitCount(reachedBy[slot]) >= KNOWN_SOURCES
                && nowNs - reachedNs[slot] < DAY_NS;
        if (!known || outcome == Outcome.OPEN_WITHOUT_DATA) {
            return 1;
        }
        return failed(slot, bit(flow), nowNs) >= FAILING_SOURCES ? 0 : KNOWN_WEIGHT;
    }

    private void reached(int slot, long bit, long nowNs) {
        if (nowNs - reachedNs[slot] >= DAY_NS) {
            reachedBy[slot] = 0;
        }
        reachedBy[slot] |= bit;
        reachedNs[slot] = nowNs;
    }

    private int failed(int slot, long bit, long nowNs) {
        if (nowNs - failingSinceNs[slot] >= MINUTE_NS) {
            failingSinceNs[slot] = nowNs;
            failedBy[slot] = 0;
        }
        failedBy[slot] |= bit;
        return Long.bitCount(failedBy[slot]);
    }

    private int add(long key) {
        if (table.isFull()) {
            table.evict(worth);
        }
        int slot = table.add(key);
        reachedBy[slot] = 0;
        failedBy[slot] = 0;
        return slot;
    }

    private long bit(Flow flow) {
        return 1L << surroundings.sourceHash(flow, seed);
    }

    int entries() {
        return table.size();
    }

    long evictions() {
        return table.evictions();
    }
}
