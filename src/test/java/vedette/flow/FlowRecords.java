package vedette.flow;

import java.util.Random;
import vedette.content.Findings;

/** Makes flow records for tests of whatever comes after the metering process. */
public final class FlowRecords {
    public static final long MIDNIGHT_NS = 1_700_000_000_000_000_000L;

    private final Flow flow = new Flow().wrap(new long[Flow.WORDS], 0);

    private FlowRecords() {}

    /**
     * A TCP connection from 10.0.0.1:40000 to 10.0.0.2:443 that ended well: 5 packets of 250 octets in sum forward, 4 of
     * 240 back, from midnight to midnight + 80 ms, the answer 10 ms later.
     */
    public static FlowRecords tcp() {
        return new FlowRecords()
                .ipv4("10.0.0.1", "10.0.0.2")
                .protocol(6)
                .ports(40000, 443)
                .counted(Flow.FORWARD, 5, 250)
                .counted(Flow.REVERSE, 4, 240)
                .times(Flow.FORWARD, MIDNIGHT_NS, MIDNIGHT_NS + 80_000_000)
                .times(Flow.REVERSE, MIDNIGHT_NS + 10_000_000, MIDNIGHT_NS + 70_000_000)
                .tcpFlags(Flow.FORWARD, 0x13)
                .tcpFlags(Flow.REVERSE, 0x13)
                .state(TcpState.SF)
                .history("ShAFaf")
                .closed(MIDNIGHT_NS + 2_080_000_000L, EndReason.END_OF_FLOW)
                .id(1L << 52 | 7, 1)
                .initiatorKnown();
    }

    /** A UDP question and answer over IPv4. */
    public static FlowRecords udp() {
        return tcp().protocol(17)
                .ports(5353, 53)
                .counted(Flow.FORWARD, 1, 60)
                .counted(Flow.REVERSE, 1, 120)
                .tcpFlags(Flow.FORWARD, 0)
                .tcpFlags(Flow.REVERSE, 0)
                .state(TcpState.S0)
                .clearHistory();
    }

    /** Anything the metering process could produce, and what it could not produce within the fields' ranges. */
    public static FlowRecords random(Random random) {
        FlowRecords records = new FlowRecords();
        Flow flow = records.flow;
        boolean ipv6 = random.nextBoolean();
        int[] protocols = {6, 17, 132, 1, 58, 47, random.nextInt(256)};
        flow.ipVersion(ipv6 ? 6 : 4);
        flow.protocol(protocols[random.nextInt(protocols.length)]);
        if (flow.protocol() == 6 && random.nextBoolean()) {
            flow.markAggregate();
            flow.originalFlows(random.nextInt(Integer.MAX_VALUE));
            flow.distinctSources(random.nextInt(Integer.MAX_VALUE));
        }
        boolean icmp = flow.protocol() == 1 || flow.protocol() == 58;
        boolean ports = icmp || flow.protocol() == 6 || flow.protocol() == 17 || flow.protocol() == 132;
        int initiatorPort = ports ? random.nextInt(65536) : 0;
        int responderPort = icmp ? initiatorPort : ports ? random.nextInt(65536) : 0;
        long mask = ipv6 ? -1L : 0xFFFF_FFFFL;
        flow.initiator(ipv6 ? random.nextLong() : 0, random.nextLong() & mask, initiatorPort);
        flow.responder(ipv6 ? random.nextLong() : 0, random.nextLong() & mask, responderPort);
        flow.vlanCount(random.nextInt(4));
        flow.outerVlan(flow.vlanCount() > 0 ? random.nextInt(4096) : 0);
        flow.innerVlan(flow.vlanCount() > 1 ? random.nextInt(4096) : 0);
        int directions = 1 + random.nextInt(3);
        long start = MIDNIGHT_NS + random.nextInt(Integer.MAX_VALUE) * 1000L + random.nextInt(1000);
        for (int direction = Flow.FORWARD; direction <= Flow.REVERSE; direction++) {
            if ((directions & 1 << direction) != 0) {
                records.randomDirection(direction, start, random);
            }
        }
        flow.closedNs(flow.endNs() + random.nextInt(1_000_000_000));
        flow.flowId(random.nextLong() >>> 11);
        flow.part(1 + random.nextInt(3));
        flow.endReasonCode(1 + random.nextInt(5));
        flow.directionCode(random.nextInt(2));
        flow.tcpStateCode(random.nextInt(TcpState.values().length));
        if (random.nextInt(8) == 0 && !flow.isAggregate()) {
            return records.fragments(random.nextInt(), random.nextBoolean());
        }
        if (flow.protocol() == 6 && !flow.isAggregate()) {
            records.randomConnection(random);
        }
        return records;
    }

