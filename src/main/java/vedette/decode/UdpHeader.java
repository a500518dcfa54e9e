package vedette.decode;

import java.nio.ByteBuffer;

/** UDP header (RFC 768), read in place. */
final class UdpHeader {
    static final int LENGTH = 8;
    /** Octets without which there is no metering: the ports. */
    static final int NEEDED = 4;

    private static final int UDP_LENGTH = 4;
    private static final int LARGEST_LENGTH = 0xFFFF;

    private boolean lengthLying;

    /**
     * Reads the header at {@code offset}.
     *
     * @param end where the captured octets end
     * @param declared octets of the datagram by the IP header
     */
    DecodeResult wrap(ByteBuffer bytes, int offset, int end, long declared) {
        if (declared < LENGTH) {
            return DecodeResult.MALFORMED_UDP;
        }
        if (end - offset < NEEDED) {
            return DecodeResult.TRUNCATED_UDP;
        }
        int length = end - offset < UDP_LENGTH + 2 ? -1 : bytes.getShort(offset + UDP_LENGTH) & 0xFFFF;
        boolean jumbo = length == 0 && declared > LARGEST_LENGTH;
        lengthLying = length >= 0 && length != declared && !jumbo;
        return DecodeResult.OK;
    }

    /** Whether the length field was captured and is not the IP payload's; in a fragment it never is. */
    boolean isLengthLying() {
        return lengthLying;
    }
}
