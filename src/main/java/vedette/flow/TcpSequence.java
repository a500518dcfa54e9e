package vedette.flow;

import vedette.net.TcpFlags;

/**
 * The sequence numbers of one direction of a TCP connection: what was sent, what was sent again, what is missing.
 *
 * <p>Memory is bounded: {@link #MAX_HOLES} holes a direction are remembered, in the order of the stream. What arrives beyond
 * a further hole while these are open is not missed: such a hole counts neither as missed octets, nor its filling as out
 * of order, but as retransmitted.
 */
final class TcpSequence {
    static final int MAX_HOLES = 2;

    /** A SYN or RST farther than this from what was sent is not believed. */
    private static final int TOO_FAR = 1 << 20;

    /** The greatest window (RFC 7323 §2.3): no acknowledgement can be farther ahead of what was sent. */
    private static final int MAX_WINDOW = 1 << 30;

    private TcpSequence() {}

    /** Starts a direction's numbers at its first segment, or anew at a SYN with another number. */
    static void begin(Flow flow, int end, int flags, int sequence) {
        boolean inactive = flow.endpointState(end) == TcpEndpoint.INACTIVE;
        if ((flags & TcpFlags.SYN) != 0) {
            if (inactive || sequence != flow.startSequence(end) && mayBeginAnew(flow, end)) {
                start(flow, end, sequence, sequence);
            }
        } else if (inactive) {
            start(flow, end, sequence - 1, sequence);
        }
    }

    /** Starts the numbers of an end not yet heard, from what the other end says to have received. */
    static void beginUnheard(Flow flow, int end, int acknowledgement) {
        start(flow, end, acknowledgement - 1, acknowledgement - 1);
    }

    /** Takes in a segment that {@code end} sent. */
    static void advance(Flow flow, int end, int flags, int sequence, int payload) {
        boolean reset = (flags & TcpFlags.RST) != 0;
        int after = sequence + (reset ? 0 : payload + sequenceOfFlags(flags));
        int next = flow.nextSequence(end);
        int beyond = after - next;
        if (isDoubtful(flow, end, flags, beyond)) {
            return;
        }
        if (beyond > 0) {
            if (sequence != next && !reset) {
                skipOrFill(flow, end, sequence, next);
            }
            takeBackMissed(flow, end, sequence, after);
            flow.nextSequence(end, after);
        } else if (payload > 0 && !reset) {
            repeat(flow, end, sequence, sequence + payload);
        }
    }

    /** Takes in an acknowledgement of {@code end}'s octets: what lies below it and was never seen is missed. */
    static void acknowledge(Flow flow, int end, int acknowledgement) {
        int acknowledged = flow.acknowledged(end);
        int advance = acknowledgement - acknowledged;
        boolean broken = acknowledgement == 0 && advance > TOO_FAR;
        if (advance <= 0 || broken || acknowledgement - flow.nextSequence(end) > MAX_WINDOW) {
            return;
        }
        boolean missed = flow.holeCount(end) > 0 && giveUpHoles(flow, end, acknowledgement);
        int accountedFor = later(flow.nextSequence(end), later(acknowledged, flow.startSequence(end) + 1));
        if (acknowledgement - accountedFor > 0) {
            missed |= miss(flow, end, acknowledgement - accountedFor);
        }
        flow.acknowledged(end, acknowledgement);
        flow.addAcknowledgement(missed);
    }

    /** Whether octets are on their way that the other end has not acknowledged. */
    static boolean isOutstanding(Flow flow, int end) {
        return flow.nextSequence(end) - flow.acknowledged(end) > 0;
    }

    /** Whether this end sent no payload, by its sequence numbers. */
    static boolean isEmpty(Flow flow, int end) {
        int flags = TcpEndpoint.hasMark(flow, end, TcpEndpoint.FIN) ? 2 : 1;
        return later(flow.nextSequence(end), flow.acknowledged(end)) - flow.startSequence(end) <= flags;
    }

    /** Octets this end has sent by its sequence numbers, without SYN and FIN, cut to 32 bits. */
    static int streamOctets(Flow flow, int end) {
        int octets = later(flow.nextSequence(end), flow.acknowledged(end)) - flow.startSequence(end);
        if (octets != 0) {
            octets--;
        }
        return octets != 0 && TcpEndpoint.hasMark(flow, end, TcpEndpoint.FIN) ? octets - 1 : octets;
    }

    private static void start(Flow flow, int end, int start, int next) {
        flow.startSequence(end, start);
        flow.acknowledged(end, start);
        flow.nextSequence(end, next);
        flow.holeCount(end, 0);
    }

    private static boolean mayBeginAnew(Flow flow, int end) {
        return switch (flow.endpointState(end)) {
            case TcpEndpoint.CLOSED -> false;
            case TcpEndpoint.RESET -> flow.previousEndpointState(end) == TcpEndpoint.INACTIVE;
            default -> true;
        };
    }

