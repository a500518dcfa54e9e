package vedette.export;

import java.util.concurrent.atomic.AtomicLong;
import vedette.content.Findings;
import vedette.flow.Flow;

/** A bounded ring of flow records between one thread that offers and one that takes. Allocates nothing once made. */
final class RecordQueue {
    private final long[] slots;
    private final Findings[] findings;
    private final Findings[] named;

    private final int capacity;
    private final AtomicLong taken = new AtomicLong();
    private final AtomicLong offered = new AtomicLong();
    /** The offering thread's last look at {@link #taken}. */
    private long takenSeen;

    /** @param records how many records it has room for; rounded up to a power of two, at least 2 */
    RecordQueue(int records) {
        capacity = capacity(records);
        slots = new long[Math.multiplyExact(capacity, Flow.WORDS)];
        findings = new Findings[capacity];
        named = new Findings[capacity];
    }

    private static int capacity(int records) {
        return Integer.highestOneBit(Math.max(records, 2) - 1) << 1;
    }

    /** What room for so many records takes of the heap, from the start. */
    static long octets(int records) {
        return (long) Flow.LENGTH * capacity(records);
    }

    int capacity() {
        return capacity;
    }

    /** Records that were taken in so far; for the offering thread. */
    long offered() {
        return offered.get();
    }

    /** Records that were released so far; for the taking thread. */
    long taken() {
        return taken.get();
    }

    /** Copies the flow into the ring, or returns false when there is no room. */
    boolean offer(Flow flow) {
        long at = offered.get();
        if (at - takenSeen == capacity) {
            takenSeen = taken.get();
            if (at - takenSeen == capacity) {
                return false;
            }
        }
        flow.copyTo(slots, slot(at));
        findings[place(at)] = flow.findings();
        named[place(at)] = flow.named();
        offered.lazySet(at + 1);
        return true;
    }

    /** Wraps the oldest record, which stays valid until {@link #release()}, or returns false when there is none. */
    boolean peek(Flow flow) {
        long at = taken.get();
        if (at == offered.get()) {
            return false;
        }
        flow.wrap(slots, slot(at)).with(findings[place(at)]).named(named[place(at)]);
        return true;
    }

    /** Gives the place of the record last peeked at back to the offering thread. */
    void release() {
        long at = taken.get();
        findings[place(at)] = Findings.NONE;
        named[place(at)] = Findings.NONE;
        taken.lazySet(at + 1);
    }

    /** Whether more than half of its room is taken; for the taking thread. */
    boolean isHalfFull() {
        return offered.get() - taken.get() > capacity / 2;
    }

    private int place(long at) {
        return (int) (at & (capacity - 1));
    }

    private int slot(long at) {
        return place(at) * Flow.WORDS;
    }
}
