package vedette.export.transport;

import java.time.Duration;

/**
 * When to try again: a while after the last attempt began, and after each that fails twice as long, up to a bound. Times are
 * of one steady clock.
 */
final class Backoff {
    private final long firstNs;
    private final long mostNs;
    private long pauseNs;
    private long triedNs;

    Backoff(Duration first, Duration most) {
        this.firstNs = first.toNanos();
        this.mostNs = most.toNanos();
    }

    /** An attempt begins. */
    void trying(long nowNs) {
        triedNs = nowNs;
        pauseNs = pauseNs == 0 ? firstNs : Math.min(2 * pauseNs, mostNs);
    }

    /** It has worked. */
    void worked() {
        pauseNs = firstNs;
    }

    long pauseNs() {
        return pauseNs;
    }

    boolean isDue(long nowNs) {
        return pauseNs == 0 || nowNs - triedNs >= pauseNs;
    }
}
