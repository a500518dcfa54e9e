package vedette.flow;

/** Tells a SYN or SYN-ACK that belongs to a flow's connection from one that begins another (rule M3). */
final class TcpReuse {
    /** How far a late SYN may lie below the first segment of a connection met midway. */
    private static final int REORDERED = 1 << 16;

    private TcpReuse() {}

    static boolean isNewSyn(Flow flow, int direction, int sequence) {
        int peer = TcpEndpoint.peer(direction);
        boolean peerHeard = TcpEndpoint.hasMark(flow, peer, TcpEndpoint.SEEN);
        if (!TcpEndpoint.hasMark(flow, direction, TcpEndpoint.SEEN)) {
            boolean simultaneous = flow.endpointState(peer) == TcpEndpoint.SYN_SENT;
            return !simultaneous && !isStartOf(flow, direction, sequence);
        }
        if (flow.endpointState(direction) == TcpEndpoint.RESET) {
            return true;
        }
        boolean unanswered = flow.phase() == TcpPhase.OPENING && !peerHeard;
        return !unanswered && !isStartOf(flow, direction, sequence);
    }

    static boolean isNewSynAck(Flow flow, int direction, int sequence, int answeredSequence) {
        int peer = TcpEndpoint.peer(direction);
        return TcpEndpoint.hasMark(flow, direction, TcpEndpoint.SEEN)
                && TcpEndpoint.hasMark(flow, peer, TcpEndpoint.SEEN)
                && !isStartOf(flow, direction, sequence)
                && !isStartOf(flow, peer, answeredSequence);
    }

    /** Whether a SYN with this number began, or may have begun, what the end has sent. */
    private static boolean isStartOf(Flow flow, int end, int sequence) {
        int below = flow.startSequence(end) - sequence;
        return below == 0 || !TcpEndpoint.hasMark(flow, end, TcpEndpoint.SYN) && below > 0 && below < REORDERED;
    }
}
