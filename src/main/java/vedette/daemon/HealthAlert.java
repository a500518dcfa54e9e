package vedette.daemon;

import vedette.detect.AlertDesk;
import vedette.detect.AlertType;
import vedette.detect.Evidence;
import vedette.detect.Finding;
import vedette.detect.Level;
import vedette.detect.Subject;

/** An alert of the sensor's own health: open as long as what it tells of lasts. Owned by the metering thread. */
final class HealthAlert {
    private static final int CERTAIN = 100;

    private final AlertDesk desk;
    private final AlertType type;
    private long handle = AlertDesk.NONE;
    private long sinceNs;

    HealthAlert(AlertDesk desk, AlertType type) {
        this.desk = desk;
        this.type = type;
    }

    boolean isOpen() {
        return handle != AlertDesk.NONE;
    }

    /**
     * It is so, or still so.
     *
     * @param sinceNs since when, if this is the first that is told of it; nanoseconds since 1970, as {@code timeNs}
     */
    void tell(Level level, String message, Evidence evidence, long sinceNs, long timeNs) {
        if (!isOpen() || !desk.isOpen(handle)) {
            this.sinceNs = sinceNs;
            handle = desk.open(type, Subject.ALL, finding(level, message, evidence, timeNs), timeNs);
        } else if (desk.goesOn(handle, 1, timeNs)) {
            desk.update(handle, finding(level, message, evidence, timeNs), timeNs);
        }
    }

    /** It is no longer so; nothing is told if it never was. */
    void over(String message, long timeNs) {
        if (isOpen()) {
            desk.close(handle, finding(Level.INFO, message, Evidence.NONE, timeNs), timeNs);
            handle = AlertDesk.NONE;
        }
    }

    private Finding finding(Level level, String message, Evidence evidence, long timeNs) {
        return new Finding(level, CERTAIN, "", sinceNs, timeNs, 1, message, evidence);
    }
}
