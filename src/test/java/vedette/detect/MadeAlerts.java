package vedette.detect;

import vedette.detect.AlertCounters.Fate;

/** Counts alerts that no detector brought. */
public final class MadeAlerts {
    private MadeAlerts() {}

    public static void count(AlertCounters counters, Fate fate) {
        counters.count(fate, AlertType.SCAN_VERTICAL);
    }
}
