package vedette.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import vedette.detect.Alert;
import vedette.detect.AlertHandler;
import vedette.detect.Level;

/**
 * The alerts of a replay as they were told last, for its summary: of each level the first that came. Owned by the detecting
 * thread.
 */
public final class AlertTally implements AlertHandler {
    /** Of one level. */
    static final int MOST_KEPT = 25;

    private final int mostKept;

    private static final Comparator<Alert> GRAVEST_FIRST = Comparator.comparing(Alert::level)
            .reversed()
            .thenComparing(Alert::firstNs)
            .thenComparing(Alert::id);

    private final Map<Level, Map<String, Alert>> byLevel = new EnumMap<>(Level.class);
    private final Map<String, Level> levels = new LinkedHashMap<>();

    public AlertTally() {
        this(MOST_KEPT);
    }

    /** @param mostKept of one level */
    AlertTally(int mostKept) {
        this.mostKept = mostKept;
    }

    @Override
    public void onAlert(Alert alert) {
        Level before = levels.get(alert.id());
        if (before != null && before != alert.level()) {
            of(before).remove(alert.id());
            levels.remove(alert.id());
        }
        Map<String, Alert> kept = of(alert.level());
        if (kept.size() < mostKept || kept.containsKey(alert.id())) {
            kept.put(alert.id(), alert);
            levels.put(alert.id(), alert.level());
        }
    }

    private Map<String, Alert> of(Level level) {
        return byLevel.computeIfAbsent(level, first -> new LinkedHashMap<>());
    }

    /** As many as asked for and kept: the gravest first, and of one level the earliest. */
    public List<Alert> gravest(int most) {
        List<Alert> all = new ArrayList<>();
        byLevel.values().forEach(kept -> all.addAll(kept.values()));
        all.sort(GRAVEST_FIRST);
        return all.subList(0, Math.min(most, all.size()));
    }
}
