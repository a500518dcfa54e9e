package vedette.features;

import org.jspecify.annotations.Nullable;
import vedette.flow.Flow;

/** All records of one connection added up, the last of them, and the course of its packets. Counters are by direction. */
final class Connection {
    private static final int FLAGS = 6;

    private final long[] packets = new long[2];
    private final long[] octets = new long[2];
    private final long[] frameOctets = new long[2];
    private final long[] payloadOctets = new long[2];
    private final long[][] flagCounts = new long[2][FLAGS];
    private final long[] retransmitted = new long[2];
    private final long[] outOfOrder = new long[2];
    private final long[] duplicateAcks = new long[2];
    private final long[] zeroWindows = new long[2];
    private final long[] missedOctets = new long[2];
    private long startNs = Long.MAX_VALUE;
    private long endNs = Long.MIN_VALUE;
    private Flow last = new Flow();
    private @Nullable Course course;

    /** Adds a record, the earlier ones of which the initiator was the same. */
    void add(Flow record) {
        startNs = Math.min(startNs, record.startNs());
        endNs = Math.max(endNs, record.endNs());
        for (int direction = Flow.FORWARD; direction <= Flow.REVERSE; direction++) {
            packets[direction] += record.packets(direction);
            octets[direction] += record.octets(direction);
            frameOctets[direction] += record.frameOctets(direction);
            payloadOctets[direction] += record.payloadOctets(direction);
            addFlags(flagCounts[direction], record, direction);
            retransmitted[direction] += Integer.toUnsignedLong(record.retransmitted(direction));
            outOfOrder[direction] += Integer.toUnsignedLong(record.outOfOrder(direction));
            duplicateAcks[direction] += Integer.toUnsignedLong(record.duplicateAcks(direction));
            zeroWindows[direction] += Integer.toUnsignedLong(record.zeroWindows(direction));
            missedOctets[direction] += record.missedOctets(direction);
        }
    }

    private static void addFlags(long[] counts, Flow record, int direction) {
        counts[0] += Integer.toUnsignedLong(record.finCount(direction));
        counts[1] += Integer.toUnsignedLong(record.synCount(direction));
        counts[2] += Integer.toUnsignedLong(record.rstCount(direction));
        counts[3] += Integer.toUnsignedLong(record.pshCount(direction));
        counts[4] += Integer.toUnsignedLong(record.ackCount(direction));
        counts[5] += Integer.toUnsignedLong(record.urgCount(direction));
    }

    /** The connection is over, and this was its last record; valid as long as that is. */
    void end(Flow record, @Nullable Course packetsCourse) {
        last = record;
        course = packetsCourse;
    }

    Flow last() {
        return last;
    }

    /** Null if the packets were not followed. */
    @Nullable
    Course course() {
        return course;
    }

    long startNs() {
        return startNs;
    }

    long endNs() {
        return endNs;
    }

    long packets(int direction) {
        return packets[direction];
    }

    long octets(int direction) {
        return octets[direction];
    }

    long frameOctets(int direction) {
        return frameOctets[direction];
    }

    long payloadOctets(int direction) {
        return payloadOctets[direction];
    }

    /** Packets with a flag, of those in the order of their bits from FIN to URG. */
    long flags(int direction, int flag) {
        return flagCounts[direction][flag];
    }

    long retransmitted(int direction) {
        return retransmitted[direction];
    }

    long outOfOrder(int direction) {
        return outOfOrder[direction];
    }

    long duplicateAcks(int direction) {
        return duplicateAcks[direction];
    }

    long zeroWindows(int direction) {
        return zeroWindows[direction];
    }

    long missedOctets(int direction) {
        return missedOctets[direction];
    }
}
