package vedette.flow;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import vedette.content.Field;
import vedette.content.Findings;
import vedette.decode.Packet;
import vedette.net.IpProtocol;

/**
 * A bidirectional flow or one part of it, read where it lies in a record of {@link #LENGTH} octets. Forward is the
 * initiator's direction. Counters and times are this part's; state, history and handshake times are the whole flow's.
 *
 * <p>Like {@code Packet}, a flow is wrapped round one record after another: whoever wants to keep it copies the record.
 * Not thread-safe.
 */
public final class Flow {
    public static final int FORWARD = 0;
    public static final int REVERSE = 1;

    /** Octets of a record: eight cache lines, of which a packet touches three or four. */
    public static final int LENGTH = 512;

    /** Words of a record. */
    public static final int WORDS = LENGTH / Long.BYTES;

    /** Most letters a history holds. */
    public static final int HISTORY_LENGTH = 28;

    // The common block: the key and what every packet touches come first.
    private static final int INITIATOR_HI = 0;
    private static final int INITIATOR_LO = 8;
    private static final int RESPONDER_HI = 16;
    private static final int RESPONDER_LO = 24;
    private static final int INITIATOR_PORT = 32;
    private static final int RESPONDER_PORT = 34;
    private static final int PROTOCOL = 36;
    private static final int IP_VERSION = 37;
    private static final int OBSERVATION_POINT = 38;
    private static final int KEY_VLANS = 40;
    private static final int HASH = 44;
    private static final int PROBE_CODE = 48;
    private static final int EVENT_MARKS = 49;
    private static final int AGGREGATE = 50;
    private static final int FRAGMENTS = 51;
    private static final int INITIATOR_PAYLOAD_MS = 52;
    private static final int LAST_SEEN_NS = 56;
    private static final int PART_STARTED_NS = 64;
    private static final int CLOSED_NS = 72;
    private static final int FLOW_ID = 80;
    private static final int PART = 88;
    private static final int OUTER_VLAN = 92;
    private static final int INNER_VLAN = 94;
    private static final int VLAN_COUNT = 96;
    private static final int TIMER_QUEUE = 97;
    private static final int END_REASON_CODE = 98;
    private static final int DIRECTION_CODE = 99;
    private static final int TCP_STATE_CODE = 100;
    private static final int PHASE = 101;
    private static final int HISTORY_COUNT = 102;
    private static final int SYN_NS = 136;
    private static final int SYN_ACK_NS = 144;
    private static final int HANDSHAKE_NS = 152;
    private static final int ICMP_ERRORS = 103;
    private static final int ACKNOWLEDGEMENTS = 104;
    private static final int ACKNOWLEDGEMENTS_OF_UNSEEN = 106;
    private static final int HISTORY = 108;

    // Then one block for each direction.
    private static final int DIRECTIONS = 160;
    private static final int DIRECTION_LENGTH = 176;

    private static final int PACKETS = 0;
    private static final int OCTETS = 8;
    private static final int FRAME_OCTETS = 16;
    private static final int FIRST_NS = 24;
    private static final int LAST_NS = 32;
    private static final int PAYLOAD_OCTETS = 40;
    private static final int TCP_FLAGS = 48;
    private static final int FIRST_TCP_FLAGS = 49;
    private static final int MIN_TTL = 50;
    private static final int MAX_TTL = 51;
    private static final int TRAFFIC_CLASS = 52;
    private static final int WINDOW_SCALE = 53;
    private static final int INITIAL_WINDOW = 54;
    private static final int INITIAL_SEQUENCE = 56;
    private static final int ENDPOINT_STATE = 60;
    private static final int PREVIOUS_ENDPOINT_STATE = 61;
    private static final int ENDPOINT_MARKS = 62;
    private static final int HOLE_COUNT = 63;
    private static final int NEXT_SEQUENCE = 64;
    private static final int ACKNOWLEDGED = 68;
    private static final int LAST_WINDOW = 72;
    private static final int HISTORY_SEEN = 74;
    private static final int START_SEQUENCE = 76;
    private static final int SYN_COUNT = 80;
    private static final int FIN_COUNT = 84;
    private static final int RST_COUNT = 88;
    private static final int PSH_COUNT = 92;
    private static final int ACK_COUNT = 96;
    private static final int URG_COUNT = 100;
    private static final int RETRANSMITTED = 104;
    private static final int OUT_OF_ORDER = 108;
    private static final int DUPLICATE_ACKS = 112;
    private static final int ZERO_WINDOWS = 116;
    private static final int MISSED_OCTETS = 120;
    private static final int MAC = 128;
    private static final int LAST_SYN = 136;
    private static final int LAST_FIN = 140;
    private static final int LAST_RST = 144;
    private static final int REPEATED_TOTAL = 148;
    private static final int ZERO_WINDOW_TOTAL = 152;
    private static final int GAP_TOTAL = 156;
    private static final int HOLES = 160;
    private static final int HOLE_LENGTH = 8;

