package vedette.scenario;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import vedette.detect.Alert;
import vedette.net.IpPrefix;
import vedette.net.ProtocolName;

/** An alert as a line of {@code expected.alerts}: when it was told, what and of whom. */
final class AlertLine {
    private AlertLine() {}

    static String of(Alert alert, long originNs) {
        return String.format(
                Locale.ROOT,
                "+%.3f %s %d %s %s %s -> %s %s, %d: %s",
                (alert.publishedNs() - originNs) / 1e9,
                alert.state().label(),
                alert.type().code(),
                alert.type().label(),
                alert.level().label(),
                whom(alert.subject().source()),
                whom(alert.subject().destination()),
                service(alert),
                alert.count(),
                alert.message());
    }

    private static String whom(@Nullable IpPrefix prefix) {
        return prefix == null ? "*" : prefix.toString();
    }

    private static String service(Alert alert) {
        int protocol = alert.subject().protocol();
        int port = alert.subject().destinationPort();
        return (protocol < 0 ? "*" : ProtocolName.of(protocol)) + (port < 0 ? "" : "/" + port);
    }
}
