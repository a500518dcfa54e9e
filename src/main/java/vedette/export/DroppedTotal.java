package vedette.export;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import vedette.flow.Flow;

/** Records that were dropped, and when the first and the last of them were. */
public final class DroppedTotal extends ExportTotal {
    private final LongSupplier timeNs;
    private final AtomicLong uniflows = new AtomicLong();
    private final AtomicLong firstNs = new AtomicLong();
    private final AtomicLong lastNs = new AtomicLong();

    /** @param timeNs the time of day, nanoseconds since 1970 */
    DroppedTotal(LongSupplier timeNs) {
        this.timeNs = timeNs;
    }

    @Override
    public void add(Flow flow) {
        int directions = flow.packets(Flow.FORWARD) > 0 && flow.packets(Flow.REVERSE) > 0 ? 2 : 1;
        add(1, directions, packetsOf(flow), octetsOf(flow));
    }

    @Override
    public void add(long moreRecords, long morePackets, long moreOctets) {
        add(moreRecords, moreRecords, morePackets, moreOctets);
    }

    /**
     * Counts records, after the times: whoever sees a record sees when it was dropped.
     *
     * @param moreUniflows what they are to a collector that is told of each direction by itself; as many as records where it is
     *     told of both at once
     */
    public void add(long moreRecords, long moreUniflows, long morePackets, long moreOctets) {
        if (moreRecords > 0) {
            long nowNs = timeNs.getAsLong();
            if (firstNs.get() == 0) {
                firstNs.lazySet(nowNs);
            }
            lastNs.lazySet(Math.max(nowNs, firstNs.get()));
        }
        uniflows.lazySet(uniflows.get() + moreUniflows);
        super.add(moreRecords, morePackets, moreOctets);
    }

    /** Directions with packets, each of which is a record to a collector that is told of each by itself. */
    public long uniflows() {
        return uniflows.get();
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