    // Of an aggregate, which has no holes, in the initiator's block.
    private static final int ORIGINAL_FLOWS = HOLES;
    private static final int DISTINCT_SOURCES = HOLES + HOLE_LENGTH;

    // Of fragments without a transport header, which leave no holes either.
    private static final int FRAGMENT_IDENTIFICATION = HOLES;
    private static final int FRAGMENTS_SEEN = 0x01;
    private static final int MORE_FRAGMENTS = 0x20;

    private long[] words = new long[WORDS];
    private int base;
    private Findings findings = Findings.NONE;
    private Findings named = Findings.NONE;

    /** Looks at the record that begins at word {@code base}. */
    public Flow wrap(long[] words, int base) {
        this.words = words;
        this.base = base;
        if (findings != Findings.NONE) {
            findings = Findings.NONE;
        }
        if (named != Findings.NONE) {
            named = Findings.NONE;
        }
        return this;
    }

    /** The same record, with what was found out of its content, which lies beside it: whoever copies the record keeps both. */
    public Flow with(Findings found) {
        findings = found;
        return this;
    }

    /** What was found out of the flow's content. Only a closed record has it. */
    public Findings findings() {
        return findings;
    }

    /** The same record, with the answer of DNS that named the responder's address: it lies beside it, too. */
    public Flow named(Findings answer) {
        named = answer;
        return this;
    }

    /** The answer of DNS that named the responder's address, nothing if there was none. Only a closed record has it. */
    public Findings named() {
        return named;
    }

    /** The name that was asked for when DNS answered with the responder's address, or null. Makes an object. */
    public @Nullable String responderName() {
        return named.text(Field.DNS_NAME);
    }

    /** Copies the record to the words of {@code target} from {@code targetBase}. */
    public void copyTo(long[] target, int targetBase) {
        System.arraycopy(words, base, target, targetBase, WORDS);
    }

    /**
     * Puts other addresses and another id in place of the record's own and forgets the MAC addresses: of a copy that is to tell
     * nobody whose traffic it was.
     */
    public void disguise(long initiatorHi, long initiatorLo, long responderHi, long responderLo, long flowId) {
        initiator(initiatorHi, initiatorLo, initiatorKeyPort());
        responder(responderHi, responderLo, responderKeyPort());
        putInt(base, HASH, 0);
        flowId(flowId);
        mac(FORWARD, 0);
        mac(REVERSE, 0);
    }

    /** High half of the initiator's address, see {@code Packet}. */
    public long initiatorHi() {
        return longAt(base, INITIATOR_HI);
    }

    public long initiatorLo() {
        return longAt(base, INITIATOR_LO);
    }

    public long responderHi() {
        return longAt(base, RESPONDER_HI);
    }

    public long responderLo() {
        return longAt(base, RESPONDER_LO);
    }

    /** Initiator's port of TCP, UDP and SCTP; the ICMP type of the initiator's packets; else 0. */
    public int initiatorPort() {
        return IpProtocol.isIcmp(protocol()) ? initiatorKeyPort() >>> 8 : initiatorKeyPort();
    }

    /** The initiator's port as the key has it: of ICMP, type and code. */
    int initiatorKeyPort() {
        return shortAt(base, INITIATOR_PORT);
    }

    /** Responder's port of TCP, UDP and SCTP; the ICMP code of the initiator's packets; else 0. */
    public int responderPort() {
        return IpProtocol.isIcmp(protocol()) ? responderKeyPort() & 0xFF : responderKeyPort();
    }

    int responderKeyPort() {
        return shortAt(base, RESPONDER_PORT);
    }

    /** IP protocol number. */
    public int protocol() {
        return byteAt(base, PROTOCOL);
    }

    /** 4 or 6. */
    public int ipVersion() {
        return byteAt(base, IP_VERSION);
    }

    /** Index of the observation point the flow was seen at. */
    public int observationPoint() {
        return shortAt(base, OBSERVATION_POINT);
    }

    /** The VLAN identifiers that are part of the key, outer in the low 16 bits. */
    int keyVlans() {
        return intAt(base, KEY_VLANS);
    }

