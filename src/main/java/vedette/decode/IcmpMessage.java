package vedette.decode;

import java.nio.ByteBuffer;
import vedette.net.IpProtocol;

/** ICMP (RFC 792) or ICMPv6 (RFC 4443) message, read in place. */
public final class IcmpMessage {
    public static final int ECHO_REPLY = 0;
    public static final int ECHO_REQUEST = 8;
    public static final int ROUTER_ADVERTISEMENT = 9;
    public static final int ROUTER_SOLICITATION = 10;
    public static final int V6_ECHO_REQUEST = 128;
    public static final int V6_ECHO_REPLY = 129;
    public static final int V6_ROUTER_SOLICITATION = 133;
    public static final int V6_ROUTER_ADVERTISEMENT = 134;
    public static final int V6_NEIGHBOR_SOLICITATION = 135;
    public static final int V6_NEIGHBOR_ADVERTISEMENT = 136;

    static final int LENGTH = 8;
    static final int V6_LENGTH = 4;
    /** Octets without which there is no metering: type and code. */
    static final int NEEDED = 2;

    private static final int IDENTIFIER = 4;
    private static final int SEQUENCE = 6;

    private int type;
    private int code;
    private int identifier;
    private int sequence;
    private boolean quoting;

    DecodeResult wrap(ByteBuffer bytes, int offset, int end, long declared, int protocol, QuotedPacket quoted) {
        if (declared < (protocol == IpProtocol.ICMP ? LENGTH : V6_LENGTH)) {
            return DecodeResult.MALFORMED_ICMP;
        }
        if (end - offset < NEEDED) {
            return DecodeResult.TRUNCATED_ICMP;
        }
        type = bytes.get(offset) & 0xFF;
        code = bytes.get(offset + 1) & 0xFF;
        int present = hasIdentifier(protocol, type) ? end - offset : 0;
        identifier = present < IDENTIFIER + 2 ? 0 : bytes.getShort(offset + IDENTIFIER) & 0xFFFF;
        sequence = present < SEQUENCE + 2 ? 0 : bytes.getShort(offset + SEQUENCE) & 0xFFFF;
        quoting = isError(protocol, type) && quoted.wrap(bytes, offset + LENGTH, end);
        return DecodeResult.OK;
    }

    public int type() {
        return type;
    }

    public int code() {
        return code;
    }

    /** Identifier of an echo, timestamp, information or mask message, 0 of any other or where it was not captured. */
    public int identifier() {
        return identifier;
    }

    /** Sequence number of a message that has an {@link #identifier()}. */
    public int sequence() {
        return sequence;
    }

    /** Whether this is an error that quotes enough of a packet to name its flow; {@code Packet.quoted()} then holds it. */
    public boolean isQuoting() {
        return quoting;
    }

    /** Whether this says that a host, port or protocol cannot be reached, or may not be. */
    public boolean isUnreachable(int protocol) {
        if (protocol == IpProtocol.ICMPV6) {
            return type == 1;
        }
        return type == 3 && (code <= 3 || code == 9 || code == 10 || code == 13);
    }

    /** Whether messages of this type report an error about a packet, which they quote. */
    public static boolean isError(int protocol, int type) {
        if (protocol == IpProtocol.ICMPV6) {
            return type >= 1 && type <= 4;
        }
        return type == 3 || type == 4 || type == 5 || type == 11 || type == 12;
    }

    /**
     * The type of the request that a message of this type makes or answers, so that both have one flow key; -1 if it is
     * neither.
     */
    public static int requestTypeOf(int protocol, int type) {
        return protocol == IpProtocol.ICMPV6 ? v6RequestType(type) : v4RequestType(type);
    }

    /** The type of the request that this message makes or answers; its own type if it is neither. */
    public int requestType(int protocol) {
        int request = requestTypeOf(protocol, type);
        return request < 0 ? type : request;
    }

    /** The type that answers, or is answered by, this type; -1 if there is none. */
    public static int counterpart(int protocol, int type) {
        int request = requestTypeOf(protocol, type);
        if (request != type) {
            return request;
        }
        return switch (request) {
            case ECHO_REQUEST -> ECHO_REPLY;
            case ROUTER_SOLICITATION -> ROUTER_ADVERTISEMENT;
            case -1 -> -1;
            default -> request + 1;
        };
    }

    private static int v4RequestType(int type) {
        return switch (type) {
            case ECHO_REQUEST, ECHO_REPLY -> ECHO_REQUEST;
            case ROUTER_SOLICITATION, ROUTER_ADVERTISEMENT -> ROUTER_SOLICITATION;
            // Timestamp, information, address mask.
            case 13, 15, 17 -> type;
            case 14, 16, 18 -> type - 1;
            default -> -1;
        };
    }

    private static int v6RequestType(int type) {
        return switch (type) {
            // Listener query, node information, home agent discovery, mobile prefix.
            case V6_ECHO_REQUEST, 130, 139, 144, 146, V6_ROUTER_SOLICITATION, V6_NEIGHBOR_SOLICITATION -> type;
            case V6_ECHO_REPLY, 131, 140, 145, 147, V6_ROUTER_ADVERTISEMENT, V6_NEIGHBOR_ADVERTISEMENT -> type - 1;
            default -> -1;
        };
    }

    static boolean hasIdentifier(int protocol, int type) {
        if (protocol == IpProtocol.ICMPV6) {
            return type == V6_ECHO_REQUEST || type == V6_ECHO_REPLY;
        }
        return type == ECHO_REQUEST || type == ECHO_REPLY || (type >= 13 && type <= 18);
    }
}
