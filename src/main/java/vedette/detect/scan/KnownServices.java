package vedette.detect.scan;

import vedette.detect.AlertDesk;
import vedette.detect.Parties;
import vedette.detect.Surroundings;
import vedette.detect.memory.Fields;
import vedette.detect.memory.Memory;
import vedette.detect.sketch.KeyTable;
import vedette.detect.sketch.KeyedMemory;
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

    private static final int WORDS = 4;

    /** By whom it was reached within a day, and when last. */
    private static final int REACHED_BY = 0;

    private static final int REACHED_NS = 1;

    /** Who failed since a minute began, and when that was. */
    private static final int FAILED_BY = 2;

    private static final int FAILING_SINCE_NS = 3;

    private final Surroundings surroundings;
    private final KeyTable table;

    /** Of each service four words side by side, since most of them are wanted at once. */
    private final long[] words = new long[CAPACITY * WORDS];

    private final KeyTable.Worth worth = slot -> words[slot * WORDS + REACHED_NS];
    private final UnresponsiveServices unresponsive;

    KnownServices(Surroundings surroundings, AlertDesk desk, long seed) {
        this.surroundings = surroundings;
        table = new KeyTable(CAPACITY, seed);
        unresponsive = new UnresponsiveServices(surroundings, desk, seed);
    }

    /** Takes note of what became of an attempt. Returns the factor for its weight if it failed: 1 unless the service is known. */
    double note(Flow flow, Outcome outcome, long nowNs) {
        Parties parties = surroundings.partiesOf(flow);
        long key = parties.target();
        int slot = table.find(key);
        if (outcome == Outcome.SUCCESS || outcome == Outcome.OPEN_WITHOUT_DATA) {
            unresponsive.onAnswer(key, bit(flow), nowNs);
        }
        if (outcome == Outcome.SUCCESS) {
            reached((slot == KeyTable.NONE ? add(key) : slot) * WORDS, bit(flow), nowNs);
            return 1;
        }
        if (slot == KeyTable.NONE || outcome == Outcome.OPEN_WITHOUT_DATA) {
            return 1;
        }
        int at = slot * WORDS;
        boolean known =
                Long.bitCount(words[at + REACHED_BY]) >= KNOWN_SOURCES && nowNs - words[at + REACHED_NS] < DAY_NS;
        if (!known) {
            return 1;
        }
        boolean isServed = (words[at + REACHED_BY] & bit(flow)) != 0;
        unresponsive.onFailure(flow, outcome, key, bit(flow), isServed, words[at + REACHED_NS], nowNs);
        return failed(at, bit(flow), nowNs) >= FAILING_SOURCES ? 0 : KNOWN_WEIGHT;
    }

    private void reached(int at, long bit, long nowNs) {
        if (nowNs - words[at + REACHED_NS] >= DAY_NS) {
            words[at + REACHED_BY] = 0;
        }
        words[at + REACHED_BY] |= bit;
        words[at + REACHED_NS] = nowNs;
    }

    private int failed(int at, long bit, long nowNs) {
        if (nowNs - words[at + FAILING_SINCE_NS] >= MINUTE_NS) {
            words[at + FAILING_SINCE_NS] = nowNs;
            words[at + FAILED_BY] = 0;
        }
        words[at + FAILED_BY] |= bit;
        return Long.bitCount(words[at + FAILED_BY]);
    }

    private int add(long key) {
        if (table.isFull()) {
            table.evict(worth);
        }
        int slot = table.add(key);
        words[slot * WORDS + REACHED_BY] = 0;
        words[slot * WORDS + FAILED_BY] = 0;
        return slot;
    }

    private long bit(Flow flow) {
        return 1L << surroundings.partiesOf(flow).source();
    }

    void onTick(long nowNs) {
        unresponsive.onTick(nowNs);
    }

    void finish(long nowNs) {
        unresponsive.finish(nowNs);
    }

    /** What outlives the run. */
    Memory memory() {
        return new KeyedMemory("scan.services", 1, table, DAY_NS, new KeyedMemory.Entries() {
            @Override
            public void name(int slot, Fields fields) {
                fields.of(words, slot * WORDS, WORDS);
            }

            @Override
            public long lastNs(int slot) {
                return words[slot * WORDS + REACHED_NS];
            }
        });
    }

    int entries() {
        return table.size() + unresponsive.entries();
    }

    long evictions() {
        return table.evictions() + unresponsive.evictions();
    }
}