    int hash() {
        return intAt(base, HASH);
    }

    /**
     * Whether this stands for many flows to one service (RFC 7015): then it has no initiator, whose address and port are 0, and
     * no connection's state.
     */
    public boolean isAggregate() {
        return byteAt(base, AGGREGATE) != 0;
    }

    /** How many flows an aggregate stands for. */
    public long originalFlows() {
        return longAt(at(FORWARD), ORIGINAL_FLOWS);
    }

    /** How many sources those flows had: an estimate. */
    public long distinctSources() {
        return longAt(at(FORWARD), DISTINCT_SOURCES);
    }

    /**
     * Whether this began with fragments of datagrams whose transport header never came, and no TCP segment has joined them: then
     * ports, or ICMP type and code, are 0 because nobody knows them.
     */
    public boolean isFragmentsOnly() {
        return byteAt(base, FRAGMENTS) != 0 && historyCount() == 0 && tcpFlags(FORWARD) == 0 && tcpFlags(REVERSE) == 0;
    }

    /** Identification of the first of those datagrams. */
    public int fragmentIdentification() {
        return intAt(at(FORWARD), FRAGMENT_IDENTIFICATION);
    }

    /** As information element fragmentFlags has it: 0x20 if any of those fragments said that more were to follow. */
    public int fragmentFlags() {
        return byteAt(base, FRAGMENTS) & MORE_FRAGMENTS;
    }

    /** What the flow's first packet was. */
    public Probe probe() {
        return Probe.of(byteAt(base, PROBE_CODE));
    }

    /** Whether the responder is a multicast group, or everyone. */
    public boolean isResponderGroup() {
        return Direction.isGroup(ipVersion(), responderHi(), responderLo());
    }

    /** What was told of the flow, see {@link Attempts}. */
    int eventMarks() {
        return byteAt(base, EVENT_MARKS);
    }

    /** Sensor time of the initiator's last payload in milliseconds, cut to 32 bits. */
    int initiatorPayloadMs() {
        return intAt(base, INITIATOR_PAYLOAD_MS);
    }

    /** Sensor time of the last packet: what the idle timeout counts from. */
    long lastSeenNs() {
        return longAt(base, LAST_SEEN_NS);
    }

    /** Sensor time at which this part began: what the active timeout counts from. */
    long partStartedNs() {
        return longAt(base, PART_STARTED_NS);
    }

    /** Sensor time at which the record was closed, nanoseconds since 1970; 0 while it is open. */
    public long closedNs() {
        return longAt(base, CLOSED_NS);
    }

    /** The same in every part of the flow; below 2^53. */
    public long flowId() {
        return longAt(base, FLOW_ID);
    }

    /** Number of this part of the flow, from 1. */
    public int part() {
        return intAt(base, PART);
    }

    /** VLAN identifier of the outermost tag of the flow's first packet, 0 without one. */
    public int outerVlan() {
        return shortAt(base, OUTER_VLAN);
    }

    /** VLAN identifier of the second tag, 0 without one. */
    public int innerVlan() {
        return shortAt(base, INNER_VLAN);
    }

    /** How many VLAN tags the flow's first packet had. */
    public int vlanCount() {
        return byteAt(base, VLAN_COUNT);
    }

    int timerQueue() {
        return byteAt(base, TIMER_QUEUE);
    }

    int endReasonCode() {
        return byteAt(base, END_REASON_CODE);
    }

    int directionCode() {
        return byteAt(base, DIRECTION_CODE);
    }

    int tcpStateCode() {
        return byteAt(base, TCP_STATE_CODE);
    }

    /** Where a TCP connection stands for its timeouts, which sets its timeouts. */
    int phase() {
        return byteAt(base, PHASE);
    }

    int historyCount() {
        return byteAt(base, HISTORY_COUNT);
    }

    /** Time of the initiator's first SYN, 0 if unseen. */
    long synNs() {
        return longAt(base, SYN_NS);
    }

    /** Time of the responder's first SYN-ACK, 0 if unseen. */
    long synAckNs() {
        return longAt(base, SYN_ACK_NS);
    }

    /** Time of the ACK that completed the handshake, 0 if unseen. */
    long handshakeNs() {
        return longAt(base, HANDSHAKE_NS);
    }

    /** Packets of this part in a direction. */
    public long packets(int direction) {
        return longAt(at(direction), PACKETS);
    }

    /** IP octets (header and payload). */
    public long octets(int direction) {
        return longAt(at(direction), OCTETS);
    }

