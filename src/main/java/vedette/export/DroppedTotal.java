package vedette.export;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** Records that were dropped, and when the first and the last of them were. */
public final class DroppedTotal extends ExportTotal {
    private final LongSupplier timeNs;
    private final AtomicLong firstNs = new AtomicLong();
    private final AtomicLong lastNs = new AtomicLong();

    /** @param timeNs the time of day, nanoseconds since 1970 */
    DroppedTotal(LongSupplier timeNs) {
        this.timeNs = timeNs;
    }

    /** The times go first: whoever sees a record sees when it was dropped. */
    @Override
    public void add(long moreRecords, long morePackets, long moreOctets) {
        if (moreRecords > 0) {
            long nowNs = timeNs.getAsLong();
            if (firstNs.get() == 0) {
                firstNs.lazySet(nowNs);
            }
            lastNs.lazySet(Math.max(nowNs, firstNs.get()));
        }
        super.add(moreRecords, morePackets, moreOctets);
    }

    /** When the first was dropped, nanoseconds since 1970; 0 without any. */
    public long firstNs() {
        return firstNs.get();
    }

    /** When the last was dropped. */
    public long lastNs() {
        return lastNs.get();
    }
}
