package vedette.flow;

import vedette.decode.Packet;

/**
 * Is told in which flow each packet was counted. A live sensor has none: it is for whoever goes through captures once more. Called
 * on the metering thread.
 */
public interface PacketListener {
    /**
     * A packet was counted. Fragments that came before the ports of their datagram are not told of: their flow is not known yet.
     *
     * @param flow with the packet in it; not to be kept
     * @param direction {@link Flow#FORWARD} or {@link Flow#REVERSE}
     * @param packet not to be kept
     * @param timestampNs when it was captured, nanoseconds since 1970
     */
    void onPacket(Flow flow, int direction, Packet packet, long timestampNs);
}