    /** Octets of the whole frames on the link. */
    public long frameOctets(int direction) {
        return longAt(at(direction), FRAME_OCTETS);
    }

    /** Time of the direction's earliest packet, nanoseconds since 1970; 0 without packets. */
    public long firstNs(int direction) {
        return longAt(at(direction), FIRST_NS);
    }

    /** Time of the direction's latest packet, nanoseconds since 1970; 0 without packets. */
    public long lastNs(int direction) {
        return longAt(at(direction), LAST_NS);
    }

    /** Octets after the transport headers. */
    public long payloadOctets(int direction) {
        return longAt(at(direction), PAYLOAD_OCTETS);
    }

    /** Union of the TCP flags, see {@link vedette.net.TcpFlags}. */
    public int tcpFlags(int direction) {
        return byteAt(at(direction), TCP_FLAGS);
    }

    /** TCP flags of the direction's first packet of the flow. */
    public int firstTcpFlags(int direction) {
        return byteAt(at(direction), FIRST_TCP_FLAGS);
    }

    /** Least TTL or hop limit. */
    public int minTtl(int direction) {
        return byteAt(at(direction), MIN_TTL);
    }

    /** Greatest TTL or hop limit. */
    public int maxTtl(int direction) {
        return byteAt(at(direction), MAX_TTL);
    }

    /** Type of service or traffic class of the direction's first packet. */
    public int trafficClass(int direction) {
        return byteAt(at(direction), TRAFFIC_CLASS);
    }

    /** Shift of the window, -1 if the option was not seen. */
    int windowScale(int direction) {
        return (byte) byteAt(at(direction), WINDOW_SCALE) - 1;
    }

    /** Window of the direction's first TCP packet, unscaled. */
    public int initialWindow(int direction) {
        return shortAt(at(direction), INITIAL_WINDOW);
    }

    /** Sequence number of the direction's first TCP packet. */
    public int initialSequence(int direction) {
        return intAt(at(direction), INITIAL_SEQUENCE);
    }

    /** State of this end of a TCP connection, see {@link TcpEndpoint}. */
    int endpointState(int direction) {
        return (byte) byteAt(at(direction), ENDPOINT_STATE);
    }

    /** The state before the last change of state. */
    int previousEndpointState(int direction) {
        return (byte) byteAt(at(direction), PREVIOUS_ENDPOINT_STATE);
    }

    /** What this end has ever sent, see {@link TcpEndpoint}. */
    int endpointMarks(int direction) {
        return (byte) byteAt(at(direction), ENDPOINT_MARKS);
    }

    /** How many holes are remembered, see {@link TcpSequence}. */
    int holeCount(int direction) {
        return (byte) byteAt(at(direction), HOLE_COUNT);
    }

    /** First sequence number in a hole. */
    int holeFrom(int direction, int hole) {
        return intAt(at(direction), HOLES + hole * HOLE_LENGTH);
    }

    /** One past the last sequence number in a hole. */
    int holeTo(int direction, int hole) {
        return intAt(at(direction), HOLES + hole * HOLE_LENGTH + Integer.BYTES);
    }

    /** Initial sequence number, or one below the first number seen where there was no SYN. */
    int startSequence(int direction) {
        return intAt(at(direction), START_SEQUENCE);
    }

    /** One past the highest sequence number this end has used. */
    int nextSequence(int direction) {
        return intAt(at(direction), NEXT_SEQUENCE);
    }

    /** The highest acknowledgement of this end's octets that the other end has sent. */
    int acknowledged(int direction) {
        return intAt(at(direction), ACKNOWLEDGED);
    }

    /** Window of the last ACK, unscaled. */
    int lastWindow(int direction) {
        return shortAt(at(direction), LAST_WINDOW);
    }

    /** Which history letters this direction has shown. */
    int historySeen(int direction) {
        return (short) shortAt(at(direction), HISTORY_SEEN);
    }

    /** Sequence number of the last SYN, counted from the start sequence. */
    int lastSyn(int direction) {
        return intAt(at(direction), LAST_SYN);
    }

    /** Sequence number of the last FIN, counted from the start sequence. */
    int lastFin(int direction) {
        return intAt(at(direction), LAST_FIN);
    }

    /** Sequence number of the last RST, counted from the start sequence. */
    int lastRst(int direction) {
        return intAt(at(direction), LAST_RST);
    }

    /** Packets of the whole flow whose payload did not go beyond what had been sent. */
    int repeatedTotal(int direction) {
        return intAt(at(direction), REPEATED_TOTAL);
    }

