package vedette.export.netflow;

import java.util.concurrent.TimeUnit;

/**
 * The times of messages: a flow's are milliseconds since a boot, which a collector works out from the seconds and the uptime
 * that each message tells. The boot told is a whole second, so nothing is lost to the seconds. It is moved, between two
 * messages, when a time would not fit into 32 bits (49.7 days) after it; to a collector that is a restart of the exporter.
 */
final class Uptime {
    /** The longest uptime that can be told. */
    static final long MOST_MS = 0xFFFF_FFFFL;

    private static final long SECOND = 1000;

    /** How long before the first flow the boot is put, so that one that began earlier does not move it. */
    private static final long HEAD_START_MS = TimeUnit.DAYS.toMillis(1);

    private static final long NEVER = Long.MIN_VALUE;

    private long bootMs = NEVER;
    private long latestMs = NEVER;

    /** Begins a message without flows. */
    void begin(long nowMs) {
        begin(nowMs, nowMs, nowMs);
    }

    /**
     * Begins a message.
     *
     * @param firstMs start of its first flow
     * @param lastMs end of that flow
     * @param nowMs when it would leave if it did at once
     */
    void begin(long firstMs, long lastMs, long nowMs) {
        latestMs = NEVER;
        if (bootMs == NEVER || !holds(firstMs, Math.max(lastMs, nowMs))) {
            boot(firstMs, lastMs, nowMs);
        }
        if (wholeBefore(nowMs) - bootMs <= MOST_MS) {
            latestMs = wholeBefore(nowMs);
        }
    }

    private void boot(long firstMs, long lastMs, long nowMs) {
        long end = wholeAfter(Math.max(lastMs, nowMs));
        if (end - wholeBefore(firstMs) > MOST_MS) {
            end = wholeAfter(lastMs);
        }
        bootMs = Math.max(wholeBefore(firstMs) - HEAD_START_MS, wholeAfter(end - MOST_MS));
    }

    /** Whether a flow's times can be told in the message at hand. */
    boolean holds(long firstMs, long lastMs) {
        return bootMs <= firstMs && wholeAfter(Math.max(latestMs, lastMs)) - bootMs <= MOST_MS;
    }

    /** Tells that a flow with this end is in the message. */
    void add(long lastMs) {
        latestMs = Math.max(latestMs, wholeAfter(lastMs));
    }

    /** The uptime at a time; a time before the boot, which only a flow of more than 49.7 days can have, is told as the boot. */
    int at(long ms) {
        return (int) Math.max(0, ms - bootMs);
    }

    /** When the message at hand leaves, in seconds since 1970: now, but not before the flows in it have ended. */
    long exportSeconds(long nowMs) {
        long leavesMs = Math.max(wholeBefore(nowMs), latestMs);
        return (leavesMs - bootMs <= MOST_MS ? leavesMs : latestMs) / SECOND;
    }

    private static long wholeBefore(long ms) {
        return Math.floorDiv(ms, SECOND) * SECOND;
    }

    private static long wholeAfter(long ms) {
        return -Math.floorDiv(-ms, SECOND) * SECOND;
    }
}
