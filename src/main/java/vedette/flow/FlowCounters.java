package vedette.flow;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * What the metering process did. Packets counted in = packets in records + packets in open flows, always. Written by the
 * metering thread, read by any.
 */
public final class FlowCounters {
    /** Packets given to the metering process. */
    public final LongAdder packets = new LongAdder();
    /** IP octets of those packets. */
    public final LongAdder octets = new LongAdder();
    /** Flows that began. */
    public final LongAdder started = new LongAdder();
    /** Records closed, parts of flows included. */
    public final LongAdder records = new LongAdder();
    /** Packets in those records. */
    public final LongAdder recordPackets = new LongAdder();
    /** IP octets in those records. */
    public final LongAdder recordOctets = new LongAdder();
    /** TCP connections given up, half open, because the table was full. */
    public final LongAdder evictedHalfOpen = new LongAdder();
    /** Other flows given up because the table was full. */
    public final LongAdder evictedIdle = new LongAdder();
    /** Packets a little older than the newest before them; their flows keep their true times. */
    public final LongAdder latePackets = new LongAdder();
    /** Steps of the packets' clock, back or, live, far ahead. */
    public final LongAdder clockSteps = new LongAdder();
    /** Fragments metered. */
    public final LongAdder fragments = new LongAdder();
    /** Datagrams of which not every fragment came in time. */
    public final LongAdder incompleteDatagrams = new LongAdder();
    /** Datagrams given up because the fragment table was full. */
    public final LongAdder evictedDatagrams = new LongAdder();
    /** Fragments that overlap others or lie beyond their datagram's end. */
    public final LongAdder overlappingFragments = new LongAdder();
    /** Transport headers that lay in more than one fragment. */
    public final LongAdder splitHeaders = new LongAdder();

    private final Map<EndReason, LongAdder> ended = new EnumMap<>(EndReason.class);

    public FlowCounters() {
        for (EndReason reason : EndReason.values()) {
            ended.put(reason, new LongAdder());
        }
    }

    /** Records closed for this reason. */
    public long ended(EndReason reason) {
        return counterOf(reason).sum();
    }

    /** Packets in flows that are still open. */
    public long openPackets() {
        return packets.sum() - recordPackets.sum();
    }

    void count(Flow record) {
        records.increment();
        recordPackets.add(record.packets(Flow.FORWARD) + record.packets(Flow.REVERSE));
        recordOctets.add(record.octets(Flow.FORWARD) + record.octets(Flow.REVERSE));
        counterOf(record.endReason()).increment();
    }

    private LongAdder counterOf(EndReason reason) {
        LongAdder counter = ended.get(reason);
        if (counter == null) {
            throw new IllegalStateException("no counter for " + reason);
        }
        return counter;
    }
}