    private void randomConnection(Random random) {
        String letters = "ShADadFfRrTtWwGg^";
        for (int i = random.nextInt(Flow.HISTORY_LENGTH + 2); i > 0; i--) {
            flow.addHistory(letters.charAt(random.nextInt(letters.length())));
        }
        if (random.nextBoolean()) {
            long synNs = MIDNIGHT_NS + random.nextInt();
            handshake(synNs, synNs + random.nextInt(1_000_000_000), synNs + (random.nextLong() >>> 16));
        }
    }

    private void randomDirection(int direction, long start, Random random) {
        flow.packets(direction, 1 + (random.nextLong() >>> 8 + random.nextInt(56)));
        flow.octets(direction, 20 + (random.nextLong() >>> 8 + random.nextInt(56)));
        flow.frameOctets(direction, flow.octets(direction) + 14);
        flow.firstNs(direction, start + random.nextInt(Integer.MAX_VALUE));
        flow.lastNs(direction, flow.firstNs(direction) + random.nextInt(Integer.MAX_VALUE));
        flow.trafficClass(direction, random.nextInt(256));
        flow.minTtl(direction, random.nextInt(128));
        flow.maxTtl(direction, flow.minTtl(direction) + random.nextInt(128));
        flow.mac(direction, random.nextLong() >>> 16);
        if (flow.protocol() == 6) {
            flow.tcpFlags(direction, random.nextInt(256));
            flow.firstTcpFlags(direction, flow.tcpFlags(direction) & random.nextInt(256));
            flow.retransmitted(direction, random.nextInt());
            flow.outOfOrder(direction, random.nextInt(4));
            flow.duplicateAcks(direction, random.nextInt());
            flow.zeroWindows(direction, random.nextInt());
            flow.missedOctets(direction, random.nextLong() >>> random.nextInt(64));
            flow.initialSequence(direction, random.nextInt());
            flow.initialWindow(direction, random.nextInt(65536));
            flow.synCount(direction, random.nextInt());
            flow.finCount(direction, random.nextInt());
            flow.rstCount(direction, random.nextInt());
            flow.pshCount(direction, random.nextInt());
            flow.ackCount(direction, random.nextInt());
            flow.urgCount(direction, random.nextInt());
        }
    }

    public FlowRecords says(Findings findings) {
        flow.with(findings);
        return this;
    }

    public Flow flow() {
        return flow;
    }

    public FlowRecords ipv4(String initiator, String responder) {
        flow.ipVersion(4);
        flow.initiator(0, ipv4Value(initiator), flow.initiatorKeyPort());
        flow.responder(0, ipv4Value(responder), flow.responderKeyPort());
        return this;
    }

    private static long ipv4Value(String address) {
        long value = 0;
        for (String octet : address.split("\\.", -1)) {
            value = value << 8 | Integer.parseInt(octet);
        }
        return value;
    }

    public FlowRecords ipv6(long initiatorHi, long initiatorLo, long responderHi, long responderLo) {
        flow.ipVersion(6);
        flow.initiator(initiatorHi, initiatorLo, flow.initiatorKeyPort());
        flow.responder(responderHi, responderLo, flow.responderKeyPort());
        return this;
    }

    public FlowRecords icmp(int type, int code) {
        return ports(type << 8 | code, type << 8 | code);
    }

    public FlowRecords protocol(int protocol) {
        flow.protocol(protocol);
        return this;
    }

    /** Of TCP, UDP and SCTP. */
    public FlowRecords ports(int initiator, int responder) {
        flow.initiator(flow.initiatorHi(), flow.initiatorLo(), initiator);
        flow.responder(flow.responderHi(), flow.responderLo(), responder);
        return this;
    }

    public FlowRecords counted(int direction, long packets, long octets) {
        flow.packets(direction, packets);
        flow.octets(direction, octets);
        flow.frameOctets(direction, octets + 14 * packets);
        return this;
    }

    public FlowRecords missed(int direction, long octets) {
        flow.missedOctets(direction, octets);
        return this;
    }

    /** TCP segments that acknowledge something new, and how many of them what was not seen. */
    public FlowRecords acknowledgements(int all, int ofUnseen) {
        for (int i = 0; i < all; i++) {
            flow.addAcknowledgement(i < ofUnseen);
        }
        return this;
    }

