package vedette.export;

import java.util.concurrent.atomic.AtomicLong;

/** What became of the flow records offered to one collector, of the alerts, and what the collector's host said. */
public final class ExportCounters extends ExportAccount {
    private final ExportAccount alerts = new ExportAccount();
    private final AtomicLong refusals = new AtomicLong();

    /** Alerts, each time they were told. */
    public ExportAccount alerts() {
        return alerts;
    }

    /** How often the collector's host answered that nobody listens there. */
    public long refusals() {
        return refusals.get();
    }

    /** Called on the thread that hears the answers. */
    public void countRefusal() {
        refusals.incrementAndGet();
    }
}
