package vedette.extract;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import vedette.detect.Alert;
import vedette.detect.AlertHandler;

/** Waits for alerts by their ids, and keeps each as it was told last. */
public final class AlertSearch implements AlertHandler {
    private final Map<String, @Nullable Alert> found = new LinkedHashMap<>();
    private final Map<String, Alert> nearest = new LinkedHashMap<>();

    public AlertSearch(List<String> ids) {
        ids.forEach(id -> found.put(id, null));
    }

    @Override
    public void onAlert(Alert alert) {
        if (found.containsKey(alert.id())) {
            found.put(alert.id(), alert);
            return;
        }
        for (String id : found.keySet()) {
            Alert before = nearest.get(id);
            if (before == null || inCommon(id, alert.id()) > inCommon(id, before.id())) {
                nearest.put(id, alert);
            }
        }
    }

    private static int inCommon(String a, String b) {
        int at = 0;
        while (at < a.length() && at < b.length() && a.charAt(at) == b.charAt(at)) {
            at++;
        }
        return at;
    }

    /** The alert as it was told last, null if there is none. */
    public @Nullable Alert found(String id) {
        return found.get(id);
    }

    /** Of those that were told, the one whose id has most of its beginning in common; null if none was told. */
    public @Nullable Alert nearest(String id) {
        return nearest.get(id);
    }
}
