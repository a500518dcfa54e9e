package vedette.scenario;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import vedette.detect.Alert;
import vedette.export.AlertText;
import vedette.net.IpPrefix;
import vedette.net.ProtocolName;

/**
 * An alert as a line of {@code expected.alerts}: when it was told, what and of whom; its count, and of which time; the score of
 * which threshold; hosts and ports; in words.
 */
final class AlertLine {
    private AlertLine() {}

    static String of(Alert alert, long originNs) {
        return String.format(
                Locale.ROOT,
                "+%.3f %s %d %s %s %s -> %s %s, %d in +%.3f..+%.3f, %s of %s, hosts %d, ports %d: %s",
                (alert.publishedNs() - originNs) / 1e9,
                alert.state().label(),
                alert.type().code(),
                alert.type().label(),
                alert.level().label(),
                whom(alert.subject().source()),
                whom(alert.subject().destination()),
                service(alert),
                alert.count(),
                (alert.firstNs() - originNs) / 1e9,
                (alert.lastNs() - originNs) / 1e9,
                AlertText.number(alert.evidence().score()),
                AlertText.number(alert.evidence().threshold()),
                alert.evidence().hosts(),
                alert.evidence().ports(),
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
