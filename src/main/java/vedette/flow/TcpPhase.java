package vedette.flow;

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
}
