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

    private final FlowStore store;
    private final Flow neighbour = new Flow();
    private final int[] heads = new int[TICKS];
    private final long[] occupied = new long[TICKS / Long.SIZE];
    private long currentTick = Long.MIN_VALUE;
    private int size;

    TimerWheel(FlowStore store) {
        this.store = store;
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
    void add(Flow flow, int record, long deadlineNs, long nowNs) {
        if (size == 0) {
            currentTick = tickOf(nowNs);
        }
        long tick = Math.min(Math.max(tickOf(deadlineNs), currentTick), currentTick + TICKS - 1);
        int slot = slot(tick);
        int head = heads[slot];
        flow.timerTick((int) tick);
        flow.timerPrevious(FlowStore.NONE);
        flow.timerNext(head);
        if (head != FlowStore.NONE) {
            store.wrap(neighbour, head).timerPrevious(record);
        }
        heads[slot] = record;
        occupied[slot >> 6] |= 1L << slot;
        size++;
    }

    /** Whether the deadline comes before the tick the flow is scheduled for. */
    static boolean isSooner(Flow flow, long deadlineNs) {
        return (int) tickOf(deadlineNs) - flow.timerTick() < 0;
    }

    /** Whether the deadline lies in a later tick than the flow is scheduled for. */
    static boolean isLater(Flow flow, long deadlineNs) {
        return (int) tickOf(deadlineNs) - flow.timerTick() > 0;
    }

    void remove(Flow flow) {
        int previous = flow.timerPrevious();
        int next = flow.timerNext();
        if (next != FlowStore.NONE) {
            store.wrap(neighbour, next).timerPrevious(previous);
        }
        if (previous != FlowStore.NONE) {
            store.wrap(neighbour, previous).timerNext(next);
        } else {
            int slot = slot(flow.timerTick());
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

    private static int slot(long tick) {
        return (int) tick & TICKS - 1;
    }
}
