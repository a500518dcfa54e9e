package vedette.decode;

import java.nio.ByteBuffer;

/** SCTP common header and the first chunk's (RFC 9260 §3), read in place. */
public final class SctpHeader {
    static final int LENGTH = 12;
    /** Octets without which there is no metering: the ports. */
    static final int NEEDED = 4;

    private static final int VERIFICATION_TAG = 4;

    private int verificationTag;
    private int firstChunkType;

    DecodeResult wrap(ByteBuffer bytes, int offset, int end, long declared) {
        if (declared < LENGTH) {
            return DecodeResult.MALFORMED_SCTP;
        }
        if (end - offset < NEEDED) {
            return DecodeResult.TRUNCATED_SCTP;
        }
        verificationTag = end - offset < VERIFICATION_TAG + 4 ? 0 : bytes.getInt(offset + VERIFICATION_TAG);
        firstChunkType = end - offset <= LENGTH ? -1 : bytes.get(offset + LENGTH) & 0xFF;
        return DecodeResult.OK;
    }

    /** 0 in an INIT, and where a short capture left it out. */
    public int verificationTag() {
        return verificationTag;
    }

    /** Type of the first chunk, -1 if there is none in the capture. */
    public int firstChunkType() {
        return firstChunkType;
    }
}
