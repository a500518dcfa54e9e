package vedette.report;

import java.util.Map;
import vedette.net.IpAddress;
import vedette.net.ProtocolName;
import vedette.report.page.Grid;
import vedette.report.page.Section;

/** Who sent and received most, at which ports, and who turned to most others. */
final class TalkerSection {
    private static final int TOP = 15;

    private final CaptureFacts facts;
    private final FlowTally tally;

    TalkerSection(CaptureFacts facts, FlowTally tally) {
        this.facts = facts;
        this.tally = tally;
    }

    Section section() {
        Section section = new Section("talkers", "Who talked");
        if (tally.hosts().size() == 0) {
            return section.paragraph("No packet was metered, so nobody is known to have talked.");
        }
        section.table(hosts());
        note(section, tally.hosts().isPruned(), "hosts", TopTable.MOST / 2);
        section.table(ports());
        section.table(reach());
        note(section, facts.sources().sources().isPruned(), "sources", SourceFacts.MOST_SOURCES / 2);
        return section;
    }

    /** Says that sums were cut, if they were. */
    static void note(Section section, boolean isPruned, String what, int kept) {
        if (isPruned) {
            section.note("There were too many " + what + " to keep them all: the " + Quantity.count(kept)
                    + " largest were kept each time, so that sums may be a little low.");
        }
    }

    private Grid hosts() {
        Grid grid = new Grid(
                title("Hosts, by IP octets", tally.hosts().size()), "host", "sent#", "received#", "packets#", "flows#");
        for (TopTable.Row row : tally.hosts().top(TOP)) {
            grid.row(
                    IpAddress.text(row.tag(), row.hi(), row.lo()),
                    Quantity.count(row.octetsOut()),
                    Quantity.count(row.octetsIn()),
                    Quantity.count(row.packets()),
                    Quantity.count(row.flows()));
        }
        return grid;
    }

    private Grid ports() {
        Grid grid = new Grid(
                title("Ports of responders, by IP octets", tally.services().size()),
                "port",
                "sent#",
                "received#",
                "packets#",
                "flows#");
        for (TopTable.Row row : tally.services().top(TOP)) {
            grid.row(
                    ProtocolName.of(row.tag()) + " " + row.lo(),
                    Quantity.count(row.octetsOut()),
                    Quantity.count(row.octetsIn()),
                    Quantity.count(row.packets()),
                    Quantity.count(row.flows()));
        }
        return grid;
    }

    private Grid reach() {
        Grid grid = new Grid(
                title(
                        "Initiators, by how many hosts or ports they turned to (large numbers are estimates)",
                        facts.sources().sources().size()),
                "initiator",
                "hosts#",
                "ports#",
                "flows#",
                "no answer#",
                "refused#");
        for (Map.Entry<Host, SourceFacts.Source> entry : facts.sources().farthest(TOP)) {
            SourceFacts.Source source = entry.getValue();
            grid.row(
                    entry.getKey().toString(),
                    Quantity.count(source.hosts()),
                    Quantity.count(source.ports()),
                    Quantity.count(source.flows()),
                    Quantity.count(source.unanswered()),
                    Quantity.count(source.refused()));
        }
        return grid;
    }

    static String title(String what, int all) {
        return all > TOP ? what + " (" + TOP + " of " + Quantity.count(all) + ")" : what;
    }
}
