package vedette.flow;

import vedette.net.TcpFlags;

/** Where a TCP connection stands for its timeouts (rules M3 and M4). */
final class TcpPhase {
    /** Attempted, not yet answered to by the initiator's ACK; or no more than stray segments without payload. */
    static final int OPENING = 0;
    /** Open, or met midway. */
    static final int ESTABLISHED = 1;
    /** A FIN was sent, but not one from each side, or not both acknowledged. */
    static final int CLOSING = 2;
    /** FINs from both sides were acknowledged, or a RST was sent: only trailing packets are waited for. */
    static final int CLOSED = 3;

    static final int COUNT = 4;

    private TcpPhase() {}

    /** The phase after a segment that has moved the ends' states. */
    static int after(Flow flow, int direction, int flags, int payload) {
        boolean wasClosed = flow.phase() == CLOSED && !isAcceptedAfterAll(flow);
        if (wasClosed || (flags & TcpFlags.RST) != 0 || areFinsAcknowledged(flow)) {
            return CLOSED;
        }
        if (isClosed(flow, Flow.FORWARD) || isClosed(flow, Flow.REVERSE)) {
            return CLOSING;
        }
        return flow.phase() == ESTABLISHED || establishes(flow, direction, flags, payload) ? ESTABLISHED : OPENING;
    }

    /** Whether a refused attempt was accepted when it was sent again. */
    private static boolean isAcceptedAfterAll(Flow flow) {
        return flow.endpointState(Flow.FORWARD) == TcpEndpoint.ESTABLISHED
                && flow.endpointState(Flow.REVERSE) == TcpEndpoint.ESTABLISHED;
    }

    private static boolean areFinsAcknowledged(Flow flow) {
        return isClosed(flow, Flow.FORWARD)
                && isClosed(flow, Flow.REVERSE)
                && !TcpSequence.isOutstanding(flow, Flow.FORWARD)
                && !TcpSequence.isOutstanding(flow, Flow.REVERSE);
    }

    private static boolean isClosed(Flow flow, int end) {
        return flow.endpointState(end) == TcpEndpoint.CLOSED;
    }

    /** The initiator's ACK or any payload opens a connection; one met midway is open once both sides were heard. */
    private static boolean establishes(Flow flow, int direction, int flags, int payload) {
        if ((flags & TcpFlags.SYN) != 0) {
            return false;
        }
        if (payload > 0) {
            return true;
        }
        int peer = TcpEndpoint.peer(direction);
        boolean synSeen = TcpEndpoint.hasMark(flow, direction, TcpEndpoint.SYN)
                || TcpEndpoint.hasMark(flow, peer, TcpEndpoint.SYN);
        return synSeen
                ? direction == Flow.FORWARD && (flags & TcpFlags.ACK) != 0
                : TcpEndpoint.hasMark(flow, peer, TcpEndpoint.SEEN);
    }
}
