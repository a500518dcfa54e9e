package vedette.report;

import java.nio.ByteBuffer;
import vedette.decode.Anomaly;
import vedette.decode.Packet;
import vedette.flow.Flow;
import vedette.flow.PacketListener;
import vedette.net.IpProtocol;

/** Whether the checksums of TCP and UDP are right, where the whole segment or datagram was captured; and of whom those come that are not. */
final class ChecksumFacts implements PacketListener {
    private static final int MOST_SENDERS = 4096;
    private static final int AT_UDP = 6;
    private static final int UDP_HEADER = 8;
    private static final int TCP_HEADER = 20;

    /** How many of one sender's are wrong. */
    static final class Wrong {
        long packets;
    }

    private final Largest<Host, Wrong> senders = new Largest<>(MOST_SENDERS, Wrong::new, one -> one.packets);
    private long checked;
    private long wrong;
    private long unchecked;

    @Override
    public void onPacket(Flow flow, int direction, Packet packet, long timestampNs) {
        int protocol = packet.protocol();
        if (protocol != IpProtocol.TCP && protocol != IpProtocol.UDP) {
            return;
        }
        if (!isWhole(packet) || protocol == IpProtocol.UDP && hasNone(packet)) {
            unchecked++;
            return;
        }
        checked++;
        boolean isWrong = sum(packet) != 0xFFFF;
        if (isWrong) {
            wrong++;
            senders.of(new Host(packet.ipVersion(), packet.sourceHi(), packet.sourceLo())).packets++;
        }
    }

    private static boolean isWhole(Packet packet) {
        int least = packet.protocol() == IpProtocol.TCP ? TCP_HEADER : UDP_HEADER;
        return packet.hasTransport()
                && !packet.isFragment()
                && !packet.has(Anomaly.UDP_LENGTH)
                && packet.transportLength() >= least
                && packet.transportLength() == packet.ipPayloadOctets();
    }

    private static boolean hasNone(Packet packet) {
        return packet.bytes().getShort(packet.transportOffset() + AT_UDP) == 0;
    }

    /** The sum of RFC 1071 over pseudo header and segment, 0xFFFF if the checksum is right. */
    private static int sum(Packet packet) {
        int length = packet.transportLength();
        long sum = packet.protocol() + (long) length;
        sum += words(packet.sourceHi()) + words(packet.sourceLo());
        sum += words(packet.destinationHi()) + words(packet.destinationLo());
        ByteBuffer bytes = packet.bytes();
        int at = packet.transportOffset();
        int end = at + length;
        for (; at <= end - Integer.BYTES; at += Integer.BYTES) {
            long word = bytes.getInt(at) & 0xFFFF_FFFFL;
            sum += (word >>> 16) + (word & 0xFFFF);
        }
        for (; at <= end - Short.BYTES; at += Short.BYTES) {
            sum += bytes.getShort(at) & 0xFFFF;
        }
        if (at < end) {
            sum += (bytes.get(at) & 0xFF) << 8;
        }
        while (sum >>> 16 != 0) {
            sum = (sum >>> 16) + (sum & 0xFFFF);
        }
        return (int) sum;
    }

    private static long words(long value) {
        return (value >>> 48) + (value >>> 32 & 0xFFFF) + (value >>> 16 & 0xFFFF) + (value & 0xFFFF);
    }

    long checked() {
        return checked;
    }

    long wrong() {
        return wrong;
    }

    /** Segments and datagrams that were cut, are fragments, or have no checksum. */
    long unchecked() {
        return unchecked;
    }

    Largest<Host, Wrong> senders() {
        return senders;
    }
}
