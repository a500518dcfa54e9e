package vedette.decode;

import java.nio.ByteBuffer;

/**
 * An IP packet read where it lies in a frame. Made once and wrapped round each frame in turn: valid until the next
 * {@link #wrap}. Not thread-safe.
 *
 * <p>Addresses are two longs in network order; an IPv4 address stands in the low 32 bits of the low long.
 */
public final class Packet {
    private int ipVersion;
    private int protocol;
    private long sourceHi;
    private long sourceLo;
    private long destinationHi;
    private long destinationLo;
    private int sourcePort;
    private int destinationPort;
    private long ipOctets;
    private long frameOctets;
    private long payloadOctets;
    private long ipPayloadOctets;
    private int vlanCount;
    private int outerVlan;
    private int innerVlan;
    private int ttl;
    private int trafficClass;
    private long sourceMac;
    private long destinationMac;
    private boolean offloaded;
    private boolean fragment;
    private int fragmentOffset;
    private boolean moreFragments;
    private int fragmentId;
    private boolean transport;
    private final TcpHeader tcp = new TcpHeader();
    private final IcmpMessage icmp = new IcmpMessage();
    private ByteBuffer bytes = ByteBuffer.allocate(0);
    private int transportOffset;
    private int transportLength;

    /**
     * Reads the frame's headers down to the transport header.
     *
     * @param capturedLength octets present from {@code offset}
     * @param originalLength octets the frame had on the link
     * @return {@code OK}, after which no accessor fails on these bytes, or the reason the frame is not metered
     */
    public DecodeResult wrap(ByteBuffer bytes, int offset, int capturedLength, long originalLength, int linkType) {
        return DecodeResult.UNSUPPORTED_LINK_TYPE;
    }

    /** 4 or 6. */
    public int ipVersion() {
        return ipVersion;
    }

    /** The upper-layer protocol, after IPv6 extension headers. */
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

    /** Source port of TCP, UDP and SCTP, else 0. A fragment without its transport header has 0. */
    public int sourcePort() {
        return sourcePort;
    }

    public int destinationPort() {
        return destinationPort;
    }

    /** IP header and payload in octets, by the IP header; by the frame where the header says 0 (offload). */
    public long ipOctets() {
        return ipOctets;
    }

    /** Octets of the whole frame on the link. */
    public long frameOctets() {
        return frameOctets;
    }

    /** Octets after the IP header and its extension headers, by the IP header's length: of a fragment, its own. */
    public long ipPayloadOctets() {
        return ipPayloadOctets;
    }

    /** Octets after the transport header, by the IP header's length, captured or not. */
    public long payloadOctets() {
        return payloadOctets;
    }

    /** How many VLAN tags the frame had. */
    public int vlanCount() {
        return vlanCount;
    }

    /** VLAN identifier (12 bits) of the outermost tag, 0 without one. */
    public int outerVlan() {
        return outerVlan;
    }

    /** VLAN identifier of the second tag, 0 without one. */
    public int innerVlan() {
        return innerVlan;
    }

    /** TTL or hop limit. */
    public int ttl() {
        return ttl;
    }

    /** Type of service or traffic class, 8 bits. */
    public int trafficClass() {
        return trafficClass;
    }

    /** Source MAC address in the low 48 bits, 0 where the link has none. */
    public long sourceMac() {
        return sourceMac;
    }

    public long destinationMac() {
        return destinationMac;
    }

    /** Whether the frame was captured before segmentation or after merging by offload (IP length 0). */
    public boolean isOffloaded() {
        return offloaded;
    }

    /** Whether this is one of several fragments (an IPv6 atomic fragment is not). */
    public boolean isFragment() {
        return fragment;
    }

    /** Octets of the datagram's payload before this fragment. */
    public int fragmentOffset() {
        return fragmentOffset;
    }

    public boolean isMoreFragments() {
        return moreFragments;
    }

    /** Identification, 16 bits of IPv4 or 32 of IPv6. */
    public int fragmentId() {
        return fragmentId;
    }

    /** Whether ports, and TCP and ICMP fields, were read; not so for a fragment that does not hold the whole header. */
    public boolean hasTransport() {
        return transport;
    }

    /** The TCP header, if the protocol is TCP and {@link #hasTransport()}. */
    public TcpHeader tcp() {
        return tcp;
    }

    /** The ICMP or ICMPv6 message, if the protocol is one of them and {@link #hasTransport()}. */
    public IcmpMessage icmp() {
        return icmp;
    }

    public ByteBuffer bytes() {
        return bytes;
    }

    /** Where the IP payload (of a fragment: its part of it) begins in {@link #bytes()}. */
    public int transportOffset() {
        return transportOffset;
    }

    /** Octets of the IP payload present in {@link #bytes()}. */
    public int transportLength() {
        return transportLength;
    }

    /**
     * Reads the transport header from elsewhere: for a datagram whose header was split over fragments and put together.
     *
     * @return {@code OK} and {@link #hasTransport()}, or why the header cannot be read
     */
    public DecodeResult wrapTransport(ByteBuffer header, int offset, int length) {
        return DecodeResult.TRUNCATED_TCP;
    }
}
