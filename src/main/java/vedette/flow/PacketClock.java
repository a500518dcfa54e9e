package vedette.flow;

import java.util.function.LongSupplier;

/**
 * The sensor's time: the packets' own, made to run forwards only. A packet a little late leaves the clock where it is; a
 * larger step back is a clock step, after which time goes on from where it was. Owned by the metering thread.
 */
public final class PacketClock {
    /** A packet later than this is a clock step. */
    static final long LATE_NS = 60_000_000_000L;

    private final FlowCounters counters;
    private final LongSupplier systemNs;
    private long nowNs = Long.MIN_VALUE;
    private long offsetNs;

    /**
     * A packet from more than a minute ahead of the system's clock is a clock step too; in a replay that clock is at the end
     * of time.
     *
     * @param systemNs nanoseconds since 1970, asked only when a packet is that far ahead of the one before
     */
    public PacketClock(FlowCounters counters, LongSupplier systemNs) {
        this.counters = counters;
        this.systemNs = systemNs;
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
            advance(time);
        } else if (nowNs - time <= LATE_NS) {
            counters.latePackets.increment();
        } else {
            step(nowNs - time);
        }
    }

    private void advance(long time) {
        if (isRunning() && time - nowNs > LATE_NS && time - LATE_NS > systemNs.getAsLong()) {
            step(nowNs - time);
        } else {
            nowNs = time;
        }
    }

    /** The packets' clock was set: from here its times differ by so much more, and ours goes on. */
    private void step(long byNs) {
        counters.clockSteps.increment();
        offsetNs += byNs;
    }

    /** Time passes without packets. */
    public void elapse(long elapsedNs) {
        if (isRunning()) {
            nowNs += elapsedNs;
        }
    }
}
