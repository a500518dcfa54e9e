package vedette.detect.memory;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** How saving fares. May be read from any thread. */
public final class MemoryCounters {
    /** Stands for never, by a clock that has no beginning. */
    public static final long NEVER = Long.MIN_VALUE;

    /** Times it could not be saved. */
    public final LongAdder failures = new LongAdder();

    private final AtomicLong savedNs = new AtomicLong(NEVER);

    /** From this moment on, by the JVM's steady clock, all that is known is on disk, or there is nothing yet to be there. */
    public void saved(long nowNs) {
        savedNs.set(nowNs);
    }

    /** When it was last saved, by the JVM's steady clock; {@link #NEVER} if it is to be saved nowhere. */
    public long savedNs() {
        return savedNs.get();
    }
}
