package vedette.detect;

import java.util.Arrays;
import java.util.List;
import vedette.detect.memory.Fields;
import vedette.detect.memory.Memory;
import vedette.detect.memory.SlotMemory;

/**
 * What detectors tell each other, so that one does not take for its own what another has explained: sources that scan, pairs
 * that try passwords, services under a flood, services that are told to be unresponsive. Entries are hashes with the time they hold until.
 *
 * <p>Bounded: {@link #CAPACITY} entries of each kind; a new one takes the place of an older that shares its slot.
 */
public final class Verdicts {
    static final int CAPACITY = 1 << 14;

    /** Kinds of what is told. */
    public enum Kind {
        /** A source scans: key {@link Surroundings#hash} of its address. */
        SCANNER(0),
        /** A source tries passwords at a service: key {@link #ofService}. */
        BRUTE_FORCE(1),
        /** A service is under a flood: key {@link #ofTarget}. */
        FLOODED(2),
        /** An alert tells that a service answers nobody any more: key {@link #ofTarget}. */
        UNRESPONSIVE(3);

        private final int index;

        Kind(int index) {
            this.index = index;
        }
    }

    private final long[][] keys = new long[Kind.values().length][CAPACITY];
    private final long[][] untilNs = new long[Kind.values().length][CAPACITY];

    /** Until when any of a kind holds: mostly none does, and no table need be looked at. */
    private final long[] latestNs = new long[Kind.values().length];

    public Verdicts() {
        Arrays.fill(latestNs, Long.MIN_VALUE);
        for (long[] times : untilNs) {
            Arrays.fill(times, Long.MIN_VALUE);
        }
    }

    public void tell(Kind kind, long key, long holdsUntilNs) {
        int slot = (int) key & CAPACITY - 1;
        keys[kind.index][slot] = key;
        untilNs[kind.index][slot] = holdsUntilNs;
        latestNs[kind.index] = Math.max(latestNs[kind.index], holdsUntilNs);
    }

    public boolean holds(Kind kind, long key, long nowNs) {
        if (nowNs >= latestNs[kind.index]) {
            return false;
        }
        int slot = (int) key & CAPACITY - 1;
        return keys[kind.index][slot] == key && nowNs < untilNs[kind.index][slot];
    }

    /** What outlives the run: verdicts on what ends with an alert do not. */
    List<Memory> memories() {
        return List.of(memory(Kind.SCANNER), memory(Kind.BRUTE_FORCE));
    }

    private Memory memory(Kind kind) {
        int index = kind.index;
        return new SlotMemory("verdicts." + index, 1, CAPACITY, new SlotMemory.Entries() {
            @Override
            public boolean holds(int slot) {
                return untilNs[index][slot] != Long.MIN_VALUE;
            }

            @Override
            public void name(int slot, Fields fields, long nowNs) {
                fields.of(keys[index], slot);
                fields.of(untilNs[index], slot);
                latestNs[index] = Math.max(latestNs[index], untilNs[index][slot]);
            }
        });
    }

    /**
     * Names a service, or with {@link Subject#NONE} as its port a host.
     *
     * @param address hash of the target's address
     */
    public static long ofTarget(long address, int protocol, int port) {
        return Hash.of(address, (long) protocol << 16 | port);
    }

    /**
     * Names a source at a service.
     *
     * @param source hash of the source's address
     * @param target {@link #ofTarget}
     */
    public static long ofService(long source, long target) {
        return Hash.of(source, target);
    }
}
