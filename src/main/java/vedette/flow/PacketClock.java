package vedette.flow;

/**
 * The sensor's time: the packets' own, made to run forwards only. A packet a little late leaves the clock where it is; a
 * larger step back is a clock step, after which time goes on from where it was. Owned by the metering thread.
 */
public final class PacketClock {
    /** A packet later than this is a clock step. */
    static final long LATE_NS = 60_000_000_000L;

    private final FlowCounters counters;
    private long nowNs = Long.MIN_VALUE;
    private long offsetNs;

    public PacketClock(FlowCounters counters) {
        this.counters = counters;
    }

    /** Nanoseconds since 1970, {@code Long.MIN_VALUE} before the first packet. It never goes back. */
    public long nowNs() {
        return nowNs;
    }

    public boolean isRunning() {
        return nowNs != Long.MIN_VALUE;
    }

    /** A packet bears this time. */
    public void advanceTo(long timestampNs) {
        long time = timestampNs + offsetNs;
        if (time >= nowNs) {
            nowNs = time;
        } else if (nowNs - time <= LATE_NS) {
            counters.latePackets.increment();
        } else {
            counters.clockSteps.increment();
            offsetNs += nowNs - time;
        }
    }

    /**
     * A packet bears this time, and the system's clock says another: one from further ahead than a minute steps the clock
     * rather than ending every flow.
     */
    public void advanceTo(long timestampNs, long systemNs) {
        if (isRunning() && timestampNs + offsetNs > Math.max(nowNs, systemNs) + LATE_NS) {
            counters.clockSteps.increment();
            offsetNs = nowNs - timestampNs;
        }
        advanceTo(timestampNs);
    }

    /** Time passes without packets. */
    public void elapse(long elapsedNs) {
        if (isRunning()) {
            nowNs += elapsedNs;
        }
    }
}
