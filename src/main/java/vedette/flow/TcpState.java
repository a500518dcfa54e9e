package vedette.flow;

/** How a TCP connection stands or stood at its end, in Zeek's words ({@code conn_state}). */
public enum TcpState {
    /** Connection attempt seen, no reply. */
    S0(0),
    /** Established, not terminated. */
    S1(1),
    /** Established and closed from both sides. */
    SF(2),
    /** Attempt rejected. */
    REJ(3),
    /** Established, closed by the initiator, no reply to that. */
    S2(4),
    /** Established, closed by the responder, no reply to that. */
    S3(5),
    /** Established, reset by the initiator. */
    RSTO(6),
    /** Reset by the responder. */
    RSTR(7),
    /** The initiator sent a SYN and then a RST; no SYN-ACK was seen. */
    RSTOS0(8),
    /** The responder sent a SYN-ACK and then a RST; no SYN was seen. */
    RSTRH(9),
    /** The initiator sent a SYN and then a FIN; no SYN-ACK was seen. */
    SH(10),
    /** The responder sent a SYN-ACK and then a FIN; no SYN was seen. */
    SHR(11),
    /** No SYN seen, only midstream traffic. */
    OTH(12);

    private static final TcpState[] ALL = values();

    private final int code;

    TcpState(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    static TcpState of(int code) {
        return ALL[code];
    }

    /** What the states of both ends say of the connection. */
    static TcpState of(Flow flow) {
        int initiator = flow.endpointState(Flow.FORWARD);
        int responder = flow.endpointState(Flow.REVERSE);
        if (responder == TcpEndpoint.RESET) {
            return resetByResponder(flow, initiator);
        }
        if (initiator == TcpEndpoint.RESET) {
            return resetByInitiator(flow, responder);
        }
        if (initiator == TcpEndpoint.CLOSED) {
            return responder == TcpEndpoint.CLOSED ? SF : isUnopened(responder) ? SH : S2;
        }
        if (responder == TcpEndpoint.CLOSED) {
            return isUnopened(initiator) ? SHR : S3;
        }
        if (initiator == TcpEndpoint.SYN_SENT && responder == TcpEndpoint.INACTIVE) {
            return S0;
        }
        return initiator == TcpEndpoint.ESTABLISHED && responder == TcpEndpoint.ESTABLISHED ? S1 : OTH;
    }

    private static TcpState resetByResponder(Flow flow, int initiator) {
        boolean unanswered = initiator == TcpEndpoint.SYN_SENT || initiator == TcpEndpoint.SYN_ACK_SENT;
        boolean unused = initiator == TcpEndpoint.RESET
                && TcpSequence.isEmpty(flow, Flow.FORWARD)
                && TcpSequence.isEmpty(flow, Flow.REVERSE);
        if (unanswered || unused) {
            return REJ;
        }
        return isUnopened(initiator) ? RSTRH : RSTR;
    }

    private static TcpState resetByInitiator(Flow flow, int responder) {
        if (!isUnopened(responder)) {
            return RSTO;
        }
        return TcpHistory.isSynThenRst(flow) ? RSTOS0 : OTH;
    }

    private static boolean isUnopened(int state) {
        return state == TcpEndpoint.INACTIVE || state == TcpEndpoint.PARTIAL;
    }
}
