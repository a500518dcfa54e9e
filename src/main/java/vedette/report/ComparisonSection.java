package vedette.report;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import vedette.detect.AlertCounters.Fate;
import vedette.net.IpProtocol;
import vedette.report.Feature.Numbers;
import vedette.report.page.Grid;
import vedette.report.page.Section;
import vedette.report.plot.LogAxis;
import vedette.report.plot.Plot;
import vedette.report.plot.Unit;

/** Two captures side by side, and what separates them. */
final class ComparisonSection {
    private static final int MOST_PLOTS = 4;
    private static final double SECOND = 1e-9;
    private static final double LEAST = 0.005;

    private final Subject one;
    private final Subject other;
    private final Comparison comparison;

    /** A capture with what was gathered and counted of it. */
    record Subject(CaptureFacts facts, Account account) {
        String name() {
            return String.join(", ", account.captures());
        }
    }

    ComparisonSection(Subject one, Subject other) {
        this.one = one;
        this.other = other;
        this.comparison = new Comparison(one.facts, one.account.tally(), other.facts, other.account.tally());
    }

    Section section() {
        Section section = new Section("against", "What sets it apart");
        section.paragraph("A is " + one.name() + ", B is " + other.name() + ".");
        section.table(figures());
        List<Feature> ranked = comparison.ranked();
        section.table(ranking(ranked));
        section.note("The distance is 0 where A and B are alike and 1 where no number of A is among those of B: of"
                + " numbers the greatest between both distribution functions (Kolmogorov-Smirnov), of parts the"
                + " difference. Delta (Cliff's) is how much likelier a number of A is the larger than the smaller. What a"
                + " flow's source does counts once for each of its flows. Features marked as perhaps chance are of so few"
                + " numbers that one in twenty pairs of like captures would differ as much.");
        section.note(String.format(
                Locale.ROOT,
                "Hours of the day are not ranked, as they say when a capture was taken and not what is in it; their"
                        + " distance is %.2f.",
                comparison.distanceOfHours()));
        int plots = 0;
        for (Feature feature : ranked) {
            Numbers numbers = feature.one();
            Numbers others = feature.other();
            if (plots < MOST_PLOTS && numbers != null && others != null && hasBoth(numbers, others)) {
                plots++;
                section.figure(
                        plot(feature.name(), numbers, others), "Which part of all is no larger. " + feature.sentence());
            }
        }
        return section;
    }

    private static boolean hasBoth(Numbers one, Numbers other) {
        return !one.distribution().isEmpty() && !other.distribution().isEmpty();
    }

    private static Plot plot(String name, Numbers one, Numbers other) {
        Distribution ones = one.distribution();
        Distribution others = other.distribution();
        LogAxis axis = one.isTime()
                ? DistributionSection.timeAxis(name, ones, others)
                : LogAxis.holding(name, Unit.COUNT, 1, Math.max(2, Math.max(ones.largest(), others.largest())));
        double scale = one.isTime() ? SECOND : 1;
        return new Plot(
                upper(name),
                axis,
                DistributionSection.share(),
                List.of(Curve.of("A", ones, scale, axis.from()), Curve.of("B", others, scale, axis.from())));
    }

    private static String upper(String name) {
        return Character.toUpperCase(name.charAt(0)) + name.substring(1);
    }

    private Grid ranking(List<Feature> ranked) {
        Grid grid = new Grid(
                "What separates A from B, the clearest first",
                "rank",
                "feature",
                "distance#",
                "delta#",
                "A#",
                "B#",
                "that is");
        int rank = 0;
        for (Feature feature : ranked) {
            grid.row(
                    Integer.toString(++rank),
                    feature.name(),
                    String.format(Locale.ROOT, "%.2f", feature.effect()),
                    signed(feature.dominance()),
                    feature.first(),
                    feature.second(),
                    feature.sentence() + (feature.isPerhapsChance() ? " Perhaps chance." : ""));
        }
        return grid;
    }

    private static String signed(double delta) {
        return Math.abs(delta) < LEAST ? "0.00" : String.format(Locale.ROOT, "%+.2f", delta);
    }

    private Grid figures() {
        Grid grid = new Grid("Side by side", "what", "A#", "B#");
        row(grid, "frames", of -> Quantity.count(of.account.captured().captured.sum()));
        row(
                grid,
                "octets of frames",
                of -> Quantity.count(of.account.captured().capturedOctets.sum()));
        row(
                grid,
                "time from first to last",
                of -> Quantity.nanoseconds(
                        of.facts.frames().lastNs() - of.facts.frames().firstNs()));
        row(grid, "flows", of -> Quantity.count(of.account.tally().flows()));
        row(grid, "hosts", of -> Quantity.count(of.account.tally().hosts().size()));
        row(
                grid,
                "initiators",
                of -> Quantity.count(of.facts.sources().sources().size()));
        row(grid, "alerts", of -> Quantity.count(of.account.alerts().of(Fate.OPENED)));
        row(grid, "flows of TCP", of -> share(of, IpProtocol.TCP));
        row(grid, "flows of UDP", of -> share(of, IpProtocol.UDP));
        row(grid, "flows of ICMP", of -> share(of, IpProtocol.ICMP));
        return grid;
    }

    private static String share(Subject of, int protocol) {
        return Quantity.share(
                of.account.tally().flows(protocol), of.account.tally().flows());
    }

    private void row(Grid grid, String what, Function<Subject, String> figure) {
        grid.row(what, figure.apply(one), figure.apply(other));
    }
}
