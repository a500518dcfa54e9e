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

    static final int VERSION = 10;
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

    /**
     * Completes the message, but for what {@link #stamp} says, and returns it from position to limit; the next
     * {@link #clear()} ends its life.
     */
    ByteBuffer finish() {
        closeSet();
        bytes.putShort(LENGTH, (short) length);
        return bytes.limit(length).position(0);
    }

    /** Export time of a finished message, in seconds. */
    static long exportSeconds(ByteBuffer message) {
        return message.getInt(message.position() + EXPORT_TIME) & 0xFFFF_FFFFL;
    }

    /** The observation domain of a finished message. */
    static long domain(ByteBuffer message) {
        return message.getInt(message.position() + OBSERVATION_DOMAIN_ID) & 0xFFFF_FFFFL;
    }

    /** The id of the set that begins there in a finished message. */
    static int setId(ByteBuffer message, int set) {
        return message.getShort(set) & 0xFFFF;
    }

    /** Its octets, header and all. */
    static int setLength(ByteBuffer message, int set) {
        return message.getShort(set + LENGTH) & 0xFFFF;
    }

    /** Gives a finished message its place in a session. */
    static void stamp(ByteBuffer message, long exportSeconds, int sequenceNumber, long domain) {
        int at = message.position();
        message.putInt(at + EXPORT_TIME, (int) exportSeconds);
        message.putInt(at + SEQUENCE_NUMBER, sequenceNumber);
        message.putInt(at + OBSERVATION_DOMAIN_ID, (int) domain);
    }

    /** Begins the next message. */
    void clear() {
        bytes.clear();
        length = HEADER_LENGTH;
        setAt = NO_SET;
    }
}
