package vedette.decode;

import java.nio.ByteBuffer;
import vedette.net.IpProtocol;

/** The head of a packet as an ICMP error quotes it (RFC 792, RFC 4443 §3): enough to find the flow it belonged to. */
public final class QuotedPacket {
    private static final int IPV4_LENGTH = 20;
    private static final int IPV4_FRAGMENT = 6;
    private static final int IPV4_FRAGMENT_OFFSET = 0x1FFF;
    private static final int IPV4_PROTOCOL = 9;
    private static final int IPV4_SOURCE = 12;
    private static final int IPV4_DESTINATION = 16;

    private static final int IPV6_LENGTH = 40;
    private static final int IPV6_NEXT_HEADER = 6;
    private static final int IPV6_SOURCE = 8;
    private static final int IPV6_DESTINATION = 24;

    private static final int ICMP_IDENTIFIER = 4;

    private final ExtensionHeaders extensions = new ExtensionHeaders();
    private int ipVersion;
    private int protocol;
    private long sourceHi;
    private long sourceLo;
    private long destinationHi;
    private long destinationLo;
    private boolean ports;
    private int sourcePort;
    private int destinationPort;
    private int icmpType;
    private int icmpCode;
    private int icmpIdentifier;

    /** Whether the octets from {@code offset} to {@code end} begin a packet whose flow they name. */
    boolean wrap(ByteBuffer bytes, int offset, int end) {
        ports = false;
        sourcePort = 0;
        destinationPort = 0;
        icmpType = -1;
        icmpCode = -1;
        icmpIdentifier = 0;
        if (offset >= end) {
            return false;
        }
        return switch (bytes.get(offset) >> 4 & 0xF) {
            case 4 -> wrapIpv4(bytes, offset, end);
            case 6 -> wrapIpv6(bytes, offset, end);
            default -> false;
        };
    }

    private boolean wrapIpv4(ByteBuffer bytes, int offset, int end) {
        int headerLength = (bytes.get(offset) & 0xF) * 4;
        if (headerLength < IPV4_LENGTH || end - offset < headerLength) {
            return false;
        }
        ipVersion = 4;
        protocol = bytes.get(offset + IPV4_PROTOCOL) & 0xFF;
        sourceHi = 0;
        sourceLo = bytes.getInt(offset + IPV4_SOURCE) & 0xFFFF_FFFFL;
        destinationHi = 0;
        destinationLo = bytes.getInt(offset + IPV4_DESTINATION) & 0xFFFF_FFFFL;
        boolean first = (bytes.getShort(offset + IPV4_FRAGMENT) & IPV4_FRAGMENT_OFFSET) == 0;
        return !first || upper(bytes, offset + headerLength, end);
    }

    private boolean wrapIpv6(ByteBuffer bytes, int offset, int end) {
        if (end - offset < IPV6_LENGTH) {
            return false;
        }
        int nextHeader = bytes.get(offset + IPV6_NEXT_HEADER) & 0xFF;
        if (extensions.wrap(bytes, offset + IPV6_LENGTH, end, Long.MAX_VALUE, nextHeader) != DecodeResult.OK) {
            return false;
        }
        ipVersion = 6;
        protocol = extensions.protocol();
        sourceHi = bytes.getLong(offset + IPV6_SOURCE);
        sourceLo = bytes.getLong(offset + IPV6_SOURCE + 8);
        destinationHi = bytes.getLong(offset + IPV6_DESTINATION);
        destinationLo = bytes.getLong(offset + IPV6_DESTINATION + 8);
        return extensions.fragmentOffset() > 0 || upper(bytes, extensions.upperOffset(), end);
    }

    private boolean upper(ByteBuffer bytes, int offset, int end) {
        if (IpProtocol.hasPorts(protocol)) {
            if (end - offset < 4) {
                return false;
            }
            ports = true;
            sourcePort = bytes.getShort(offset) & 0xFFFF;
            destinationPort = bytes.getShort(offset + 2) & 0xFFFF;
        } else if (IpProtocol.isIcmp(protocol)) {
            if (end - offset < IcmpMessage.NEEDED) {
                return false;
            }
            icmpType = bytes.get(offset) & 0xFF;
            icmpCode = bytes.get(offset + 1) & 0xFF;
            if (end - offset >= ICMP_IDENTIFIER + 2 && IcmpMessage.hasIdentifier(protocol, icmpType)) {
                icmpIdentifier = bytes.getShort(offset + ICMP_IDENTIFIER) & 0xFFFF;
            }
        }
        return true;
    }

    /** 4 or 6. */
    public int ipVersion() {
        return ipVersion;
    }

    public int protocol() {
        return protocol;
    }

    public long sourceHi() {
        return sourceHi;
    }

    public long sourceLo() {
        return sourceLo;
    }

    public long destinationHi() {
        return destinationHi;
    }

    public long destinationLo() {
        return destinationLo;
    }

    /** Whether ports were quoted; a later fragment of TCP, UDP or SCTP has none. */
    public boolean hasPorts() {
        return ports;
    }

    public int sourcePort() {
        return sourcePort;
    }

    public int destinationPort() {
        return destinationPort;
    }

    /** Type of a quoted ICMP message, -1 if the quoted packet is none. */
    public int icmpType() {
        return icmpType;
    }

    public int icmpCode() {
        return icmpCode;
    }

    /** Identifier of a quoted ICMP message that has one, else 0. */
    public int icmpIdentifier() {
        return icmpIdentifier;
    }
}
