package vedette.report;

import java.util.ArrayList;
import java.util.List;
import vedette.detect.Alert;
import vedette.report.page.Section;
import vedette.report.plot.LinearAxis;
import vedette.report.plot.Plot;
import vedette.report.plot.Series;
import vedette.report.plot.TimeAxis;
import vedette.report.plot.Unit;

/** Frames, octets, flows and alerts in the course of time. */
final class TimelineSection {
    private final CaptureFacts facts;

    TimelineSection(CaptureFacts facts) {
        this.facts = facts;
    }

    Section section() {
        Section section = new Section("timeline", "In the course of time");
        TimeBins bins = facts.frames().bins();
        if (bins.isEmpty()) {
            return section.paragraph("There is no frame, so there is no time.");
        }
        TimeAxis time = new TimeAxis(bins.startNs(0), bins.endNs());
        String width = "Each bin is " + Quantity.nanoseconds(bins.widthNs()) + " wide. ";
        section.figure(
                rate("Octets", "octets/s", bins, FrameFacts.OCTETS, time),
                width + "Octets of frames on the link, whether metered or not.");
        section.figure(
                rate("Frames", "frames/s", bins, FrameFacts.FRAMES, time),
                width + "All frames, whether metered or not.");
        section.figure(flows(time), flowsCaption());
        section.figure(alerts(time), "Each bar is an alert, from when what it tells of began until it was last seen.");
        if (facts.alerts().gravest(1).isEmpty()) {
            section.paragraph("There is no alert to be shown in time.");
        }
        return section;
    }

    private static Plot rate(String title, String label, TimeBins bins, int channel, TimeAxis time) {
        Series series = Series.bars(label, bins.widthNs() / 1e9);
        for (int bin = 0; bin < bins.size(); bin++) {
            series.add(time.of(bins.startNs(bin)), bins.count(channel, bin) * 1e9 / bins.widthNs());
        }
        return new Plot(title, time, LinearAxis.upTo(label, Unit.COUNT, series.largestY()), List.of(series));
    }

    private Plot flows(TimeAxis time) {
        TimeBins starts = facts.flows().starts();
        List<Series> all = new ArrayList<>();
        double largest = 0;
        for (Answer answer : Answer.values()) {
            Series series = new Series(answer.label(), Series.Kind.STEPS);
            int channel = facts.flows().channel(answer);
            for (int bin = 0; bin < starts.size() && facts.flows().answers(answer) > 0; bin++) {
                series.add(time.of(starts.startNs(bin)), starts.count(channel, bin) * 1e9 / starts.widthNs());
            }
            if (!series.isEmpty()) {
                series.add(time.of(starts.endNs()), 0);
            }
            largest = Math.max(largest, series.largestY());
            all.add(series);
        }
        return new Plot("Flows that began", time, LinearAxis.upTo("flows/s", Unit.COUNT, largest), all);
    }

    private String flowsCaption() {
        return "By what became of them. Each bin is "
                + Quantity.nanoseconds(facts.flows().starts().widthNs()) + " wide.";
    }

    /** Alerts lie one above the other, the gravest on top. */
    private Plot alerts(TimeAxis time) {
        List<Alert> alerts = facts.alerts().gravest(CaptureFacts.MOST_ALERTS);
        List<Series> levels = new ArrayList<>();
        for (int i = 0; i < alerts.size(); i++) {
            Alert alert = alerts.get(i);
            Series series = levels.stream()
                    .filter(some -> some.name().equals(alert.level().label()))
                    .findFirst()
                    .orElse(null);
            if (series == null) {
                series = new Series(alert.level().label(), Series.Kind.SPANS);
                levels.add(series);
            }
            double height = alerts.size() - (double) i;
            series.add(time.of(alert.firstNs()), height);
            series.add(time.of(alert.lastNs()), height);
        }
        return new Plot(
                "Alerts", time, new LinearAxis("the gravest on top", Unit.NONE, 0, alerts.size() + 1.0), levels);
    }
}