    /** Packets of the whole flow that offered no window. */
    int zeroWindowTotal(int direction) {
        return intAt(at(direction), ZERO_WINDOW_TOTAL);
    }

    /** Gaps of the whole flow. */
    int gapTotal(int direction) {
        return intAt(at(direction), GAP_TOTAL);
    }

    /** Packets with SYN. */
    public int synCount(int direction) {
        return intAt(at(direction), SYN_COUNT);
    }

    /** Packets with FIN. */
    public int finCount(int direction) {
        return intAt(at(direction), FIN_COUNT);
    }

    /** Packets with RST. */
    public int rstCount(int direction) {
        return intAt(at(direction), RST_COUNT);
    }

    /** Packets with PSH. */
    public int pshCount(int direction) {
        return intAt(at(direction), PSH_COUNT);
    }

    /** Packets with ACK. */
    public int ackCount(int direction) {
        return intAt(at(direction), ACK_COUNT);
    }

    /** Packets with URG. */
    public int urgCount(int direction) {
        return intAt(at(direction), URG_COUNT);
    }

    /** Packets whose payload had all been sent before. */
    public int retransmitted(int direction) {
        return intAt(at(direction), RETRANSMITTED);
    }

    /** Packets that filled a gap left by later ones. */
    public int outOfOrder(int direction) {
        return intAt(at(direction), OUT_OF_ORDER);
    }

    /** Pure ACKs that repeat the one before. */
    public int duplicateAcks(int direction) {
        return intAt(at(direction), DUPLICATE_ACKS);
    }

    /** Packets that offer no window. */
    public int zeroWindows(int direction) {
        return intAt(at(direction), ZERO_WINDOWS);
    }

    /**
     * Octets of the whole flow's stream by its sequence numbers, cut to 32 bits: without SYN and FIN, those sent again counted once,
     * those missed too.
     */
    public int streamOctets(int direction) {
        return TcpSequence.streamOctets(this, direction);
    }

    /** Payload octets the other side acknowledged but the sensor never saw. */
    public long missedOctets(int direction) {
        return longAt(at(direction), MISSED_OCTETS);
    }

    /**
     * TCP segments of this part, of both directions, that acknowledge something new. Where there were more than 65,535, this and
     * {@link #acknowledgementsOfUnseen} are equal parts of the true figures.
     */
    public int acknowledgements() {
        return shortAt(base, ACKNOWLEDGEMENTS);
    }

    /** How many of {@link #acknowledgements} are of payload that the sensor had not seen by then. */
    public int acknowledgementsOfUnseen() {
        return shortAt(base, ACKNOWLEDGEMENTS_OF_UNSEEN);
    }

    /** Source MAC address of the direction's first packet, 0 where the link has none. */
    public long mac(int direction) {
        return longAt(at(direction), MAC);
    }

    /** Time of the part's earliest packet, nanoseconds since 1970. */
    public long startNs() {
        long forward = firstNs(FORWARD);
        long reverse = firstNs(REVERSE);
        if (packets(FORWARD) == 0) {
            return reverse;
        }
        return packets(REVERSE) == 0 ? forward : Math.min(forward, reverse);
    }

    /** Time of the part's latest packet, nanoseconds since 1970. */
    public long endNs() {
        long forward = lastNs(FORWARD);
        long reverse = lastNs(REVERSE);
        if (packets(FORWARD) == 0) {
            return reverse;
        }
        return packets(REVERSE) == 0 ? forward : Math.max(forward, reverse);
    }

    public EndReason endReason() {
        return EndReason.of(endReasonCode());
    }

    /** Whether the initiator is known (by a SYN, a SYN-ACK or the first packet) or only guessed by a well-known port. */
    public boolean isDirectionGuessed() {
        return directionCode() == Direction.GUESSED;
    }

    /** State of a TCP connection; means nothing for other protocols. */
    public TcpState tcpState() {
        return TcpState.of(tcpStateCode());
    }

    /** Appends the history of a TCP connection in Zeek's letters, upper case for the initiator's. */
    public void appendHistory(StringBuilder text) {
        for (int i = 0; i < historyCount(); i++) {
            text.append((char) byteAt(base, HISTORY + i));
        }
    }

    /** Microseconds from the initiator's SYN to the SYN-ACK, -1 if either was not seen. */
    public long synAckMicros() {
        return synNs() == 0 || synAckNs() == 0 ? -1 : Math.max(0, (synAckNs() - synNs()) / 1000);
    }

