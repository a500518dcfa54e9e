package vedette.decode;

import java.nio.ByteBuffer;
import vedette.net.EtherType;
import vedette.net.IpProtocol;

/**
 * An IP packet read where it lies in a frame. Made once and wrapped round each frame in turn: valid until the next
 * {@link #wrap}. Not thread-safe.
 *
 * <p>Addresses are two longs in network order; an IPv4 address stands in the low 32 bits of the low long.
 */
public final class Packet {
    /** Stands for the length of a datagram of which only fragments are known. */
    private static final long UNKNOWN_LENGTH = Long.MAX_VALUE;

    private final LinkHeader link = new LinkHeader();
    private final ArpMessage arp = new ArpMessage();
    private final IpHeader ip = new IpHeader();
    private final TcpHeader tcp = new TcpHeader();
    private final UdpHeader udp = new UdpHeader();
    private final SctpHeader sctp = new SctpHeader();
    private final IcmpMessage icmp = new IcmpMessage();
    private final QuotedPacket quoted = new QuotedPacket();
    private final ExtensionHeaders reassembled = new ExtensionHeaders();
    private ByteBuffer bytes = ByteBuffer.allocate(0);
    private long frameOctets;
    private long payloadOctets;
    private long unreadOctets;
    private boolean hasArp;
    private boolean transport;
    private int protocol;
    private int sourcePort;
    private int destinationPort;
    private int transportHeaderLength;
    private int anomalies;

    /**
     * Reads the frame's headers down to the transport header.
     *
     * @param bytes big-endian
     * @param capturedLength octets present from {@code offset}
     * @param originalLength octets the frame had on the link
     * @param linkType see {@link vedette.net.LinkType}
     * @return {@code OK}, after which no accessor fails on these bytes, or the reason the frame is not metered, after
     *     which only {@link #frameOctets()}, {@link #ignoredOctets()}, the VLANs, the MAC addresses and {@link #hasArp()} mean something
     */
    public DecodeResult wrap(ByteBuffer bytes, int offset, int capturedLength, long originalLength, int linkType) {
        this.bytes = bytes;
        frameOctets = Math.max(originalLength, capturedLength);
        clear();
        int end = offset + capturedLength;
        DecodeResult result = link.wrap(bytes, offset, end, linkType);
        if (result != DecodeResult.OK) {
            ip.clear();
            hasArp = link.etherType() == EtherType.ARP && arp.wrap(bytes, link.networkOffset(), end);
            return result;
        }
        int network = link.networkOffset();
        result = ip.wrap(bytes, network, end, frameOctets - (network - offset), link.etherType());
        if (result != DecodeResult.OK) {
            unreadOctets = frameOctets - (network - offset);
            return result;
        }
        protocol = ip.protocol();
        anomalies = ip.anomalies();
        if (ip.reachesUpperLayer()) {
            result = ip.isFragment() ? firstFragment() : wholePacket();
        }
        payloadOctets = Math.max(0, ip.upperHeld() - transportHeaderLength);
        return result;
    }

    private void clear() {
        hasArp = false;
        transport = false;
        protocol = 0;
        sourcePort = 0;
        destinationPort = 0;
        transportHeaderLength = 0;
        payloadOctets = 0;
        unreadOctets = 0;
        anomalies = 0;
    }

    private DecodeResult wholePacket() {
        DecodeResult result = readTransport(bytes, ip.upperOffset(), ip.capturedEnd(), ip.upperDeclared());
        if (transport && protocol == IpProtocol.UDP && udp.isLengthLying()) {
            anomalies |= Anomaly.UDP_LENGTH.bit();
        }
        return result;
    }

    /**
     * A first fragment may end anywhere in the transport header: that is no fault, the next ones bring the rest. Nor is it
     * parted from the others by a header that lies: it goes where they go, without ports.
     */
    private DecodeResult firstFragment() {
        DecodeResult result = readTransport(bytes, ip.upperOffset(), ip.capturedEnd(), UNKNOWN_LENGTH);
        if (result != DecodeResult.OK && !result.isTruncated()) {
            anomalies |= Anomaly.MALFORMED_FRAGMENT.bit();
        }
        if (ip.upperDeclared() < Math.max(transportHeaderLength, shortestHeader(protocol))) {
            anomalies |= Anomaly.TINY_FRAGMENT.bit();
        }
        return DecodeResult.OK;
    }

