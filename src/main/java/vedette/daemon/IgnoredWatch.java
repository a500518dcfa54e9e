package vedette.daemon;

import java.util.concurrent.atomic.AtomicLong;
import vedette.capture.CaptureCounters;
import vedette.decode.DecodeCounters;
import vedette.export.IgnoredPackets;

/**
 * What a live sensor should have metered and has not: frames it could not read, and those dropped before it got them, of which
 * only their number is known, and when they were missed. Ticked by the metering thread, asked by any.
 */
final class IgnoredWatch {
    private static final long NS_PER_S = 1_000_000_000;

    private final CaptureCounters captured;
    private final DecodeCounters decoded;
    private final AtomicLong dropped = new AtomicLong();
    private final AtomicLong firstNs = new AtomicLong();
    private final AtomicLong lastNs = new AtomicLong();
    private long lookedNs;

    IgnoredWatch(CaptureCounters captured, DecodeCounters decoded) {
        this.captured = captured;
        this.decoded = decoded;
    }

    /** Frames that could not be read: all there is in a replay, since what is not in the file was lost by another. */
    static IgnoredPackets unread(DecodeCounters decoded) {
        long packets = decoded.ignoredPackets();
        return new IgnoredPackets(packets, decoded.ignoredOctets(), decoded.firstIgnoredNs(), decoded.lastIgnoredNs());
    }

    /**
     * Called every turn; looks once a second.
     *
     * @param nowNs by the sensor's clock
     * @param timeNs the time of day, nanoseconds since 1970
     */
    void tick(long nowNs, long timeNs) {
        if (nowNs - lookedNs >= NS_PER_S) {
            lookedNs = nowNs;
            look(timeNs);
        }
    }

    /** Looks at once. */
    void look(long timeNs) {
        long now = captured.dropped();
        if (now > dropped.get()) {
            if (dropped.get() == 0) {
                firstNs.lazySet(timeNs);
            }
            lastNs.lazySet(Math.max(timeNs, firstNs.get()));
            dropped.lazySet(now);
        }
    }

    IgnoredPackets ignored() {
        return unread(decoded).plus(new IgnoredPackets(dropped.get(), 0, firstNs.get(), lastNs.get()));
    }
}
