package vedette.export;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/** What became of the flow records offered to one collector, of the alerts, and what the collector's host said. */
public final class ExportCounters extends ExportAccount {
    private final ExportAccount alerts;
    private final AtomicLong refusals = new AtomicLong();
    private final AtomicLong splits = new AtomicLong();
    private volatile boolean away;
    private volatile BooleanSupplier unconnected = () -> false;
    private volatile boolean diskLow;
    private volatile boolean endedUncleanly;

    /** @param timeNs the time of day, nanoseconds since 1970, by which losses are dated; asked by any thread */
    public ExportCounters(LongSupplier timeNs) {
        super(timeNs);
        alerts = new ExportAccount(timeNs);
    }

    /** Alerts, each time they were told. */
    public ExportAccount alerts() {
        return alerts;
    }

    /** How often the collector's host answered that nobody listens there. */
    public long refusals() {
        return refusals.get();
    }

    /** Whether there should be a connection and is none; over UDP, which has none, whether there is no way to the collector. */
    public boolean isAway() {
        return away || unconnected.getAsBoolean();
    }

    /** Asks from now on whether there is a connection. */
    public void watch(BooleanSupplier isUnconnected) {
        unconnected = isUnconnected;
    }

    public void away(boolean now) {
        away = now;
    }

    /** Whether the spool's disk is too full to be written to. */
    public boolean isDiskLow() {
        return diskLow;
    }

    public void diskLow(boolean now) {
        diskLow = now;
    }

    /** Whether the sensor's run before this one left its spool open: it was killed, or the machine stopped. */
    public boolean hasEndedUncleanly() {
        return endedUncleanly;
    }

    public void endedUncleanly() {
        endedUncleanly = true;
    }

    /** Connections that were told before they had ended, as too many were long at once: the rest of each is told apart. */
    public long splits() {
        return splits.get();
    }

    public void countSplit() {
        splits.incrementAndGet();
    }

    /** Called on the thread that hears the answers. */
    public void countRefusal() {
        refusals.incrementAndGet();
    }
}
