package vedette.report;

import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import vedette.flow.Flow;
import vedette.net.IpProtocol;
import vedette.net.ProtocolName;
import vedette.report.page.Grid;

/** The flows of an alert: the earliest by name, and how many there are. */
final class FlowList {
    static final int MOST = 12;

    private record Row(long startNs, long id, int part, List<String> cells) {}

    private static final Comparator<Row> EARLIEST =
            Comparator.comparingLong(Row::startNs).thenComparingLong(Row::id).thenComparingInt(Row::part);

    private final TreeSet<Row> rows = new TreeSet<>(EARLIEST);
    private long records;

    void add(Flow flow) {
        records++;
        boolean isEarly = rows.size() < MOST || flow.startNs() <= rows.last().startNs;
        if (isEarly) {
            rows.add(new Row(flow.startNs(), flow.flowId(), flow.part(), cells(flow)));
            if (rows.size() > MOST) {
                rows.pollLast();
            }
        }
    }

    private static List<String> cells(Flow flow) {
        boolean hasPorts = IpProtocol.hasPorts(flow.protocol());
        String from = flow.isAggregate()
                ? Quantity.count(flow.originalFlows(), "flow") + " from about "
                        + Quantity.count(flow.distinctSources(), "source")
                : end(Host.initiator(flow), hasPorts, flow.initiatorPort());
        return List.of(
                Long.toString(flow.flowId()) + (flow.part() > 1 ? " part " + flow.part() : ""),
                Quantity.time(flow.startNs()),
                from,
                end(Host.responder(flow), hasPorts, flow.responderPort()),
                ProtocolName.of(flow.protocol()),
                Quantity.count(flow.packets(Flow.FORWARD)) + " / " + Quantity.count(flow.packets(Flow.REVERSE)),
                Quantity.count(flow.octets(Flow.FORWARD)) + " / " + Quantity.count(flow.octets(Flow.REVERSE)),
                Answer.to(flow).label());
    }

    private static String end(Host host, boolean hasPorts, int port) {
        return !hasPorts ? host.toString() : host.ipVersion() == 6 ? "[" + host + "]:" + port : host + ":" + port;
    }

    long records() {
        return records;
    }

    Grid grid() {
        String title = records > rows.size()
                ? "Its flow records: the first " + rows.size() + " of " + Quantity.count(records)
                : "Its flow records";
        Grid grid = new Grid(
                title,
                "flow_id",
                "began (UTC)",
                "from",
                "to",
                "protocol",
                "packets there / back#",
                "IP octets there / back#",
                "outcome");
        rows.forEach(row -> grid.row(row.cells.toArray(String[]::new)));
        return grid;
    }
}
