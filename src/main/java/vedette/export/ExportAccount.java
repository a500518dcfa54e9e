package vedette.export;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/**
 * What became of the records of one kind that were offered to one collector:
 * offered = filtered + sent + spooled + queued + the sum of dropped. Of flow records, packets and octets are counted too.
 */
public class ExportAccount {
    private final ExportTotal offered = new ExportTotal();
    private final ExportTotal filtered = new ExportTotal();
    private final ExportTotal sent = new ExportTotal();
    private final ExportTotal spooled = new ExportTotal();
    private final Map<DropReason, ExportTotal> dropped = new EnumMap<>(DropReason.class);

    ExportAccount() {
        for (DropReason reason : DropReason.values()) {
            dropped.put(reason, new ExportTotal());
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

    /** Records handed to the operating system. */
    public ExportTotal sent() {
        return sent;
    }

    /** Records kept on disk for a collector that is away. */
    public ExportTotal spooled() {
        return spooled;
    }

    public ExportTotal dropped(DropReason reason) {
        return Objects.requireNonNull(dropped.get(reason));
    }

    /** Records that wait in the queue or in a message not yet full. */
    public long queuedRecords() {
        return offered.records() - filtered.records() - sent.records() - spooled.records() - droppedRecords();
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
