package vedette.flow;

/** How a TCP connection stands or stood at its end, in Zeek's words ({@code conn_state}). */
public enum TcpState {
    /** Connection attempt seen, no reply. */
    S0,
    /** Established, not terminated. */
    S1,
    /** Established and closed from both sides. */
    SF,
    /** Attempt rejected. */
    REJ,
    /** Established, closed by the initiator, no reply to that. */
    S2,
    /** Established, closed by the responder, no reply to that. */
    S3,
    /** Established, reset by the initiator. */
    RSTO,
    /** Reset by the responder. */
    RSTR,
    /** The initiator sent a SYN and then a RST; no SYN-ACK was seen. */
    RSTOS0,
    /** The responder sent a SYN-ACK and then a RST; no SYN was seen. */
    RSTRH,
    /** The initiator sent a SYN and then a FIN; no SYN-ACK was seen. */
    SH,
    /** The responder sent a SYN-ACK and then a FIN; no SYN was seen. */
    SHR,
    /** No SYN seen, only midstream traffic. */
    OTH;

    private static final TcpState[] ALL = values();

    static TcpState of(int ordinal) {
        return ALL[ordinal];
    }
}
