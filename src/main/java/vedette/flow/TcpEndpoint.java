package vedette.flow;

import vedette.net.TcpFlags;

/**
 * One end of a TCP connection: the state its own segments and the other end's have brought it to, and what it has ever
 * sent. States and steps are those from which Zeek tells {@code conn_state}; they lie in the flow's direction block.
 */
final class TcpEndpoint {
    /** Nothing seen from this end. */
    static final int INACTIVE = 0;
    /** It sent a SYN that was not answered. */
    static final int SYN_SENT = 1;
    /** The initiator itself sent a SYN-ACK. */
    static final int SYN_ACK_SENT = 2;
    /** Seen, but not its SYN. */
    static final int PARTIAL = 3;
    /** It sent a SYN and was answered, or answered one. */
    static final int ESTABLISHED = 4;
    /** It sent a FIN. */
    static final int CLOSED = 5;
    /** It sent a RST. */
    static final int RESET = 6;

    /** Mark: this end has sent something. */
    static final int SEEN = 0x01;
    /** Mark: a SYN or SYN-ACK. */
    static final int SYN = 0x02;
    /** Mark: a FIN. */
    static final int FIN = 0x04;
    /** Mark: a fragment of a segment. */
    static final int FRAGMENTED = 0x08;

    private TcpEndpoint() {}

    /** Whether a segment without SYN, FIN or RST leaves this end as it is. */
    static boolean isSettled(Flow flow, int end) {
        int state = flow.endpointState(end);
        return state == ESTABLISHED || state == PARTIAL;
    }

    /** Whether the end took part in the handshake and has not broken off: only then are its gaps to be believed. */
    static boolean isClean(Flow flow, int end) {
        int state = flow.endpointState(end);
        return state == ESTABLISHED || state == CLOSED && flow.previousEndpointState(end) == ESTABLISHED;
    }

    static boolean hasMark(Flow flow, int end, int mark) {
        return (flow.endpointMarks(end) & mark) != 0;
    }

    static void mark(Flow flow, int end, int marks) {
        flow.endpointMarks(end, flow.endpointMarks(end) | marks);
    }

    /** Moves the states by a segment that {@code end} has sent. */
    static void onSegment(Flow flow, int end, int flags, int payload) {
        switch (flow.endpointState(end)) {
            case INACTIVE -> inactive(flow, end, flags, payload);
            case SYN_SENT, SYN_ACK_SENT -> opening(flow, end, flags);
            case PARTIAL, ESTABLISHED -> open(flow, end, flags);
            case CLOSED -> closed(flow, end, flags);
            default -> reset(flow, end, flags);
        }
        mark(flow, end, ((flags & TcpFlags.SYN) != 0 ? SYN : 0) | ((flags & TcpFlags.FIN) != 0 ? FIN : 0));
    }

    private static void inactive(Flow flow, int end, int flags, int payload) {
        if ((flags & TcpFlags.SYN) != 0) {
            beginOpening(flow, end, flags);
        }
        opening(flow, end, flags);
        if (flow.endpointState(end) == INACTIVE) {
            joinMidway(flow, end, flags, payload);
        }
    }

    private static void beginOpening(Flow flow, int end, int flags) {
        int peer = peer(end);
        boolean answered = flow.endpointState(peer) == ESTABLISHED;
        if (end == Flow.FORWARD && !answered) {
            change(flow, end, (flags & TcpFlags.ACK) == 0 ? SYN_SENT : SYN_ACK_SENT);
            return;
        }
        if (flow.endpointState(peer) == SYN_SENT) {
            change(flow, peer, ESTABLISHED);
        }
        change(flow, end, ESTABLISHED);
    }

    private static void opening(Flow flow, int end, int flags) {
        if ((flags & TcpFlags.FIN) != 0) {
            change(flow, end, CLOSED);
        }
        if ((flags & TcpFlags.RST) != 0) {
            change(flow, end, RESET);
        }
    }

    private static void joinMidway(Flow flow, int end, int flags, int payload) {
        int peerState = flow.endpointState(peer(end));
        boolean acknowledgesBeforeSyn = end == Flow.REVERSE && payload == 0 && peerState == SYN_SENT;
        if (acknowledgesBeforeSyn) {
            return; // some hosts acknowledge a SYN and send theirs later
        }
        boolean onlyItsSynWasMissed = (flags & TcpFlags.ACK) != 0 && peerState == ESTABLISHED;
        change(flow, end, onlyItsSynWasMissed ? ESTABLISHED : PARTIAL);
    }

    private static void open(Flow flow, int end, int flags) {
        int peer = peer(end);
        boolean firstSynAfterAll = (flags & (TcpFlags.SYN | TcpFlags.ACK)) == TcpFlags.SYN
                && flow.endpointState(end) == PARTIAL
                && flow.endpointState(peer) == INACTIVE;
        if (firstSynAfterAll) {
            change(flow, end, SYN_SENT);
        }
        if ((flags & (TcpFlags.FIN | TcpFlags.RST)) == TcpFlags.FIN) {
            change(flow, end, CLOSED);
            if (flow.endpointState(peer) == RESET && flow.previousEndpointState(peer) == CLOSED) {
                change(flow, peer, CLOSED); // a FIN, then a RST, answered by a FIN: an ordinary end
            }
        }
        if ((flags & TcpFlags.RST) != 0) {
            change(flow, end, RESET);
        }
    }

    private static void closed(Flow flow, int end, int flags) {
        if ((flags & TcpFlags.RST) != 0 && flow.endpointState(peer(end)) != CLOSED) {
            change(flow, end, RESET);
        }
    }

    /** A reset end stays so, but for a responder that refused a SYN and then accepts it, sent again. */
    private static void reset(Flow flow, int end, int flags) {
        if (acceptsAfterRefusal(flow, end, flags)) {
            change(flow, Flow.FORWARD, ESTABLISHED);
            change(flow, Flow.REVERSE, ESTABLISHED);
        }
    }

    private static boolean acceptsAfterRefusal(Flow flow, int end, int flags) {
        return end == Flow.REVERSE
                && (flags & (TcpFlags.SYN | TcpFlags.ACK | TcpFlags.RST)) == (TcpFlags.SYN | TcpFlags.ACK)
                && flow.endpointState(Flow.FORWARD) == SYN_SENT
                && flow.endpointState(Flow.REVERSE) == RESET
                && flow.previousEndpointState(Flow.REVERSE) == INACTIVE;
    }

    private static void change(Flow flow, int end, int state) {
        int previous = flow.endpointState(end);
        if (previous != state) {
            flow.previousEndpointState(end, previous);
            flow.endpointState(end, state);
        }
    }

    static int peer(int end) {
        return Flow.REVERSE - end;
    }
}
