package vedette.report;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import vedette.report.page.Grid;
import vedette.report.page.Section;
import vedette.report.plot.LinearAxis;
import vedette.report.plot.LogAxis;
import vedette.report.plot.Plot;
import vedette.report.plot.Series;
import vedette.report.plot.Unit;

/** Who of this site sends out more than comes in, and how much. */
final class TransferSection {
    private static final int TOP = 15;
    private static final int MOST_POINTS = 2000;

    private final CaptureFacts facts;
    private final List<String> localNets;

    TransferSection(CaptureFacts facts, List<String> localNets) {
        this.facts = facts;
        this.localNets = localNets;
    }

    Section section() {
        Section section = new Section("transfers", "Uploads and downloads");
        SiteFacts site = facts.site();
        if (site.transfers().isEmpty()) {
            return section.paragraph("There is no flow between this site and somebody outside. This site is "
                    + String.join(", ", localNets) + " (detect.local-nets); if it is not, say so with --set"
                    + " 'detect.local-nets=[\"192.0.2.0/24\"]'.");
        }
        Uploads uploads = new Uploads(site.transfers());
        List<Map.Entry<HostPair, Transfer>> standingOut = uploads.standingOut();
        section.paragraph(
                standingOut.isEmpty()
                        ? "No upload stands out."
                        : Quantity.count(standingOut.size(), "upload")
                                + (standingOut.size() == 1 ? " stands" : " stand")
                                + " out, marked below with the reason.");
        section.figure(
                plot(standingOut),
                "Each host of this site by all it exchanged with others: at the right who mostly sends, at the left"
                        + " who mostly receives.");
        section.table(pairs(uploads, standingOut));
        section.note("Octets of payload. The ratio (PCR) is (up - down) / (up + down): 1 if all went up, -1 if all came"
                + " down. This site is " + String.join(", ", localNets) + " and link-local addresses. "
                + Uploads.RULES);
        TalkerSection.note(
                section,
                site.transfers().isPruned(),
                "pairs of hosts",
                site.transfers().staying());
        return section;
    }

    private Plot plot(List<Map.Entry<HostPair, Transfer>> standingOut) {
        Set<Host> marked = new LinkedHashSet<>();
        standingOut.forEach(entry -> marked.add(entry.getKey().first()));
        Series usual = new Series("host", Series.Kind.POINTS);
        Series unusual = new Series("host with an upload that stands out", Series.Kind.POINTS);
        long largest = 1;
        for (Map.Entry<Host, Transfer> entry : facts.site().hosts().top(MOST_POINTS)) {
            Transfer transfer = entry.getValue();
            if (transfer.both() > 0) {
                largest = Math.max(largest, transfer.both());
                (marked.contains(entry.getKey()) ? unusual : usual).add(transfer.ratio(), transfer.both());
            }
        }
        return new Plot(
                "Hosts by direction and volume",
                new LinearAxis("PCR: receives (-1) to sends (1)", Unit.RATIO, -1, 1),
                LogAxis.holding("octets of payload", Unit.COUNT, 1, largest),
                List.of(usual, unusual));
    }

    private static Grid pairs(Uploads uploads, List<Map.Entry<HostPair, Transfer>> standingOut) {
        List<Map.Entry<HostPair, Transfer>> shown =
                new ArrayList<>(standingOut.subList(0, Math.min(TOP, standingOut.size())));
        for (Map.Entry<HostPair, Transfer> entry : uploads.largest(TOP)) {
            if (shown.size() < TOP && !shown.contains(entry)) {
                shown.add(entry);
            }
        }
        Grid grid = new Grid(
                TalkerSection.title("Largest uploads, those that stand out first", uploads.size()),
                "from",
                "to",
                "up#",
                "down#",
                "ratio#",
                "most in an hour#",
                "hours#",
                "flows#",
                "stands out");
        for (Map.Entry<HostPair, Transfer> entry : shown) {
            Transfer transfer = entry.getValue();
            grid.row(
                    entry.getKey().first().toString(),
                    entry.getKey().second().toString(),
                    Quantity.count(transfer.up()),
                    Quantity.count(transfer.down()),
                    String.format(Locale.ROOT, "%.2f", transfer.ratio()),
                    Quantity.count(transfer.mostUpInAnHour()),
                    Quantity.count(transfer.hoursWithUp()),
                    Quantity.count(transfer.flows()),
                    uploads.reason(entry));
        }
        return grid;
    }
}
