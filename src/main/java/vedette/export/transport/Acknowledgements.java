package vedette.export.transport;

import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import vedette.os.TcpConnection;

/**
 * How much of what a connection has taken the other host has acknowledged: asked of the kernel, and where that does not say, all
 * but what it may hold. Of the event loop, while the connection is open; any thread may ask {@link #octets()}.
 */
final class Acknowledgements {
    /** Time from one question to the next, while much is sent. */
    private static final long PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(10);

    /** Linux doubles the send buffer that is asked for, and lets the last write exceed it. */
    private static final int MOST_HELD = 2 * Link.SEND_BUFFER_OCTETS + (1 << 16);

    private final Optional<TcpConnection> connection;
    private long taken;
    private long askedNs;
    private volatile long octets;

    Acknowledgements(Optional<TcpConnection> connection) {
        this.connection = connection;
    }

    /** What the kernel knows of the connection between these two, if anything. */
    static Optional<TcpConnection> find(InetSocketAddress local, InetSocketAddress remote) {
        try {
            return TcpConnection.between(local, remote);
        } catch (LinkageError noSuchSystem) {
            return Optional.empty();
        }
    }

    /** The operating system has taken so many octets more. */
    void onTaken(int more, long nowNs) {
        taken += more;
        if (nowNs - askedNs >= PAUSE_NS) {
            ask(nowNs);
        }
    }

    /** What TLS adds is not acknowledged either, so that what is of messages may be more than this says, never less. */
    void ask(long nowNs) {
        askedNs = nowNs;
        OptionalInt held = connection.map(TcpConnection::unacknowledged).orElse(OptionalInt.empty());
        octets = Math.max(octets, taken - held.orElse(MOST_HELD));
    }

    /** Octets of what was written that it has acknowledged, at least. */
    long octets() {
        return octets;
    }
}
