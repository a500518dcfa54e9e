package vedette.export;

import java.util.concurrent.atomic.AtomicLong;
import vedette.flow.Flow;

/** Flow records, and the packets and IP octets in them, that met one fate. One thread adds, any thread reads. */
public class ExportTotal {
    private final AtomicLong records = new AtomicLong();
    private final AtomicLong packets = new AtomicLong();
    private final AtomicLong octets = new AtomicLong();

    public void add(Flow flow) {
        add(1, packetsOf(flow), octetsOf(flow));
    }

    public void add(long moreRecords, long morePackets, long moreOctets) {
        records.lazySet(records.get() + moreRecords);
        packets.lazySet(packets.get() + morePackets);
        octets.lazySet(octets.get() + moreOctets);
    }

    public final long records() {
        return records.get();
    }

    public final long packets() {
        return packets.get();
    }

    /** IP octets. */
    public final long octets() {
        return octets.get();
    }

    /** Packets of both directions of a flow record. */
    public static long packetsOf(Flow flow) {
        return flow.packets(Flow.FORWARD) + flow.packets(Flow.REVERSE);
    }

    /** IP octets of both directions of a flow record. */
    public static long octetsOf(Flow flow) {
        return flow.octets(Flow.FORWARD) + flow.octets(Flow.REVERSE);
    }
}
