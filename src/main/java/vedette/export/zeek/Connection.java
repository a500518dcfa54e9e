package vedette.export.zeek;

import vedette.flow.Flow;
import vedette.net.IpProtocol;

/** A flow as a whole: its last part, and sums over all. */
final class Connection {
    private static final int DIRECTIONS = 2;
    private static final int SEQUENCE_BITS = 32;

    private final long[] firstNs = new long[DIRECTIONS];
    private final long[] packets = new long[DIRECTIONS];
    private final long[] octets = new long[DIRECTIONS];
    private final long[] payload = new long[DIRECTIONS];
    private final long[] missed = new long[DIRECTIONS];
    private final Flow kept = new Flow();
    private Flow last = kept;
    private long startNs;
    private long endNs;
    private int parts;

    /** Forgets everything; the next part is the first. */
    Connection begin() {
        parts = 0;
        startNs = Long.MAX_VALUE;
        endNs = Long.MIN_VALUE;
        for (int direction = 0; direction < DIRECTIONS; direction++) {
            firstNs[direction] = Long.MAX_VALUE;
            packets[direction] = 0;
            octets[direction] = 0;
            payload[direction] = 0;
            missed[direction] = 0;
        }
        return this;
    }

    /** Adds a part. It is looked at, not copied. */
    Connection add(Flow part) {
        if (parts > 0 && !isTheSameWayRound(last, part)) {
            turnRound();
        }
        parts++;
        last = part;
        startNs = Math.min(startNs, part.startNs());
        endNs = Math.max(endNs, part.endNs());
        for (int direction = 0; direction < DIRECTIONS; direction++) {
            if (part.packets(direction) > 0) {
                firstNs[direction] = Math.min(firstNs[direction], part.firstNs(direction));
            }
            packets[direction] += part.packets(direction);
            octets[direction] += part.octets(direction);
            payload[direction] += part.payloadOctets(direction);
            missed[direction] += part.missedOctets(direction);
        }
        return this;
    }

    /** Copies the part that was added last, so that it can be looked at later. */
    Connection keep() {
        long[] copy = new long[Flow.WORDS];
        last.copyTo(copy, 0);
        kept.wrap(copy, 0).with(last.findings());
        last = kept;
        return this;
    }

    /** A flow whose initiator was guessed may turn out to have begun at the other end. */
    private static boolean isTheSameWayRound(Flow one, Flow other) {
        return one.initiatorHi() == other.initiatorHi()
                && one.initiatorLo() == other.initiatorLo()
                && one.initiatorPort() == other.initiatorPort();
    }

    private void turnRound() {
        for (long[] sums : new long[][] {firstNs, packets, octets, payload, missed}) {
            long forward = sums[Flow.FORWARD];
            sums[Flow.FORWARD] = sums[Flow.REVERSE];
            sums[Flow.REVERSE] = forward;
        }
    }

    /** Writes when it began, its uid and both ends. */
    void identify(Row row) {
        row.time(startNs);
        row.name(Uid.of(last.flowId()));
        end(Flow.FORWARD, row);
        end(Flow.REVERSE, row);
    }

    private void end(int direction, Row row) {
        row.address(last.ipVersion(), hi(direction), lo(direction));
        row.port(port(direction));
    }

    private int port(int direction) {
        boolean isInitiator = of(direction) == Flow.FORWARD;
        if (IpProtocol.isIcmp(last.protocol())) {
            int type = last.initiatorPort();
            return isInitiator ? type : IcmpPort.ofOtherEnd(last.protocol(), type, last.responderPort());
        }
        return isInitiator ? last.initiatorPort() : last.responderPort();
    }

    /** High half of the address of the end that sends in this direction. */
    long hi(int direction) {
        return of(direction) == Flow.FORWARD ? last.initiatorHi() : last.responderHi();
    }

    long lo(int direction) {
        return of(direction) == Flow.FORWARD ? last.initiatorLo() : last.responderLo();
    }

    /** Of ICMP, whoever answered a question that was not seen is the originator for Zeek. */
    private int of(int direction) {
        boolean isAnswerAlone = IpProtocol.isIcmp(last.protocol()) && packets[Flow.FORWARD] == 0;
        return isAnswerAlone ? Flow.REVERSE - direction : direction;
    }

    /** Its last part: what is the whole flow's stands there. */
    Flow flow() {
        return last;
    }

    int parts() {
        return parts;
    }

    long startNs() {
        return startNs;
    }

    long endNs() {
        return endNs;
    }

    /** Time of the direction's first packet, if it has any. */
    long firstNs(int direction) {
        return firstNs[of(direction)];
    }

    long packets(int direction) {
        return packets[of(direction)];
    }

    /** IP octets. */
    long octets(int direction) {
        return octets[of(direction)];
    }

    long missed() {
        return missed[Flow.FORWARD] + missed[Flow.REVERSE];
    }

    /**
     * Octets of payload: of TCP by sequence numbers, what was sent twice counted once and what was missed too. Those are cut to 32
     * bits; the octets seen tell how often they went round.
     */
    long payload(int direction) {
        long seen = payload[of(direction)] + missed[of(direction)];
        if (last.protocol() != IpProtocol.TCP || last.isAggregate() || last.isFragmentsOnly()) {
            return seen;
        }
        long stream = Integer.toUnsignedLong(last.streamOctets(direction));
        long rounds = seen - stream + (1L << SEQUENCE_BITS - 1) >> SEQUENCE_BITS;
        return stream + (Math.max(0, rounds) << SEQUENCE_BITS);
    }
}
