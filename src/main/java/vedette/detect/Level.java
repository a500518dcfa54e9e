package vedette.detect;

import java.util.List;
import java.util.Locale;

/** How much an alert matters. */
public enum Level {
    INFO,
    LOW,
    MEDIUM,
    HIGH,
    CRITICAL;

    private static final List<Level> ALL = List.of(values());

    /** {@code info} to {@code critical}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** So many levels up or, negative, down; not beyond the ends. */
    public Level moved(int levels) {
        return ALL.get(Math.max(0, Math.min(ALL.size() - 1, ALL.indexOf(this) + levels)));
    }
}
