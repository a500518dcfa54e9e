package vedette.daemon;

import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import vedette.capture.FrameBatch;
import vedette.flow.FlowConfig;

/** A turn of the thread that captures, to be taken by every thread that meters: the same for all, so that they keep in step. */
final class Round {
    final FrameBatch frames = new FrameBatch();

    /** Time of day when its frames had been captured, nanoseconds since 1970. */
    long timeNs;

    /** Frames lost before the sensor by then. */
    long dropped;

    /** Time that passed after its frames, without any. */
    long elapsedNs;

    /** Timeouts that hold from its end on, if others do. */
    @Nullable
    FlowConfig timeouts;

    /** Frames captured so far, if it is to be looked whether all are where they belong, else -1. */
    long audited;

    /** Whether none follows. */
    boolean isLast;

    private final AtomicInteger pending = new AtomicInteger();

    void clear() {
        frames.clear();
        elapsedNs = 0;
        timeouts = null;
        audited = -1;
        isLast = false;
    }

    void passTo(int takers) {
        pending.set(takers);
    }

    /** One has taken it; true if all have. */
    boolean isDone() {
        return pending.decrementAndGet() == 0;
    }
}
