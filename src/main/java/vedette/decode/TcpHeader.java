package vedette.decode;

import java.nio.ByteBuffer;
import vedette.net.TcpFlags;

/**
 * TCP header (RFC 9293 §3.1), read in place.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * |          Source Port          |       Destination Port        |
 * |                        Sequence Number                        |
 * |                    Acknowledgment Number                      |
 * | Offset| Rsrvd |C|E|U|A|P|R|S|F|            Window             |
 * |           Checksum            |         Urgent Pointer        |
 * |                           [Options]                           |
 * </pre>
 */
public final class TcpHeader {
    static final int LENGTH = 20;
    /** Octets without which there is no metering: up to and with the control bits. */
    static final int NEEDED = 14;

    private static final int SEQUENCE = 4;
    private static final int ACKNOWLEDGEMENT = 8;
    private static final int DATA_OFFSET = 12;
    private static final int FLAGS = 13;
    private static final int WINDOW = 14;
    private static final int URGENT_POINTER = 18;

    private final TcpOptions options = new TcpOptions();
    private ByteBuffer bytes = ByteBuffer.allocate(0);
    private int offset;
    private int end;
    private int length;
    private int sequence;
    private int acknowledgement;
    private int flags;
    private int window;
    private boolean optionsRead;

    /**
     * Reads the header at {@code offset}; once this has returned {@code OK}, no accessor can fail on these bytes.
     *
     * @param end where the captured octets end; what a short capture left out reads as 0
     * @param declared octets of the segment by the IP header
     */
    DecodeResult wrap(ByteBuffer bytes, int offset, int end, long declared) {
        if (declared < LENGTH) {
            return DecodeResult.MALFORMED_TCP;
        }
        if (end - offset < NEEDED) {
            return DecodeResult.TRUNCATED_TCP;
        }
        length = (bytes.get(offset + DATA_OFFSET) >> 4 & 0xF) * 4;
        if (length < LENGTH || length > declared) {
            return DecodeResult.MALFORMED_TCP;
        }
        this.bytes = bytes;
        this.offset = offset;
        this.end = Math.min(end, offset + length);
        sequence = bytes.getInt(offset + SEQUENCE);
        acknowledgement = bytes.getInt(offset + ACKNOWLEDGEMENT);
        flags = bytes.get(offset + FLAGS) & 0xFF;
        window = end - offset < WINDOW + 2 ? 0 : bytes.getShort(offset + WINDOW) & 0xFFFF;
        optionsRead = false;
        return DecodeResult.OK;
    }

    /** Octets of the header with its options, by the data offset. */
    public int length() {
        return length;
    }

    public int sequence() {
        return sequence;
    }

    public int acknowledgement() {
        return acknowledgement;
    }

    /** The eight control bits, see {@link TcpFlags}. */
    public int flags() {
        return flags;
    }

    /** Window as sent, unscaled. */
    public int window() {
        return window;
    }

    public int urgentPointer() {
        return end - offset < LENGTH ? 0 : bytes.getShort(offset + URGENT_POINTER) & 0xFFFF;
    }

    /** Shift count of the window scale option (RFC 7323), -1 without it. */
    public int windowScale() {
        return options().windowScale();
    }

    /** The options, read when first asked for. Valid as long as this header. */
    public TcpOptions options() {
        if (!optionsRead) {
            options.wrap(bytes, offset + LENGTH, end);
            optionsRead = true;
        }
        return options;
    }

    int anomalies() {
        int synFin = TcpFlags.SYN | TcpFlags.FIN;
        if ((flags & synFin) == synFin) {
            return Anomaly.TCP_SYN_FIN.bit();
        }
        return (flags & ~(TcpFlags.ECE | TcpFlags.CWR)) == 0 ? Anomaly.TCP_NULL_FLAGS.bit() : 0;
    }
}
