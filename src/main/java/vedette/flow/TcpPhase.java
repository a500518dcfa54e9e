package vedette.flow;

/** Where a TCP connection stands for its timeouts (rules M3 and M4). */
final class TcpPhase {
    static final int OPENING = 0;
    static final int ESTABLISHED = 1;
    static final int CLOSING = 2;
    static final int CLOSED = 3;
    static final int COUNT = 4;

    private TcpPhase() {}
}
