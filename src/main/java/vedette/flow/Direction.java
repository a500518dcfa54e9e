package vedette.flow;

import vedette.decode.Packet;
import vedette.net.IpProtocol;
import vedette.net.TcpFlags;
import vedette.net.WellKnownPorts;

/** How the initiator of a flow is known: information element 239, biflowDirection. */
final class Direction {
    /** Turned round by a guess: arbitrary (0). */
    static final int GUESSED = 0;
    /** Forward is the initiator's direction (1). */
    static final int INITIATOR = 1;

    private static final int SYN_ACK = TcpFlags.SYN | TcpFlags.ACK;

    private Direction() {}

    /**
     * Whether a flow's first packet comes from the initiator (rule M2). A SYN does, a SYN-ACK or an ICMP reply does not; nor, by all
     * likelihood, does what comes from a service's well-known port and may be an answer.
     */
    static boolean sourceIsInitiator(Packet packet) {
        if (IpProtocol.isIcmp(packet.protocol())) {
            return !isIcmpReply(packet);
        }
        return switch (synAndAck(packet)) {
            case TcpFlags.SYN -> true;
            case SYN_ACK -> false;
            default -> !looksLikeAnswer(packet);
        };
    }

    /** How that is known. */
    static int code(Packet packet) {
        return (synAndAck(packet) & TcpFlags.SYN) == 0 && looksLikeAnswer(packet) ? GUESSED : INITIATOR;
    }

    private static boolean isIcmpReply(Packet packet) {
        return packet.hasTransport()
                && packet.icmp().requestType(packet.protocol()) != packet.icmp().type();
    }

    private static int synAndAck(Packet packet) {
        return packet.protocol() == IpProtocol.TCP && packet.hasTransport()
                ? packet.tcp().flags() & SYN_ACK
                : 0;
    }

    private static boolean looksLikeAnswer(Packet packet) {
        int protocol = packet.protocol();
        return IpProtocol.hasPorts(protocol)
                && looksLikeAnswer(protocol, packet.sourcePort(), packet.destinationPort())
                && mayAnswer(packet)
                && !isGroup(packet);
    }

    /** Between two well-known ports of TCP the lower one is taken for the service's, unless no client has the other. */
    private static boolean looksLikeAnswer(int protocol, int sourcePort, int destinationPort) {
        if (!WellKnownPorts.contains(sourcePort)) {
            return false;
        }
        boolean lower = protocol == IpProtocol.TCP
                && sourcePort < destinationPort
                && !WellKnownPorts.isOfServicesAlone(destinationPort);
        return lower || !WellKnownPorts.contains(destinationPort);
    }

    /** Whether anybody ever answers so: all segments of TCP but its SYN acknowledge or reset, and an empty datagram says nothing. */
    private static boolean mayAnswer(Packet packet) {
        if (!packet.hasTransport()) {
            return true;
        }
        return switch (packet.protocol()) {
            case IpProtocol.TCP -> (packet.tcp().flags() & (TcpFlags.ACK | TcpFlags.RST)) != 0;
            case IpProtocol.UDP -> packet.payloadOctets() > 0;
            default -> true;
        };
    }

    private static boolean isGroup(Packet packet) {
        return isGroup(packet.ipVersion(), packet.destinationHi(), packet.destinationLo());
    }

    /** Whether the address is a multicast group's or everyone's: nobody there was asked for, and nobody has to answer. */
    static boolean isGroup(int ipVersion, long hi, long lo) {
        return ipVersion == 6 ? hi >>> 56 == 0xFF : lo >>> 28 == 0xE || lo == 0xFFFF_FFFFL;
    }
}
