package vedette.report;

import java.util.Map;
import vedette.report.page.Grid;
import vedette.report.page.Section;

/** What flows speak, and which names they say. */
final class ServiceSection {
    private static final int TOP = 15;
    private static final int LONGEST = 80;

    private final CaptureFacts facts;

    ServiceSection(CaptureFacts facts) {
        this.facts = facts;
    }

    Section section() {
        Section section = new Section("services", "Services and names");
        if (facts.flows().services().isEmpty()) {
            return section.paragraph("There is no flow that could speak anything.");
        }
        section.table(services());
        section.note("A service is known by what its flows say; one that is marked as guessed, only by its port.");
        names(section, facts.names().servers(), "Names of servers", "No server was named.");
        names(section, facts.names().questions(), "Names asked for", "No name was asked for.");
        names(section, facts.names().programs(), "Programs, as they name themselves", "No program named itself.");
        return section;
    }

    private Grid services() {
        Grid grid = new Grid(
                "Services, by IP octets",
                "service",
                "over",
                "flows#",
                "packets#",
                "from initiators#",
                "from responders#");
        for (Map.Entry<ServiceKey, Sums> entry : facts.flows().services().top(2 * TOP)) {
            Sums sums = entry.getValue();
            grid.row(
                    entry.getKey().toString(),
                    entry.getKey().protocol(),
                    Quantity.count(sums.flows),
                    Quantity.count(sums.packets),
                    Quantity.count(sums.octetsUp),
                    Quantity.count(sums.octetsDown));
        }
        return grid;
    }

    private static void names(Section section, Largest<NameKey, Sums> names, String title, String none) {
        if (names.isEmpty()) {
            section.paragraph(none);
            return;
        }
        Grid grid = new Grid(TalkerSection.title(title, names.size()), "name", "said in", "flows#", "IP octets#");
        for (Map.Entry<NameKey, Sums> entry : names.top(TOP)) {
            grid.row(
                    shortened(entry.getKey().name()),
                    entry.getKey().how(),
                    Quantity.count(entry.getValue().flows),
                    Quantity.count(entry.getValue().octets()));
        }
        section.table(grid);
        TalkerSection.note(section, names.isPruned(), "names", names.staying());
    }

    /** A name may be as long as a line of a letter, and nobody reads it to its end. */
    private static String shortened(String name) {
        return name.codePointCount(0, name.length()) > LONGEST
                ? name.substring(0, name.offsetByCodePoints(0, LONGEST)) + "…"
                : name;
    }
}
