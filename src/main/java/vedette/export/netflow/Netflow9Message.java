package vedette.export.netflow;

import java.nio.ByteBuffer;

/**
 * An export packet of version 9 (RFC 3954 §5.1) in the making, in a buffer that is used again and again. Flow sets are padded
 * to 32 bits (§5.3).
 *
 * <pre>
 *  0               1               2               3
 * +-------------------------------+-------------------------------+
 * |        Version Number         |            Count              |
 * +-------------------------------+-------------------------------+
 * |                           sysUpTime                           |
 * |                           UNIX Secs                           |
 * |                       Sequence Number                         |
 * |                        Source ID                              |
 * +---------------------------------------------------------------+
 * </pre>
 */
final class Netflow9Message {
    static final int HEADER_LENGTH = 20;

    private static final int VERSION = 9;
    private static final int SET_HEADER_LENGTH = 4;
    private static final int NO_SET = -1;

    private static final int COUNT = 2;
    private static final int UPTIME = 4;
    private static final int UNIX_SECONDS = 8;
    private static final int SEQUENCE_NUMBER = 12;
    private static final int SOURCE_ID = 16;

    private final ByteBuffer bytes;
    private int length = HEADER_LENGTH;
    private int records;
    private int setAt = NO_SET;
    private int setId;

    /** @param mostOctets the longest message, header and all */
    Netflow9Message(int mostOctets) {
        bytes = ByteBuffer.allocateDirect(mostOctets & -Integer.BYTES);
        bytes.putShort(0, (short) VERSION);
    }

    ByteBuffer bytes() {
        return bytes;
    }

    boolean isEmpty() {
        return records == 0;
    }

    /** Whether a record of so many octets still fits into a set. */
    boolean hasRoom(int set, int octets) {
        int end = isOpen(set) ? length : padded(length) + SET_HEADER_LENGTH;
        return end + octets <= bytes.capacity();
    }

    private boolean isOpen(int set) {
        return setAt != NO_SET && setId == set;
    }

    private static int padded(int length) {
        return length + Integer.BYTES - 1 & -Integer.BYTES;
    }

    /** Makes room for a record in a set, which is opened if it is not the open one. Returns where to write the record. */
    int add(int set, int octets) {
        if (!isOpen(set)) {
            closeSet();
            setAt = length;
            setId = set;
            bytes.putShort(length, (short) set);
            length += SET_HEADER_LENGTH;
        }
        int at = length;
        length += octets;
        records++;
        return at;
    }

    private void closeSet() {
        if (setAt == NO_SET) {
            return;
        }
        while (length < padded(length)) {
            bytes.put(length++, (byte) 0);
        }
        bytes.putShort(setAt + 2, (short) (length - setAt));
        setAt = NO_SET;
    }

    /** Completes the message and returns it from position to limit; the next {@link #clear()} ends its life. */
    ByteBuffer finish(long exportSeconds, Uptime uptime, int sequenceNumber, long sourceId) {
        closeSet();
        bytes.putShort(COUNT, (short) records);
        bytes.putInt(UPTIME, uptime.at(exportSeconds * 1000));
        bytes.putInt(UNIX_SECONDS, (int) exportSeconds);
        bytes.putInt(SEQUENCE_NUMBER, sequenceNumber);
        bytes.putInt(SOURCE_ID, (int) sourceId);
        return bytes.limit(length).position(0);
    }

    /** Begins the next message. */
    void clear() {
        bytes.clear();
        length = HEADER_LENGTH;
        records = 0;
        setAt = NO_SET;
    }
}