    public FlowRecords times(int direction, long firstNs, long lastNs) {
        flow.firstNs(direction, firstNs);
        flow.lastNs(direction, lastNs);
        return this;
    }

    /** Takes the direction's packets away. */
    public FlowRecords without(int direction) {
        return counted(direction, 0, 0).times(direction, 0, 0).tcpFlags(direction, 0);
    }

    public FlowRecords tcpFlags(int direction, int flags) {
        flow.tcpFlags(direction, flags);
        flow.firstTcpFlags(direction, flags);
        return this;
    }

    public FlowRecords initialSequence(int direction, int sequence, int window) {
        flow.initialSequence(direction, sequence);
        flow.initialWindow(direction, window);
        return this;
    }

    public FlowRecords flagCounts(int direction, int syn, int fin, int rst, int psh, int ack, int urg) {
        flow.synCount(direction, syn);
        flow.finCount(direction, fin);
        flow.rstCount(direction, rst);
        flow.pshCount(direction, psh);
        flow.ackCount(direction, ack);
        flow.urgCount(direction, urg);
        return this;
    }

    public FlowRecords state(TcpState state) {
        flow.tcpStateCode(state.ordinal());
        return this;
    }

    public FlowRecords history(String letters) {
        clearHistory();
        for (char letter : letters.toCharArray()) {
            flow.addHistory(letter);
        }
        return this;
    }

    public FlowRecords clearHistory() {
        flow.historyCount(0);
        return this;
    }

    public FlowRecords vlans(int... tags) {
        flow.vlanCount(tags.length);
        flow.outerVlan(tags.length > 0 ? tags[0] : 0);
        flow.innerVlan(tags.length > 1 ? tags[1] : 0);
        return this;
    }

    public FlowRecords macs(long forward, long reverse) {
        flow.mac(Flow.FORWARD, forward);
        flow.mac(Flow.REVERSE, reverse);
        return this;
    }

    public FlowRecords ttl(int direction, int min, int max) {
        flow.minTtl(direction, min);
        flow.maxTtl(direction, max);
        return this;
    }

    public FlowRecords trafficClass(int direction, int value) {
        flow.trafficClass(direction, value);
        return this;
    }

    public FlowRecords handshake(long synNs, long synAckNs, long ackNs) {
        flow.synNs(synNs);
        flow.synAckNs(synAckNs);
        flow.handshakeNs(ackNs);
        return this;
    }

    public FlowRecords closed(long closedNs, EndReason reason) {
        flow.closedNs(closedNs);
        flow.endReasonCode(reason.code());
        return this;
    }

    public FlowRecords id(long flowId, int part) {
        flow.flowId(flowId);
        flow.part(part);
        return this;
    }

    public FlowRecords probe(Probe probe) {
        flow.probeCode(probe.code());
        return this;
    }

    public FlowRecords payload(int direction, long octets) {
        flow.payloadOctets(direction, octets);
        return this;
    }

    /** The sequence number of the SYN, and one past the highest that was used. */
    public FlowRecords sequence(int direction, int start, int next) {
        flow.startSequence(direction, start);
        flow.acknowledged(direction, start);
        flow.nextSequence(direction, next);
        return this;
    }

    /** Makes its packets fragments of datagrams whose transport header never came. */
    public FlowRecords fragments(int identification, boolean moreFollow) {
        flow.markFragment(identification, moreFollow);
        for (int direction = Flow.FORWARD; direction <= Flow.REVERSE; direction++) {
            tcpFlags(direction, 0);
        }
        return ports(0, 0).clearHistory();
    }

    public FlowRecords firstTcpFlags(int direction, int flags) {
        flow.firstTcpFlags(direction, flags);
        return this;
    }

    public FlowRecords outOfOrder(int direction, int packets) {
        flow.outOfOrder(direction, packets);
        return this;
    }

    public FlowRecords troubles(int direction, int retransmitted, int duplicateAcks, int zeroWindows) {
        flow.retransmitted(direction, retransmitted);
        flow.duplicateAcks(direction, duplicateAcks);
        flow.zeroWindows(direction, zeroWindows);
        return this;
    }

    public FlowRecords observationPoint(int index) {
        flow.observationPoint(index);
        return this;
    }

    public FlowRecords initiatorKnown() {
        flow.directionCode(Direction.INITIATOR);
        return this;
    }

    public FlowRecords initiatorGuessed() {
        flow.directionCode(Direction.GUESSED);
        return this;
    }
}
