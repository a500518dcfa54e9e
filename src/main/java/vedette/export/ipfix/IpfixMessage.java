package vedette.export.ipfix;

import java.nio.ByteBuffer;

/**
 * An IPFIX message (RFC 7011 §3.1) in the making, in a buffer that is used again and again. Records are never padded.
 *
 * <pre>
 *  0               1               2               3
 * +-------------------------------+-------------------------------+
 * |        Version Number         |            Length             |
 * +-------------------------------+-------------------------------+
 * |                          Export Time                          |
 * |                        Sequence Number                        |
 * |                     Observation Domain ID                     |
 * +---------------------------------------------------------------+
 * </pre>
 */
final class IpfixMessage {
    static final int HEADER_LENGTH = 16;
    static final int SET_HEADER_LENGTH = 4;
    static final int MOST_OCTETS = 65535;

    private static final int VERSION = 10;
    private static final int NO_SET = -1;

    private static final int LENGTH = 2;
    private static final int EXPORT_TIME = 4;
    private static final int SEQUENCE_NUMBER = 8;
    private static final int OBSERVATION_DOMAIN_ID = 12;

    private final ByteBuffer bytes;
    private int length = HEADER_LENGTH;
    private int setAt = NO_SET;
    private int setId;

    /** @param mostOctets the longest message, header and all */
    IpfixMessage(int mostOctets) {
        bytes = ByteBuffer.allocateDirect(mostOctets);
        bytes.putShort(0, (short) VERSION);
    }

    ByteBuffer bytes() {
        return bytes;
    }

    boolean isEmpty() {
        return length == HEADER_LENGTH;
    }

    /** Whether records of so many octets still fit into a set. */
    boolean hasRoom(int set, int octets) {
        int header = setAt != NO_SET && setId == set ? 0 : SET_HEADER_LENGTH;
        return length + header + octets <= bytes.capacity();
    }

    /** Makes room for a record in a set, which is opened if it is not the open one. Returns where to write the record. */
    int add(int set, int octets) {
        if (setAt == NO_SET || setId != set) {
            closeSet();
            setAt = length;
            setId = set;
            bytes.putShort(length, (short) set);
            length += SET_HEADER_LENGTH;
        }
        int at = length;
        length += octets;
        return at;
    }

    private void closeSet() {
        if (setAt != NO_SET) {
            bytes.putShort(setAt + LENGTH, (short) (length - setAt));
            setAt = NO_SET;
        }
    }

    /** Completes the message and returns it from position to limit; the next {@link #clear()} ends its life. */
    ByteBuffer finish(long exportSeconds, int sequenceNumber, long domain) {
        closeSet();
        bytes.putShort(LENGTH, (short) length);
        bytes.putInt(EXPORT_TIME, (int) exportSeconds);
        bytes.putInt(SEQUENCE_NUMBER, sequenceNumber);
        bytes.putInt(OBSERVATION_DOMAIN_ID, (int) domain);
        return bytes.limit(length).position(0);
    }

    /** Export time of a finished message. */
    static long exportSeconds(ByteBuffer message) {
        return message.getInt(message.position() + EXPORT_TIME) & 0xFFFF_FFFFL;
    }

    /** Changes the export time of a finished message. */
    static void stamp(ByteBuffer message, long exportSeconds) {
        message.putInt(message.position() + EXPORT_TIME, (int) exportSeconds);
    }

    /** Begins the next message. */
    void clear() {
        bytes.clear();
        length = HEADER_LENGTH;
        setAt = NO_SET;
    }
}
