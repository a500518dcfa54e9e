package vedette.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import vedette.capture.CaptureCounters;
import vedette.detect.Alert;
import vedette.detect.AlertCounters.Fate;
import vedette.export.AlertText;
import vedette.flow.EndReason;
import vedette.net.LinkType;
import vedette.report.page.Grid;
import vedette.report.page.Section;

/** What the capture held, in one table. */
final class OverviewSection {
    private static final int MOST_INTERFACES = 8;
    private static final int MOST_TOLD = 5;

    private final CaptureFacts facts;
    private final Account account;

    OverviewSection(CaptureFacts facts, Account account) {
        this.facts = facts;
        this.account = account;
    }

    /** The whole in a sentence. */
    String lede() {
        long frames = account.captured().captured.sum();
        if (frames == 0) {
            return "The capture holds no frames.";
        }
        return Quantity.count(frames, "frame") + " within " + Quantity.nanoseconds(spanNs()) + ", from "
                + Quantity.time(facts.frames().firstNs()) + " UTC on: "
                + Quantity.count(account.tally().flows(), "flow")
                + (folded() > 0 ? ", " + Quantity.count(folded()) + " more in aggregates," : "") + " and "
                + Quantity.count(account.alerts().of(Fate.OPENED), "alert") + ".";
    }

    private long folded() {
        return account.metered().folded.get();
    }

    private long spanNs() {
        return facts.frames().lastNs() - facts.frames().firstNs();
    }

    Section section() {
        Section section = new Section("overview", "What the capture held");
        if (account.interrupted()) {
            section.paragraph("The replay was interrupted: all that follows is of the part that was read.");
        }
        section.list(gravest());
        return section.table(figures());
    }

    private List<String> gravest() {
        List<String> lines = new ArrayList<>();
        List<Alert> alerts = facts.alerts().gravest(MOST_TOLD);
        for (Alert alert : alerts) {
            lines.add(alert.level().label() + ": " + AlertText.line(alert));
        }
        long more = account.alerts().of(Fate.OPENED) - alerts.size();
        if (more > 0) {
            lines.add("and " + Quantity.count(more, "more alert") + ", see below");
        }
        return lines;
    }

    private Grid figures() {
        CaptureCounters captured = account.captured();
        Grid grid = new Grid("The capture in figures", "what", "how much");
        grid.row("captures", String.join(", ", account.captures()));
        grid.row("interfaces", interfaces());
        grid.row("frames", Quantity.count(captured.captured.sum()));
        grid.row("octets of frames", Quantity.count(captured.capturedOctets.sum()));
        if (captured.captured.sum() > 0) {
            grid.row("first frame", Quantity.time(facts.frames().firstNs()) + " UTC");
            grid.row("last frame", Quantity.time(facts.frames().lastNs()) + " UTC");
            grid.row("time between them", Quantity.nanoseconds(spanNs()));
            grid.row("on average", rate());
        }
        grid.row("packets metered", Quantity.count(account.metered().packets.get()));
        grid.row("IP octets metered", Quantity.count(account.metered().octets.get()));
        grid.row("frames in no flow", Quantity.count(account.rejected()));
        grid.row("flows", Quantity.count(account.tally().flows()));
        if (folded() > 0) {
            grid.row("flows told of in aggregates alone", Quantity.count(folded()));
        }
        grid.row("flow records", Quantity.count(account.metered().records.get()));
        for (EndReason reason : EndReason.values()) {
            if (account.metered().ended(reason) > 0) {
                grid.row(
                        "records ended: " + describe(reason),
                        Quantity.count(account.metered().ended(reason)));
            }
        }
        grid.row(
                "hosts",
                (account.tally().hosts().isPruned() ? "more than " : "")
                        + Quantity.count(account.tally().hosts().size()));
        grid.row("alerts", Quantity.count(account.alerts().of(Fate.OPENED)));
        return grid;
    }

    private String rate() {
        double seconds = spanNs() / 1e9;
        if (seconds <= 0) {
            return "-";
        }
        CaptureCounters captured = account.captured();
        return String.format(
                Locale.ROOT,
                "%,.1f frames/s, %,.1f kbit/s",
                captured.captured.sum() / seconds,
                captured.capturedOctets.sum() * 8 / seconds / 1000);
    }

    private String interfaces() {
        List<String> names = account.points().stream()
                .limit(MOST_INTERFACES)
                .map(point -> point.name() + " (" + LinkType.nameOf(point.linkType()) + ")")
                .collect(Collectors.toList());
        int more = account.points().size() - names.size();
        return names.isEmpty() ? "none" : String.join(", ", names) + (more > 0 ? " and " + more + " more" : "");
    }

    static String describe(EndReason reason) {
        return switch (reason) {
            case IDLE -> "by silence";
            case ACTIVE -> "part of a long flow";
            case END_OF_FLOW -> "closed or reset";
            case FORCED -> "open at the end of the capture";
            case LACK_OF_RESOURCES -> "pushed out of a full table";
        };
    }
}
