package vedette.detect.beacon;

import java.util.ArrayList;
import java.util.List;
import vedette.detect.AlertDesk;
import vedette.detect.Hash;
import vedette.detect.memory.Fields;
import vedette.detect.memory.Memory;

/**
 * The series that are followed, found by the hash of their key. Grows by chunks to its capacity; then a new one takes the place of
 * the least of eight chosen at random: without an alert, of low score, few calls, long silent.
 */
final class SeriesTable {
    static final int NONE = -1;

    private static final int CHUNK = 512;
    private static final int SAMPLES = 8;

    private final int capacity;
    private final long seed;
    private final int mask;

    /** Keys of the index, 0 where free, and the entries they lead to. */
    private final long[] keys;

    private final int[] entryOf;
    private final List<byte[]> bytes = new ArrayList<>();
    private final List<int[]> ints = new ArrayList<>();
    private final List<long[]> longs = new ArrayList<>();
    private final Series candidate = new Series();
    private int entries;
    private long evictions;
    private long drawn;

    SeriesTable(int capacity, long seed) {
        this.capacity = capacity;
        this.seed = seed;
        int places = places(capacity);
        mask = places - 1;
        keys = new long[places];
        entryOf = new int[places];
    }

    private static int places(int capacity) {
        return Integer.highestOneBit(Math.max(2, capacity * 2 - 1)) * 2;
    }

    /** What the index takes. */
    static long octetsAtOnce(int capacity) {
        return (long) (Long.BYTES + Integer.BYTES) * places(capacity);
    }

    /** What the index and all series take. */
    static long octetsInAll(int capacity) {
        int octetsPerSeries = Series.BYTES + Series.INTS * Integer.BYTES + Series.LONGS * Long.BYTES;
        return octetsAtOnce(capacity) + (long) octetsPerSeries * capacity;
    }

    /** The entry of a key (not 0), or {@link #NONE}. */
    int find(long key) {
        for (int place = place(key); keys[place] != 0; place = place + 1 & mask) {
            if (keys[place] == key) {
                return entryOf[place];
            }
        }
        return NONE;
    }

    /** Wraps the series round an entry. */
    Series wrap(Series series, int entry) {
        int chunk = entry / CHUNK;
        return series.wrap(bytes.get(chunk), ints.get(chunk), longs.get(chunk), entry % CHUNK);
    }

    /** Makes an entry for a key that has none, with a first call. */
    int add(long key, int tick) {
        int entry = entries < capacity ? grow() : evict(tick);
        int place = place(key);
        while (keys[place] != 0) {
            place = place + 1 & mask;
        }
        keys[place] = key;
        entryOf[place] = entry;
        wrap(candidate, entry).begin(key, tick, AlertDesk.NONE);
        return entry;
    }

    int entries() {
        return entries;
    }

    long evictions() {
        return evictions;
    }

    /** What outlives the run. */
    Memory memory(AlertDesk desk) {
        return new Memory() {
            @Override
            public String name() {
                return "beacon.series";
            }

            @Override
            public long shape() {
                return 1;
            }

            @Override
            public int places() {
                return capacity;
            }

            @Override
            public boolean holds(int place) {
                return place < entries;
            }

            @Override
            public void write(int place, Fields fields) {
                wrap(candidate, place);
                fields.of(candidate.key());
                candidate.name(fields, desk.isOpen(candidate.alert()));
            }

            @Override
            public void read(Fields fields, long nowNs) {
                long key = fields.of(0L);
                if (key != 0 && entries < capacity && find(key) == NONE) {
                    wrap(candidate, add(key, 0)).name(fields, false);
                }
            }
        };
    }

    private int place(long key) {
        return (int) (key >>> 32) & mask;
    }

    private int grow() {
        if (entries % CHUNK == 0) {
            int size = Math.min(CHUNK, capacity - entries);
            bytes.add(new byte[size * Series.BYTES]);
            ints.add(new int[size * Series.INTS]);
            longs.add(new long[size * Series.LONGS]);
        }
        return entries++;
    }

    private int evict(int tick) {
        int least = NONE;
        long leastWorth = Long.MAX_VALUE;
        for (int i = 0; i < SAMPLES; i++) {
            int entry = (int) Long.remainderUnsigned(Hash.of(drawn++, seed), capacity);
            long worth = worth(wrap(candidate, entry), tick);
            if (worth < leastWorth || least == NONE) {
                least = entry;
                leastWorth = worth;
            }
        }
        remove(wrap(candidate, least).key());
        evictions++;
        return least;
    }

    /** Score and calls count half as much for every 12 hours of silence. */
    private static long worth(Series series, int tick) {
        int idle = Math.max(0, tick - series.lastTick());
        int halvings = Math.min(31, idle / (12 * Ticks.HOUR));
        long alert = series.alert() >= 0 ? 1 : 0;
        long score = series.score() >> halvings;
        long calls = Math.min(series.calls(), 0xFFFF) >> halvings;
        return alert << 62 | score << 48 | calls << 32 | Integer.MAX_VALUE - idle;
    }

    private void remove(long key) {
        int hole = place(key);
        while (keys[hole] != key) {
            hole = hole + 1 & mask;
        }
        // Moves later keys of the same run back, so that a lookup never meets a hole.
        for (int next = hole + 1 & mask; keys[next] != 0; next = next + 1 & mask) {
            int home = place(keys[next]);
            if ((next - home & mask) >= (next - hole & mask)) {
                keys[hole] = keys[next];
                entryOf[hole] = entryOf[next];
                hole = next;
            }
        }
        keys[hole] = 0;
    }
}
