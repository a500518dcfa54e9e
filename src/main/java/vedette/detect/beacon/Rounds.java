package vedette.detect.beacon;

import vedette.detect.Hash;
import vedette.detect.memory.Fields;
import vedette.detect.memory.Memory;
import vedette.detect.memory.SlotMemory;

/**
 * Remembers which sources were told of for calling a port at a period. Who then calls the same port of others at the same period
 * makes its rounds (a reader of news, a monitor) and need not be told of again.
 *
 * <p>Bounded: {@link #CAPACITY} entries; a new one takes the place of an older that shares its slot.
 */
final class Rounds {
    static final int CAPACITY = 1 << 14;

    private static final int NONE = -1;

    /** Periods that differ by less than two such steps are the same. */
    private static final double STEP = Math.log(1.08);

    private static final int HOLDS_TICKS = Ticks.DAY;

    private final long[] keys = new long[CAPACITY];
    private final long[] services = new long[CAPACITY];
    private final int[] ticks = new int[CAPACITY];
    private final int[] others = new int[CAPACITY];

    /** Whether the source was told of, within the last day, for another service at this port and period. */
    boolean holds(long source, int port, double period, long service, int tick) {
        int slot = find(source, port, period, tick);
        return slot != NONE && services[slot] != service;
    }

    /** One more service is called at the source's period. */
    void another(long source, int port, double period, int tick) {
        int slot = find(source, port, period, tick);
        if (slot != NONE) {
            others[slot]++;
        }
    }

    /** The source is told of; takes note of it. */
    void tell(long source, int port, double period, long service, int tick) {
        int known = find(source, port, period, tick);
        if (known == NONE) {
            long key = key(source, port, step(period));
            int slot = slot(key);
            keys[slot] = key;
            services[slot] = service;
            others[slot] = 0;
            ticks[slot] = tick;
        } else {
            ticks[known] = tick;
        }
    }

    /** What outlives the run. */
    Memory memory() {
        return new SlotMemory("beacon.rounds", 1, CAPACITY, new SlotMemory.Entries() {
            @Override
            public boolean holds(int slot) {
                return keys[slot] != 0;
            }

            @Override
            public void name(int slot, Fields fields, long nowNs) {
                fields.of(keys, slot);
                fields.of(services, slot);
                fields.of(ticks, slot);
                fields.of(others, slot);
            }
        });
    }

    /** How many other services the source calls at this port and period. */
    int others(long source, int port, double period, int tick) {
        int slot = find(source, port, period, tick);
        return slot == NONE ? 0 : others[slot];
    }

    private int find(long source, int port, double period, int tick) {
        int step = step(period);
        for (int near = step - 1; near <= step + 1; near++) {
            long key = key(source, port, near);
            int slot = slot(key);
            if (keys[slot] == key && tick - ticks[slot] < HOLDS_TICKS) {
                return slot;
            }
        }
        return NONE;
    }

    private static int step(double period) {
        return (int) Math.round(Math.log(period) / STEP);
    }

    private static long key(long source, int port, int step) {
        return Hash.of(source, (long) port << 32 | step & 0xFFFF_FFFFL);
    }

    private static int slot(long key) {
        return (int) key & CAPACITY - 1;
    }
}
