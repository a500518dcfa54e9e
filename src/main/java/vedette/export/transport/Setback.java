package vedette.export.transport;

import io.netty.channel.ChannelException;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * What went wrong with a connection.
 *
 * @param reason in words for an operator, to stand after "it cannot be reached: " or "it was lost: "
 */
record Setback(ConnectionFault fault, String reason) {
    private static final Pattern ALERT = Pattern.compile("fatal alert: (\\w+)");

    /** Alerts of one who looked at a certificate and did not like it. */
    private static final Set<String> CERTIFICATE_ALERTS = Set.of(
            "bad_certificate",
            "unsupported_certificate",
            "certificate_revoked",
            "certificate_expired",
            "certificate_unknown",
            "unknown_ca",
            "access_denied",
            "certificate_required");

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

    /** It went away right after it had seen the sensor's certificate, or none. */
    static final class Dismissal extends IOException {
        private static final long serialVersionUID = 1L;

        Dismissal(Throwable cause) {
            super("it ended the connection right after the TLS handshake", cause);
        }
    }

    /** @param hasCertificate whether the sensor could show one */
    static Setback of(@Nullable Throwable thrown, boolean hasCertificate) {
        Throwable cause = thrown instanceof DecoderException && thrown.getCause() != null ? thrown.getCause() : thrown;
        if (cause instanceof SSLException) {
            return ofTls(cause, hasCertificate);
        }
        if (cause instanceof Dismissal) {
            return new Setback(ConnectionFault.NOT_ACCEPTED, text(cause) + "; " + ask(hasCertificate));
        }
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
        if (cause instanceof ChannelException) {
            return new Setback(ConnectionFault.OTHER, "this machine gives no socket for it: " + text(deepest(cause)));
        }
        if (cause instanceof EOFException || cause instanceof ClosedChannelException) {
            return new Setback(ConnectionFault.CLOSED, "it closed the connection");
        }
        return ofSocket(cause);
    }

    private static Setback ofTls(Throwable cause, boolean hasCertificate) {
        for (Throwable deeper = cause; deeper != null; deeper = deeper.getCause()) {
            if (deeper instanceof CollectorTrust.Untrusted) {
                return new Setback(ConnectionFault.NOT_TRUSTED, "it is not trusted: " + text(deeper));
            }
        }
        if (cause instanceof SslHandshakeTimeoutException) {
            return new Setback(
                    ConnectionFault.NO_ANSWER, "it does not answer in TLS; check that it speaks TLS on this port");
        }
        String text = text(cause);
        if (cause instanceof NotSslRecordException || text.contains("Unsupported or unrecognized SSL message")) {
            return new Setback(ConnectionFault.TLS, "it does not speak TLS on this port");
        }
        Matcher alert = ALERT.matcher(text);
        if (alert.find()) {
            return ofAlert(alert.group(1), hasCertificate);
        }
        if (text.contains("closed while SSL/TLS handshake")) {
            return new Setback(
                    ConnectionFault.TLS,
                    "it closed the connection during the TLS handshake; check that it speaks TLS on this port");
        }
        return new Setback(ConnectionFault.TLS, "TLS failed: " + text);
    }

    private static Setback ofAlert(String alert, boolean hasCertificate) {
        // GnuTLS and old OpenSSL say handshake_failure to one without a certificate.
        if (CERTIFICATE_ALERTS.contains(alert) || alert.equals("handshake_failure") && !hasCertificate) {
            return new Setback(ConnectionFault.NOT_ACCEPTED, refusal(hasCertificate) + " (TLS alert " + alert + ")");
        }
        return new Setback(
                ConnectionFault.TLS,
                "it speaks no TLS this sensor speaks; 1.2 and 1.3 are what it may be (TLS alert " + alert + ")");
    }

    private static String refusal(boolean hasCertificate) {
        return hasCertificate
                ? "it does not accept this sensor's certificate, collector.tls.certificate"
                : "it wants a certificate of this sensor, and collector.tls.certificate names none";
    }

    private static String ask(boolean hasCertificate) {
        return hasCertificate
                ? "does it accept this sensor's certificate?"
                : "does it want a certificate of this sensor?";
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
        if (text.contains("timed out")) {
            return new Setback(
                    ConnectionFault.NO_ANSWER, "its host does not answer any more; check routes and firewalls");
        }
        return new Setback(ConnectionFault.OTHER, text);
    }

    private static Throwable deepest(Throwable thrown) {
        Throwable deepest = thrown;
        for (Throwable next = thrown; next != null; next = next.getCause()) {
            deepest = next;
        }
        return deepest;
    }

    private static String text(@Nullable Throwable cause) {
        String message = cause == null ? null : cause.getMessage();
        return message == null ? String.valueOf(cause) : message;
    }
}
