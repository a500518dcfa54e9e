package vedette.report.plot;

/**
 * A mark on an axis.
 *
 * @param label may be empty
 * @param below a second line under it, as a date under a time; may be empty
 */
record Tick(double value, String label, String below) {
    Tick(double value, String label) {
        this(value, label, "");
    }
}
