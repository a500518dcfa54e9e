package vedette.detect.scan;

import vedette.detect.AlertType;

/** What a scan looks like: how many hosts, how many ports of each. */
enum Shape {
    VERTICAL(AlertType.SCAN_VERTICAL, "vertical"),
    VERTICAL_MULTIHOST(AlertType.SCAN_VERTICAL, "vertical-multihost"),
    HORIZONTAL(AlertType.SCAN_HORIZONTAL, "horizontal"),
    HORIZONTAL_MULTIPORT(AlertType.SCAN_HORIZONTAL, "horizontal-multiport"),
    BLOCK(AlertType.SCAN_BLOCK, "block");

    /** Up to so many hosts or ports are few. */
    private static final int FEW = 5;
    /** So many times more are many, whatever their number. */
    private static final int MANY_TIMES = 10;

    private final AlertType type;
    private final String label;

    Shape(AlertType type, String label) {
        this.type = type;
        this.label = label;
    }

    AlertType type() {
        return type;
    }

    String label() {
        return label;
    }

    static Shape of(long hosts, long ports) {
        if (hosts <= 1) {
            return VERTICAL;
        }
        if (ports <= 1) {
            return HORIZONTAL;
        }
        if (hosts > ports && (ports <= FEW || hosts >= MANY_TIMES * ports)) {
            return HORIZONTAL_MULTIPORT;
        }
        if (ports > hosts && (hosts <= FEW || ports >= MANY_TIMES * hosts)) {
            return VERTICAL_MULTIHOST;
        }
        return BLOCK;
    }
}
