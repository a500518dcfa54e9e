package vedette.flow;

import java.util.Arrays;
import vedette.content.DnsMessage;
import vedette.content.Findings;
import vedette.decode.ArpMessage;
import vedette.decode.HeaderFields;

/**
 * Happenings as words, one after another, on their way from the metering thread that tells them to the thread that hears them.
 * Owned by one of the two at a time.
 */
@SuppressWarnings("EnumOrdinal") // The words never leave the process.
final class HappeningBatch {
    /** What an entry tells: a method of {@link Happenings} each. */
    enum Kind {
        BEGIN,
        SYN_ACK,
        HANDSHAKE,
        OUTCOME,
        BURST,
        PACKET,
        DNS,
        ARP,
        CLOSED,
        TICK_BEGUN,
        DROPS,
        TURN,
        AUDIT,
        END;

        static final Kind[] ALL = values();
    }

    private static final int KIND = 0;
    private static final int TICK = 1;
    private static final int STEP = 2;
    private static final int PLACE = 3;
    private static final int NOW = 4;
    private static final int ARGUMENT = 5;
    private static final int HEAD = 6;

    /** The most words an entry takes. */
    private static final int MOST = HEAD + Flow.WORDS + Math.max(HeaderFields.WORDS, DnsMessage.WORDS);

    private static final int WORDS = 1 << 14;

    static final int OCTETS = WORDS * Long.BYTES;

    private final long[] words = new long[WORDS];
    /** Beside the words, of closed records and flows that speak DNS in turn. */
    private final Findings[] findings = new Findings[WORDS / (HEAD + Flow.WORDS) + 1];

    private int found;
    private int end;
    private int at;

    /** Whether there is room for another entry, whatever it is. */
    boolean hasRoom() {
        return WORDS - end >= MOST;
    }

    boolean isEmpty() {
        return end == 0;
    }

    void clear() {
        Arrays.fill(findings, 0, found, Findings.NONE);
        found = 0;
        end = 0;
        at = 0;
    }

    /** Begins an entry. */
    void add(Kind kind, long tick, Happenings.Step step, long place, long nowNs, long argument) {
        words[end + KIND] = kind.ordinal();
        words[end + TICK] = tick;
        words[end + STEP] = step.ordinal();
        words[end + PLACE] = place;
        words[end + NOW] = nowNs;
        words[end + ARGUMENT] = argument;
        end += HEAD;
    }

    void add(Flow flow) {
        flow.copyTo(words, end);
        end += Flow.WORDS;
    }

    /** Completes an entry of a flow with its findings, in whose argument {@link #nextFindings()} is. */
    void addWithFindings(Flow record) {
        findings[found++] = record.findings();
        add(record);
    }

    /** The place of the next findings. */
    int nextFindings() {
        return found;
    }

    void add(HeaderFields packet) {
        packet.copyTo(words, end);
        end += HeaderFields.WORDS;
    }

    void add(DnsMessage message) {
        message.copyTo(words, end);
        end += DnsMessage.WORDS;
    }

    void add(ArpMessage message) {
        message.copyTo(words, end);
        end += ArpMessage.WORDS;
    }

    void add(Audit audit) {
        audit.copyTo(words, end);
        end += Audit.WORDS;
    }

    /** Whether there is an entry that was not told yet: the one the methods below are about. */
    boolean hasNext() {
        return at < end;
    }

    /** Whether the entry comes before that of another batch. */
    boolean isBefore(HappeningBatch other, Flow own, Flow others) {
        for (int word = TICK; word <= STEP; word++) {
            if (words[at + word] != other.words[other.at + word]) {
                return words[at + word] < other.words[other.at + word];
            }
        }
        return isRecord() ? isClosedBefore(flow(own), other.flow(others)) : place() < other.place();
    }

    private static boolean isClosedBefore(Flow one, Flow other) {
        if (one.closedNs() != other.closedNs()) {
            return one.closedNs() < other.closedNs();
        }
        return one.flowId() != other.flowId() ? one.flowId() < other.flowId() : one.part() < other.part();
    }

    /** Whether records of its step are ordered among themselves. */
    private boolean isRecord() {
        return words[at + STEP] == Happenings.Step.RECORDS.ordinal();
    }

    long place() {
        return words[at + PLACE];
    }

    long tick() {
        return words[at + TICK];
    }

    /** Whether the entry comes no later than what frames of that tick bring about, up to that place. */
    boolean isUntil(long tick, long place) {
        boolean ofFrames = words[at + STEP] == Happenings.Step.FRAMES.ordinal();
        return tick() < tick || tick() == tick && (!ofFrames || place() <= place);
    }

    Kind kind() {
        return Kind.ALL[(int) words[at + KIND]];
    }

    long nowNs() {
        return words[at + NOW];
    }

    long argument() {
        return words[at + ARGUMENT];
    }

    /** Wraps the flow round the entry's. */
    Flow flow(Flow flow) {
        return flow.wrap(words, at + HEAD);
    }

    /** Wraps the flow round that of the entry, with the findings of that place. */
    Flow flow(Flow flow, long place) {
        return flow(flow).with(findings[(int) place]);
    }

    HeaderFields packet(HeaderFields packet) {
        return packet.read(words, at + HEAD + Flow.WORDS);
    }

    DnsMessage dns(DnsMessage message) {
        return message.read(words, at + HEAD + Flow.WORDS);
    }

    ArpMessage arp(ArpMessage message) {
        return message.read(words, at + HEAD);
    }

    Audit audit() {
        return Audit.read(words, at + HEAD);
    }

    /** Goes on to the next entry. */
    void pass() {
        at += switch (kind()) {
            case BEGIN, SYN_ACK, HANDSHAKE, OUTCOME, BURST, CLOSED -> HEAD + Flow.WORDS;
            case PACKET -> HEAD + Flow.WORDS + HeaderFields.WORDS;
            case DNS -> HEAD + Flow.WORDS + DnsMessage.WORDS;
            case ARP -> HEAD + ArpMessage.WORDS;
            case AUDIT -> HEAD + Audit.WORDS;
            case TICK_BEGUN, DROPS, TURN, END -> HEAD;
        };
    }
}
