package vedette.export.transport;

import io.netty.channel.ConnectTimeoutException;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import org.jspecify.annotations.Nullable;

/**
 * What went wrong with a connection.
 *
 * @param reason in words for an operator, to stand after "it cannot be reached: " or "it was lost: "
 */
record Setback(ConnectionFault fault, String reason) {
    /** Nothing was taken for too long. */
    static final class Stall extends IOException {
        private static final long serialVersionUID = 1L;

        Stall(long ms) {
            super("it reads nothing any more, not for " + ms / 1000.0 + " s");
        }
    }

    /** Nothing was answered in time. */
    static final class Silence extends IOException {
        private static final long serialVersionUID = 1L;

        Silence(String message) {
            super(message);
        }
    }

    static Setback of(@Nullable Throwable cause) {
        if (cause instanceof UnknownHostException) {
            return new Setback(
                    ConnectionFault.UNRESOLVED,
                    "its host cannot be resolved; check the name and the resolver, or write an address");
        }
        if (cause instanceof ConnectTimeoutException) {
            return new Setback(
                    ConnectionFault.NO_ANSWER, "its host does not answer; check the address, routes and firewalls");
        }
        if (cause instanceof Silence) {
            return new Setback(ConnectionFault.NO_ANSWER, text(cause));
        }
        if (cause instanceof Stall) {
            return new Setback(ConnectionFault.STALLED, text(cause));
        }
        if (cause instanceof EOFException || cause instanceof ClosedChannelException) {
            return new Setback(ConnectionFault.CLOSED, "it closed the connection");
        }
        return ofSocket(cause);
    }

    private static Setback ofSocket(@Nullable Throwable cause) {
        String text = text(cause);
        if (cause instanceof NoRouteToHostException || text.contains("unreachable")) {
            return new Setback(ConnectionFault.UNREACHABLE, "there is no route to it");
        }
        if (cause instanceof ConnectException && text.contains("refused")) {
            return new Setback(ConnectionFault.REFUSED, "nobody listens there, connection refused");
        }
        if (text.contains("reset") || text.contains("Broken pipe")) {
            return new Setback(ConnectionFault.RESET, "it reset the connection");
        }
        return new Setback(ConnectionFault.OTHER, text);
    }

    private static String text(@Nullable Throwable cause) {
        String message = cause == null ? null : cause.getMessage();
        return message == null ? String.valueOf(cause) : message;
    }
}
