package vedette.evaluate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import vedette.detect.Alert;
import vedette.detect.Level;
import vedette.net.IpPrefix;

/** One alert: how it was opened, the highest level it had, and how it was told last. */
record Told(Alert opened, Level level, Alert last) {
    /** Puts together what was published under one id. */
    static List<Told> of(List<Alert> published) {
        Map<String, List<Alert>> byId = new LinkedHashMap<>();
        published.forEach(alert ->
                byId.computeIfAbsent(alert.id(), id -> new ArrayList<>()).add(alert));
        return byId.values().stream().map(Told::ofOne).toList();
    }

    private static Told ofOne(List<Alert> revisions) {
        Level highest = revisions.stream()
                .map(Alert::level)
                .max(Comparator.naturalOrder())
                .orElseThrow();
        return new Told(revisions.get(0), highest, revisions.get(revisions.size() - 1));
    }

    boolean isAboveInfo() {
        return level.compareTo(Level.INFO) > 0;
    }

    /** Seconds from the first event to the alert. */
    double delaySeconds() {
        return (opened.detectedNs() - opened.firstNs()) / 1e9;
    }

    String name() {
        return opened.type().code() + " " + opened.type().label();
    }

    String who() {
        int port = opened.subject().destinationPort();
        return text(opened.subject().source()) + " -> " + text(opened.subject().destination())
                + (port < 0 ? "" : " port " + port);
    }

    private static String text(@Nullable IpPrefix prefix) {
        return prefix == null ? "*" : prefix.toString();
    }
}
