package vedette.flow;

import vedette.decode.TcpHeader;

/** Follows TCP connections (rule M7). */
final class TcpMeter {
    void open(Flow flow) {
        flow.phase(TcpPhase.OPENING);
    }

    boolean startsNewConnection(Flow flow, int direction, TcpHeader tcp) {
        return false;
    }

    boolean turnsRound(Flow flow, int direction, TcpHeader tcp) {
        return false;
    }

    void onSegment(Flow flow, int direction, TcpHeader tcp, long payloadOctets, long timestampNs) {
        flow.tcpFlags(direction, flow.tcpFlags(direction) | tcp.flags());
    }

    void nextPart(Flow flow) {
        flow.tcpFlags(Flow.FORWARD, 0);
        flow.tcpFlags(Flow.REVERSE, 0);
    }
}
