package vedette.flow;

import java.util.Arrays;

/**
 * When to look at a record next. A record lies in the list of one tick; whoever finds it there decides from the record's own
 * deadline whether it has ended or is to be scheduled anew, so that a packet need not move it. Never looked at later than its
 * deadline's tick, as long as it is rescheduled whenever its deadline comes nearer.
 */
final class TimerWheel {
    /** A tick is 2^27 ns, about 134 ms. */
    private static final int TICK_SHIFT = 27;

    /** Ticks of one turn of the wheel, about nine minutes; a later deadline is looked at and scheduled again. */
    private static final int TICKS = 4096;

    // What is known of a record here, so that its neighbours in a list need not be fetched: they lie wide apart in
    // memory.
    private static final int PREVIOUS = 0;
    private static final int NEXT = 1;
    private static final int TICK = 2;
    private static final int STRIDE_SHIFT = 2;

    private int[] timers = new int[64 << STRIDE_SHIFT];
    private final int[] heads = new int[TICKS];
    private final long[] occupied = new long[TICKS / Long.SIZE];
    private long currentTick = Long.MIN_VALUE;
    private int size;

    TimerWheel() {
        Arrays.fill(heads, FlowStore.NONE);
    }

    static long tickOf(long timeNs) {
        return timeNs >> TICK_SHIFT;
    }

    /** First nanosecond of the tick. */
    static long startOf(long tick) {
        return tick << TICK_SHIFT;
    }

    int size() {
        return size;
    }

    /** Schedules a record that lies in no list for the tick of its deadline. */
    void add(int record, long deadlineNs, long nowNs) {
        if (timers.length <= at(record, TICK)) {
            timers = Arrays.copyOf(timers, Math.max(2 * timers.length, at(record + 1, 0)));
        }
        if (size == 0) {
            currentTick = tickOf(nowNs);
        }
        long tick = Math.min(Math.max(tickOf(deadlineNs), currentTick), currentTick + TICKS - 1);
        int slot = slot(tick);
        int head = heads[slot];
        timers[at(record, TICK)] = (int) tick;
        timers[at(record, PREVIOUS)] = FlowStore.NONE;
        timers[at(record, NEXT)] = head;
        if (head != FlowStore.NONE) {
            timers[at(head, PREVIOUS)] = record;
        }
        heads[slot] = record;
        occupied[slot >> 6] |= 1L << slot;
        size++;
    }

    /** The tick the record is scheduled for, cut to 32 bits. */
    int tick(int record) {
        return timers[at(record, TICK)];
    }

    /** Whether the deadline comes before the tick the record is scheduled for. */
    boolean isSooner(int record, long deadlineNs) {
        return (int) tickOf(deadlineNs) - tick(record) < 0;
    }

    /** Whether the deadline lies in a later tick than the record is scheduled for. */
    boolean isLater(int record, long deadlineNs) {
        return (int) tickOf(deadlineNs) - tick(record) > 0;
    }

    void remove(int record) {
        int previous = timers[at(record, PREVIOUS)];
        int next = timers[at(record, NEXT)];
        if (next != FlowStore.NONE) {
            timers[at(next, PREVIOUS)] = previous;
        }
        if (previous != FlowStore.NONE) {
            timers[at(previous, NEXT)] = next;
        } else {
            int slot = slot(tick(record));
            heads[slot] = next;
            if (next == FlowStore.NONE) {
                occupied[slot >> 6] &= ~(1L << slot);
            }
        }
        size--;
    }

    /** A record whose tick lies before that of {@code nowNs}, the earliest tick first; {@code NONE} when there is no more. */
    int due(long nowNs) {
        long end = tickOf(nowNs);
        if (size == 0 || currentTick >= end) {
            return FlowStore.NONE;
        }
        long tick = firstOccupied();
        if (tick >= end) {
            currentTick = end;
            return FlowStore.NONE;
        }
        currentTick = tick;
        return heads[slot(tick)];
    }

    /** The tick from which on a record is due, the highest number if there is none. */
    long nextTick() {
        return size == 0 ? Long.MAX_VALUE : firstOccupied() + 1;
    }

    /** A record of the earliest tick that has any, {@code NONE} if the wheel is empty. */
    int soonest() {
        return size == 0 ? FlowStore.NONE : heads[slot(firstOccupied())];
    }

    private long firstOccupied() {
        int start = slot(currentTick);
        int word = start >> 6;
        long bits = occupied[word] & -1L << start;
        while (bits == 0) {
            word = word + 1 & occupied.length - 1;
            bits = occupied[word];
        }
        int slot = (word << 6) + Long.numberOfTrailingZeros(bits);
        return currentTick + (slot - start & TICKS - 1);
    }

    private static int at(int record, int field) {
        return (record << STRIDE_SHIFT) + field;
    }

    private static int slot(long tick) {
        return (int) tick & TICKS - 1;
    }
}
