package vedette.decode;

import java.nio.ByteBuffer;
import vedette.net.EtherType;
import vedette.net.IpProtocol;

/**
 * IPv4 header (RFC 791), or IPv6 header with its extension headers (RFC 8200), read once, in place.
 *
 * <p>Three lengths are kept apart: what the header <em>declares</em>, what the frame <em>held</em> on the link, and what
 * was <em>captured</em> of it. A header that contradicts the first is malformed, one that needs more than the third is
 * truncated, and octets are counted by the smaller of the first two.
 */
final class IpHeader {
    private static final int IPV4_LENGTH = 20;
    private static final int IPV4_TOS = 1;
    private static final int IPV4_TOTAL_LENGTH = 2;
    private static final int IPV4_IDENTIFICATION = 4;
    private static final int IPV4_FRAGMENT = 6;
    private static final int IPV4_TTL = 8;
    private static final int IPV4_PROTOCOL = 9;
    private static final int IPV4_SOURCE = 12;
    private static final int IPV4_DESTINATION = 16;
    private static final int IPV4_MORE_FRAGMENTS = 0x2000;
    private static final int IPV4_FRAGMENT_OFFSET = 0x1FFF;

    private static final int IPV6_LENGTH = 40;
    private static final int IPV6_PAYLOAD_LENGTH = 4;
    private static final int IPV6_NEXT_HEADER = 6;
    private static final int IPV6_HOP_LIMIT = 7;
    private static final int IPV6_SOURCE = 8;
    private static final int IPV6_DESTINATION = 24;

    /** Larger than any Ethernet frame on a wire, so the work of segmentation or receive offload. */
    private static final int LARGEST_WIRE_OCTETS = 9216;

    private static final int LARGEST_DATAGRAM = 0xFFFF;

    private final ExtensionHeaders extensions = new ExtensionHeaders();
    private int offset;
    private int version;
    private int protocol;
    private long sourceHi;
    private long sourceLo;
    private long destinationHi;
    private long destinationLo;
    private int trafficClass;
    private int ttl;
    private long octets;
    private boolean offloaded;
    private boolean fragment;
    private int fragmentOffset;
    private boolean moreFragments;
    private int fragmentId;
    private int fragmentProtocol;
    private int payloadOffset;
    private int capturedEnd;
    private boolean reachesUpperLayer;
    private int upperOffset;
    private long upperDeclared;
    private long upperHeld;
    private int anomalies;

    /** 4 or 6; 0 while there is none. */
    int version() {
        return version;
    }

    int protocol() {
        return protocol;
    }

    long sourceHi() {
        return sourceHi;
    }

    long sourceLo() {
        return sourceLo;
    }

    long destinationHi() {
        return destinationHi;
    }

    long destinationLo() {
        return destinationLo;
    }

    int trafficClass() {
        return trafficClass;
    }

    int ttl() {
        return ttl;
    }

    /** Header and payload, declared or held, whichever is less. */
    long octets() {
        return octets;
    }

    boolean isOffloaded() {
        return offloaded;
    }

    boolean isFragment() {
        return fragment;
    }

    int fragmentOffset() {
        return fragmentOffset;
    }

    boolean isMoreFragments() {
        return moreFragments;
    }

    int fragmentId() {
        return fragmentId;
    }

    /** What a fragmented datagram begins with: of IPv6 perhaps an extension header. */
    int fragmentProtocol() {
        return fragmentProtocol;
    }

    /** Where the payload begins: after all extension headers, of a fragment after its fragment header. */
    int payloadOffset() {
        return payloadOffset;
    }

    /** Octets from {@link #payloadOffset()} on, as many as the frame held of them on the link. */
    long payloadOctets() {
        return Math.max(0, octets - (payloadOffset - offset));
    }

    /** Where what was captured of this packet ends; link padding and trailers lie beyond. */
    int capturedEnd() {
        return capturedEnd;
    }

    /** Whether an upper-layer header begins in this packet, at {@link #upperOffset()}. */
    boolean reachesUpperLayer() {
        return reachesUpperLayer;
    }

    int upperOffset() {
        return upperOffset;
    }

    /** Octets from {@link #upperOffset()} on, by the IP header. */
    long upperDeclared() {
        return upperDeclared;
    }

    /** Octets from {@link #upperOffset()} on, as many as the frame held of them on the link. */
    long upperHeld() {
        return upperHeld;
    }

    /** Bits of {@link Anomaly}. */
    int anomalies() {
        return anomalies;
    }

    void clear() {
        version = 0;
        protocol = 0;
        octets = 0;
        offloaded = false;
        fragment = false;
        reachesUpperLayer = false;
        anomalies = 0;
    }

    /**
     * Reads the header at {@code offset}. Its own version field decides what it is, as with every receiver.
     *
     * @param end where the captured octets of the frame end
     * @param held octets the frame had on the link from {@code offset} on
     * @param etherType what the link said, for the name of the fault
     */
    DecodeResult wrap(ByteBuffer bytes, int offset, int end, long held, int etherType) {
        clear();
        this.offset = offset;
        if (offset >= end) {
            return etherType == EtherType.IPV6 ? DecodeResult.TRUNCATED_IPV6 : DecodeResult.TRUNCATED_IPV4;
        }
        return switch (bytes.get(offset) >> 4 & 0xF) {
            case 4 -> wrapIpv4(bytes, offset, end, held);
            case 6 -> wrapIpv6(bytes, offset, end, held);
            default -> etherType == EtherType.IPV6 ? DecodeResult.MALFORMED_IPV6 : DecodeResult.MALFORMED_IPV4;
        };
    }

