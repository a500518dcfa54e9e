package vedette.flow;

import java.util.function.LongSupplier;

/**
 * The sensor's time: the packets' own, made to run forwards only. A packet a little late leaves the clock where it is; a
 * larger step back is a clock step, after which time goes on from where it was. Two clocks that take turns in one capture are
 * told apart: a step that leads back to the clock before it does so without loss of time. Owned by the metering thread.
 */
public final class PacketClock {
    /** A packet later than this is a clock step. */
    static final long LATE_NS = 60_000_000_000L;

    private final FlowCounters counters;
    private final LongSupplier systemNs;
    private long nowNs = Long.MIN_VALUE;
    /** When the last packet came: from then on time has passed without packets. */
    private long packetNs = Long.MIN_VALUE;
    /** What the packets' clock lacks to ours. */
    private long offsetNs;
    /** The same, before the last step. */
    private long formerOffsetNs;

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
        if (isRunning()) {
            follow(timestampNs);
        } else {
            nowNs = timestampNs;
        }
        packetNs = Math.max(packetNs, timestampNs + offsetNs);
    }

    private void follow(long timestampNs) {
        long aheadNs = timestampNs + offsetNs - nowNs;
        if (isNear(aheadNs)) {
            move(aheadNs);
        } else if (isNear(timestampNs + formerOffsetNs - nowNs)) {
            step(formerOffsetNs);
            move(timestampNs + offsetNs - nowNs);
        } else if (aheadNs > 0 && timestampNs + offsetNs - LATE_NS <= systemNs.getAsLong()) {
            nowNs += aheadNs;
        } else {
            step(offsetNs - aheadNs);
        }
    }

    private static boolean isNear(long aheadNs) {
        return aheadNs <= LATE_NS && aheadNs >= -LATE_NS;
    }

    private void move(long aheadNs) {
        if (aheadNs >= 0) {
            nowNs += aheadNs;
        } else {
            counters.latePackets.increment();
        }
    }

    /** The packets' clock was set: from here its times differ from ours by so much. */
    private void step(long toOffsetNs) {
        counters.clockSteps.increment();
        formerOffsetNs = offsetNs;
        offsetNs = toOffsetNs;
    }

    /** Time passes without packets. */
    public void elapse(long elapsedNs) {
        if (isRunning()) {
            nowNs += elapsedNs;
        }
    }

    /** Time passes without packets until so long after the last one, unless it has already. */
    public void runOn(long afterPacketNs) {
        if (isRunning()) {
            nowNs = Math.max(nowNs, packetNs + afterPacketNs);
        }
    }
}
