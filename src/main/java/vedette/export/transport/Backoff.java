package vedette.export.transport;

import java.time.Duration;

/** When to try again: after a while, and after each failure twice as long, up to a bound. Times are of one steady clock. */
final class Backoff {
    private final long firstNs;
    private final long mostNs;
    private long pauseNs;
    private long failedNs;

    Backoff(Duration first, Duration most) {
        this.firstNs = first.toNanos();
        this.mostNs = most.toNanos();
    }

    void failed(long nowNs) {
        failedNs = nowNs;
        pauseNs = pauseNs == 0 ? firstNs : Math.min(2 * pauseNs, mostNs);
    }

    /** It has worked. */
    void reset() {
        pauseNs = 0;
    }

    /** 0 if it is time. */
    long untilDueNs(long nowNs) {
        return pauseNs == 0 ? 0 : Math.max(0, pauseNs - (nowNs - failedNs));
    }

    boolean isDue(long nowNs) {
        return untilDueNs(nowNs) == 0;
    }
}
