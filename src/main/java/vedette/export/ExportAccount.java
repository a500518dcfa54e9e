package vedette.export;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongSupplier;

/**
 * What became of the records of one kind that were offered to one collector:
 * offered + recovered = filtered + unsupported + sent + spooled + queued + the sum of dropped. Of flow records, packets and octets are counted
 * too.
 */
public class ExportAccount {
    private final ExportTotal offered = new ExportTotal();
    private final ExportTotal recovered = new ExportTotal();
    private final ExportTotal resent = new ExportTotal();
    private final ExportTotal filtered = new ExportTotal();
    private final ExportTotal unsupported = new ExportTotal();
    private final ExportTotal sent = new ExportTotal();
    private final ExportTotal spooled = new ExportTotal();
    private final Map<DropReason, DroppedTotal> dropped = new EnumMap<>(DropReason.class);

    /** @param timeNs the time of day, nanoseconds since 1970 */
    ExportAccount(LongSupplier timeNs) {
        for (DropReason reason : DropReason.values()) {
            dropped.put(reason, new DroppedTotal(timeNs));
        }
    }

    /** Written by the thread that offers. */
    public ExportTotal offered() {
        return offered;
    }

    /** Records the collector did not ask for; written by the thread that offers. */
    public ExportTotal filtered() {
        return filtered;
    }

    /** Records the collector's format cannot tell: as good as filtered, but counted by the exporting thread. */
    public ExportTotal unsupported() {
        return unsupported;
    }

    /** Records that an earlier run of the sensor had left on disk for the collector. */
    public ExportTotal recovered() {
        return recovered;
    }

    /** Records that were written again because a connection broke: the collector may have them twice. */
    public ExportTotal resent() {
        return resent;
    }

    /**
     * Records handed to the operating system, each counted once. May fall, when a broken connection may have lost some of them and
     * they cannot go again: they are dropped, or wait on disk for the next run.
     */
    public ExportTotal sent() {
        return sent;
    }

    /** Records that wait on disk for a collector that is away. May fall. */
    public ExportTotal spooled() {
        return spooled;
    }

    public DroppedTotal dropped(DropReason reason) {
        return Objects.requireNonNull(dropped.get(reason));
    }

    /** Records that wait in the queue or in a message not yet full. */
    public long queuedRecords() {
        return offered.records()
                + recovered.records()
                - filteredRecords()
                - sent.records()
                - spooled.records()
                - droppedRecords();
    }

    /** Records the collector was not given because it did not ask for them, or its format cannot tell them. */
    public long filteredRecords() {
        return filtered.records() + unsupported.records();
    }

    /** Records dropped for any reason. */
    public long droppedRecords() {
        long all = 0;
        for (ExportTotal total : dropped.values()) {
            all += total.records();
        }
        return all;
    }
}