    /** Microseconds from the SYN-ACK to the initiator's ACK, -1 if either was not seen. */
    public long ackMicros() {
        return synAckNs() == 0 || handshakeNs() == 0 ? -1 : Math.max(0, (handshakeNs() - synAckNs()) / 1000);
    }

    /** Where a direction's block begins. */
    private int at(int direction) {
        return base + DIRECTIONS / Long.BYTES + direction * (DIRECTION_LENGTH / Long.BYTES);
    }

    // A field of fewer than eight octets is a part of a word; none crosses from one word to the next.

    private long longAt(int block, int field) {
        return words[block + (field >> 3)];
    }

    private int intAt(int block, int field) {
        return (int) (longAt(block, field) >>> shift(field));
    }

    private int shortAt(int block, int field) {
        return (int) (longAt(block, field) >>> shift(field)) & 0xFFFF;
    }

    private int byteAt(int block, int field) {
        return (int) (longAt(block, field) >>> shift(field)) & 0xFF;
    }

    private void putLong(int block, int field, long value) {
        words[block + (field >> 3)] = value;
    }

    private void putInt(int block, int field, int value) {
        put(block, field, 0xFFFF_FFFFL, value);
    }

    private void putShort(int block, int field, int value) {
        put(block, field, 0xFFFFL, value);
    }

    private void putByte(int block, int field, int value) {
        put(block, field, 0xFFL, value);
    }

    private void put(int block, int field, long mask, long value) {
        int word = block + (field >> 3);
        int shift = shift(field);
        words[word] = (words[word] & ~(mask << shift)) | (value & mask) << shift;
    }

    private static int shift(int field) {
        return (field & Long.BYTES - 1) * Byte.SIZE;
    }

    // What follows writes, for the metering process alone.

    /** Takes the key, its source as the initiator. */
    void key(FlowKey key) {
        initiator(key.sourceHi, key.sourceLo, key.sourcePort);
        responder(key.destinationHi, key.destinationLo, key.destinationPort);
        keyRest(key);
    }

    /** Takes the key, its destination as the initiator. */
    void reversedKey(FlowKey key) {
        initiator(key.destinationHi, key.destinationLo, key.destinationPort);
        responder(key.sourceHi, key.sourceLo, key.sourcePort);
        keyRest(key);
    }

    void initiator(long hi, long lo, int keyPort) {
        putLong(base, INITIATOR_HI, hi);
        putLong(base, INITIATOR_LO, lo);
        putShort(base, INITIATOR_PORT, keyPort);
    }

    void responder(long hi, long lo, int keyPort) {
        putLong(base, RESPONDER_HI, hi);
        putLong(base, RESPONDER_LO, lo);
        putShort(base, RESPONDER_PORT, keyPort);
    }

    private void keyRest(FlowKey key) {
        protocol(key.protocol);
        ipVersion(key.ipVersion);
        observationPoint(key.point);
        putInt(base, KEY_VLANS, key.vlans);
        putInt(base, HASH, key.hash);
    }

    void protocol(int value) {
        putByte(base, PROTOCOL, value);
    }

    void ipVersion(int value) {
        putByte(base, IP_VERSION, value);
    }

    void observationPoint(int value) {
        putShort(base, OBSERVATION_POINT, value);
    }

    void vlansOf(Packet packet) {
        vlanCount(packet.vlanCount());
        outerVlan(packet.outerVlan());
        innerVlan(packet.innerVlan());
    }

    void vlansOf(Flow other) {
        vlanCount(other.vlanCount());
        outerVlan(other.outerVlan());
        innerVlan(other.innerVlan());
    }

    /** Makes the initiator the responder, with all that was counted. */
    void turnRound() {
        swapWords(base + INITIATOR_HI / Long.BYTES, base + RESPONDER_HI / Long.BYTES, 2);
        swapWords(at(FORWARD), at(REVERSE), DIRECTION_LENGTH / Long.BYTES);
        int port = initiatorKeyPort();
        putShort(base, INITIATOR_PORT, responderKeyPort());
        putShort(base, RESPONDER_PORT, port);
    }

    private void swapWords(int a, int b, int count) {
        for (int i = 0; i < count; i++) {
            long word = words[a + i];
            words[a + i] = words[b + i];
            words[b + i] = word;
        }
    }

    /** Copies the record to the one {@code target} is wrapped round. */
    void copyTo(Flow target) {
        copyTo(target.words, target.base);
    }

