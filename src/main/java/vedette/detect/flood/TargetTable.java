package vedette.detect.flood;

import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * A fixed number of targets, found by hash, and the list of those that are awake. When full, the lightest, then the oldest, of
 * eight drawn at random is given to the newcomer, but none that is attacked. Not thread-safe.
 */
final class TargetTable<T extends Target> {
    /** In place of a bin: there is nothing to look at until it is woken. */
    static final long ASLEEP = -1;

    private static final int DRAWN = 8;
    private static final int FREE = -1;

    private final T[] targets;
    private final T[] awake;

    /** From which bin on each that is awake is to be looked at again, so that most need not be fetched to see that it is not yet. */
    private final long[] dueBins;

    private boolean hurried;
    private final long[] keys;
    private final int[] slots;
    private final Consumer<T> onGiveUp;
    private int size;
    private int awakeCount;
    private long evictions;
    private long random;

    /**
     * @param array makes an array
     * @param maker makes a target
     * @param onGiveUp is told of a target before it is given to another
     */
    TargetTable(int capacity, IntFunction<T[]> array, Supplier<T> maker, long seed, Consumer<T> onGiveUp) {
        targets = array.apply(capacity);
        awake = array.apply(capacity);
        dueBins = new long[capacity];
        Arrays.setAll(targets, i -> maker.get());
        int cells = Integer.highestOneBit(2 * capacity) << 1;
        keys = new long[cells];
        slots = new int[cells];
        Arrays.fill(slots, FREE);
        random = seed | 1;
        this.onGiveUp = onGiveUp;
    }

    /** The target with this key, or null. */
    @Nullable
    T find(long key) {
        int slot = slots[cellOf(key)];
        return slot == FREE ? null : targets[slot];
    }

    /** A target for a key that is not in the table, or null if all that were drawn are attacked. It is awake. */
    @Nullable
    T add(long key, int ipVersion, long hi, long lo, int prefixLength, long nowNs) {
        int slot = size < targets.length ? size++ : giveUp();
        if (slot == FREE) {
            return null;
        }
        int cell = cellOf(key);
        keys[cell] = key;
        slots[cell] = slot;
        T target = targets[slot];
        target.assign(key, ipVersion, hi, lo, prefixLength, nowNs);
        wake(target);
        return target;
    }

    private int giveUp() {
        int chosen = FREE;
        for (int i = 0; i < DRAWN; i++) {
            random ^= random << 13;
            random ^= random >>> 7;
            random ^= random << 17;
            int slot = (int) Long.remainderUnsigned(random, targets.length);
            if (!targets[slot].isPinned() && (chosen == FREE || isLess(targets[slot], targets[chosen]))) {
                chosen = slot;
            }
        }
        if (chosen != FREE) {
            onGiveUp.accept(targets[chosen]);
            remove(targets[chosen].key);
            evictions++;
        }
        return chosen;
    }

    private static boolean isLess(Target a, Target b) {
        return a.weight() < b.weight() || a.weight() == b.weight() && a.lastNs < b.lastNs;
    }

    /** Moves later keys of the same run back, so that a lookup never meets a hole. */
    private void remove(long key) {
        int hole = cellOf(key);
        int mask = keys.length - 1;
        for (int cell = hole + 1 & mask; slots[cell] != FREE; cell = cell + 1 & mask) {
            if ((cell - homeOf(keys[cell]) & mask) >= (cell - hole & mask)) {
                keys[hole] = keys[cell];
                slots[hole] = slots[cell];
                hole = cell;
            }
        }
        slots[hole] = FREE;
    }

    private int cellOf(long key) {
        int mask = keys.length - 1;
        int cell = homeOf(key);
        while (slots[cell] != FREE && keys[cell] != key) {
            cell = cell + 1 & mask;
        }
        return cell;
    }

    private int homeOf(long key) {
        return (int) (key >>> 32) & keys.length - 1;
    }

    void wake(T target) {
        if (!target.awake) {
            target.awake = true;
            dueBins[awakeCount] = 0;
            awake[awakeCount++] = target;
        }
    }

    /** Some target must be looked at sooner than it said: at the next look all are. */
    void hurry() {
        hurried = true;
    }

    /**
     * Looks at all that are awake and due, in the order they woke.
     *
     * @param look says from which bin on the target is to be looked at again, or {@link #ASLEEP}
     */
    void lookAt(long bin, ToLongFunction<T> look) {
        int kept = 0;
        for (int i = 0; i < awakeCount; i++) {
            long due = dueBins[i];
            if (due <= bin || hurried) {
                due = look.applyAsLong(awake[i]);
                awake[i].awake = due != ASLEEP;
            }
            if (due != ASLEEP) {
                awake[kept] = awake[i];
                dueBins[kept++] = due;
            }
        }
        awakeCount = kept;
        hurried = false;
    }

    /** Visits all that are awake, in the order they woke. */
    void forEachAwake(Consumer<T> visitor) {
        for (int i = 0; i < awakeCount; i++) {
            visitor.accept(awake[i]);
        }
    }

    int size() {
        return size;
    }

    long evictions() {
        return evictions;
    }
}
