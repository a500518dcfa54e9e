package vedette.detect;

import vedette.flow.Flow;
import vedette.flow.FlowEvents;

/**
 * Watches what the metering process tells and brings what it finds to the {@link AlertDesk}. Its memory is bounded, and its
 * class comment says how; on the event path it allocates nothing but for an alert.
 */
public interface Detector extends FlowEvents {
    /** Whether {@link #onPacket} is to be called: that costs time for every packet. */
    default boolean watchesPackets() {
        return false;
    }

    /** A flow record was closed: a whole flow, or a part of one that goes on. */
    default void onRecord(Flow record) {}

    /** The input has ended: tells what it still has to tell. Its alerts are closed afterwards. */
    default void finish(long nowNs) {}

    /** Entries its tables hold now. */
    int entries();

    /** Entries given up because a table was full, so far. */
    long evictions();
}