    private static int sequenceOfFlags(int flags) {
        return ((flags & TcpFlags.SYN) != 0 ? 1 : 0) + ((flags & TcpFlags.FIN) != 0 ? 1 : 0);
    }

    private static boolean isDoubtful(Flow flow, int end, int flags, int beyond) {
        boolean synOrRst = (flags & (TcpFlags.SYN | TcpFlags.RST)) != 0;
        return synOrRst && (beyond > TOO_FAR || beyond < -TOO_FAR) || flow.endpointState(end) == TcpEndpoint.RESET;
    }

    private static void skipOrFill(Flow flow, int end, int sequence, int next) {
        if (sequence - next < 0) {
            fill(flow, end, sequence, next);
            return;
        }
        int from = later(next, flow.acknowledged(end));
        if (sequence - from > 0) {
            addHole(flow, end, flow.holeCount(end), from, sequence);
        }
    }

    private static void repeat(Flow flow, int end, int from, int to) {
        TcpHistory.onRepeated(flow, end);
        if (fill(flow, end, from, to)) {
            flow.outOfOrder(end, flow.outOfOrder(end) + 1);
        } else {
            flow.retransmitted(end, flow.retransmitted(end) + 1);
        }
    }

    /** Takes octets that came late out of the holes; returns whether any of them lay in one. */
    private static boolean fill(Flow flow, int end, int from, int to) {
        boolean filled = false;
        for (int hole = flow.holeCount(end) - 1; hole >= 0; hole--) {
            int holeFrom = flow.holeFrom(end, hole);
            int holeTo = flow.holeTo(end, hole);
            if (from - holeTo < 0 && holeFrom - to < 0) {
                filled = true;
                removeHole(flow, end, hole);
                if (holeTo - to > 0) {
                    addHole(flow, end, hole, to, holeTo);
                }
                if (from - holeFrom > 0) {
                    addHole(flow, end, hole, holeFrom, from);
                }
            }
        }
        return filled;
    }

    /** Returns whether anything in them is missed. */
    private static boolean giveUpHoles(Flow flow, int end, int acknowledgement) {
        boolean missed = false;
        while (flow.holeCount(end) > 0 && acknowledgement - flow.holeFrom(end, 0) > 0) {
            int from = flow.holeFrom(end, 0);
            int to = flow.holeTo(end, 0);
            removeHole(flow, end, 0);
            if (to - acknowledgement > 0) {
                addHole(flow, end, 0, acknowledgement, to);
                return miss(flow, end, acknowledgement - from) || missed;
            }
            missed |= miss(flow, end, to - from);
        }
        return missed;
    }

    /** Returns whether it is to be believed that octets are missed. */
    private static boolean miss(Flow flow, int end, int octets) {
        boolean believed = TcpEndpoint.isClean(flow, Flow.FORWARD)
                && TcpEndpoint.isClean(flow, Flow.REVERSE)
                && !TcpEndpoint.hasMark(flow, end, TcpEndpoint.FRAGMENTED);
        if (believed) {
            flow.missedOctets(end, flow.missedOctets(end) + octets);
            TcpHistory.onGap(flow, end);
        }
        return believed;
    }

    /** What was acknowledged before it was seen counted as missed: a capture may show an ACK before what it acknowledges. */
    private static void takeBackMissed(Flow flow, int end, int from, int to) {
        int acknowledged = flow.acknowledged(end);
        int firstUnseen = later(from, flow.nextSequence(end));
        int late = (acknowledged - to > 0 ? to : acknowledged) - firstUnseen;
        if (late > 0 && flow.missedOctets(end) > 0) {
            flow.missedOctets(end, Math.max(0, flow.missedOctets(end) - late));
        }
    }

    /** Puts a hole at its place in the order; without room the last one is forgotten. */
    private static void addHole(Flow flow, int end, int place, int from, int to) {
        int count = flow.holeCount(end);
        if (place == MAX_HOLES) {
            return;
        }
        int last = Math.min(count, MAX_HOLES - 1);
        for (int hole = last; hole > place; hole--) {
            flow.hole(end, hole, flow.holeFrom(end, hole - 1), flow.holeTo(end, hole - 1));
        }
        flow.hole(end, place, from, to);
        flow.holeCount(end, last + 1);
    }

    private static void removeHole(Flow flow, int end, int place) {
        int last = flow.holeCount(end) - 1;
        for (int hole = place; hole < last; hole++) {
            flow.hole(end, hole, flow.holeFrom(end, hole + 1), flow.holeTo(end, hole + 1));
        }
        flow.holeCount(end, last);
    }

    private static int later(int a, int b) {
        return a - b > 0 ? a : b;
    }
}
