package vedette.flow;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
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
    private static final int TIMER_PREVIOUS = 48;
    private static final int TIMER_NEXT = 52;
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
    private static final int TIMER_TICK = 104;
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

    private static final VarHandle LONG = view(long[].class);
    private static final VarHandle INT = view(int[].class);
    private static final VarHandle SHORT = view(short[].class);

    private byte[] bytes = new byte[LENGTH];
    private int base;

    /** Looks at the record at {@code base} of a buffer in native byte order. */
    public Flow wrap(byte[] bytes, int base) {
        this.bytes = bytes;
        this.base = base;
        return this;
    }

    /** Copies the record to {@code target} at {@code targetBase}. */
    public void copyTo(byte[] target, int targetBase) {
        System.arraycopy(bytes, base, target, targetBase, LENGTH);
    }

    /** High half of the initiator's address, see {@code Packet}. */
    public long initiatorHi() {
        return (long) LONG.get(bytes, base + INITIATOR_HI);
    }

    public long initiatorLo() {
        return (long) LONG.get(bytes, base + INITIATOR_LO);
    }

    public long responderHi() {
        return (long) LONG.get(bytes, base + RESPONDER_HI);
    }

    public long responderLo() {
        return (long) LONG.get(bytes, base + RESPONDER_LO);
    }

    /** Initiator's port of TCP, UDP and SCTP; the ICMP type of the initiator's packets; else 0. */
    public int initiatorPort() {
        return IpProtocol.isIcmp(protocol()) ? initiatorKeyPort() >>> 8 : initiatorKeyPort();
    }

    /** The initiator's port as the key has it: of ICMP, type and code. */
    int initiatorKeyPort() {
        return (short) SHORT.get(bytes, base + INITIATOR_PORT) & 0xFFFF;
    }

    /** Responder's port of TCP, UDP and SCTP; the ICMP code of the initiator's packets; else 0. */
    public int responderPort() {
        return IpProtocol.isIcmp(protocol()) ? responderKeyPort() & 0xFF : responderKeyPort();
    }

    int responderKeyPort() {
        return (short) SHORT.get(bytes, base + RESPONDER_PORT) & 0xFFFF;
    }

    /** IP protocol number. */
    public int protocol() {
        return bytes[base + PROTOCOL] & 0xFF;
    }

    /** 4 or 6. */
    public int ipVersion() {
        return bytes[base + IP_VERSION] & 0xFF;
    }

    /** Index of the observation point the flow was seen at. */
    public int observationPoint() {
        return (short) SHORT.get(bytes, base + OBSERVATION_POINT) & 0xFFFF;
    }

    /** The VLAN identifiers that are part of the key, outer in the low 16 bits. */
    int keyVlans() {
        return (int) INT.get(bytes, base + KEY_VLANS);
    }

    int hash() {
        return (int) INT.get(bytes, base + HASH);
    }

    int timerPrevious() {
        return (int) INT.get(bytes, base + TIMER_PREVIOUS);
    }

    int timerNext() {
        return (int) INT.get(bytes, base + TIMER_NEXT);
    }

    /** Sensor time of the last packet: what the idle timeout counts from. */
    long lastSeenNs() {
        return (long) LONG.get(bytes, base + LAST_SEEN_NS);
    }

    /** Sensor time at which this part began: what the active timeout counts from. */
    long partStartedNs() {
        return (long) LONG.get(bytes, base + PART_STARTED_NS);
    }

    /** Sensor time at which the record was closed, nanoseconds since 1970; 0 while it is open. */
    public long closedNs() {
        return (long) LONG.get(bytes, base + CLOSED_NS);
    }

    /** The same in every part of the flow; below 2^53. */
    public long flowId() {
        return (long) LONG.get(bytes, base + FLOW_ID);
    }

    /** Number of this part of the flow, from 1. */
    public int part() {
        return (int) INT.get(bytes, base + PART);
    }

    /** VLAN identifier of the outermost tag of the flow's first packet, 0 without one. */
    public int outerVlan() {
        return (short) SHORT.get(bytes, base + OUTER_VLAN) & 0xFFFF;
    }

    /** VLAN identifier of the second tag, 0 without one. */
    public int innerVlan() {
        return (short) SHORT.get(bytes, base + INNER_VLAN) & 0xFFFF;
    }

    /** How many VLAN tags the flow's first packet had. */
    public int vlanCount() {
        return bytes[base + VLAN_COUNT] & 0xFF;
    }

    int timerQueue() {
        return bytes[base + TIMER_QUEUE] & 0xFF;
    }

    int endReasonCode() {
        return bytes[base + END_REASON_CODE] & 0xFF;
    }

    int directionCode() {
        return bytes[base + DIRECTION_CODE] & 0xFF;
    }

    int tcpStateCode() {
        return bytes[base + TCP_STATE_CODE] & 0xFF;
    }

    /** Where a TCP connection stands for its timeouts, which sets its timeouts. */
    int phase() {
        return bytes[base + PHASE] & 0xFF;
    }

    int historyCount() {
        return bytes[base + HISTORY_COUNT] & 0xFF;
    }

    /** Time of the initiator's first SYN, 0 if unseen. */
    long synNs() {
        return (long) LONG.get(bytes, base + SYN_NS);
    }

    /** Time of the responder's first SYN-ACK, 0 if unseen. */
    long synAckNs() {
        return (long) LONG.get(bytes, base + SYN_ACK_NS);
    }

    /** Time of the ACK that completed the handshake, 0 if unseen. */
    long handshakeNs() {
        return (long) LONG.get(bytes, base + HANDSHAKE_NS);
    }

    /** Packets of this part in a direction. */
    public long packets(int direction) {
        return (long) LONG.get(bytes, at(direction) + PACKETS);
    }

    /** IP octets (header and payload). */
    public long octets(int direction) {
        return (long) LONG.get(bytes, at(direction) + OCTETS);
    }

    /** Octets of the whole frames on the link. */
    public long frameOctets(int direction) {
        return (long) LONG.get(bytes, at(direction) + FRAME_OCTETS);
    }

    /** Time of the direction's earliest packet, nanoseconds since 1970; 0 without packets. */
    public long firstNs(int direction) {
        return (long) LONG.get(bytes, at(direction) + FIRST_NS);
    }

    /** Time of the direction's latest packet, nanoseconds since 1970; 0 without packets. */
    public long lastNs(int direction) {
        return (long) LONG.get(bytes, at(direction) + LAST_NS);
    }

    /** Octets after the transport headers. */
    public long payloadOctets(int direction) {
        return (long) LONG.get(bytes, at(direction) + PAYLOAD_OCTETS);
    }

    /** Union of the TCP flags, see {@link vedette.net.TcpFlags}. */
    public int tcpFlags(int direction) {
        return bytes[at(direction) + TCP_FLAGS] & 0xFF;
    }

    /** TCP flags of the direction's first packet of the flow. */
    public int firstTcpFlags(int direction) {
        return bytes[at(direction) + FIRST_TCP_FLAGS] & 0xFF;
    }

    /** Least TTL or hop limit. */
    public int minTtl(int direction) {
        return bytes[at(direction) + MIN_TTL] & 0xFF;
    }

    /** Greatest TTL or hop limit. */
    public int maxTtl(int direction) {
        return bytes[at(direction) + MAX_TTL] & 0xFF;
    }

    /** Type of service or traffic class of the direction's first packet. */
    public int trafficClass(int direction) {
        return bytes[at(direction) + TRAFFIC_CLASS] & 0xFF;
    }

    /** Shift of the window, -1 if the option was not seen. */
    int windowScale(int direction) {
        return bytes[at(direction) + WINDOW_SCALE] - 1;
    }

    /** Window of the direction's first TCP packet, unscaled. */
    public int initialWindow(int direction) {
        return (short) SHORT.get(bytes, at(direction) + INITIAL_WINDOW) & 0xFFFF;
    }

    /** Sequence number of the direction's first TCP packet. */
    public int initialSequence(int direction) {
        return (int) INT.get(bytes, at(direction) + INITIAL_SEQUENCE);
    }

    /** State of this end of a TCP connection, see {@link TcpEndpoint}. */
    int endpointState(int direction) {
        return bytes[at(direction) + ENDPOINT_STATE];
    }

    /** The state before the last change of state. */
    int previousEndpointState(int direction) {
        return bytes[at(direction) + PREVIOUS_ENDPOINT_STATE];
    }

    /** What this end has ever sent, see {@link TcpEndpoint}. */
    int endpointMarks(int direction) {
        return bytes[at(direction) + ENDPOINT_MARKS];
    }

    /** How many holes are remembered, see {@link TcpSequence}. */
    int holeCount(int direction) {
        return bytes[at(direction) + HOLE_COUNT];
    }

    /** First sequence number in a hole. */
    int holeFrom(int direction, int hole) {
        return (int) INT.get(bytes, at(direction) + HOLES + hole * HOLE_LENGTH);
    }

    /** One past the last sequence number in a hole. */
    int holeTo(int direction, int hole) {
        return (int) INT.get(bytes, at(direction) + HOLES + hole * HOLE_LENGTH + Integer.BYTES);
    }

    /** Initial sequence number, or one below the first number seen where there was no SYN. */
    int startSequence(int direction) {
        return (int) INT.get(bytes, at(direction) + START_SEQUENCE);
    }

    /** One past the highest sequence number this end has used. */
    int nextSequence(int direction) {
        return (int) INT.get(bytes, at(direction) + NEXT_SEQUENCE);
    }

    /** The highest acknowledgement of this end's octets that the other end has sent. */
    int acknowledged(int direction) {
        return (int) INT.get(bytes, at(direction) + ACKNOWLEDGED);
    }

    /** Window of the last ACK, unscaled. */
    int lastWindow(int direction) {
        return (short) SHORT.get(bytes, at(direction) + LAST_WINDOW) & 0xFFFF;
    }

    /** Which history letters this direction has shown. */
    int historySeen(int direction) {
        return (short) SHORT.get(bytes, at(direction) + HISTORY_SEEN);
    }

    /** Sequence number of the last SYN, counted from the start sequence. */
    int lastSyn(int direction) {
        return (int) INT.get(bytes, at(direction) + LAST_SYN);
    }

    /** Sequence number of the last FIN, counted from the start sequence. */
    int lastFin(int direction) {
        return (int) INT.get(bytes, at(direction) + LAST_FIN);
    }

    /** Sequence number of the last RST, counted from the start sequence. */
    int lastRst(int direction) {
        return (int) INT.get(bytes, at(direction) + LAST_RST);
    }

    /** Packets of the whole flow whose payload did not go beyond what had been sent. */
    int repeatedTotal(int direction) {
        return (int) INT.get(bytes, at(direction) + REPEATED_TOTAL);
    }

    /** Packets of the whole flow that offered no window. */
    int zeroWindowTotal(int direction) {
        return (int) INT.get(bytes, at(direction) + ZERO_WINDOW_TOTAL);
    }

    /** Gaps of the whole flow. */
    int gapTotal(int direction) {
        return (int) INT.get(bytes, at(direction) + GAP_TOTAL);
    }

    /** Packets with SYN. */
    public int synCount(int direction) {
        return (int) INT.get(bytes, at(direction) + SYN_COUNT);
    }

    /** Packets with FIN. */
    public int finCount(int direction) {
        return (int) INT.get(bytes, at(direction) + FIN_COUNT);
    }

    /** Packets with RST. */
    public int rstCount(int direction) {
        return (int) INT.get(bytes, at(direction) + RST_COUNT);
    }

    /** Packets with PSH. */
    public int pshCount(int direction) {
        return (int) INT.get(bytes, at(direction) + PSH_COUNT);
    }

    /** Packets with ACK. */
    public int ackCount(int direction) {
        return (int) INT.get(bytes, at(direction) + ACK_COUNT);
    }

    /** Packets with URG. */
    public int urgCount(int direction) {
        return (int) INT.get(bytes, at(direction) + URG_COUNT);
    }

    /** Packets whose payload had all been sent before. */
    public int retransmitted(int direction) {
        return (int) INT.get(bytes, at(direction) + RETRANSMITTED);
    }

    /** Packets that filled a gap left by later ones. */
    public int outOfOrder(int direction) {
        return (int) INT.get(bytes, at(direction) + OUT_OF_ORDER);
    }

    /** Pure ACKs that repeat the one before. */
    public int duplicateAcks(int direction) {
        return (int) INT.get(bytes, at(direction) + DUPLICATE_ACKS);
    }

    /** Packets that offer no window. */
    public int zeroWindows(int direction) {
        return (int) INT.get(bytes, at(direction) + ZERO_WINDOWS);
    }

    /** Payload octets the other side acknowledged but the sensor never saw. */
    public long missedOctets(int direction) {
        return (long) LONG.get(bytes, at(direction) + MISSED_OCTETS);
    }

    /** Source MAC address of the direction's first packet, 0 where the link has none. */
    public long mac(int direction) {
        return (long) LONG.get(bytes, at(direction) + MAC);
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
        return Math.max(lastNs(FORWARD), lastNs(REVERSE));
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
            text.append((char) bytes[base + HISTORY + i]);
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

    private static VarHandle view(Class<?> arrayOfType) {
        return MethodHandles.byteArrayViewVarHandle(arrayOfType, ByteOrder.nativeOrder());
    }

    private int at(int direction) {
        return base + DIRECTIONS + direction * DIRECTION_LENGTH;
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
        LONG.set(bytes, base + INITIATOR_HI, hi);
        LONG.set(bytes, base + INITIATOR_LO, lo);
        SHORT.set(bytes, base + INITIATOR_PORT, (short) keyPort);
    }

    void responder(long hi, long lo, int keyPort) {
        LONG.set(bytes, base + RESPONDER_HI, hi);
        LONG.set(bytes, base + RESPONDER_LO, lo);
        SHORT.set(bytes, base + RESPONDER_PORT, (short) keyPort);
    }

    private void keyRest(FlowKey key) {
        protocol(key.protocol);
        ipVersion(key.ipVersion);
        observationPoint(key.point);
        INT.set(bytes, base + KEY_VLANS, key.vlans);
        INT.set(bytes, base + HASH, key.hash);
    }

    void protocol(int value) {
        bytes[base + PROTOCOL] = (byte) value;
    }

    void ipVersion(int value) {
        bytes[base + IP_VERSION] = (byte) value;
    }

    void observationPoint(int value) {
        SHORT.set(bytes, base + OBSERVATION_POINT, (short) value);
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
        for (int i = 0; i < 2 * Long.BYTES; i += Long.BYTES) {
            swapLongs(base + INITIATOR_HI + i, base + RESPONDER_HI + i);
        }
        short port = (short) SHORT.get(bytes, base + INITIATOR_PORT);
        SHORT.set(bytes, base + INITIATOR_PORT, (short) SHORT.get(bytes, base + RESPONDER_PORT));
        SHORT.set(bytes, base + RESPONDER_PORT, port);
        for (int i = 0; i < DIRECTION_LENGTH; i += Long.BYTES) {
            swapLongs(at(FORWARD) + i, at(REVERSE) + i);
        }
    }

    private void swapLongs(int a, int b) {
        long value = (long) LONG.get(bytes, a);
        LONG.set(bytes, a, (long) LONG.get(bytes, b));
        LONG.set(bytes, b, value);
    }

    /** Copies the record to the one {@code target} is wrapped round. */
    void copyTo(Flow target) {
        copyTo(target.bytes, target.base);
    }

    /** ICMP errors of this part that quoted a packet of the flow; 255 stands for that many or more. */
    public int icmpErrors() {
        return bytes[base + ICMP_ERRORS] & 0xFF;
    }

    void icmpErrors(int value) {
        bytes[base + ICMP_ERRORS] = (byte) Math.min(value, 0xFF);
    }

    int timerTick() {
        return (int) INT.get(bytes, base + TIMER_TICK);
    }

    void timerTick(int value) {
        INT.set(bytes, base + TIMER_TICK, value);
    }

    char historyLetter(int index) {
        return (char) bytes[base + HISTORY + index];
    }

    void historyLetter(int index, char letter) {
        bytes[base + HISTORY + index] = (byte) letter;
    }

    void addHistory(char letter) {
        int count = historyCount();
        if (count < HISTORY_LENGTH) {
            bytes[base + HISTORY + count] = (byte) letter;
            historyCount(count + 1);
        }
    }

    void timerPrevious(int value) {
        INT.set(bytes, base + TIMER_PREVIOUS, value);
    }

    void timerNext(int value) {
        INT.set(bytes, base + TIMER_NEXT, value);
    }

    void lastSeenNs(long value) {
        LONG.set(bytes, base + LAST_SEEN_NS, value);
    }

    void partStartedNs(long value) {
        LONG.set(bytes, base + PART_STARTED_NS, value);
    }

    void closedNs(long value) {
        LONG.set(bytes, base + CLOSED_NS, value);
    }

    void flowId(long value) {
        LONG.set(bytes, base + FLOW_ID, value);
    }

    void part(int value) {
        INT.set(bytes, base + PART, value);
    }

    void outerVlan(int value) {
        SHORT.set(bytes, base + OUTER_VLAN, (short) value);
    }

    void innerVlan(int value) {
        SHORT.set(bytes, base + INNER_VLAN, (short) value);
    }

    void vlanCount(int value) {
        bytes[base + VLAN_COUNT] = (byte) value;
    }

    void timerQueue(int value) {
        bytes[base + TIMER_QUEUE] = (byte) value;
    }

    void endReasonCode(int value) {
        bytes[base + END_REASON_CODE] = (byte) value;
    }

    void directionCode(int value) {
        bytes[base + DIRECTION_CODE] = (byte) value;
    }

    void tcpStateCode(int value) {
        bytes[base + TCP_STATE_CODE] = (byte) value;
    }

    void phase(int value) {
        bytes[base + PHASE] = (byte) value;
    }

    void historyCount(int value) {
        bytes[base + HISTORY_COUNT] = (byte) value;
    }

    void synNs(long value) {
        LONG.set(bytes, base + SYN_NS, value);
    }

    void synAckNs(long value) {
        LONG.set(bytes, base + SYN_ACK_NS, value);
    }

    void handshakeNs(long value) {
        LONG.set(bytes, base + HANDSHAKE_NS, value);
    }

    void packets(int direction, long value) {
        LONG.set(bytes, at(direction) + PACKETS, value);
    }

    void octets(int direction, long value) {
        LONG.set(bytes, at(direction) + OCTETS, value);
    }

    void frameOctets(int direction, long value) {
        LONG.set(bytes, at(direction) + FRAME_OCTETS, value);
    }

    void firstNs(int direction, long value) {
        LONG.set(bytes, at(direction) + FIRST_NS, value);
    }

    void lastNs(int direction, long value) {
        LONG.set(bytes, at(direction) + LAST_NS, value);
    }

    void payloadOctets(int direction, long value) {
        LONG.set(bytes, at(direction) + PAYLOAD_OCTETS, value);
    }

    void tcpFlags(int direction, int value) {
        bytes[at(direction) + TCP_FLAGS] = (byte) value;
    }

    void firstTcpFlags(int direction, int value) {
        bytes[at(direction) + FIRST_TCP_FLAGS] = (byte) value;
    }

    void minTtl(int direction, int value) {
        bytes[at(direction) + MIN_TTL] = (byte) value;
    }

    void maxTtl(int direction, int value) {
        bytes[at(direction) + MAX_TTL] = (byte) value;
    }

    void trafficClass(int direction, int value) {
        bytes[at(direction) + TRAFFIC_CLASS] = (byte) value;
    }

    void windowScale(int direction, int value) {
        bytes[at(direction) + WINDOW_SCALE] = (byte) (value + 1);
    }

    void initialWindow(int direction, int value) {
        SHORT.set(bytes, at(direction) + INITIAL_WINDOW, (short) value);
    }

    void initialSequence(int direction, int value) {
        INT.set(bytes, at(direction) + INITIAL_SEQUENCE, value);
    }

    void endpointState(int direction, int value) {
        bytes[at(direction) + ENDPOINT_STATE] = (byte) value;
    }

    void previousEndpointState(int direction, int value) {
        bytes[at(direction) + PREVIOUS_ENDPOINT_STATE] = (byte) value;
    }

    void endpointMarks(int direction, int value) {
        bytes[at(direction) + ENDPOINT_MARKS] = (byte) value;
    }

    void holeCount(int direction, int value) {
        bytes[at(direction) + HOLE_COUNT] = (byte) value;
    }

    void hole(int direction, int hole, int from, int to) {
        INT.set(bytes, at(direction) + HOLES + hole * HOLE_LENGTH, from);
        INT.set(bytes, at(direction) + HOLES + hole * HOLE_LENGTH + Integer.BYTES, to);
    }

    void startSequence(int direction, int value) {
        INT.set(bytes, at(direction) + START_SEQUENCE, value);
    }

    void nextSequence(int direction, int value) {
        INT.set(bytes, at(direction) + NEXT_SEQUENCE, value);
    }

    void acknowledged(int direction, int value) {
        INT.set(bytes, at(direction) + ACKNOWLEDGED, value);
    }

    void lastWindow(int direction, int value) {
        SHORT.set(bytes, at(direction) + LAST_WINDOW, (short) value);
    }

    void historySeen(int direction, int value) {
        SHORT.set(bytes, at(direction) + HISTORY_SEEN, (short) value);
    }

    void lastSyn(int direction, int value) {
        INT.set(bytes, at(direction) + LAST_SYN, value);
    }

    void lastFin(int direction, int value) {
        INT.set(bytes, at(direction) + LAST_FIN, value);
    }

    void lastRst(int direction, int value) {
        INT.set(bytes, at(direction) + LAST_RST, value);
    }

    void repeatedTotal(int direction, int value) {
        INT.set(bytes, at(direction) + REPEATED_TOTAL, value);
    }

    void zeroWindowTotal(int direction, int value) {
        INT.set(bytes, at(direction) + ZERO_WINDOW_TOTAL, value);
    }

    void gapTotal(int direction, int value) {
        INT.set(bytes, at(direction) + GAP_TOTAL, value);
    }

    void synCount(int direction, int value) {
        INT.set(bytes, at(direction) + SYN_COUNT, value);
    }

    void finCount(int direction, int value) {
        INT.set(bytes, at(direction) + FIN_COUNT, value);
    }

    void rstCount(int direction, int value) {
        INT.set(bytes, at(direction) + RST_COUNT, value);
    }

    void pshCount(int direction, int value) {
        INT.set(bytes, at(direction) + PSH_COUNT, value);
    }

    void ackCount(int direction, int value) {
        INT.set(bytes, at(direction) + ACK_COUNT, value);
    }

    void urgCount(int direction, int value) {
        INT.set(bytes, at(direction) + URG_COUNT, value);
    }

    void retransmitted(int direction, int value) {
        INT.set(bytes, at(direction) + RETRANSMITTED, value);
    }

    void outOfOrder(int direction, int value) {
        INT.set(bytes, at(direction) + OUT_OF_ORDER, value);
    }

    void duplicateAcks(int direction, int value) {
        INT.set(bytes, at(direction) + DUPLICATE_ACKS, value);
    }

    void zeroWindows(int direction, int value) {
        INT.set(bytes, at(direction) + ZERO_WINDOWS, value);
    }

    void missedOctets(int direction, long value) {
        LONG.set(bytes, at(direction) + MISSED_OCTETS, value);
    }

    void mac(int direction, long value) {
        LONG.set(bytes, at(direction) + MAC, value);
    }
}