    private static int shortestHeader(int protocol) {
        return switch (protocol) {
            case IpProtocol.TCP -> TcpHeader.LENGTH;
            case IpProtocol.UDP -> UdpHeader.LENGTH;
            case IpProtocol.SCTP -> SctpHeader.LENGTH;
            default -> 0;
        };
    }

    private DecodeResult readTransport(ByteBuffer from, int offset, int end, long declared) {
        return switch (protocol) {
            case IpProtocol.TCP -> readTcp(from, offset, end, declared);
            case IpProtocol.UDP -> readUdp(from, offset, end, declared);
            case IpProtocol.SCTP -> readSctp(from, offset, end, declared);
            case IpProtocol.ICMP, IpProtocol.ICMPV6 -> readIcmp(from, offset, end, declared);
            default -> DecodeResult.OK;
        };
    }

    private DecodeResult readTcp(ByteBuffer from, int offset, int end, long declared) {
        DecodeResult result = tcp.wrap(from, offset, end, declared);
        if (result == DecodeResult.OK) {
            transportHeaderLength = tcp.length();
            anomalies |= tcp.anomalies();
            readPorts(from, offset);
        }
        return result;
    }

    private DecodeResult readUdp(ByteBuffer from, int offset, int end, long declared) {
        DecodeResult result = udp.wrap(from, offset, end, declared);
        if (result == DecodeResult.OK) {
            transportHeaderLength = UdpHeader.LENGTH;
            readPorts(from, offset);
        }
        return result;
    }

    private DecodeResult readSctp(ByteBuffer from, int offset, int end, long declared) {
        DecodeResult result = sctp.wrap(from, offset, end, declared);
        if (result == DecodeResult.OK) {
            transportHeaderLength = SctpHeader.LENGTH;
            readPorts(from, offset);
        }
        return result;
    }

    private DecodeResult readIcmp(ByteBuffer from, int offset, int end, long declared) {
        DecodeResult result = icmp.wrap(from, offset, end, declared, protocol, quoted);
        if (result == DecodeResult.OK) {
            transportHeaderLength = IcmpMessage.LENGTH;
            transport = true;
        }
        return result;
    }

    private void readPorts(ByteBuffer from, int offset) {
        int ports = from.getInt(offset);
        sourcePort = ports >>> 16;
        destinationPort = ports & 0xFFFF;
        if (sourcePort == 0 || destinationPort == 0) {
            anomalies |= Anomaly.PORT_ZERO.bit();
        }
        transport = true;
    }

    /**
     * Reads the transport header from elsewhere: for the datagram that the current fragment belongs to, when its header
     * was split and its first octets have been put together.
     *
     * @param start the datagram's payload from its first octet on; of IPv6 that may be an extension header
     * @return {@code OK}, and {@link #hasTransport()} if the protocol has a header that is read; {@code TRUNCATED_x} if
     *     more octets are needed; or why the header cannot be read
     */
    public DecodeResult wrapTransport(ByteBuffer start, int offset, int length) {
        int end = offset + length;
        int upper = offset;
        protocol = ip.fragmentProtocol();
        if (ip.version() == 6) {
            DecodeResult result = reassembled.wrap(start, offset, end, UNKNOWN_LENGTH, protocol);
            protocol = reassembled.isFragment() ? IpProtocol.FRAGMENT : reassembled.protocol();
            if (result != DecodeResult.OK) {
                return result;
            }
            upper = reassembled.upperOffset();
        }
        return readTransport(start, upper, end, UNKNOWN_LENGTH);
    }

    /** 4 or 6. */
    public int ipVersion() {
        return ip.version();
    }

    /**
     * The upper-layer protocol: of IPv6 the one behind the extension headers, or as far as they could be walked in this
     * fragment.
     */
    public int protocol() {
        return protocol;
    }

    public long sourceHi() {
        return ip.sourceHi();
    }

    public long sourceLo() {
        return ip.sourceLo();
    }

    public long destinationHi() {
        return ip.destinationHi();
    }

    public long destinationLo() {
        return ip.destinationLo();
    }

    /** Source port of TCP, UDP and SCTP, else 0. A fragment without its transport header has 0. */
    public int sourcePort() {
        return sourcePort;
    }

    public int destinationPort() {
        return destinationPort;
    }

    /**
     * IP header and payload in octets, by the IP header; by the frame where the header says 0 (offload) or more than the
     * frame held on the link.
     */
    public long ipOctets() {
        return ip.octets();
    }

    /** Octets of the whole frame on the link. */
    public long frameOctets() {
        return frameOctets;
    }

