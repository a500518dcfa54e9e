package vedette.flow;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import vedette.decode.HeaderFields;
import vedette.decode.Packet;
import vedette.net.IpProtocol;
import vedette.net.TcpFlags;

/**
 * Follows the open flows of one partition for {@link FlowEvents}: how each began, and, if that asks for an answer, what became of
 * it. What it knows of a flow lies in the flow's record, but for the attempts that wait: they stand in a queue in the
 * order they began, since all wait equally long. Bounded by four times the flows that are open: what is over leaves the queue before
 * that grows.
 */
final class Attempts {
    /** How long an answer is waited for. */
    static final long WAIT_NS = 5_000_000_000L;

    /** A connection that lasted longer was wanted, even without payload. */
    private static final long PROBED_NS = 2_000_000_000L;

    /** Silence after which the initiator's payload begins a new burst. */
    private static final int BURST_GAP_MS = 5_000;

    /** Mark: the outcome is not known yet. */
    private static final int PENDING = 0x01;
    /** Mark: the SYN-ACK was told. */
    private static final int ANSWERED = 0x02;
    /** Mark: the handshake was told. */
    private static final int COMPLETED = 0x04;
    /** Mark: the initiator has sent payload. */
    private static final int HAS_SPOKEN = 0x08;

    private static final int SCTP_ABORT = 6;
    private static final int SYN_ACK = TcpFlags.SYN | TcpFlags.ACK;

    private final FlowStore store;
    private final FlowEvents events;
    private final RecentEnds ends = new RecentEnds();
    private final Flow flow = new Flow();
    private final HeaderFields fields = new HeaderFields();

    /** Whether a record's outcome is pending, apart from the record: most need not be fetched when their wait is over. */
    private long[] pending = new long[16];

    private int[] records = new int[64];
    private long[] beganNs = new long[64];
    private int head;
    private int waiting;

    Attempts(FlowStore store, FlowEvents events) {
        this.store = store;
        this.events = events;
    }

    /** Whether the flow is a TCP attempt that was never completed. */
    static boolean isIncomplete(Flow ended) {
        return ended.probe() == Probe.SYN && (ended.eventMarks() & COMPLETED) == 0 && ended.part() == 1;
    }

    /** A packet began the flow and is not counted in it yet. */
    void onBegin(Flow begun, int record, Packet packet, boolean fromInitiator, long nowNs) {
        Probe probe = Probe.of(packet);
        if (begun.protocol() == IpProtocol.TCP && probe != Probe.SYN && ends.isRecent(begun.hash(), nowNs)) {
            probe = Probe.MIDSTREAM;
        }
        begun.probeCode(probe.code());
        if (probe.asks() && fromInitiator && !begun.isResponderGroup()) {
            begun.eventMarks(PENDING);
            add(record, nowNs);
        }
        events.onBegin(begun, nowNs);
    }

    /** A packet was counted in its flow. */
    void onPacket(Flow counted, int record, int direction, Packet packet, long nowNs) {
        if (events.mindsPacket(counted, direction, packet)) {
            events.onPacket(counted, direction, fields.of(packet), nowNs);
        }
        if ((counted.eventMarks() & PENDING) != 0) {
            follow(counted, record, direction, packet, nowNs);
        }
        if (direction == Flow.FORWARD && packet.payloadOctets() > 0) {
            speak(counted, packet.payloadOctets(), nowNs);
        }
    }

    private void speak(Flow counted, long payloadOctets, long nowNs) {
        int nowMs = (int) (nowNs / 1_000_000);
        if ((counted.eventMarks() & HAS_SPOKEN) == 0) {
            mark(counted, HAS_SPOKEN);
        } else if (nowMs - counted.initiatorPayloadMs() >= BURST_GAP_MS) {
            events.onBurst(counted, payloadOctets, nowNs);
        }
        counted.initiatorPayloadMs(nowMs);
    }

    private void follow(Flow counted, int record, int direction, Packet packet, long nowNs) {
        Outcome outcome = counted.protocol() == IpProtocol.TCP
                ? afterSegment(counted, direction, packet, nowNs)
                : afterDatagram(direction, packet);
        if (outcome != null) {
            tell(counted, record, outcome, nowNs);
        }
    }

    private static @Nullable Outcome afterDatagram(int direction, Packet packet) {
        if (direction == Flow.FORWARD) {
            return null;
        }
        boolean aborted = packet.protocol() == IpProtocol.SCTP
                && packet.hasTransport()
                && packet.sctp().firstChunkType() == SCTP_ABORT;
        return aborted ? Outcome.REJECTED : Outcome.SUCCESS;
    }

    private @Nullable Outcome afterSegment(Flow counted, int direction, Packet packet, long nowNs) {
        if (!packet.hasTransport()) {
            return null;
        }
        int flags = packet.tcp().flags();
        if (counted.probe() != Probe.SYN) {
            return direction == Flow.FORWARD ? null : (flags & TcpFlags.RST) != 0 ? Outcome.REJECTED : Outcome.SUCCESS;
        }
        if (direction == Flow.REVERSE) {
            noteAnswer(counted, flags, nowNs);
        } else {
            noteHandshake(counted, flags, packet.payloadOctets(), nowNs);
        }
        if ((flags & (TcpFlags.RST | TcpFlags.FIN)) != 0) {
            return afterEnd(counted, direction, flags, packet.payloadOctets(), nowNs);
        }
        boolean completed = (counted.eventMarks() & COMPLETED) != 0;
        return completed && packet.payloadOctets() > 0 ? Outcome.SUCCESS : null;
    }