    /** ICMP errors of this part that quoted a packet of the flow; 255 stands for that many or more. */
    public int icmpErrors() {
        return byteAt(base, ICMP_ERRORS);
    }

    void icmpErrors(int value) {
        putByte(base, ICMP_ERRORS, Math.min(value, 0xFF));
    }

    char historyLetter(int index) {
        return (char) byteAt(base, HISTORY + index);
    }

    void historyLetter(int index, char letter) {
        putByte(base, HISTORY + index, letter);
    }

    void addHistory(char letter) {
        int count = historyCount();
        if (count < HISTORY_LENGTH) {
            putByte(base, HISTORY + count, letter);
            historyCount(count + 1);
        }
    }

    void lastSeenNs(long value) {
        putLong(base, LAST_SEEN_NS, value);
    }

    void partStartedNs(long value) {
        putLong(base, PART_STARTED_NS, value);
    }

    void closedNs(long value) {
        putLong(base, CLOSED_NS, value);
    }

    void flowId(long value) {
        putLong(base, FLOW_ID, value);
    }

    void part(int value) {
        putInt(base, PART, value);
    }

    void outerVlan(int value) {
        putShort(base, OUTER_VLAN, value);
    }

    void innerVlan(int value) {
        putShort(base, INNER_VLAN, value);
    }

    void vlanCount(int value) {
        putByte(base, VLAN_COUNT, value);
    }

    /** Makes this an aggregate of flows to the same service as this one, so far of none. */
    void beginAggregate(Flow flow) {
        Arrays.fill(words, base, base + WORDS, 0);
        responder(flow.responderHi(), flow.responderLo(), flow.responderKeyPort());
        putByte(base, PROTOCOL, flow.protocol());
        putByte(base, IP_VERSION, flow.ipVersion());
        putShort(base, OBSERVATION_POINT, flow.observationPoint());
        vlansOf(flow);
        markAggregate();
        directionCode(Direction.INITIATOR);
        endReasonCode(EndReason.ACTIVE.code());
        flowId(flow.flowId());
        part(1);
    }

    void markAggregate() {
        putByte(base, AGGREGATE, 1);
    }

    void markFragment(int identification, boolean moreFollow) {
        int seen = byteAt(base, FRAGMENTS);
        if (seen == 0) {
            putInt(at(FORWARD), FRAGMENT_IDENTIFICATION, identification);
        }
        putByte(base, FRAGMENTS, seen | FRAGMENTS_SEEN | (moreFollow ? MORE_FRAGMENTS : 0));
    }

    void originalFlows(long value) {
        putLong(at(FORWARD), ORIGINAL_FLOWS, value);
    }

    void distinctSources(long value) {
        putLong(at(FORWARD), DISTINCT_SOURCES, value);
    }

    void probeCode(int value) {
        putByte(base, PROBE_CODE, value);
    }

    void eventMarks(int value) {
        putByte(base, EVENT_MARKS, value);
    }

    void initiatorPayloadMs(int value) {
        putInt(base, INITIATOR_PAYLOAD_MS, value);
    }

    void timerQueue(int value) {
        putByte(base, TIMER_QUEUE, value);
    }

    void endReasonCode(int value) {
        putByte(base, END_REASON_CODE, value);
    }

    void directionCode(int value) {
        putByte(base, DIRECTION_CODE, value);
    }

    void tcpStateCode(int value) {
        putByte(base, TCP_STATE_CODE, value);
    }

    void phase(int value) {
        putByte(base, PHASE, value);
    }

    void historyCount(int value) {
        putByte(base, HISTORY_COUNT, value);
    }

    void synNs(long value) {
        putLong(base, SYN_NS, value);
    }

    void synAckNs(long value) {
        putLong(base, SYN_ACK_NS, value);
    }

    void handshakeNs(long value) {
        putLong(base, HANDSHAKE_NS, value);
    }

    void packets(int direction, long value) {
        putLong(at(direction), PACKETS, value);
    }

    void octets(int direction, long value) {
        putLong(at(direction), OCTETS, value);
    }

    void frameOctets(int direction, long value) {
        putLong(at(direction), FRAME_OCTETS, value);
    }

    void firstNs(int direction, long value) {
        putLong(at(direction), FIRST_NS, value);
    }

    void lastNs(int direction, long value) {
        putLong(at(direction), LAST_NS, value);
    }

    void payloadOctets(int direction, long value) {
        putLong(at(direction), PAYLOAD_OCTETS, value);
    }

    void tcpFlags(int direction, int value) {
        putByte(at(direction), TCP_FLAGS, value);
    }

