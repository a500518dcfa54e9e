package vedette.decode;

import vedette.net.IpProtocol;

/**
 * What of a packet's headers matters to somebody who looks at it later: a few words, which can be copied while the packet cannot.
 * Filled for one packet after another; whoever wants to keep it copies it.
 */
public final class HeaderFields {
    /** Words that {@link #copyTo} writes. */
    public static final int WORDS = 8;

    private static final int HAS_TRANSPORT = 1;
    private static final int IS_QUOTING = 2;

    private long sourceHi;
    private long sourceLo;
    private long destinationHi;
    private long destinationLo;
    private long ipOctets;
    private int tcpSequence;
    private int ports;
    private int ipVersion;
    private int protocol;
    private int ttl;
    private int tcpFlags;
    private int tcpWindow;
    private int marks;

    /** Takes the fields of a packet. */
    public HeaderFields of(Packet packet) {
        sourceHi = packet.sourceHi();
        sourceLo = packet.sourceLo();
        destinationHi = packet.destinationHi();
        destinationLo = packet.destinationLo();
        ipOctets = packet.ipOctets();
        ports = packet.sourcePort() << 16 | packet.destinationPort();
        ipVersion = packet.ipVersion();
        protocol = packet.protocol();
        ttl = packet.ttl();
        marks = packet.hasTransport() ? HAS_TRANSPORT : 0;
        ofTransport(packet);
        return this;
    }

    private void ofTransport(Packet packet) {
        boolean isTcp = packet.hasTransport() && packet.protocol() == IpProtocol.TCP;
        tcpSequence = isTcp ? packet.tcp().sequence() : 0;
        tcpFlags = isTcp ? packet.tcp().flags() : 0;
        tcpWindow = isTcp ? packet.tcp().window() : 0;
        if (packet.hasTransport()
                && IpProtocol.isIcmp(protocol)
                && packet.icmp().isQuoting()) {
            marks |= IS_QUOTING;
        }
    }

    /** Writes {@link #WORDS} words. */
    public void copyTo(long[] words, int at) {
        words[at] = sourceHi;
        words[at + 1] = sourceLo;
        words[at + 2] = destinationHi;
        words[at + 3] = destinationLo;
        words[at + 4] = ipOctets;
        words[at + 5] = (long) tcpSequence << Integer.SIZE | ports & 0xFFFF_FFFFL;
        words[at + 6] = (long) tcpWindow << Integer.SIZE | (long) tcpFlags << 16 | protocol << 8 | ttl;
        words[at + 7] = (long) ipVersion << 8 | marks;
    }

    /** Reads what {@link #copyTo} wrote. */
    public HeaderFields read(long[] words, int at) {
        sourceHi = words[at];
        sourceLo = words[at + 1];
        destinationHi = words[at + 2];
        destinationLo = words[at + 3];
        ipOctets = words[at + 4];
        tcpSequence = (int) (words[at + 5] >> Integer.SIZE);
        ports = (int) words[at + 5];
        tcpWindow = (int) (words[at + 6] >> Integer.SIZE);
        tcpFlags = (int) words[at + 6] >>> 16;
        protocol = (int) words[at + 6] >>> 8 & 0xFF;
        ttl = (int) words[at + 6] & 0xFF;
        ipVersion = (int) words[at + 7] >>> 8;
        marks = (int) words[at + 7] & 0xFF;
        return this;
    }

    /** 4 or 6. */
    public int ipVersion() {
        return ipVersion;
    }

    /** As {@link Packet#protocol()}. */
    public int protocol() {
        return protocol;
    }

    /** As {@link Packet#sourceHi()}. */
    public long sourceHi() {
        return sourceHi;
    }

    /** As {@link Packet#sourceLo()}. */
    public long sourceLo() {
        return sourceLo;
    }

    /** As {@link Packet#destinationHi()}. */
    public long destinationHi() {
        return destinationHi;
    }

    /** As {@link Packet#destinationLo()}. */
    public long destinationLo() {
        return destinationLo;
    }

    /** As {@link Packet#sourcePort()}. */
    public int sourcePort() {
        return ports >>> 16;
    }

    /** As {@link Packet#destinationPort()}. */
    public int destinationPort() {
        return ports & 0xFFFF;
    }

    /** As {@link Packet#ipOctets()}. */
    public long ipOctets() {
        return ipOctets;
    }

    /** TTL or hop limit. */
    public int ttl() {
        return ttl;
    }

    /** Whether the transport header is there. */
    public boolean hasTransport() {
        return (marks & HAS_TRANSPORT) != 0;
    }

    /** Whether it is an ICMP message that quotes a packet. */
    public boolean isQuoting() {
        return (marks & IS_QUOTING) != 0;
    }

    /** Flags of a TCP segment, else 0. */
    public int tcpFlags() {
        return tcpFlags;
    }

    /** Sequence number of a TCP segment, else 0. */
    public int tcpSequence() {
        return tcpSequence;
    }

    /** Window of a TCP segment as it stands there, else 0. */
    public int tcpWindow() {
        return tcpWindow;
    }
}
