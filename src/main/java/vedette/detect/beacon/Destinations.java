package vedette.detect.beacon;

import java.util.Arrays;
import java.util.List;
import vedette.detect.memory.ArrayMemory;
import vedette.detect.memory.Memory;
import vedette.detect.memory.StateMemory;

/**
 * Who is called, by how many, and since when: of each destination the sources of this day and the one before (linear counters of 256
 * bits, within 10 % up to some 500), and its first call. Sets of four; a new destination takes the place of the one silent
 * longest. Takes 80 octets for each, always.
 */
public final class Destinations {
    private static final int WAYS = 4;
    private static final int WORDS = 20;
    private static final int SOURCE_BITS = 256;
    private static final int HOST_BITS = 1 << 13;

    // Fields of an entry; the source bits follow.
    private static final int FINGERPRINT = 0;
    private static final int FIRST = 1;
    private static final int LAST = 2;
    private static final int DAY = 3;
    private static final int SOURCES = 4;
    private static final int SOURCE_WORDS = 8;
    private static final int SOURCES_BEFORE = SOURCES + SOURCE_WORDS;

    private final String name;
    private final int[] words;
    private final int setMask;
    private final long[] hosts = new long[HOST_BITS / Long.SIZE];
    private final long[] hostsBefore = new long[HOST_BITS / Long.SIZE];
    private int hostDay;
    private int entries;
    private long evictions;

    /**
     * @param name whose they are, for what outlives the run
     * @param capacity a power of two, at least 4
     */
    public Destinations(String name, int capacity) {
        this.name = name;
        words = new int[capacity * WORDS];
        setMask = capacity / WAYS - 1;
    }

    public static long octets(int capacity) {
        return (long) WORDS * Integer.BYTES * capacity;
    }

    /** A source called a destination; both are hashes, all bits random. Returns where the destination stands. */
    public int call(long source, long destination, int tick) {
        int day = tick / Ticks.DAY;
        noteHost(source, day);
        int at = find(destination, tick);
        if (words[at + DAY] != day) {
            turnTo(at, day);
        }
        int bit = (int) (source >>> 20) & SOURCE_BITS - 1;
        words[at + SOURCES + (bit >> 5)] |= 1 << bit;
        words[at + LAST] = tick;
        return at;
    }

    private void turnTo(int at, int day) {
        if (day - words[at + DAY] == 1) {
            System.arraycopy(words, at + SOURCES, words, at + SOURCES_BEFORE, SOURCE_WORDS);
        } else {
            Arrays.fill(words, at + SOURCES_BEFORE, at + WORDS, 0);
        }
        Arrays.fill(words, at + SOURCES, at + SOURCES_BEFORE, 0);
        words[at + DAY] = day;
    }

    /** Sources that called the destination today or yesterday. */
    public int sources(int at) {
        int set = 0;
        for (int i = 0; i < SOURCE_WORDS; i++) {
            set += Integer.bitCount(words[at + SOURCES + i] | words[at + SOURCES_BEFORE + i]);
        }
        return estimate(set, SOURCE_BITS);
    }

    /** When the destination was first called, as far as it is remembered. */
    int firstTick(int at) {
        return words[at + FIRST];
    }

    /** Sources that called anybody today or yesterday. */
    public int hosts() {
        int set = 0;
        for (int i = 0; i < hosts.length; i++) {
            set += Long.bitCount(hosts[i] | hostsBefore[i]);
        }
        return estimate(set, HOST_BITS);
    }

    /** What outlives the run. */
    public List<Memory> memories() {
        Memory day = new StateMemory(name + ".day", 1, (fields, nowNs) -> hostDay = fields.of(hostDay));
        return List.of(
                day,
                ArrayMemory.of(name + ".hosts", 1, hosts),
                ArrayMemory.of(name + ".hosts-before", 1, hostsBefore),
                ArrayMemory.of(name, 1, words, WORDS, (at, count, nowNs) -> entries++));
    }

    public int entries() {
        return entries;
    }

    public long evictions() {
        return evictions;
    }

    private static int estimate(int set, int bits) {
        double free = Math.max(0.5, bits - set);
        return (int) Math.round(bits * Math.log(bits / free));
    }

    private void noteHost(long source, int day) {
        if (day != hostDay) {
            Arrays.fill(hostsBefore, 0);
            if (day - hostDay == 1) {
                System.arraycopy(hosts, 0, hostsBefore, 0, hosts.length);
            }
            Arrays.fill(hosts, 0);
            hostDay = day;
        }
        int bit = (int) source & HOST_BITS - 1;
        hosts[bit >> 6] |= 1L << bit;
    }

    private int find(long destination, int tick) {
        int fingerprint = (int) destination | 1;
        int set = ((int) (destination >>> 40) & setMask) * WAYS * WORDS;
        int victim = set;
        int mostIdle = -1;
        for (int at = set; at < set + WAYS * WORDS; at += WORDS) {
            if (words[at] == fingerprint) {
                return at;
            }
            int idle = words[at] == 0 ? Integer.MAX_VALUE : Math.max(0, tick - words[at + LAST]);
            if (idle > mostIdle) {
                mostIdle = idle;
                victim = at;
            }
        }
        begin(victim, fingerprint, tick);
        return victim;
    }

    private void begin(int at, int fingerprint, int tick) {
        if (words[at + FINGERPRINT] == 0) {
            entries++;
        } else {
            evictions++;
        }
        Arrays.fill(words, at, at + WORDS, 0);
        words[at + FINGERPRINT] = fingerprint;
        words[at + FIRST] = tick;
        words[at + DAY] = tick / Ticks.DAY;
    }
}
