package vedette.flow;

import vedette.decode.Packet;

/**
 * Is told in which flow each packet was counted. A live sensor has none: it is for whoever goes through captures once more. Called
 * on the metering thread.
 */
@FunctionalInterface
public interface PacketListener {
    /**
     * A packet was counted. Of fragments that came before the ports of their datagram {@link #onHeld} tells instead.
     *
     * @param flow with the packet in it; not to be kept
     * @param direction {@link Flow#FORWARD} or {@link Flow#REVERSE}
     * @param packet not to be kept
     * @param timestampNs when it was captured, nanoseconds since 1970
     */
    void onPacket(Flow flow, int direction, Packet packet, long timestampNs);

    /**
     * A fragment was held back until the ports of its datagram are known.
     *
     * @param datagram names its datagram until {@link #onJoined}
     */
    default void onHeld(long datagram, Packet packet, long timestampNs) {}

    /** What was held back of a datagram was counted in a flow, this way. */
    default void onJoined(long datagram, Flow flow, int direction) {}

    /** The packet that was told of last is an ICMP error which quotes a packet of this open flow. */
    default void onQuoted(Flow flow) {}
}
