package vedette.daemon;

import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import vedette.capture.CaptureCounters;
import vedette.report.Quantity;

/** What a live sensor does, in a line for people. Owned by the metering thread. */
final class StatusLine implements Supplier<String> {
    private static final double NS_PER_S = 1e9;

    private final String interfaces;
    private final CaptureCounters captured;
    private final IntSupplier openFlows;
    private final LongSupplier clockNs;
    private long frames;
    private long sinceNs;

    /** @param interfaces names of those that are captured from */
    StatusLine(String interfaces, CaptureCounters captured, IntSupplier openFlows, LongSupplier clockNs) {
        this.interfaces = interfaces;
        this.captured = captured;
        this.openFlows = openFlows;
        this.clockNs = clockNs;
        this.sinceNs = clockNs.getAsLong();
    }

    /** Its rate is that since it was last asked for. */
    @Override
    public String get() {
        long nowNs = clockNs.getAsLong();
        long now = captured.captured.sum();
        long rate = Math.round((now - frames) * NS_PER_S / Math.max(1, nowNs - sinceNs));
        frames = now;
        sinceNs = nowNs;
        return interfaces + ": " + Quantity.count(rate, "frame") + "/s, "
                + Quantity.count(openFlows.getAsInt(), "open flow") + ", " + Quantity.count(captured.dropped()) + " of "
                + Quantity.count(now + captured.dropped(), "frame") + " dropped";
    }
}
