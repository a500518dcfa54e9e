package vedette.detect;

import java.util.List;
import java.util.Locale;

/** How much an alert matters. */
public enum Level {
    INFO(0),
    LOW(1),
    MEDIUM(2),
    HIGH(3),
    CRITICAL(4);

    static final int COUNT = values().length;

    private static final List<Level> ALL = List.of(values());

    private final int rank;

    Level(int rank) {
        this.rank = rank;
    }

    /** Levels below it. */
    int rank() {
        return rank;
    }

    /** {@code info} to {@code critical}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** So many levels up or, negative, down; not beyond the ends. */
    public Level moved(int levels) {
        return ALL.get(Math.max(0, Math.min(ALL.size() - 1, rank + levels)));
    }
}
