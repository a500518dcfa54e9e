package vedette.flow;

import vedette.decode.IcmpMessage;
import vedette.decode.Packet;
import vedette.decode.QuotedPacket;
import vedette.net.IpProtocol;

/**
 * The flow key of one packet (rule M1), with its hash. Made once and refilled. The hash is the same for both directions and
 * keyed, so that nobody outside can choose colliding flows.
 */
final class FlowKey {
    private final VlanKey vlanKey;
    private final boolean pointInKey;
    private final long seed;

    long sourceHi;
    long sourceLo;
    long destinationHi;
    long destinationLo;
    int sourcePort;
    int destinationPort;
    int protocol;
    int ipVersion;
    int point;
    int vlans;
    int hash;
    int partition;

    FlowKey(VlanKey vlanKey, boolean pointInKey, long seed) {
        this.vlanKey = vlanKey;
        this.pointInKey = pointInKey;
        this.seed = seed;
    }

    /** Takes the key of a packet seen at an observation point. */
    void of(Packet packet, int observationPoint) {
        sourceHi = packet.sourceHi();
        sourceLo = packet.sourceLo();
        destinationHi = packet.destinationHi();
        destinationLo = packet.destinationLo();
        protocol = packet.protocol();
        ipVersion = packet.ipVersion();
        point = observationPoint;
        vlans = vlans(packet);
        hashAddresses();
        ports(packet);
    }

    /** Takes the key of what was held back of a datagram without ports. */
    void of(Flow held) {
        sourceHi = held.initiatorHi();
        sourceLo = held.initiatorLo();
        destinationHi = held.responderHi();
        destinationLo = held.responderLo();
        protocol = held.protocol();
        ipVersion = held.ipVersion();
        point = held.observationPoint();
        vlans = held.keyVlans();
        hashAddresses();
        ports(0, 0);
    }

    /** Takes the key of the packet that an ICMP error quotes, on the error's own link. */
    void ofQuoted(Packet error, int observationPoint) {
        QuotedPacket quoted = error.quoted();
        sourceHi = quoted.sourceHi();
        sourceLo = quoted.sourceLo();
        destinationHi = quoted.destinationHi();
        destinationLo = quoted.destinationLo();
        protocol = quoted.protocol();
        ipVersion = quoted.ipVersion();
        point = observationPoint;
        vlans = vlans(error);
        hashAddresses();
        if (IpProtocol.isIcmp(protocol)) {
            int request = IcmpMessage.requestTypeOf(protocol, quoted.icmpType());
            int typeAndCode = (request < 0 ? quoted.icmpType() : request) << 8 | quoted.icmpCode();
            ports(typeAndCode, typeAndCode);
        } else {
            ports(quoted.sourcePort(), quoted.destinationPort());
        }
    }

    void ports(int source, int destination) {
        sourcePort = source;
        destinationPort = destination;
        hashAll();
    }

    /** A hash of the addresses and a number, not the same for both directions' numbers. */
    int addressHash(int number) {
        return (int) mix(addressHash, number);
    }

    /** Takes the ports of the packet, once it has its transport header; the rest of the key must have been taken before. */
    void ports(Packet packet) {
        if (IpProtocol.isIcmp(protocol)) {
            icmpPorts(packet);
        } else {
            sourcePort = packet.sourcePort();
            destinationPort = packet.destinationPort();
        }
        hashAll();
    }

    /** Whether the packet goes the way the flow's initiator sends. The flow must be one of this key. */
    boolean isForward(Flow flow) {
        return sourceLo == flow.initiatorLo()
                && sourceHi == flow.initiatorHi()
                && (sourcePort == flow.initiatorKeyPort() || sourceLo != destinationLo || sourceHi != destinationHi);
    }

    /** Whether a flow of this key begins where the other did, if its source is, or is not, its initiator. */
    boolean isInitiatedAs(Flow other, boolean sourceInitiates) {
        return sourceInitiates
                ? sourceLo == other.initiatorLo() && sourceHi == other.initiatorHi()
                : destinationLo == other.initiatorLo() && destinationHi == other.initiatorHi();
    }

    boolean matches(Flow flow) {
        if (protocol != flow.protocol()
                || vlans != flow.keyVlans()
                || ipVersion != flow.ipVersion()
                || (pointInKey && point != flow.observationPoint())) {
            return false;
        }
        return matches(flow, sourceHi, sourceLo, sourcePort, destinationHi, destinationLo, destinationPort)
                || matches(flow, destinationHi, destinationLo, destinationPort, sourceHi, sourceLo, sourcePort);
    }

    private static boolean matches(Flow flow, long hi, long lo, int port, long otherHi, long otherLo, int otherPort) {
        return lo == flow.initiatorLo()
                && otherLo == flow.responderLo()
                && port == flow.initiatorKeyPort()
                && otherPort == flow.responderKeyPort()
                && hi == flow.initiatorHi()
                && otherHi == flow.responderHi();
    }

    private int vlans(Packet packet) {
        return switch (vlanKey) {
            case NONE -> 0;
            case OUTER -> packet.outerVlan();
            case BOTH -> packet.outerVlan() | packet.innerVlan() << 16;
        };
    }

    /** Request and reply have one type, the request's; type and code stand in both ports, so that they match both ways. */
    private void icmpPorts(Packet packet) {
        sourcePort = 0;
        if (packet.hasTransport()) {
            IcmpMessage icmp = packet.icmp();
            sourcePort = icmp.requestType(protocol) << 8 | icmp.code();
        }
        destinationPort = sourcePort;
    }

    private long addressHash;

    private void hashAddresses() {
        addressHash = mix(sourceLo ^ seed, sourceHi ^ K0) + mix(destinationLo ^ seed, destinationHi ^ K0);
        partition = (int) (mix(addressHash, K1) >>> (Long.SIZE - Metering.PARTITION_BITS));
    }

    private void hashAll() {
        long source = mix(sourceLo ^ seed, sourceHi ^ K1 ^ sourcePort);
        long destination = mix(destinationLo ^ seed, destinationHi ^ K1 ^ destinationPort);
        long rest = (long) vlans << 32 | protocol << 8 | (pointInKey ? point << 16 : 0);
        hash = (int) mix(source + destination, rest ^ K2);
    }

    /** The two halves of the product, folded: what wyhash mixes with. */
    private static long mix(long a, long b) {
        long x = a ^ K1;
        long y = b ^ K2;
        return Math.multiplyHigh(x, y) ^ x * y;
    }

    private static final long K0 = 0xA0761D6478BD642FL;
    private static final long K1 = 0xE7037ED1A0B428DBL;
    private static final long K2 = 0x8EBC6AF09C88C6E3L;
}
