package vedette.export;

import vedette.detect.Alert;

/** What a collector can be given. */
public enum RecordKind {
    /** Flow records. */
    FLOWS,
    /** Alerts about the network. */
    ALERTS,
    /** Alerts about the sensor itself. */
    HEALTH;

    private static final String HEALTH_CATEGORY = "health";

    /** Which of the two an alert is. */
    public static RecordKind of(Alert alert) {
        return alert.type().category().equals(HEALTH_CATEGORY) ? HEALTH : ALERTS;
    }
}
