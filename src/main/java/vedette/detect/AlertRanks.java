package vedette.detect;

import org.jspecify.annotations.Nullable;

/** The open alerts by their level, and of one level the one first that has not gone on for longest. */
final class AlertRanks {
    private final @Nullable OpenAlert[] oldest = new OpenAlert[Level.COUNT];
    private final @Nullable OpenAlert[] youngest = new OpenAlert[Level.COUNT];

    /** Adds an alert as the youngest of its level. */
    void add(OpenAlert alert) {
        int rank = alert.level().rank();
        OpenAlert last = youngest[rank];
        alert.rank = rank;
        alert.older = last;
        alert.younger = null;
        if (last == null) {
            oldest[rank] = alert;
        } else {
            last.younger = alert;
        }
        youngest[rank] = alert;
    }

    void remove(OpenAlert alert) {
        if (alert.older == null) {
            oldest[alert.rank] = alert.younger;
        } else {
            alert.older.younger = alert.younger;
        }
        if (alert.younger == null) {
            youngest[alert.rank] = alert.older;
        } else {
            alert.younger.older = alert.older;
        }
        alert.older = null;
        alert.younger = null;
    }

    /** The alert has gone on, and may have changed its level. */
    void renew(OpenAlert alert) {
        if (alert.younger != null || alert.rank != alert.level().rank()) {
            remove(alert);
            add(alert);
        }
    }

    /** The one that matters least, or null if there is none. */
    @Nullable
    OpenAlert least() {
        for (OpenAlert first : oldest) {
            if (first != null) {
                return first;
            }
        }
        return null;
    }
}
