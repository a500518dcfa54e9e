package vedette.export.transport;

import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import vedette.os.TcpConnection;

/**
 * Notices that the path of a connection was cut without a word: what was sent is not acknowledged, and nothing else is. The
 * kernel by itself would try for a quarter of an hour. A collector that only does not read is no such case: its host answers.
 * Of the event loop.
 */
final class PathWatch {
    static final long LONGEST_SILENCE_S = 20;

    /** Time from one look to the next. */
    static final long LOOK_MS = 2_000;

    private final InetSocketAddress local;
    private final InetSocketAddress remote;
    private @Nullable TcpConnection connection;
    private boolean isSought = true;
    private long answeredNs;

    PathWatch(InetSocketAddress local, InetSocketAddress remote, long nowNs) {
        this.local = local;
        this.remote = remote;
        this.answeredNs = nowNs;
    }

    /** Looks, while the connection is open, and says whether the other host has been silent for too long. */
    boolean isCut(long nowNs) {
        Optional<TcpConnection.Answers> answers = answers();
        if (answers.isEmpty() || !answers.get().isAwaited()) {
            answeredNs = nowNs;
            return false;
        }
        long answered = nowNs - TimeUnit.MILLISECONDS.toNanos(answers.get().silentMs());
        if (answered - answeredNs > 0) {
            answeredNs = answered;
        }
        return nowNs - answeredNs > TimeUnit.SECONDS.toNanos(LONGEST_SILENCE_S);
    }

    private Optional<TcpConnection.Answers> answers() {
        try {
            if (isSought) {
                isSought = false;
                connection = TcpConnection.between(local, remote).orElse(null);
            }
            return connection == null ? Optional.empty() : connection.answers();
        } catch (LinkageError noSuchSystem) {
            return Optional.empty();
        }
    }
}
