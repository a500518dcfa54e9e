package vedette.daemon;

import java.util.List;
import java.util.function.Supplier;
import vedette.detect.Alert;
import vedette.detect.AlertHandler;

/** Gives each alert to all who want it. Owned by the detecting thread. */
final class AlertFanOut implements AlertHandler {
    private final Supplier<List<AlertHandler>> wanting;
    private AlertHandler[] handlers = {};

    /** @param wanting who wants them, asked now and on {@link #askAgain} */
    AlertFanOut(Supplier<List<AlertHandler>> wanting) {
        this.wanting = wanting;
        askAgain();
    }

    /** Others may want the alerts from now on. */
    void askAgain() {
        handlers = wanting.get().toArray(AlertHandler[]::new);
    }

    @Override
    public void onAlert(Alert alert) {
        for (AlertHandler handler : handlers) {
            handler.onAlert(alert);
        }
    }
}