    private DecodeResult wrapIpv4(ByteBuffer bytes, int offset, int end, long held) {
        if (end - offset < IPV4_LENGTH) {
            return DecodeResult.TRUNCATED_IPV4;
        }
        int headerLength = (bytes.get(offset) & 0xF) * 4;
        long declared = bytes.getShort(offset + IPV4_TOTAL_LENGTH) & 0xFFFF;
        if (declared == 0) {
            declared = held;
            offloaded = true;
        }
        if (headerLength < IPV4_LENGTH || declared < headerLength) {
            return DecodeResult.MALFORMED_IPV4;
        }
        if (held < headerLength) {
            return DecodeResult.TRUNCATED_IPV4;
        }
        version = 4;
        trafficClass = bytes.get(offset + IPV4_TOS) & 0xFF;
        ttl = bytes.get(offset + IPV4_TTL) & 0xFF;
        protocol = bytes.get(offset + IPV4_PROTOCOL) & 0xFF;
        sourceHi = 0;
        sourceLo = bytes.getInt(offset + IPV4_SOURCE) & 0xFFFF_FFFFL;
        destinationHi = 0;
        destinationLo = bytes.getInt(offset + IPV4_DESTINATION) & 0xFFFF_FFFFL;
        fragmentId = bytes.getShort(offset + IPV4_IDENTIFICATION) & 0xFFFF;
        int fragmentField = bytes.getShort(offset + IPV4_FRAGMENT);
        fragmentOffset = (fragmentField & IPV4_FRAGMENT_OFFSET) * 8;
        moreFragments = (fragmentField & IPV4_MORE_FRAGMENTS) != 0;
        fragment = moreFragments || fragmentOffset > 0;
        fragmentProtocol = protocol;
        if (headerLength > IPV4_LENGTH) {
            anomalies |= Anomaly.IP_OPTIONS.bit();
        }
        measure(offset, end, declared, held, offset + headerLength);
        payloadOffset = upperOffset;
        reachesUpperLayer = fragmentOffset == 0;
        return DecodeResult.OK;
    }

    private DecodeResult wrapIpv6(ByteBuffer bytes, int offset, int end, long held) {
        if (end - offset < IPV6_LENGTH) {
            return DecodeResult.TRUNCATED_IPV6;
        }
        int nextHeader = bytes.get(offset + IPV6_NEXT_HEADER) & 0xFF;
        long declared = IPV6_LENGTH + (bytes.getShort(offset + IPV6_PAYLOAD_LENGTH) & 0xFFFFL);
        if (declared == IPV6_LENGTH && nextHeader != IpProtocol.NO_NEXT_HEADER) {
            declared = lengthWithoutLengthField(bytes, offset, end, held, nextHeader);
        }
        DecodeResult result = extensions.wrap(
                bytes, offset + IPV6_LENGTH, limit(offset, end, declared), declared - IPV6_LENGTH, nextHeader);
        fragment = extensions.isFragment();
        if (result != DecodeResult.OK && !fragment) {
            return result;
        }
        version = 6;
        trafficClass = bytes.getShort(offset) >> 4 & 0xFF;
        ttl = bytes.get(offset + IPV6_HOP_LIMIT) & 0xFF;
        protocol = extensions.protocol();
        sourceHi = bytes.getLong(offset + IPV6_SOURCE);
        sourceLo = bytes.getLong(offset + IPV6_SOURCE + 8);
        destinationHi = bytes.getLong(offset + IPV6_DESTINATION);
        destinationLo = bytes.getLong(offset + IPV6_DESTINATION + 8);
        fragmentOffset = extensions.fragmentOffset();
        moreFragments = extensions.isMoreFragments();
        fragmentId = extensions.fragmentId();
        fragmentProtocol = fragment ? extensions.fragmentProtocol() : protocol;
        if (extensions.isOverlong()) {
            anomalies |= Anomaly.TOO_MANY_EXTENSION_HEADERS.bit();
        }
        measure(offset, end, declared, held, extensions.upperOffset());
        payloadOffset = fragment ? extensions.fragmentDataOffset() : upperOffset;
        reachesUpperLayer = result == DecodeResult.OK && fragmentOffset == 0;
        return DecodeResult.OK;
    }

    /** A payload length of 0 stands for a jumbo payload (RFC 2675), or was left to segmentation offload to fill in. */
    private long lengthWithoutLengthField(ByteBuffer bytes, int offset, int end, long held, int nextHeader) {
        if (nextHeader == IpProtocol.HOP_BY_HOP) {
            long jumbo = ExtensionHeaders.jumboPayloadLength(bytes, offset + IPV6_LENGTH, end);
            if (jumbo > LARGEST_DATAGRAM) {
                return IPV6_LENGTH + jumbo;
            }
        }
        offloaded = held > IPV6_LENGTH;
        return Math.max(held, IPV6_LENGTH);
    }

    private static int limit(int offset, int end, long declared) {
        return (int) Math.min(end, offset + declared);
    }

    private void measure(int offset, int end, long declared, long held, int upper) {
        octets = Math.min(declared, held);
        capturedEnd = limit(offset, end, declared);
        upperOffset = upper;
        upperDeclared = declared - (upper - offset);
        upperHeld = Math.max(0, octets - (upper - offset));
        if (declared > held) {
            anomalies |= Anomaly.IP_LENGTH_BEYOND_FRAME.bit();
        }
        if (offloaded || octets > LARGEST_WIRE_OCTETS) {
            offloaded = true;
            anomalies |= Anomaly.OFFLOADED.bit();
        }
        if (fragment && fragmentOffset + upperDeclared > LARGEST_DATAGRAM) {
            anomalies |= Anomaly.FRAGMENT_BEYOND_DATAGRAM.bit();
        }
    }
}
