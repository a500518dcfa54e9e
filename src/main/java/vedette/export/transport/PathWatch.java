package vedette.export.transport;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
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

    private final Optional<TcpConnection> connection;
    private long answeredNs;

    /** @param connection where the kernel tells of it */
    PathWatch(Optional<TcpConnection> connection, long nowNs) {
        this.connection = connection;
        this.answeredNs = nowNs;
    }

    /** Looks, while the connection is open, and says whether the other host has been silent for too long. */
    boolean isCut(long nowNs) {
        Optional<TcpConnection.Answers> answers = connection.flatMap(TcpConnection::answers);
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
}
