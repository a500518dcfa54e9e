package vedette.daemon;

import java.util.List;
import vedette.detect.Alert;
import vedette.detect.AlertHandler;

/** Gives each alert to all who want it. Owned by the detecting thread. */
final class AlertFanOut implements AlertHandler {
    private final AlertHandler[] handlers;

    AlertFanOut(List<? extends AlertHandler> handlers) {
        this.handlers = handlers.toArray(AlertHandler[]::new);
    }

    @Override
    public void onAlert(Alert alert) {
        for (AlertHandler handler : handlers) {
            handler.onAlert(alert);
        }
    }
}
