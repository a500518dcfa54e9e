package vedette.flow;

import java.util.Arrays;

/**
 * Remembers for a minute which TCP connections ended, so that what still comes of them is not taken for the beginning of
 * something. Bounded: a connection takes the place of an earlier one that shares its slot.
 */
final class RecentEnds {
    private static final int SLOTS = 1024;
    private static final long MINUTE_NS = 60_000_000_000L;

    private final int[] hashes = new int[SLOTS];
    private final long[] endedNs = new long[SLOTS];

    RecentEnds() {
        Arrays.fill(endedNs, Long.MIN_VALUE / 2);
    }

    void add(int hash, long nowNs) {
        int slot = slot(hash);
        hashes[slot] = hash;
        endedNs[slot] = nowNs;
    }

    boolean isRecent(int hash, long nowNs) {
        int slot = slot(hash);
        return hashes[slot] == hash && nowNs - endedNs[slot] < MINUTE_NS;
    }

    private static int slot(int hash) {
        return hash & SLOTS - 1;
    }
}
