package vedette.flow;

import java.util.EnumMap;
import java.util.Map;
import vedette.net.Counter;

/**
 * What the metering process did. Packets counted in = packets in records + packets in open flows, always. Written by the
 * metering thread, read by any.
 */
public final class FlowCounters {
    /** Packets given to the metering process. */
    public final Counter packets = new Counter();
    /** IP octets of those packets. */
    public final Counter octets = new Counter();
    /** Flows that began. */
    public final Counter started = new Counter();
    /** Records closed, parts of flows included. */
    public final Counter records = new Counter();
    /** Packets in those records. */
    public final Counter recordPackets = new Counter();
    /** IP octets in those records. */
    public final Counter recordOctets = new Counter();
    /** Flows that are told of in aggregates alone. */
    public final Counter folded = new Counter();
    /** TCP connections given up, half open, because the table was full. */
    public final Counter evictedHalfOpen = new Counter();
    /** Other flows given up because the table was full. */
    public final Counter evictedIdle = new Counter();
    /** Packets a little older than the newest before them; their flows keep their true times. */
    public final Counter latePackets = new Counter();
    /** Steps of the packets' clock, back or, live, far ahead. */
    public final Counter clockSteps = new Counter();
    /** Fragments metered. */
    public final Counter fragments = new Counter();
    /** Datagrams of which not every fragment came in time. */
    public final Counter incompleteDatagrams = new Counter();
    /** Datagrams given up because the fragment table was full. */
    public final Counter evictedDatagrams = new Counter();
    /** Fragments that overlap others or lie beyond their datagram's end. */
    public final Counter overlappingFragments = new Counter();
    /** Transport headers that lay in more than one fragment. */
    public final Counter splitHeaders = new Counter();

    private final Map<EndReason, Counter> ended = new EnumMap<>(EndReason.class);

    public FlowCounters() {
        for (EndReason reason : EndReason.values()) {
            ended.put(reason, new Counter());
        }
    }

    /** Records closed for this reason. */
    public long ended(EndReason reason) {
        return counterOf(reason).get();
    }

    /** Packets in flows that are still open. */
    public long openPackets() {
        return packets.get() - recordPackets.get();
    }

    void count(Flow record) {
        records.increment();
        recordPackets.add(FlowCounting.packets(record));
        recordOctets.add(record.octets(Flow.FORWARD) + record.octets(Flow.REVERSE));
        counterOf(record.endReason()).increment();
    }

    private Counter counterOf(EndReason reason) {
        Counter counter = ended.get(reason);
        if (counter == null) {
            throw new IllegalStateException("no counter for " + reason);
        }
        return counter;
    }
}
