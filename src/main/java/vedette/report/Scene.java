package vedette.report;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import vedette.decode.ArpMessage;
import vedette.decode.Packet;
import vedette.detect.Alert;
import vedette.detect.AlertType;
import vedette.flow.Flow;

/** An alert with its flows and the picture that shows it. */
final class Scene {
    /** Who tries again and again with one service. */
    private static final Set<AlertType> ATTEMPTS = Set.of(AlertType.BRUTE_FORCE, AlertType.RETRY_STORM);

    private static final Set<AlertType> ARP = Set.of(AlertType.SCAN_ARP_SWEEP, AlertType.ARP_SPOOF);

    private final Alert alert;
    private final Scope scope;
    private final FlowList flows = new FlowList();
    private final @Nullable Picture picture;

    Scene(Alert alert) {
        this.alert = alert;
        scope = new Scope(alert);
        picture = scope.isOfSomebody() ? pictureOf(alert, scope) : null;
    }

    private static Picture pictureOf(Alert alert, Scope scope) {
        if (ARP.contains(alert.type())) {
            return new ArpPicture(
                    scope, alert.subject().source(), alert.subject().destination());
        }
        if (ATTEMPTS.contains(alert.type())) {
            return new AttemptPicture(scope);
        }
        return switch (alert.type().category()) {
            case "scan" -> new TargetPicture(scope);
            case "beacon" -> new CallPicture(scope);
            default -> new RatePicture(alert, scope);
        };
    }

    Alert alert() {
        return alert;
    }

    Scope scope() {
        return scope;
    }

    FlowList flows() {
        return flows;
    }

    @Nullable
    Picture picture() {
        return picture;
    }

    boolean isOfArp() {
        return ARP.contains(alert.type());
    }

    void onPacket(Flow flow, int direction, Packet packet, long timeNs) {
        if (picture != null && scope.isWithin(timeNs)) {
            picture.onPacket(flow, direction, packet, timeNs);
        }
    }

    void onFlow(Flow flow) {
        if (picture != null && scope.isWithin(flow)) {
            picture.onFlow(flow);
            flows.add(flow);
        }
    }

    void onArp(ArpMessage message, long timeNs) {
        if (picture != null && scope.isWithin(timeNs)) {
            picture.onArp(message, timeNs);
        }
    }
}
