package vedette.detect.sketch;

import java.util.Arrays;
import java.util.List;
import vedette.detect.memory.ArrayMemory;
import vedette.detect.memory.Memory;
import vedette.detect.memory.StateMemory;

/**
 * In which of the last 24 hours a key was seen: 24 Bloom filters that lie side by side, one bit of each word an hour's, so that all
 * hours are read at once. May say an hour too many, never one too few. Takes four octets for each slot, always.
 */
public final class HourlyPresence {
    private static final int HOURS = 24;
    private static final int ALL_HOURS = (1 << HOURS) - 1;
    private static final long HOUR_NS = 3_600_000_000_000L;

    private final int[] slots;
    private final int mask;
    private long hour = Long.MIN_VALUE;

    /** @param slots bits of each hour's filter, a power of two */
    public HourlyPresence(int slots) {
        if (Integer.bitCount(slots) != 1) {
            throw new IllegalArgumentException("slots must be a power of two, was " + slots);
        }
        this.slots = new int[slots];
        mask = slots - 1;
    }

    /**
     * Takes note of a key.
     *
     * @param hash of the key, all 64 bits random
     * @return in how many of the last 24 hours it was seen, this one among them
     */
    public int note(long hash, long nowNs) {
        turnTo(nowNs / HOUR_NS);
        int bit = 1 << (int) Math.floorMod(hour, (long) HOURS);
        int first = (int) hash & mask;
        int second = (int) (hash >>> 32) & mask;
        slots[first] |= bit;
        slots[second] |= bit;
        return Integer.bitCount(slots[first] & slots[second]);
    }

    /** What outlives the run. */
    public List<Memory> memories(String name) {
        return List.of(
                new StateMemory(name + ".hour", 1, (fields, nowNs) -> hour = fields.of(hour)),
                ArrayMemory.of(name, 1, slots));
    }

    /** Forgets the hours that have gone; a step back in time is none. */
    private void turnTo(long now) {
        if (now <= hour) {
            return;
        }
        long gone = hour == Long.MIN_VALUE ? 0 : now - hour;
        if (gone >= HOURS) {
            Arrays.fill(slots, 0);
        } else if (gone > 0) {
            forget(gone);
        }
        hour = now;
    }

    private void forget(long gone) {
        int kept = ALL_HOURS;
        for (long h = hour + 1; h <= hour + gone; h++) {
            kept &= ~(1 << (int) Math.floorMod(h, (long) HOURS));
        }
        for (int i = 0; i < slots.length; i++) {
            slots[i] &= kept;
        }
    }
}
