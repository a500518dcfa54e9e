package vedette.flow;

import vedette.decode.TcpHeader;
import vedette.net.TcpFlags;

/**
 * Follows TCP connections (rule M7): flags, windows, handshake times, sequence numbers, state and history of both
 * directions. All it knows of a connection lies in the flow's record.
 */
final class TcpMeter {
    private static final int CONTROL = TcpFlags.SYN | TcpFlags.FIN | TcpFlags.RST;
    private static final int SYN_ACK = TcpFlags.SYN | TcpFlags.ACK;

    /** RFC 7323 §2.3: a greater one is used as 14. */
    private static final int MAX_WINDOW_SCALE = 14;

    /** Makes a new flow's record ready. */
    void open(Flow flow) {
        flow.phase(TcpPhase.OPENING);
        flow.tcpStateCode(TcpState.OTH.code());
    }

    /** Takes in a segment after its packet was counted. */
    void onSegment(Flow flow, int direction, TcpHeader tcp, long payloadOctets, long timestampNs) {
        int flags = tcp.flags();
        int payload = (int) Math.min(payloadOctets, Integer.MAX_VALUE);
        if (!TcpEndpoint.hasMark(flow, direction, TcpEndpoint.SEEN)) {
            onFirst(flow, direction, tcp);
        }
        countFlags(flow, direction, flags);
        TcpSequence.begin(flow, direction, flags, tcp.sequence());
        TcpHistory.onSegment(flow, direction, flags, tcp.sequence(), payload);
        noteWindow(flow, direction, tcp, payload);
        TcpSequence.advance(flow, direction, flags, tcp.sequence(), payload);
        boolean settled = isSettled(flow, direction, flags);
        if (!settled) {
            beginPeer(flow, direction, tcp);
            TcpEndpoint.onSegment(flow, direction, flags, payload);
        }
        if ((flags & (TcpFlags.ACK | TcpFlags.RST)) == TcpFlags.ACK) {
            TcpSequence.acknowledge(flow, TcpEndpoint.peer(direction), tcp.acknowledgement());
        }
        if (!settled) {
            noteHandshake(flow, direction, tcp, timestampNs);
            flow.phase(TcpPhase.after(flow, direction, flags, payload));
            flow.tcpStateCode(TcpState.of(flow).code());
        }
    }

    /** Takes note of a fragment: how far its segment reaches is not known, so holes no longer mean loss. */
    void onFragment(Flow flow, int direction) {
        TcpEndpoint.mark(flow, direction, TcpEndpoint.FRAGMENTED);
    }

    /**
     * Whether a SYN or SYN-ACK belongs to another connection than the flow's (rule M3). A SYN sent again does not, nor one
     * with another number while none was answered: that is one attempt still.
     */
    boolean startsNewConnection(Flow flow, int direction, TcpHeader tcp) {
        int flags = tcp.flags();
        if ((flags & (TcpFlags.SYN | TcpFlags.RST)) != TcpFlags.SYN) {
            return false;
        }
        return (flags & TcpFlags.ACK) == 0
                ? TcpReuse.isNewSyn(flow, direction, tcp.sequence())
                : TcpReuse.isNewSynAck(flow, direction, tcp.sequence(), tcp.acknowledgement() - 1);
    }

    /**
     * Whether a late SYN or SYN-ACK proves the flow's direction wrong, which until now neither of them had shown. Only in
     * the flow's first part: what was exported keeps its direction.
     */
    boolean turnsRound(Flow flow, int direction, TcpHeader tcp) {
        int flags = tcp.flags();
        if ((flags & (TcpFlags.SYN | TcpFlags.RST)) != TcpFlags.SYN || flow.part() > 1) {
            return false;
        }
        int initiator = (flags & TcpFlags.ACK) == 0 ? direction : TcpEndpoint.peer(direction);
        return initiator == Flow.REVERSE
                && !TcpEndpoint.hasMark(flow, Flow.FORWARD, TcpEndpoint.SYN)
                && !TcpEndpoint.hasMark(flow, Flow.REVERSE, TcpEndpoint.SYN);
    }

    /** Follows {@link Flow#turnRound}: from now on the direction is known. */
    void onTurnedRound(Flow flow) {
        flow.directionCode(Direction.INITIATOR);
        TcpHistory.turnRound(flow);
    }

    /** Sets to zero what is counted per part. */
    void nextPart(Flow flow) {
        nextPart(flow, Flow.FORWARD);
        nextPart(flow, Flow.REVERSE);
        flow.forgetAcknowledgements();
    }

    private static void nextPart(Flow flow, int direction) {
        flow.tcpFlags(direction, 0);
        flow.synCount(direction, 0);
        flow.finCount(direction, 0);
        flow.rstCount(direction, 0);
        flow.pshCount(direction, 0);
        flow.ackCount(direction, 0);
        flow.urgCount(direction, 0);
        flow.retransmitted(direction, 0);
        flow.outOfOrder(direction, 0);
        flow.duplicateAcks(direction, 0);
        flow.zeroWindows(direction, 0);
        flow.missedOctets(direction, 0);
    }

