package vedette.detect.sketch;

import java.util.Arrays;
import java.util.List;
import vedette.detect.memory.ArrayMemory;
import vedette.detect.memory.Memory;
import vedette.detect.memory.StateMemory;

/**
 * Remembers keys for a while, in two Bloom filters of blocks (Putze, Sanders and Singler 2007) that take turns: when one has been
 * written for its time, or is full, the other is cleared and written next. So a key is known for one turn at the least and two at
 * the most, unless there are more keys than a filter holds. May know a key that was never added (1 % when full), never the
 * reverse. The two blocks of a key lie side by side, so that both are fetched at once. Takes 128 octets for each block, which holds
 * 51 keys. Not thread-safe.
 */
public final class RecentKeys {
    private static final int WORDS_PER_BLOCK = 8;
    private static final int WORDS_PER_PAIR = 2 * WORDS_PER_BLOCK;
    private static final int BITS_PER_KEY = 10;
    private static final int PROBES = 7;
    private static final long MIXER = 0x9E3779B97F4A7C15L;

    private final int blocks;
    private final int capacity;
    private final long turnNs;
    private final long[] words;

    /** Where in each pair of blocks the one lies that is written: the first word of it. */
    private int current;

    private long turnedNs = Long.MIN_VALUE;
    private int size;

    /**
     * @param blocks of each filter, a power of two
     * @param turnNs how long a filter is written
     */
    public RecentKeys(int blocks, long turnNs) {
        if (Integer.bitCount(blocks) != 1) {
            throw new IllegalArgumentException("blocks must be a power of two, was " + blocks);
        }
        this.blocks = blocks;
        this.turnNs = turnNs;
        capacity = blocks * WORDS_PER_BLOCK * Long.SIZE / BITS_PER_KEY;
        words = new long[blocks * WORDS_PER_PAIR];
    }

    /**
     * Takes note of a key.
     *
     * @param hash of the key, all 64 bits random
     * @return whether it was known
     */
    public boolean add(long hash, long nowNs) {
        turn(nowNs);
        int pair = pair(hash);
        long bits = bits(hash);
        if (contains(pair + current, bits)) {
            return true;
        }
        set(pair + current, bits);
        size++;
        return contains(pair + previous(), bits);
    }

    /** Whether the key was added of late. */
    public boolean contains(long hash) {
        int pair = pair(hash);
        long bits = bits(hash);
        return contains(pair + current, bits) || contains(pair + previous(), bits);
    }

    /** What outlives the run. */
    public List<Memory> memories(String name) {
        return List.of(
                new StateMemory(name + ".turn", 1, (fields, nowNs) -> {
                    current = fields.of(current, 0, WORDS_PER_BLOCK);
                    turnedNs = fields.of(turnedNs);
                    size = fields.of(size);
                }),
                ArrayMemory.of(name, 1, words));
    }

    /** How many keys one filter holds with one false answer in a hundred. */
    public int capacity() {
        return capacity;
    }

    private void turn(long nowNs) {
        if (turnedNs == Long.MIN_VALUE) {
            turnedNs = nowNs;
        }
        long turns = size >= capacity ? Math.max(1, (nowNs - turnedNs) / turnNs) : (nowNs - turnedNs) / turnNs;
        for (long i = Math.min(turns, 2); i > 0; i--) {
            current = previous();
            clearCurrent();
            size = 0;
            turnedNs = nowNs;
        }
    }

    private void clearCurrent() {
        for (int block = current; block < words.length; block += WORDS_PER_PAIR) {
            Arrays.fill(words, block, block + WORDS_PER_BLOCK, 0);
        }
    }

    private int previous() {
        return WORDS_PER_BLOCK - current;
    }

    private boolean contains(int block, long keyBits) {
        long bits = keyBits;
        for (int i = 0; i < PROBES; i++, bits >>>= 9) {
            if ((words[block + (int) (bits >>> 6 & 7)] & 1L << bits) == 0) {
                return false;
            }
        }
        return true;
    }

    private void set(int block, long keyBits) {
        long bits = keyBits;
        for (int i = 0; i < PROBES; i++, bits >>>= 9) {
            words[block + (int) (bits >>> 6 & 7)] |= 1L << bits;
        }
    }

    private int pair(long hash) {
        return ((int) hash & blocks - 1) * WORDS_PER_PAIR;
    }

    private static long bits(long hash) {
        long mixed = (hash ^ hash >>> 32) * MIXER;
        return mixed ^ mixed >>> 29;
    }
}
