package vedette.export.transport;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Holds a thread back so that it sends no more records a second than it may. */
public final class Pacer {
    /** How far a thread that was late may catch up. */
    private static final long MOST_BEHIND_NS = TimeUnit.MILLISECONDS.toNanos(5);

    private final double nsPerRecord;
    private long freeNs;

    /** @param recordsPerSecond 0 for no limit */
    public Pacer(int recordsPerSecond) {
        nsPerRecord = recordsPerSecond == 0 ? 0 : 1e9 / recordsPerSecond;
        freeNs = System.nanoTime();
    }

    /** Waits until these records may be sent; an interrupt ends the waiting. */
    public void await(int records) {
        if (nsPerRecord == 0 || records == 0) {
            return;
        }
        long now = System.nanoTime();
        freeNs = Math.max(freeNs, now - MOST_BEHIND_NS);
        while (now < freeNs && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(freeNs - now);
            now = System.nanoTime();
        }
        freeNs += (long) (records * nsPerRecord);
    }
}
