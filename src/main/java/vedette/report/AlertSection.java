package vedette.report;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import vedette.detect.Alert;
import vedette.detect.AlertCounters;
import vedette.detect.AlertCounters.Fate;
import vedette.export.AlertText;
import vedette.report.page.Grid;
import vedette.report.page.Section;
import vedette.report.plot.Plot;

/** Every alert: what it rests on, a plot that shows it, and its flows. */
final class AlertSection {
    private static final int MOST_LISTED = 300;

    private final CaptureFacts facts;
    private final AlertCounters counters;
    private final @Nullable Scenes scenes;

    /** @param scenes what shows the alerts; null if the captures could not be read again */
    AlertSection(CaptureFacts facts, AlertCounters counters, @Nullable Scenes scenes) {
        this.facts = facts;
        this.counters = counters;
        this.scenes = scenes;
    }

    Section section() {
        Section section = new Section("alerts", "Alerts");
        List<Alert> alerts = facts.alerts().gravest(MOST_LISTED);
        long all = counters.of(Fate.OPENED);
        if (all == 0) {
            section.paragraph("No detector raised an alert.");
            return section.list(notTold());
        }
        section.table(table(alerts));
        section.list(notTold());
        if (all > alerts.size()) {
            section.note("And " + Quantity.count(all - alerts.size(), "more alert")
                    + "; alerts.jsonl of vedette replay --write has them all.");
        }
        if (scenes == null) {
            section.note(
                    "These captures were read from a pipe or not to their end, and plots of alerts need a second look: so"
                            + " there are none, and no flows. Give the captures as files to have them.");
        }
        for (int i = 0; i < Math.min(Scenes.MOST, alerts.size()); i++) {
            tell(
                    section,
                    i + 1,
                    alerts.get(i),
                    scenes == null ? null : scenes.all().get(i));
        }
        if (alerts.size() > Scenes.MOST) {
            section.note("The other " + Quantity.count(alerts.size() - Scenes.MOST, "alert")
                    + " stand in the table above alone.");
        }
        return section;
    }

    private List<String> notTold() {
        return Stream.of(
                        line(Fate.ALLOWED, "on the allow-list"),
                        line(Fate.SUPPRESSED, "suppressed, as too many came in a second"),
                        line(Fate.REFUSED, "refused, as too many were open"),
                        line(Fate.DISPLACED, "given up for others, as too many were open"))
                .filter(line -> !line.isEmpty())
                .toList();
    }

    private String line(Fate fate, String what) {
        long count = counters.of(fate);
        return count == 0 ? "" : Quantity.count(count, "alert") + " " + what;
    }

    private static Grid table(List<Alert> alerts) {
        Grid grid = new Grid(
                "Alerts, the gravest first",
                "number",
                "level",
                "alert",
                "about",
                "from (UTC)",
                "for",
                "count#",
                "confidence#");
        int number = 0;
        for (Alert alert : alerts) {
            grid.row(
                    Integer.toString(++number),
                    alert.level().label(),
                    alert.type().label(),
                    AlertText.whom(alert.subject()),
                    Quantity.time(alert.firstNs()),
                    Quantity.nanoseconds(Math.max(0, alert.lastNs() - alert.firstNs())),
                    Quantity.count(alert.count()),
                    alert.confidence() + " %");
        }
        return grid;
    }

    private static void tell(Section section, int number, Alert alert, @Nullable Scene scene) {
        String whom = AlertText.whom(alert.subject());
        section.heading(
                "alert-" + number,
                number + ". " + alert.type().label() + (whom.isEmpty() ? "" : " " + whom) + " ("
                        + alert.level().label() + ")");
        section.paragraph(sentence(alert.message()));
        if (scene != null) {
            show(section, scene);
        }
        section.table(evidence(alert));
        if (scene != null && scene.flows().records() > 0) {
            section.table(scene.flows().grid());
        }
    }

    private static void show(Section section, Scene scene) {
        Picture picture = scene.picture();
        if (picture == null) {
            section.note("It is about nobody's flows, so there is nothing to be drawn.");
            return;
        }
        Plot plot = picture.plot();
        if (plot.isEmpty()) {
            section.note("Nothing of it can be drawn: what it rests on is in none of the capture's flows.");
        } else {
            section.figure(plot, picture.caption());
        }
    }

    private static String sentence(String message) {
        return message.isEmpty() ? "" : Character.toUpperCase(message.charAt(0)) + message.substring(1) + ".";
    }

    private static Grid evidence(Alert alert) {
        Grid grid = new Grid("What it rests on", "figure", "value");
        grid.row("id", alert.id());
        grid.row("time", Quantity.time(alert.firstNs()) + " to " + Quantity.time(alert.lastNs()) + " UTC");
        grid.row("told first", Quantity.time(alert.detectedNs()) + " UTC");
        if (!alert.technique().isEmpty()) {
            grid.row("ATT&CK technique", alert.technique());
        }
        if (alert.evidence().score() != 0 || alert.evidence().threshold() != 0) {
            grid.row(
                    "score, held against the threshold",
                    AlertText.number(alert.evidence().score()) + " of "
                            + AlertText.number(alert.evidence().threshold()));
        }
        for (Map.Entry<String, Object> entry : alert.evidence().values().entrySet()) {
            grid.row(entry.getKey().replace('_', ' '), AlertText.value(entry.getValue()));
        }
        return grid;
    }
}
