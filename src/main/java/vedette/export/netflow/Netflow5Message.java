package vedette.export.netflow;

import java.nio.ByteBuffer;

/**
 * An export packet of version 5 in the making, in a buffer that is used again and again: a header of 24 octets and up to 30
 * records of 48.
 *
 * <pre>
 *  0               1               2               3
 * +-------------------------------+-------------------------------+
 * |          version = 5          |            count              |
 * +-------------------------------+-------------------------------+
 * |                           SysUptime                           |
 * |                           unix_secs                           |
 * |                           unix_nsecs                          |
 * |                         flow_sequence                         |
 * +---------------+---------------+-------------------------------+
 * |  engine_type  |   engine_id   |       sampling_interval       |
 * +---------------+---------------+-------------------------------+
 * </pre>
 */
final class Netflow5Message {
    static final int HEADER_LENGTH = 24;
    static final int RECORD_LENGTH = 48;
    static final int MOST_RECORDS = 30;

    private static final int VERSION = 5;
    private static final int MOST_IF_INDEX = 0xFFFF;

    private final ByteBuffer bytes;
    private final int mostRecords;
    private int records;

    /** @param mostOctets the longest message, header and all */
    Netflow5Message(int mostOctets) {
        mostRecords = Math.min(MOST_RECORDS, (mostOctets - HEADER_LENGTH) / RECORD_LENGTH);
        bytes = ByteBuffer.allocateDirect(HEADER_LENGTH + mostRecords * RECORD_LENGTH);
    }

    boolean isEmpty() {
        return records == 0;
    }

    boolean isFull() {
        return records == mostRecords;
    }

    int records() {
        return records;
    }

    /** Adds a record of so many of the flow's packets and octets. */
    void add(Uniflow flow, Uptime uptime, long packets, long octets) {
        bytes.position(HEADER_LENGTH + records * RECORD_LENGTH)
                .putInt((int) flow.sourceLo())
                .putInt((int) flow.destinationLo())
                .putInt(0) // next hop
                .putShort((short) (flow.ifIndex() <= MOST_IF_INDEX ? flow.ifIndex() : 0))
                .putShort((short) 0) // output interface
                .putInt((int) packets)
                .putInt((int) octets)
                .putInt(uptime.at(flow.firstMs()))
                .putInt(uptime.at(flow.lastMs()))
                .putShort((short) flow.sourcePort())
                .putShort((short) flow.destinationPort())
                .put((byte) 0)
                .put((byte) flow.tcpFlags())
                .put((byte) flow.flow().protocol())
                .put((byte) flow.trafficClass())
                .putInt(0) // autonomous systems
                .putInt(0); // masks
        records++;
    }

    /** Completes the message and returns it from position to limit; the next {@link #clear()} ends its life. */
    ByteBuffer finish(long exportSeconds, Uptime uptime, int sequenceNumber, int engine) {
        bytes.position(0)
                .putShort((short) VERSION)
                .putShort((short) records)
                .putInt(uptime.at(exportSeconds * 1000))
                .putInt((int) exportSeconds)
                .putInt(0) // nanoseconds
                .putInt(sequenceNumber)
                .putShort((short) engine)
                .putShort((short) 0); // sampling
        return bytes.limit(HEADER_LENGTH + records * RECORD_LENGTH).position(0);
    }

    /** Begins the next message. */
    void clear() {
        bytes.clear();
        records = 0;
    }
}
