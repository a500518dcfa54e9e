package vedette.detect;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import vedette.detect.memory.Memory;
import vedette.flow.Flow;
import vedette.flow.FlowEvents;
import vedette.flow.Probe;

/**
 * Watches what the metering process tells and brings what it finds to the {@link AlertDesk}. Its memory is bounded, and its
 * class comment says how; on the event path it allocates nothing but for an alert.
 */
public interface Detector extends FlowEvents {
    /** What a detector may be told of: a method of {@link FlowEvents} each, and {@link #onRecord}. */
    enum Event {
        BEGIN,
        SYN_ACK,
        HANDSHAKE,
        OUTCOME,
        BURST,
        /** Costs time for every packet. */
        PACKET,
        /** Costs time for every datagram of DNS. */
        DNS,
        ARP,
        RECORD
    }

    /** What it is told of, ticks apart. Asked once. */
    default Set<Event> watches() {
        return EnumSet.complementOf(EnumSet.of(Event.PACKET, Event.DNS));
    }

    /** Whether it is told of beginnings, outcomes and records of flows that began like that. Asked once for each. */
    default boolean minds(Probe probe) {
        return true;
    }

    /** A flow record was closed: a whole flow, or a part of one that goes on. */
    default void onRecord(Flow record) {}

    /** What of it outlives the run of a sensor, in one order. What it knows for less than an hour is not worth it. */
    default List<Memory> memories() {
        return List.of();
    }

    /** The input has ended: tells what it still has to tell. Its alerts are closed afterwards. */
    default void finish(long nowNs) {}

    /** Entries its tables hold now. */
    int entries();

    /** Entries given up because a table was full, so far. */
    long evictions();
}
