package vedette.decode;

import java.nio.ByteBuffer;
import vedette.net.IpProtocol;

/**
 * IPv6 extension headers (RFC 8200 §4, RFC 4302, RFC 6275, RFC 7401, RFC 5533), walked to the upper layer. ESP and "no
 * next header" end the walk, and so do a fragment that is not the first, and the bound.
 */
final class ExtensionHeaders {
    /** RFC 8200 knows no more than eight in a packet; this leaves room for odd but honest senders. */
    static final int MAX_HEADERS = 32;

    private static final int UNIT = 8;
    private static final int AUTHENTICATION_UNIT = 4;
    private static final int FRAGMENT_LENGTH = 8;
    private static final int FRAGMENT_FIELD = 2;
    private static final int FRAGMENT_IDENTIFICATION = 4;
    private static final int MORE_FRAGMENTS = 1;
    private static final int OFFSET = 0xFFF8;

    private static final int OPTION_PAD1 = 0;
    private static final int OPTION_JUMBO_PAYLOAD = 0xC2;

    private int protocol;
    private int upperOffset;
    private boolean fragment;
    private int fragmentOffset;
    private boolean moreFragments;
    private int fragmentId;
    private int fragmentProtocol;
    private int fragmentDataOffset;
    private boolean overlong;

    /** The next header field of the last header walked. */
    int protocol() {
        return protocol;
    }

    /** Where the walk ended. */
    int upperOffset() {
        return upperOffset;
    }

    /** Whether a fragment header says that this is one of several fragments. */
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

    /** What the fragmented part begins with. */
    int fragmentProtocol() {
        return fragmentProtocol;
    }

    /** Where the fragment's data begin. */
    int fragmentDataOffset() {
        return fragmentDataOffset;
    }

    /** Whether the walk ended at {@link #MAX_HEADERS}. */
    boolean isOverlong() {
        return overlong;
    }

    /**
     * Walks from the header at {@code offset}.
     *
     * @param end where the captured octets end
     * @param declared octets from {@code offset} on by the IPv6 header
     * @return {@code OK}, or why a header on the way could not be passed; what was walked before stands
     */
    DecodeResult wrap(ByteBuffer bytes, int offset, int end, long declared, int nextHeader) {
        fragment = false;
        fragmentOffset = 0;
        moreFragments = false;
        fragmentId = 0;
        fragmentProtocol = 0;
        fragmentDataOffset = 0;
        overlong = false;
        protocol = nextHeader;
        upperOffset = offset;
        return IpProtocol.isExtensionHeader(nextHeader) ? walk(bytes, end, declared) : DecodeResult.OK;
    }

    private DecodeResult walk(ByteBuffer bytes, int end, long declared) {
        long left = declared;
        for (int walked = 0; IpProtocol.isExtensionHeader(protocol); walked++) {
            if (walked == MAX_HEADERS) {
                overlong = true;
                return DecodeResult.OK;
            }
            int at = upperOffset;
            if (left < UNIT) {
                return DecodeResult.MALFORMED_IPV6;
            }
            if (end - at < (protocol == IpProtocol.FRAGMENT ? FRAGMENT_LENGTH : 2)) {
                return DecodeResult.TRUNCATED_IPV6;
            }
            int length = length(bytes, at, protocol);
            if (length > left) {
                return DecodeResult.MALFORMED_IPV6;
            }
            int next = bytes.get(at) & 0xFF;
            if (protocol == IpProtocol.FRAGMENT) {
                if (fragment) {
                    return DecodeResult.OK;
                }
                fragmentHeader(bytes, at, next);
            } else if (next == IpProtocol.NO_NEXT_HEADER && isMessage(protocol)) {
                return DecodeResult.OK;
            }
            protocol = next;
            upperOffset = at + length;
            left -= length;
            if (fragmentOffset > 0) {
                return DecodeResult.OK;
            }
        }
        return DecodeResult.OK;
    }

    /** Extension headers that, with nothing behind them, are messages in their own right and name the packet. */
    private static boolean isMessage(int protocol) {
        return protocol == IpProtocol.MOBILITY || protocol == IpProtocol.HIP || protocol == IpProtocol.SHIM6;
    }

    private static int length(ByteBuffer bytes, int at, int protocol) {
        int units = bytes.get(at + 1) & 0xFF;
        return switch (protocol) {
            case IpProtocol.FRAGMENT -> FRAGMENT_LENGTH;
            case IpProtocol.AH -> (units + 2) * AUTHENTICATION_UNIT;
            default -> (units + 1) * UNIT;
        };
    }

    private void fragmentHeader(ByteBuffer bytes, int at, int next) {
        int field = bytes.getShort(at + FRAGMENT_FIELD);
        fragmentOffset = field & OFFSET;
        moreFragments = (field & MORE_FRAGMENTS) != 0;
        fragment = moreFragments || fragmentOffset > 0;
        fragmentId = bytes.getInt(at + FRAGMENT_IDENTIFICATION);
        fragmentProtocol = next;
        fragmentDataOffset = at + FRAGMENT_LENGTH;
    }

    /** The length in a hop-by-hop header's jumbo payload option (RFC 2675), 0 without one. */
    static long jumboPayloadLength(ByteBuffer bytes, int offset, int end) {
        if (end - offset < UNIT) {
            return 0;
        }
        int optionsEnd = Math.min(end, offset + ((bytes.get(offset + 1) & 0xFF) + 1) * UNIT);
        int at = offset + 2;
        while (optionsEnd - at >= 2) {
            int type = bytes.get(at) & 0xFF;
            if (type == OPTION_JUMBO_PAYLOAD) {
                return optionsEnd - at < 6 ? 0 : bytes.getInt(at + 2) & 0xFFFF_FFFFL;
            }
            at += type == OPTION_PAD1 ? 1 : 2 + (bytes.get(at + 1) & 0xFF);
        }
        return 0;
    }
}
