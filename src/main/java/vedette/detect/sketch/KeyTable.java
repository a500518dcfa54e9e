package vedette.detect.sketch;

/**
 * Gives keys a slot in a table of fixed size, by which a detector finds what it keeps for them; a slot stays with its key until that
 * is removed. When all are taken, the least worthy of eight gives way. A key is a hash of 64 bits that must look random and
 * should be seeded, so that nobody can choose where his lies. Takes 16 to 24 octets for each slot, 16 if their number is a power of two. Not thread-safe.
 */
public final class KeyTable {
    /** Stands for no slot. */
    public static final int NONE = -1;

    private static final int CANDIDATES = 8;

    /** How much it would matter to lose what is kept in a slot. */
    @FunctionalInterface
    public interface Worth {
        long of(int slot);
    }

    private final long[] keys;

    /** By hash: one more than the key's slot, 0 where there is none. */
    private final int[] index;

    private final int mask;
    private int taken;
    private int free = NONE;
    private int size;
    private long random;
    private long evictions;

    /** @param seed of the choice who gives way */
    public KeyTable(int capacity, long seed) {
        if (capacity < 1 || capacity > 1 << 28) {
            throw new IllegalArgumentException("capacity must be 1 to 2^28, was " + capacity);
        }
        keys = new long[capacity];
        index = new int[Integer.highestOneBit(2 * capacity - 1) << 1];
        mask = index.length - 1;
        random = seed | 1;
    }

    /** What a table of so many slots takes of the heap. */
    public static long octets(int capacity) {
        return (long) Long.BYTES * capacity + 2L * Integer.BYTES * Integer.highestOneBit(2 * capacity - 1);
    }

    /** The key's slot, or {@link #NONE}. */
    public int find(long key) {
        for (int at = (int) key & mask; index[at] != 0; at = at + 1 & mask) {
            if (keys[index[at] - 1] == key) {
                return index[at] - 1;
            }
        }
        return NONE;
    }

    /** Gives a key that has none a slot. The table must not be full. */
    public int add(long key) {
        int slot = free;
        if (slot == NONE) {
            slot = taken++;
        } else {
            free = (int) keys[slot];
        }
        keys[slot] = key;
        int at = (int) key & mask;
        while (index[at] != 0) {
            at = at + 1 & mask;
        }
        index[at] = slot + 1;
        size++;
        return slot;
    }

    /** Takes the slot from its key; it may be given to another. */
    public void remove(int slot) {
        int at = (int) keys[slot] & mask;
        while (index[at] != slot + 1) {
            at = at + 1 & mask;
        }
        closeGap(at);
        keys[slot] = free;
        free = slot;
        size--;
    }

    /** Moves later keys of the same probe run back, so that a lookup never meets a hole. */
    private void closeGap(int from) {
        int gap = from;
        for (int at = gap + 1 & mask; index[at] != 0; at = at + 1 & mask) {
            int home = (int) keys[index[at] - 1] & mask;
            if ((at - home & mask) >= (at - gap & mask)) {
                index[gap] = index[at];
                gap = at;
            }
        }
        index[gap] = 0;
    }

    /** Whether a key has the slot. */
    public boolean isTaken(int slot) {
        return slot < taken && find(keys[slot]) == slot;
    }

    /** The key that has the slot. */
    public long key(int slot) {
        return keys[slot];
    }

    /** Removes the least worthy of eight slots taken at random from the full table. Returns the slot. */
    public int evict(Worth worth) {
        int least = leastWorthy(worth);
        evict(least);
        return least;
    }

    /** Removes the key of a slot, to make room. */
    public void evict(int slot) {
        remove(slot);
        evictions++;
    }

    /** The least worthy of eight slots taken at random from the full table. */
    public int leastWorthy(Worth worth) {
        int least = nextSlot();
        long leastWorth = worth.of(least);
        for (int i = 1; i < CANDIDATES; i++) {
            int slot = nextSlot();
            long slotWorth = worth.of(slot);
            if (slotWorth < leastWorth) {
                least = slot;
                leastWorth = slotWorth;
            }
        }
        return least;
    }

    /** A slot at random (Marsaglia 2003, xorshift). */
    private int nextSlot() {
        random ^= random << 13;
        random ^= random >>> 7;
        random ^= random << 17;
        return (int) ((random >>> 32) * keys.length >>> 32);
    }

    public boolean isFull() {
        return size == keys.length;
    }

    public int size() {
        return size;
    }

    public int capacity() {
        return keys.length;
    }

    /** Keys that gave way to others so far. */
    public long evictions() {
        return evictions;
    }
}
