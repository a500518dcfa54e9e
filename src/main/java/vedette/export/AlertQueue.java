package vedette.export;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;
import vedette.detect.Alert;

/**
 * A bounded ring of alerts between one thread that offers and one that takes. Each remembers how many flow records were
 * queued before it, so that both come out in the order in which they went in.
 */
final class AlertQueue {
    private final AtomicReferenceArray<@Nullable Alert> alerts;
    private final long[] flowsBefore;
    private final AtomicLong taken = new AtomicLong();
    private final AtomicLong offered = new AtomicLong();

    /** @param capacity a power of two */
    AlertQueue(int capacity) {
        alerts = new AtomicReferenceArray<>(capacity);
        flowsBefore = new long[capacity];
    }

    /** Returns false when there is no room. */
    boolean offer(Alert alert, long flowsQueued) {
        long at = offered.get();
        if (at - taken.get() == flowsBefore.length) {
            return false;
        }
        int slot = slot(at);
        alerts.setPlain(slot, alert);
        flowsBefore[slot] = flowsQueued;
        offered.lazySet(at + 1);
        return true;
    }

    /** The oldest alert if no more flow records than these were queued before it, else null. */
    @Nullable
    Alert peek(long flowsTaken) {
        long at = taken.get();
        if (at == offered.get() || flowsBefore[slot(at)] > flowsTaken) {
            return null;
        }
        return alerts.getPlain(slot(at));
    }

    /** Gives the place of the alert last peeked at back to the offering thread. */
    void release() {
        long at = taken.get();
        alerts.setPlain(slot(at), null);
        taken.lazySet(at + 1);
    }

    private int slot(long at) {
        return (int) (at & (flowsBefore.length - 1));
    }
}