    void firstTcpFlags(int direction, int value) {
        putByte(at(direction), FIRST_TCP_FLAGS, value);
    }

    void minTtl(int direction, int value) {
        putByte(at(direction), MIN_TTL, value);
    }

    void maxTtl(int direction, int value) {
        putByte(at(direction), MAX_TTL, value);
    }

    void trafficClass(int direction, int value) {
        putByte(at(direction), TRAFFIC_CLASS, value);
    }

    void windowScale(int direction, int value) {
        putByte(at(direction), WINDOW_SCALE, (value + 1));
    }

    void initialWindow(int direction, int value) {
        putShort(at(direction), INITIAL_WINDOW, value);
    }

    void initialSequence(int direction, int value) {
        putInt(at(direction), INITIAL_SEQUENCE, value);
    }

    void endpointState(int direction, int value) {
        putByte(at(direction), ENDPOINT_STATE, value);
    }

    void previousEndpointState(int direction, int value) {
        putByte(at(direction), PREVIOUS_ENDPOINT_STATE, value);
    }

    void endpointMarks(int direction, int value) {
        putByte(at(direction), ENDPOINT_MARKS, value);
    }

    void holeCount(int direction, int value) {
        putByte(at(direction), HOLE_COUNT, value);
    }

    void hole(int direction, int hole, int from, int to) {
        putInt(at(direction), HOLES + hole * HOLE_LENGTH, from);
        putInt(at(direction), HOLES + hole * HOLE_LENGTH + Integer.BYTES, to);
    }

    void startSequence(int direction, int value) {
        putInt(at(direction), START_SEQUENCE, value);
    }

    void nextSequence(int direction, int value) {
        putInt(at(direction), NEXT_SEQUENCE, value);
    }

    void acknowledged(int direction, int value) {
        putInt(at(direction), ACKNOWLEDGED, value);
    }

    void lastWindow(int direction, int value) {
        putShort(at(direction), LAST_WINDOW, value);
    }

    void historySeen(int direction, int value) {
        putShort(at(direction), HISTORY_SEEN, value);
    }

    void lastSyn(int direction, int value) {
        putInt(at(direction), LAST_SYN, value);
    }

    void lastFin(int direction, int value) {
        putInt(at(direction), LAST_FIN, value);
    }

    void lastRst(int direction, int value) {
        putInt(at(direction), LAST_RST, value);
    }

    void repeatedTotal(int direction, int value) {
        putInt(at(direction), REPEATED_TOTAL, value);
    }

    void zeroWindowTotal(int direction, int value) {
        putInt(at(direction), ZERO_WINDOW_TOTAL, value);
    }

    void gapTotal(int direction, int value) {
        putInt(at(direction), GAP_TOTAL, value);
    }

    void synCount(int direction, int value) {
        putInt(at(direction), SYN_COUNT, value);
    }

    void finCount(int direction, int value) {
        putInt(at(direction), FIN_COUNT, value);
    }

    void rstCount(int direction, int value) {
        putInt(at(direction), RST_COUNT, value);
    }

    void pshCount(int direction, int value) {
        putInt(at(direction), PSH_COUNT, value);
    }

    void ackCount(int direction, int value) {
        putInt(at(direction), ACK_COUNT, value);
    }

    void urgCount(int direction, int value) {
        putInt(at(direction), URG_COUNT, value);
    }

    void retransmitted(int direction, int value) {
        putInt(at(direction), RETRANSMITTED, value);
    }

    void outOfOrder(int direction, int value) {
        putInt(at(direction), OUT_OF_ORDER, value);
    }

    void duplicateAcks(int direction, int value) {
        putInt(at(direction), DUPLICATE_ACKS, value);
    }

    void zeroWindows(int direction, int value) {
        putInt(at(direction), ZERO_WINDOWS, value);
    }

    void missedOctets(int direction, long value) {
        putLong(at(direction), MISSED_OCTETS, value);
    }

    void addAcknowledgement(boolean ofUnseen) {
        int all = acknowledgements();
        int unseen = acknowledgementsOfUnseen();
        if (all == 0xFFFF) {
            all >>= 1;
            unseen >>= 1;
        }
        putInt(base, ACKNOWLEDGEMENTS, unseen + (ofUnseen ? 1 : 0) << 16 | all + 1);
    }

    void forgetAcknowledgements() {
        putInt(base, ACKNOWLEDGEMENTS, 0);
    }

    void mac(int direction, long value) {
        putLong(at(direction), MAC, value);
    }
}
