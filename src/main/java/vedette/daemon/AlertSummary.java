package vedette.daemon;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import vedette.detect.Alert;
import vedette.detect.AlertCounters;
import vedette.detect.AlertCounters.Fate;
import vedette.export.AlertText;
import vedette.report.Quantity;

/** The alerts of a replay for a person: the gravest first, each with what it rests on. */
final class AlertSummary {
    private static final int MOST = 20;
    private static final String INDENT = " ".repeat(12);
    private static final int WIDTH = 120;

    private final PrintStream out;

    AlertSummary(PrintStream out) {
        this.out = out;
    }

    void print(ReplayResult result) {
        AlertCounters counters = result.alerts();
        List<Alert> alerts = result.alertTally().gravest(MOST);
        long all = counters.of(Fate.OPENED);
        out.println();
        out.println("Alerts  " + (all == 0 ? "none" : Quantity.count(all)) + notTold(counters));
        for (Alert alert : alerts) {
            print(alert);
        }
        if (all > alerts.size()) {
            out.println(
                    "  and " + Quantity.count(all - alerts.size()) + " more, no graver than these; see alerts.jsonl");
        }
    }

    private static String notTold(AlertCounters counters) {
        List<String> parts = new ArrayList<>();
        add(parts, counters.of(Fate.ALLOWED), "on the allow-list");
        add(parts, counters.of(Fate.SUPPRESSED), "suppressed, as too many came in a second");
        add(parts, counters.of(Fate.REFUSED), "refused, as too many were open");
        add(parts, counters.of(Fate.DISPLACED), "given up for others, as too many were open");
        return parts.isEmpty() ? "" : " (and " + String.join(", ", parts) + ")";
    }

    private static void add(List<String> parts, long count, String what) {
        if (count > 0) {
            parts.add(Quantity.count(count) + " " + what);
        }
    }

    private void print(Alert alert) {
        String whom = AlertText.whom(alert.subject());
        out.println(String.format("  %-8s  ", alert.level().label())
                + alert.type().label() + (whom.isEmpty() ? "" : " " + whom) + ", " + times(alert));
        out.println(INDENT + AlertText.ascii(alert.message()));
        evidence(alert);
    }

    private static String times(Alert alert) {
        double seconds = (alert.lastNs() - alert.firstNs()) / 1e9;
        return Quantity.time(alert.firstNs()) + " UTC" + (seconds < 1 ? "" : ", for " + Quantity.seconds(seconds));
    }

    /** Names with blanks for underscores, and their values, in lines that fit a terminal. */
    private void evidence(Alert alert) {
        StringBuilder line = new StringBuilder();
        String separator = "";
        for (Map.Entry<String, Object> entry : alert.evidence().values().entrySet()) {
            String name = entry.getKey().replace('_', ' ') + " ";
            for (Object value : entry.getValue() instanceof List<?> list ? list : List.of(entry.getValue())) {
                append(line, separator, AlertText.ascii(name + AlertText.value(value)));
                name = "";
                separator = ",";
            }
            separator = ";";
        }
        if (line.length() > 0) {
            out.println(INDENT + line);
        }
    }

    private void append(StringBuilder line, String separator, String part) {
        line.append(separator);
        if (line.length() > 0 && INDENT.length() + line.length() + 1 + part.length() > WIDTH) {
            out.println(INDENT + line);
            line.setLength(0);
        }
        line.append(line.length() == 0 ? "" : " ").append(part);
    }
}
