package vedette.detect.beacon;

import java.util.Arrays;
import vedette.detect.memory.ArrayMemory;
import vedette.detect.memory.Memory;

/**
 * Pairs that have not called often enough to be followed: the times of their first three calls. Sets of eight; a new pair takes the
 * place of the one in its set that called least, and of those the one silent longest. Takes 16 octets for each, always.
 */
final class Candidates {
    /** Calls after which a pair is followed. */
    static final int PROMOTED_AT = 4;

    private static final int WAYS = 8;
    private static final int WORDS = 4;

    private final int[] words;
    private final int setMask;
    private int entries;
    private long evictions;

    /** @param capacity a power of two, at least 8 */
    Candidates(int capacity) {
        words = new int[capacity * WORDS];
        setMask = capacity / WAYS - 1;
    }

    static long octets(int capacity) {
        return (long) WORDS * Integer.BYTES * capacity;
    }

    /**
     * A pair called. Returns how often it has, this time included, and writes the times of those calls to {@code ticks}; the entry
     * is given up with the fourth. A call within {@code deadTicks} of the last does not count: 0 is returned.
     */
    int call(long key, int tick, int deadTicks, int[] ticks) {
        int fingerprint = (int) key | 1;
        int set = ((int) (key >>> 40) & setMask) * WAYS * WORDS;
        int victim = set;
        long leastWorth = Long.MAX_VALUE;
        for (int way = 0; way < WAYS; way++) {
            int at = set + way * WORDS;
            if (words[at] == fingerprint) {
                return callAgain(at, tick, deadTicks, ticks);
            }
            long worth = worth(at, tick);
            if (worth < leastWorth) {
                leastWorth = worth;
                victim = at;
            }
        }
        begin(victim, fingerprint, tick);
        ticks[0] = tick;
        return 1;
    }

    /** Gives an entry up, since the pair is followed now. */
    void remove(long key) {
        int fingerprint = (int) key | 1;
        int set = ((int) (key >>> 40) & setMask) * WAYS * WORDS;
        for (int at = set; at < set + WAYS * WORDS; at += WORDS) {
            if (words[at] == fingerprint) {
                free(at);
            }
        }
    }

    /** What outlives the run. */
    Memory memory() {
        return ArrayMemory.of("beacon.candidates", 1, words, WAYS * WORDS, (from, count, nowNs) -> {
            for (int at = from; at < from + count; at += WORDS) {
                entries += words[at] == 0 ? 0 : 1;
            }
        });
    }

    int entries() {
        return entries;
    }

    long evictions() {
        return evictions;
    }

    private void begin(int at, int fingerprint, int tick) {
        if (words[at] == 0) {
            entries++;
        } else {
            evictions++;
        }
        words[at] = fingerprint;
        words[at + 1] = orOne(tick);
        words[at + 2] = 0;
        words[at + 3] = 0;
    }

    private int callAgain(int at, int tick, int deadTicks, int[] ticks) {
        int calls = calls(at);
        if (tick - words[at + calls] < deadTicks) {
            return 0;
        }
        System.arraycopy(words, at + 1, ticks, 0, calls);
        ticks[calls] = tick;
        if (calls + 1 == PROMOTED_AT) {
            free(at);
        } else {
            words[at + 1 + calls] = orOne(tick);
        }
        return calls + 1;
    }

    private void free(int at) {
        Arrays.fill(words, at, at + WORDS, 0);
        entries--;
    }

    private int calls(int at) {
        return words[at + 3] != 0 ? 3 : words[at + 2] != 0 ? 2 : 1;
    }

    private long worth(int at, int tick) {
        if (words[at] == 0) {
            return -1;
        }
        int calls = calls(at);
        return (long) calls << 32 | Integer.MAX_VALUE - Math.max(0, tick - words[at + calls]);
    }

    /** 0 stands for no time. */
    private static int orOne(int tick) {
        return tick == 0 ? 1 : tick;
    }
}
