package vedette.flow;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import vedette.net.Counter;

/**
 * What the metering process did. Packets counted in = packets in records + packets in open flows, always. Written by the
 * metering thread, read by any.
 */
public final class FlowCounters {
    private final List<Counter> all = new ArrayList<>();

    /** Packets given to the metering process. */
    public final Counter packets = counter();
    /** IP octets of those packets. */
    public final Counter octets = counter();
    /** Flows that began. */
    public final Counter started = counter();
    /** Records closed, parts of flows included. */
    public final Counter records = counter();
    /** Packets in those records. */
    public final Counter recordPackets = counter();
    /** IP octets in those records. */
    public final Counter recordOctets = counter();
    /** Flows that are told of in aggregates alone. */
    public final Counter folded = counter();
    /** TCP connections given up, half open, because the table was full. */
    public final Counter evictedHalfOpen = counter();
    /** Other flows given up because the table was full. */
    public final Counter evictedIdle = counter();
    /** Packets a little older than the newest before them; their flows keep their true times. */
    public final Counter latePackets = counter();
    /** Steps of the packets' clock, back or, live, far ahead. */
    public final Counter clockSteps = counter();
    /** Fragments metered. */
    public final Counter fragments = counter();
    /** Datagrams of which not every fragment came in time. */
    public final Counter incompleteDatagrams = counter();
    /** Datagrams given up because the fragment table was full. */
    public final Counter evictedDatagrams = counter();
    /** Fragments that overlap others or lie beyond their datagram's end. */
    public final Counter overlappingFragments = counter();
    /** Transport headers that lay in more than one fragment. */
    public final Counter splitHeaders = counter();

    /** Beginnings of streams given up before they told all, because too many were being put together. */
    public final Counter evictedAssemblies = counter();
    /** Answers of DNS that named addresses still and were given up, because there were too many. */
    public final Counter evictedNames = counter();
    /** Flows whose findings had no room, so that only their service is told. */
    public final Counter droppedFindings = counter();

    private final Map<EndReason, Counter> ended = new EnumMap<>(EndReason.class);

    public FlowCounters() {
        for (EndReason reason : EndReason.values()) {
            ended.put(reason, counter());
        }
    }

    private Counter counter() {
        Counter counter = new Counter();
        all.add(counter);
        return counter;
    }

    /** Adds what another has counted; for the thread that owns this one. */
    public void add(FlowCounters other) {
        Iterator<Counter> others = other.all.iterator();
        all.forEach(counter -> counter.add(others.next().get()));
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
