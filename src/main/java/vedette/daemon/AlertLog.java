package vedette.daemon;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vedette.detect.Alert;
import vedette.detect.AlertHandler;
import vedette.detect.AlertState;
import vedette.export.AlertText;

/** A line in the log for each alert as it opens: an alert is what a sensor is for, so it is no warning of the sensor's. */
final class AlertLog implements AlertHandler {
    private static final Logger LOG = LoggerFactory.getLogger(AlertLog.class);

    @Override
    public void onAlert(Alert alert) {
        if (alert.state() == AlertState.OPEN) {
            LOG.info("alert, {}: {}", alert.level().label(), AlertText.line(alert));
        }
    }
}