    private static void onFirst(Flow flow, int direction, TcpHeader tcp) {
        if (direction == Flow.REVERSE && !TcpEndpoint.hasMark(flow, Flow.FORWARD, TcpEndpoint.SEEN)) {
            TcpHistory.onTurnedRound(flow);
        }
        TcpEndpoint.mark(flow, direction, TcpEndpoint.SEEN);
        flow.firstTcpFlags(direction, tcp.flags());
        flow.initialWindow(direction, tcp.window());
        flow.initialSequence(direction, tcp.sequence());
    }

    private static void countFlags(Flow flow, int direction, int flags) {
        int union = flow.tcpFlags(direction);
        if ((union | flags) != union) {
            flow.tcpFlags(direction, union | flags);
        }
        if ((flags & TcpFlags.ACK) != 0) {
            flow.ackCount(direction, flow.ackCount(direction) + 1);
        }
        if ((flags & TcpFlags.PSH) != 0) {
            flow.pshCount(direction, flow.pshCount(direction) + 1);
        }
        if ((flags & (CONTROL | TcpFlags.URG)) != 0) {
            countRareFlags(flow, direction, flags);
        }
    }

    private static void countRareFlags(Flow flow, int direction, int flags) {
        if ((flags & TcpFlags.SYN) != 0) {
            flow.synCount(direction, flow.synCount(direction) + 1);
        }
        if ((flags & TcpFlags.FIN) != 0) {
            flow.finCount(direction, flow.finCount(direction) + 1);
        }
        if ((flags & TcpFlags.RST) != 0) {
            flow.rstCount(direction, flow.rstCount(direction) + 1);
        }
        if ((flags & TcpFlags.URG) != 0) {
            flow.urgCount(direction, flow.urgCount(direction) + 1);
        }
    }

    private static void noteWindow(Flow flow, int direction, TcpHeader tcp, int payload) {
        int flags = tcp.flags();
        int window = tcp.window();
        if (window == 0) {
            noteZeroWindow(flow, direction, flags);
        }
        if ((flags & TcpFlags.ACK) == 0) {
            return;
        }
        if (payload == 0 && (flags & CONTROL) == 0 && isDuplicateAck(flow, direction, tcp)) {
            flow.duplicateAcks(direction, flow.duplicateAcks(direction) + 1);
        }
        flow.lastWindow(direction, window);
    }

    /** A window of zero says nothing in or after a RST, nor once the other side will send no more. */
    private static void noteZeroWindow(Flow flow, int direction, int flags) {
        if ((flags & TcpFlags.RST) != 0
                || flow.endpointState(direction) == TcpEndpoint.RESET
                || flow.endpointState(TcpEndpoint.peer(direction)) == TcpEndpoint.CLOSED) {
            return;
        }
        TcpHistory.onZeroWindow(flow, direction);
        if ((flags & CONTROL) == 0) {
            flow.zeroWindows(direction, flow.zeroWindows(direction) + 1);
        }
    }

    /** RFC 5681 §2: octets are outstanding, and the highest acknowledgement and the window are repeated. */
    private static boolean isDuplicateAck(Flow flow, int direction, TcpHeader tcp) {
        int peer = TcpEndpoint.peer(direction);
        return tcp.acknowledgement() == flow.acknowledged(peer)
                && tcp.window() == flow.lastWindow(direction)
                && TcpSequence.isOutstanding(flow, peer);
    }

    /** Whether the segment changes nothing in the connection's state: so it is with nearly all. */
    private static boolean isSettled(Flow flow, int direction, int flags) {
        return (flags & CONTROL) == 0
                && flow.phase() == TcpPhase.ESTABLISHED
                && TcpEndpoint.isSettled(flow, direction)
                && flow.endpointState(TcpEndpoint.peer(direction)) != TcpEndpoint.INACTIVE;
    }

    private static void beginPeer(Flow flow, int direction, TcpHeader tcp) {
        int peer = TcpEndpoint.peer(direction);
        if ((tcp.flags() & TcpFlags.ACK) != 0 && flow.endpointState(peer) == TcpEndpoint.INACTIVE) {
            TcpSequence.beginUnheard(flow, peer, tcp.acknowledgement());
        }
    }

    private static void noteHandshake(Flow flow, int direction, TcpHeader tcp, long timestampNs) {
        int flags = tcp.flags();
        if ((flags & TcpFlags.SYN) != 0) {
            noteSyn(flow, direction, tcp, timestampNs);
        } else if (direction == Flow.FORWARD
                && (flags & (TcpFlags.ACK | TcpFlags.RST)) == TcpFlags.ACK
                && flow.synAckNs() != 0
                && flow.handshakeNs() == 0) {
            flow.handshakeNs(timestampNs);
        }
    }

    private static void noteSyn(Flow flow, int direction, TcpHeader tcp, long timestampNs) {
        if (flow.windowScale(direction) < 0) {
            flow.windowScale(direction, Math.min(tcp.windowScale(), MAX_WINDOW_SCALE));
        }
        int synAck = tcp.flags() & SYN_ACK;
        if (direction == Flow.FORWARD && synAck == TcpFlags.SYN) {
            flow.directionCode(Direction.INITIATOR);
            flow.synNs(flow.synNs() == 0 ? timestampNs : flow.synNs());
        } else if (direction == Flow.REVERSE && synAck == SYN_ACK) {
            flow.directionCode(Direction.INITIATOR);
            flow.synAckNs(flow.synAckNs() == 0 ? timestampNs : flow.synAckNs());
        }
    }
}
