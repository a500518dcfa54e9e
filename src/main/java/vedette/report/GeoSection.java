package vedette.report;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import vedette.detect.LocalNets;
import vedette.report.page.Grid;
import vedette.report.page.Section;
import vedette.report.plot.LinearAxis;
import vedette.report.plot.Plot;
import vedette.report.plot.Series;
import vedette.report.plot.Unit;

/** In which countries and networks those outside are. */
final class GeoSection {
    private static final int TOP = 20;
    private static final String UNKNOWN = "not in the database";

    private final FlowTally tally;
    private final LocalNets local;
    private final Geo geo;

    GeoSection(FlowTally tally, LocalNets local, Geo geo) {
        this.tally = tally;
        this.local = local;
        this.geo = geo;
    }

    private static final class Volume {
        private long hosts;
        private long sent;
        private long received;
        private long flows;

        void add(TopTable.Row row) {
            hosts++;
            sent += row.octetsOut();
            received += row.octetsIn();
            flows += row.flows();
        }

        long octets() {
            return sent + received;
        }
    }

    Section section() {
        Section section = new Section("places", "Countries and networks");
        if (geo.isEmpty()) {
            return section.paragraph("No database of places was given. With --geo FILE.mmdb (a country, city or ASN"
                    + " database in MaxMind's format, as MaxMind, DB-IP and IPinfo offer them; more than one may be"
                    + " given) this section says with which countries and networks there was traffic.");
        }
        Largest<String, Volume> countries = sums(geo::country);
        if (countries.isEmpty()) {
            return section.paragraph("No host outside of this site has sent or received anything.");
        }
        Largest<String, Volume> networks = sums(geo::network);
        if (isKnown(countries)) {
            section.figure(plot(countries), "IP octets that hosts there sent and received, the largest first.");
            section.table(table("Countries, by IP octets", "country", countries));
        } else {
            section.paragraph("The databases tell no country of any host.");
        }
        if (isKnown(networks)) {
            section.table(table("Networks (autonomous systems), by IP octets", "network", networks));
        } else {
            section.paragraph("The databases tell no network of any host.");
        }
        section.note("By " + String.join(", ", geo.names()) + ". Groups and hosts of this site are not counted.");
        TalkerSection.note(section, tally.hosts().isPruned(), "hosts", TopTable.MOST / 2);
        return section;
    }

    private static boolean isKnown(Largest<String, Volume> sums) {
        return sums.top(2).stream().anyMatch(entry -> !entry.getKey().equals(UNKNOWN));
    }

    private Largest<String, Volume> sums(Function<Host, String> place) {
        Largest<String, Volume> sums = new Largest<>(Integer.MAX_VALUE, Volume::new, Volume::octets);
        for (TopTable.Row row : tally.hosts().all()) {
            if (isOutside(row)) {
                String name = place.apply(new Host(row.tag(), row.hi(), row.lo()));
                sums.of(name.isEmpty() ? UNKNOWN : name).add(row);
            }
        }
        return sums;
    }

    private boolean isOutside(TopTable.Row row) {
        boolean isGroup = row.tag() == 6
                ? row.hi() >>> 56 == 0xFF
                : row.lo() >>> 28 == 0xE || row.lo() == 0xFFFF_FFFFL || row.lo() == 0;
        return !isGroup && !local.contains(row.tag(), row.hi(), row.lo());
    }

    private static Plot plot(Largest<String, Volume> sums) {
        List<Map.Entry<String, Volume>> top = sums.top(TOP);
        Series sent = Series.bars("sent from there", 0.42);
        Series received = Series.bars("received there", 0.42);
        for (int i = 0; i < top.size(); i++) {
            sent.add(i + 0.58, top.get(i).getValue().sent);
            received.add(i + 1.0, top.get(i).getValue().received);
        }
        return new Plot(
                "Octets by country",
                new LinearAxis("country, as numbered in the table", Unit.NUMBER, 0.5, top.size() + 0.5),
                LinearAxis.upTo("IP octets", Unit.COUNT, Math.max(sent.largestY(), received.largestY())),
                List.of(sent, received));
    }

    private static Grid table(String title, String what, Largest<String, Volume> sums) {
        Grid grid = new Grid(
                sums.size() > TOP ? title + " (" + TOP + " of " + sums.size() + ")" : title,
                "number",
                what,
                "hosts#",
                "sent#",
                "received#",
                "of all#",
                "flows#");
        long all = 0;
        for (Map.Entry<String, Volume> entry : sums.all()) {
            all += entry.getValue().octets();
        }
        int number = 0;
        for (Map.Entry<String, Volume> entry : sums.top(TOP)) {
            Volume volume = entry.getValue();
            grid.row(
                    Integer.toString(++number),
                    entry.getKey(),
                    Quantity.count(volume.hosts),
                    Quantity.count(volume.sent),
                    Quantity.count(volume.received),
                    Quantity.share(volume.octets(), all),
                    Quantity.count(volume.flows));
        }
        return grid;
    }
}
