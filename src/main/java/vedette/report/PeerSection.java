package vedette.report;

import java.util.List;
import java.util.Map;
import vedette.report.page.Grid;
import vedette.report.page.Section;

/** Who of this site talks with whom of this site. */
final class PeerSection {
    private static final int TOP = 15;

    private final SiteFacts site;
    private final List<String> localNets;

    PeerSection(SiteFacts site, List<String> localNets) {
        this.site = site;
        this.localNets = localNets;
    }

    Section section() {
        Section section = new Section("peers", "Within the site");
        if (site.peers().isEmpty()) {
            return section.paragraph("No two hosts of this site (" + String.join(", ", localNets)
                    + ", and link-local addresses) have talked with each other.");
        }
        section.paragraph(Quantity.count(site.localFlows(), "flow") + " within the site, between "
                + Quantity.count(site.peers().size(), "pair") + " of hosts; "
                + Quantity.count(site.outsideFlows()) + " between the site and others, "
                + Quantity.count(site.foreignFlows()) + " between others. Flows to groups are not counted here.");
        section.table(hubs());
        section.table(pairs());
        TalkerSection.note(
                section, site.peers().isPruned(), "pairs of hosts", site.peers().staying());
        return section;
    }

    /** A server has many; a host that is none, and has them all of a sudden, is worth a look. */
    private Grid hubs() {
        Largest<Host, Peers> hubs = new Largest<>(Integer.MAX_VALUE, Peers::new, peers -> peers.count);
        for (Map.Entry<HostPair, Sums> entry : site.peers().all()) {
            hubs.of(entry.getKey().first()).add(entry.getValue());
            hubs.of(entry.getKey().second()).add(entry.getValue());
        }
        Grid grid = new Grid(
                TalkerSection.title("Hosts, by how many others of the site they talk with", hubs.size()),
                "host",
                "peers#",
                "flows#",
                "IP octets#");
        for (Map.Entry<Host, Peers> entry : hubs.top(TOP)) {
            Peers peers = entry.getValue();
            grid.row(
                    entry.getKey().toString(),
                    Quantity.count(peers.count),
                    Quantity.count(peers.flows),
                    Quantity.count(peers.octets));
        }
        return grid;
    }

    private Grid pairs() {
        Grid grid = new Grid(
                TalkerSection.title("Pairs of hosts, by flows", site.peers().size()),
                "host",
                "other host",
                "flows#",
                "packets#",
                "IP octets#");
        for (Map.Entry<HostPair, Sums> entry : site.peers().top(TOP)) {
            Sums sums = entry.getValue();
            grid.row(
                    entry.getKey().first().toString(),
                    entry.getKey().second().toString(),
                    Quantity.count(sums.flows),
                    Quantity.count(sums.packets),
                    Quantity.count(sums.octets()));
        }
        return grid;
    }

    private static final class Peers {
        private long count;
        private long flows;
        private long octets;

        void add(Sums sums) {
            count++;
            flows += sums.flows;
            octets += sums.octets();
        }
    }
}
