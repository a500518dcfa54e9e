package vedette.flow;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import vedette.decode.Packet;
import vedette.net.IpProtocol;

/** A fragmented datagram: which it is, what has come of it, and its transport header as far as that has come. */
final class Datagram {
    /** The longest TCP header; no other transport header that is read is longer. */
    private static final int HEADER_LENGTH = 60;

    /** Fragments begin at multiples of this. */
    private static final int UNIT = 8;

    private static final int UNITS = (HEADER_LENGTH + UNIT - 1) / UNIT;
    private static final int TCP_DATA_OFFSET = 12;

    private final ByteBuffer header = ByteBuffer.allocate(UNITS * UNIT);
    private int unitsPresent;

    private long sourceHi;
    private long sourceLo;
    private long destinationHi;
    private long destinationLo;
    private int id;
    private int ipVersion;
    private int protocol;
    private int vlans;
    private int point;

    private int sourcePort;
    private int destinationPort;
    private boolean portsKnown;
    private long received;
    private long end;

    /** Sensor time of the first fragment to arrive. */
    long arrivedNs;
    /** Sensor time at which the last of it came. */
    long completedNs;
    /** Record of what is held back, {@link FlowStore#NONE} if nothing is. */
    int held;

    int bucket;

    @Nullable
    Datagram nextInBucket;

    @Nullable
    Datagram older;

    @Nullable
    Datagram newer;

    void begin(Packet packet, FlowKey key, long nowNs) {
        sourceHi = key.sourceHi;
        sourceLo = key.sourceLo;
        destinationHi = key.destinationHi;
        destinationLo = key.destinationLo;
        ipVersion = key.ipVersion;
        protocol = key.protocol;
        vlans = key.vlans;
        point = key.point;
        id = packet.fragmentId();
        portsKnown = !IpProtocol.hasPorts(protocol)
                && !IpProtocol.isIcmp(protocol)
                && !(ipVersion == 6 && IpProtocol.isExtensionHeader(protocol));
        sourcePort = 0;
        destinationPort = 0;
        unitsPresent = 0;
        received = 0;
        end = Long.MAX_VALUE;
        arrivedNs = nowNs;
        held = FlowStore.NONE;
    }

    boolean matches(Packet packet, FlowKey key) {
        return id == packet.fragmentId()
                && sourceLo == key.sourceLo
                && destinationLo == key.destinationLo
                && sourceHi == key.sourceHi
                && destinationHi == key.destinationHi
                && ipVersion == key.ipVersion
                && (ipVersion == 6 || protocol == key.protocol)
                && vlans == key.vlans
                && point == key.point;
    }

    /** Takes note of where the fragment lies. Returns whether it lies beyond the end or more has come than there is. */
    boolean overlaps(Packet packet) {
        long fragmentEnd = packet.fragmentOffset() + packet.ipPayloadOctets();
        boolean beyond = fragmentEnd > end;
        if (!packet.isMoreFragments()) {
            end = Math.min(end, fragmentEnd);
        }
        received += packet.ipPayloadOctets();
        return beyond || received > end;
    }

    /** Whether all has come, by its octets: where some came twice, others may still be missing. */
    boolean isComplete() {
        return portsKnown && received >= end;
    }

    boolean hasPorts(FlowKey key) {
        return sourcePort == key.sourcePort && destinationPort == key.destinationPort;
    }

    boolean isPortsKnown() {
        return portsKnown;
    }

    /** Gives the key the datagram's protocol and ports: of IPv6, only the first fragment shows what follows its options. */
    void givePorts(FlowKey key) {
        key.protocol = protocol;
        key.ports(sourcePort, destinationPort);
    }

    void takePorts(FlowKey key) {
        protocol = key.protocol;
        sourcePort = key.sourcePort;
        destinationPort = key.destinationPort;
        portsKnown = true;
    }

    /** Keeps what the fragment has of the transport header. Returns whether the header is whole now. */
    boolean gatherHeader(Packet packet) {
        int at = packet.fragmentOffset();
        int length = Math.min(packet.transportLength(), header.capacity() - at);
        if (length > 0) {
            header.put(at, packet.bytes(), packet.transportOffset(), length);
            int first = at / UNIT;
            int units = packet.isMoreFragments() ? length / UNIT : (length + UNIT - 1) / UNIT;
            unitsPresent |= ((1 << units) - 1) << first;
        }
        return headerPresent() >= headerNeeded();
    }

    ByteBuffer header() {
        return header;
    }

    /** Octets of the header that are there, from its beginning. */
    int headerPresent() {
        return Integer.numberOfTrailingZeros(~unitsPresent) * UNIT;
    }

    private int headerNeeded() {
        if (protocol != IpProtocol.TCP || headerPresent() <= TCP_DATA_OFFSET) {
            return protocol == IpProtocol.TCP ? 20 : UNIT;
        }
        return Math.min(HEADER_LENGTH, (header.get(TCP_DATA_OFFSET) >> 4 & 0xF) * Integer.BYTES);
    }
}
