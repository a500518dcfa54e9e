package vedette.report;

import java.util.List;
import java.util.function.LongFunction;
import vedette.report.page.Grid;
import vedette.report.page.Section;
import vedette.report.plot.LinearAxis;
import vedette.report.plot.LogAxis;
import vedette.report.plot.Plot;
import vedette.report.plot.Unit;

/** How long frames are, how far apart they come, and how large and long flows are. */
final class DistributionSection {
    private static final double SECOND = 1e-9;

    private final CaptureFacts facts;

    DistributionSection(CaptureFacts facts) {
        this.facts = facts;
    }

    Section section() {
        Section section = new Section("distributions", "Lengths and times");
        Distribution lengths = facts.frames().lengths();
        if (lengths.isEmpty()) {
            return section.paragraph("There is no frame to be measured.");
        }
        section.figure(
                octets("Lengths of frames", "octets of a frame", lengths),
                "Which part of all frames is no longer than so many octets.");
        if (facts.frames().gapsNs().isEmpty()) {
            section.paragraph("There are no two frames in order, so there is no time between frames.");
        } else {
            section.figure(
                    times(
                            "Times between frames",
                            "time from one frame to the next",
                            facts.frames().gapsNs()),
                    "Which part of the times from each frame to the next one of the capture is no longer than that.");
        }
        if (facts.flows().flows() > 0) {
            section.figure(
                    times(
                            "Lengths of flows in time",
                            "time from first to last packet",
                            facts.flows().durationsNs()),
                    "Which part of all flows lasted no longer. A flow of one packet lasts no time, and lies at the left.");
        }
        return section.table(quantiles());
    }

    static Plot octets(String title, String label, Distribution numbers) {
        LogAxis axis = LogAxis.holding(label, Unit.COUNT, Math.max(1, numbers.least()), Math.max(2, numbers.largest()));
        return new Plot(title, axis, share(), List.of(Curve.of("all", numbers, 1, axis.from())));
    }

    static Plot times(String title, String label, Distribution numbers) {
        LogAxis axis = timeAxis(label, numbers, numbers);
        return new Plot(title, axis, share(), List.of(Curve.of("all", numbers, SECOND, axis.from())));
    }

    /** From a microsecond, which is finer than most captures, or less where they are not, up to the longest. */
    static LogAxis timeAxis(String label, Distribution one, Distribution other) {
        long least = Math.min(one.quantile(0.01), other.quantile(0.01));
        long largest = Math.max(one.largest(), other.largest());
        double from = Math.max(least, least == 0 ? 1000 : 1) * SECOND;
        return LogAxis.holding(label, Unit.SECONDS, from, Math.max(largest * SECOND, from * 10));
    }

    static LinearAxis share() {
        return new LinearAxis("part of all", Unit.SHARE, 0, 1);
    }

    private Grid quantiles() {
        Grid grid = new Grid(
                "In figures: so many do not exceed",
                "what",
                "number#",
                "least#",
                "25 %#",
                "half#",
                "75 %#",
                "95 %#",
                "99 %#",
                "largest#");
        row(grid, "octets of a frame", facts.frames().lengths(), Quantity::count);
        row(grid, "time between frames", facts.frames().gapsNs(), Quantity::nanoseconds);
        row(grid, "packets of a flow", facts.flows().packets(), Quantity::count);
        row(grid, "payload octets from the initiator", facts.flows().payloadUp(), Quantity::count);
        row(grid, "payload octets from the responder", facts.flows().payloadDown(), Quantity::count);
        row(grid, "time of a flow", facts.flows().durationsNs(), Quantity::nanoseconds);
        row(grid, "time between flows of a source", facts.sources().waitsNs(), Quantity::nanoseconds);
        return grid;
    }

    private static void row(Grid grid, String what, Distribution numbers, LongFunction<String> text) {
        if (!numbers.isEmpty()) {
            grid.row(
                    what,
                    Quantity.count(numbers.total()),
                    text.apply(numbers.least()),
                    text.apply(numbers.quantile(0.25)),
                    text.apply(numbers.median()),
                    text.apply(numbers.quantile(0.75)),
                    text.apply(numbers.quantile(0.95)),
                    text.apply(numbers.quantile(0.99)),
                    text.apply(numbers.largest()));
        }
    }
}
