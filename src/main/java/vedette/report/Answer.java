package vedette.report;

import vedette.flow.Flow;
import vedette.flow.TcpState;
import vedette.net.IpProtocol;

/** What became of a flow, as its record tells. */
enum Answer {
    ANSWERED("answered"),
    REFUSED("refused"),
    UNANSWERED("no answer"),
    /** To a group, or the answer to something that was not seen: nobody has to answer. */
    UNASKED("no answer expected");

    private final String label;

    Answer(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }

    static Answer to(Flow flow) {
        if (flow.isAggregate()) {
            return UNANSWERED;
        }
        if (isRefused(flow)) {
            return REFUSED;
        }
        if (flow.packets(Flow.REVERSE) > 0) {
            return ANSWERED;
        }
        return flow.probe().asks() && !flow.isResponderGroup() ? UNANSWERED : UNASKED;
    }

    private static boolean isRefused(Flow flow) {
        if (flow.protocol() == IpProtocol.TCP && flow.tcpState() == TcpState.REJ) {
            return true;
        }
        return flow.packets(Flow.REVERSE) == 0 && flow.icmpErrors() > 0;
    }
}