    /**
     * Of a packet that is not metered, {@link #ipOctets()} as far as it can be told: what the frame held on the link if the IP header
     * cannot be read, 0 if none was reached.
     */
    long ignoredOctets() {
        return unreadOctets > 0 ? unreadOctets : ip.octets();
    }

    /** Octets of {@link #ipOctets()} after the IP header and its extension headers; of a fragment, its part of the datagram. */
    public long ipPayloadOctets() {
        return ip.payloadOctets();
    }

    /**
     * Octets of {@link #ipOctets()} after the transport header, captured or not; after the IP headers where no transport
     * header was read. It stays as it was when {@link #wrapTransport} reads a header from elsewhere.
     */
    public long payloadOctets() {
        return payloadOctets;
    }

    /** How many VLAN tags the frame had. */
    public int vlanCount() {
        return link.vlanCount();
    }

    /** VLAN identifier (12 bits) of the outermost tag, 0 without one. */
    public int outerVlan() {
        return link.outerVlan();
    }

    /** VLAN identifier of the second tag, 0 without one. */
    public int innerVlan() {
        return link.innerVlan();
    }

    /** TTL or hop limit. */
    public int ttl() {
        return ip.ttl();
    }

    /** Type of service or traffic class, 8 bits. */
    public int trafficClass() {
        return ip.trafficClass();
    }

    /** Source MAC address in the low 48 bits, 0 where the link has none. */
    public long sourceMac() {
        return link.sourceMac();
    }

    public long destinationMac() {
        return link.destinationMac();
    }

    /**
     * Whether the frame was captured before segmentation or after merging by offload: its IP length is 0, or larger than
     * any frame on a wire (9,216 octets).
     */
    public boolean isOffloaded() {
        return ip.isOffloaded();
    }

    /** Whether this is one of several fragments (an IPv6 atomic fragment is not). */
    public boolean isFragment() {
        return ip.isFragment();
    }

    /** Octets of the datagram's payload before this fragment. */
    public int fragmentOffset() {
        return ip.fragmentOffset();
    }

    public boolean isMoreFragments() {
        return ip.isMoreFragments();
    }

    /** Identification, 16 bits of IPv4 or 32 of IPv6; 0 for IPv6 without a fragment header. */
    public int fragmentId() {
        return ip.fragmentId();
    }

    /** Whether ports, and TCP and ICMP fields, were read: not so for a fragment without the header, or another protocol. */
    public boolean hasTransport() {
        return transport;
    }

    /** The TCP header, if the protocol is TCP and {@link #hasTransport()}. */
    public TcpHeader tcp() {
        return tcp;
    }

    /** The SCTP header, if the protocol is SCTP and {@link #hasTransport()}. */
    public SctpHeader sctp() {
        return sctp;
    }

    /** The ICMP or ICMPv6 message, if the protocol is one of them and {@link #hasTransport()}. */
    public IcmpMessage icmp() {
        return icmp;
    }

    /** The packet that an ICMP error quotes, if {@link IcmpMessage#isQuoting()}. */
    public QuotedPacket quoted() {
        return quoted;
    }

    /** Whether the frame, which is {@code NON_IP}, was an ARP message for IPv4. */
    public boolean hasArp() {
        return hasArp;
    }

    /** The ARP message, if {@link #hasArp()}. */
    public ArpMessage arp() {
        return arp;
    }

    /** Whether the packet, though metered, is odd in this way. */
    public boolean has(Anomaly anomaly) {
        return (anomalies & anomaly.bit()) != 0;
    }

    /** Bits of {@link Anomaly}. */
    int anomalies() {
        return anomalies;
    }

    public ByteBuffer bytes() {
        return bytes;
    }

    /** Where the octets after the transport header begin in {@link #bytes()}, if {@link #hasTransport()} and this is no fragment. */
    public int payloadOffset() {
        return ip.upperOffset() + transportHeaderLength;
    }

    /** Octets after the transport header that are present in {@link #bytes()}, likewise. */
    public int payloadLength() {
        return Math.max(0, ip.capturedEnd() - payloadOffset());
    }

    /** Where the IP payload (of a fragment: its part of it) begins in {@link #bytes()}. */
    public int transportOffset() {
        return ip.payloadOffset();
    }

    /** Octets of the IP payload present in {@link #bytes()}. */
    public int transportLength() {
        return Math.max(0, ip.capturedEnd() - ip.payloadOffset());
    }
}