    private void noteAnswer(Flow counted, int flags, long nowNs) {
        if ((flags & (SYN_ACK | TcpFlags.RST)) == SYN_ACK && (counted.eventMarks() & ANSWERED) == 0) {
            mark(counted, ANSWERED);
            events.onSynAck(counted, nowNs);
        }
    }

    private void noteHandshake(Flow counted, int flags, long payloadOctets, long nowNs) {
        boolean acknowledges = (flags & (SYN_ACK | TcpFlags.RST)) == TcpFlags.ACK;
        boolean speaks = payloadOctets > 0 && (flags & (TcpFlags.SYN | TcpFlags.RST)) == 0;
        if ((acknowledges || speaks) && (counted.eventMarks() & COMPLETED) == 0) {
            mark(counted, COMPLETED);
            events.onHandshake(counted, nowNs);
        }
    }

    /** A FIN or RST while the outcome is open. */
    private static @Nullable Outcome afterEnd(Flow counted, int direction, int flags, long payloadOctets, long nowNs) {
        int told = counted.eventMarks() & (ANSWERED | COMPLETED);
        boolean reset = (flags & TcpFlags.RST) != 0;
        if (told == 0) {
            return direction == Flow.REVERSE && reset ? Outcome.REJECTED : null;
        }
        boolean wanted = payloadOctets > 0 && !reset || nowNs - counted.partStartedNs() > PROBED_NS;
        boolean completed = (told & COMPLETED) != 0;
        return completed && wanted ? Outcome.SUCCESS : Outcome.OPEN_WITHOUT_DATA;
    }

    /** An ICMP error says that the responder, its port or protocol cannot be reached. */
    void onUnreachable(Flow quoted, int record, long nowNs) {
        if ((quoted.eventMarks() & (PENDING | ANSWERED | COMPLETED)) == PENDING) {
            tell(quoted, record, Outcome.REJECTED, nowNs);
        }
    }

    /** The flow makes room for another of the same initiator. */
    void onCrowdedOut(Flow ending, int record, long nowNs) {
        if ((ending.eventMarks() & (PENDING | ANSWERED | COMPLETED)) == PENDING) {
            tell(ending, record, Outcome.CROWDED_OUT, nowNs);
        }
    }

    /** The flow ends. */
    void onEnd(Flow ended, int record, long nowNs) {
        if ((ended.eventMarks() & PENDING) != 0) {
            tell(ended, record, inTheEnd(ended), nowNs);
        }
        if (ended.protocol() == IpProtocol.TCP) {
            ends.add(ended.hash(), nowNs);
        }
    }

    /** When the next one has waited long enough, the highest number if there is none. */
    long nextDueNs() {
        return waiting == 0 ? Long.MAX_VALUE : beganNs[head] + WAIT_NS;
    }

    /** Tells of those that have waited long enough. */
    void expire(long nowNs) {
        while (waiting > 0 && beganNs[head] + WAIT_NS <= nowNs) {
            int record = records[head];
            long dueNs = beganNs[head] + WAIT_NS;
            head = head + 1 & records.length - 1;
            waiting--;
            // The record may have been given to a younger flow, whose turn comes later.
            if (isPending(record) && store.wrap(flow, record).partStartedNs() + WAIT_NS <= nowNs) {
                tell(flow, record, inTheEnd(flow), dueNs);
            }
        }
    }

    private static Outcome inTheEnd(Flow flow) {
        int told = flow.eventMarks() & (ANSWERED | COMPLETED);
        if ((told & COMPLETED) != 0) {
            return Outcome.SUCCESS;
        }
        return told != 0 ? Outcome.OPEN_WITHOUT_DATA : Outcome.SILENT;
    }

    private void tell(Flow about, int record, Outcome outcome, long nowNs) {
        about.eventMarks(about.eventMarks() & ~PENDING);
        pending[record >> 6] &= ~(1L << record);
        events.onOutcome(about, outcome, nowNs);
    }

    private static void mark(Flow about, int mark) {
        about.eventMarks(about.eventMarks() | mark);
    }

    private boolean isPending(int record) {
        return (pending[record >> 6] & 1L << record) != 0;
    }

    private void add(int record, long nowNs) {
        if (waiting == records.length) {
            forgetWhatIsOver();
            if (waiting > records.length / 2) {
                grow();
            }
        }
        if (record >> 6 >= pending.length) {
            pending = Arrays.copyOf(pending, Math.max(2 * pending.length, (record >> 6) + 1));
        }
        pending[record >> 6] |= 1L << record;
        enqueue(record, nowNs);
    }

    private void enqueue(int record, long nowNs) {
        int tail = head + waiting++ & records.length - 1;
        records[tail] = record;
        beganNs[tail] = nowNs;
    }

    /** Takes those out of the full queue whose outcome is known, or whose record was given to a younger flow. */
    private void forgetWhatIsOver() {
        int all = waiting;
        waiting = 0;
        for (int i = 0; i < all; i++) {
            int at = head + i & records.length - 1;
            if (isPending(records[at]) && store.wrap(flow, records[at]).partStartedNs() <= beganNs[at]) {
                enqueue(records[at], beganNs[at]);
            }
        }
    }

    private void grow() {
        int[] olderRecords = records;
        long[] olderTimes = beganNs;
        int older = olderRecords.length;
        records = new int[2 * older];
        beganNs = new long[2 * older];
        for (int i = 0; i < waiting; i++) {
            records[i] = olderRecords[head + i & older - 1];
            beganNs[i] = olderTimes[head + i & older - 1];
        }
        head = 0;
    }
}
