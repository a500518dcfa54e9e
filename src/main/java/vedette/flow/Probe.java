package vedette.flow;

import vedette.decode.Packet;
import vedette.net.IpProtocol;
import vedette.net.TcpFlags;

/** What a flow began with: whether its first packet asks for an answer, answers, or is neither. */
public enum Probe {
    /** Not known: the first fragment was missed, or the header is cut. */
    UNKNOWN(0),
    /** TCP: SYN alone. */
    SYN(1),
    /** TCP: no flag at all. */
    NULL(2),
    /** TCP: FIN, PSH and URG. */
    XMAS(3),
    /** TCP: flags that no segment has, as SYN with FIN, or PSH without ACK. */
    CONTRADICTORY(4),
    /** TCP: FIN alone. */
    FIN(5),
    /** TCP: FIN and ACK without payload (Maimon's scan), whatever PSH and URG are. */
    FIN_ACK(6),
    /** TCP: ACK without payload, whatever PSH and URG are. */
    ACK(7),
    /** TCP: SYN and ACK, the answer to a SYN that was not seen. */
    SYN_ACK(8),
    /** TCP: RST with or without ACK, the answer to a segment that was not seen. */
    RST(9),
    /** TCP: a segment of a connection that was met midway. */
    MIDSTREAM(10),
    /** UDP. */
    DATAGRAM(11),
    /** SCTP: INIT. */
    INIT(12),
    /** SCTP: COOKIE ECHO. */
    COOKIE_ECHO(13),
    /** SCTP: any other chunk. */
    SCTP_MIDSTREAM(14),
    /** ICMP, ICMPv6: a request: echo, timestamp, information, address mask. */
    ICMP_REQUEST(15),
    /** ICMP, ICMPv6: an error message. */
    ICMP_ERROR(16),
    /** ICMP, ICMPv6: anything else. */
    ICMP_OTHER(17),
    /** Another IP protocol. */
    OTHER(18);

    private static final Probe[] ALL = values();

    private static final int CONTROL = TcpFlags.FIN | TcpFlags.SYN | TcpFlags.RST;

    private static final int FLAGS = CONTROL | TcpFlags.PSH | TcpFlags.ACK | TcpFlags.URG;

    private final int code;

    Probe(int code) {
        this.code = code;
    }

    static Probe of(int code) {
        return ALL[code];
    }

    /** Its number, from 0. */
    public int code() {
        return code;
    }

    /** Whether an answer is to be expected, so that there will be an {@link Outcome}. */
    public boolean asks() {
        return switch (this) {
            case UNKNOWN, SYN_ACK, RST, MIDSTREAM, SCTP_MIDSTREAM, ICMP_ERROR, ICMP_OTHER -> false;
            default -> true;
        };
    }

    static Probe of(Packet packet) {
        if (!packet.hasTransport() && IpProtocol.hasPorts(packet.protocol())) {
            return UNKNOWN;
        }
        return switch (packet.protocol()) {
            case IpProtocol.TCP -> ofTcp(packet.tcp().flags() & FLAGS, packet.payloadOctets());
            case IpProtocol.UDP -> DATAGRAM;
            case IpProtocol.SCTP -> ofSctp(packet.sctp().firstChunkType());
            case IpProtocol.ICMP, IpProtocol.ICMPV6 -> packet.hasTransport() ? ofIcmp(packet) : UNKNOWN;
            default -> OTHER;
        };
    }

    private static Probe ofTcp(int flags, long payloadOctets) {
        if (Integer.bitCount(flags & CONTROL) > 1) {
            return CONTRADICTORY;
        }
        return switch (flags) {
            case 0 -> NULL;
            case TcpFlags.SYN -> SYN;
            case TcpFlags.SYN | TcpFlags.ACK -> SYN_ACK;
            case TcpFlags.FIN -> FIN;
            case TcpFlags.FIN | TcpFlags.PSH | TcpFlags.URG -> XMAS;
            default -> ofOtherTcp(flags, payloadOctets);
        };
    }

    private static Probe ofOtherTcp(int flags, long payloadOctets) {
        boolean hasAck = (flags & TcpFlags.ACK) != 0;
        if ((flags & TcpFlags.SYN) != 0) {
            return hasAck ? SYN_ACK : SYN;
        }
        if ((flags & TcpFlags.RST) != 0) {
            return RST;
        }
        if (!hasAck) {
            return CONTRADICTORY;
        }
        if (payloadOctets > 0) {
            return MIDSTREAM;
        }
        return (flags & TcpFlags.FIN) != 0 ? FIN_ACK : ACK;
    }

    private static Probe ofSctp(int chunkType) {
        return switch (chunkType) {
            case 1 -> INIT;
            case 10 -> COOKIE_ECHO;
            default -> SCTP_MIDSTREAM;
        };
    }

    private static Probe ofIcmp(Packet packet) {
        int type = packet.icmp().type();
        if (packet.icmp().isQuoting()) {
            return ICMP_ERROR;
        }
        boolean request = packet.protocol() == IpProtocol.ICMP
                ? type == 8 || type == 13 || type == 15 || type == 17
                : type == 128 || type == 139;
        return request ? ICMP_REQUEST : ICMP_OTHER;
    }
}
