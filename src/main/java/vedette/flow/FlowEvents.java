package vedette.flow;

import vedette.content.DnsMessage;
import vedette.decode.ArpMessage;
import vedette.decode.HeaderFields;
import vedette.decode.Packet;

/**
 * What the metering process tells while flows go on, long before they are exported. Called on the detecting thread in
 * packet-time order: return soon, allocate nothing, keep no reference to flow, packet or message.
 *
 * <p>{@code nowNs} is the packet clock's time, which never steps back by itself.
 */
public interface FlowEvents {
    /** For whom nothing of this matters. */
    FlowEvents NONE = new FlowEvents() {};

    /** What happens to a flow. */
    enum Change {
        BEGIN,
        SYN_ACK,
        HANDSHAKE,
        OUTCOME,
        BURST
    }

    /** Whether anybody wants to be told when that happens to a flow that began so; always the same. Any thread. */
    default boolean minds(Change change, Probe probe) {
        return true;
    }

    /** A packet began a flow; {@link Flow#probe()} says what it was. The packet is not counted in the flow yet. */
    default void onBegin(Flow flow, long nowNs) {}

    /** The first SYN-ACK of the responder arrived. */
    default void onSynAck(Flow flow, long nowNs) {}

    /**
     * The initiator's ACK (or payload) completed a TCP handshake that began with a SYN; the SYN-ACK may have gone unseen. Once
     * a flow.
     */
    default void onHandshake(Flow flow, long nowNs) {}

    /** It is known what became of the attempt that began the flow. Once a flow, if its probe asks. */
    default void onOutcome(Flow flow, Outcome outcome, long nowNs) {}

    /** The initiator sent payload after at least 5 s without, in a flow that had payload of it before. */
    default void onBurst(Flow flow, long payloadOctets, long nowNs) {}

    /**
     * Whether the packet, which was just counted in its flow, is to be told of. The answer depends on nothing but the arguments:
     * with several metering threads, each asks by itself.
     */
    default boolean mindsPacket(Flow flow, int direction, Packet packet) {
        return false;
    }

    /** A packet for which {@link #mindsPacket} said so was counted in its flow. */
    default void onPacket(Flow flow, int direction, HeaderFields packet, long nowNs) {}

    /** Whether DNS messages are to be told of though nobody looks at content; may change. Any thread. */
    default boolean mindsDns() {
        return false;
    }

    /**
     * A datagram of a flow that speaks DNS was counted in it: one of UDP to port 53, or of which content says so. The message is filled
     * anew for the next; the flow has with it what was found out of its content so far.
     */
    default void onDns(Flow flow, int direction, DnsMessage message, long nowNs) {}

    /** An ARP message was seen; it belongs to no flow. */
    default void onArp(ArpMessage message, long nowNs) {}

    /**
     * Once a second of packet time, in silence too, though of a silence of more than a day only the last day: every event up to
     * {@code nowNs} has been told, and none after.
     */
    default void onTick(long nowNs) {}

    /** Frames were lost before the sensor: {@code total} so far. */
    default void onDrops(long total) {}

    /** The input has ended, and every record was told. */
    default void onEnd(long nowNs) {}
}
