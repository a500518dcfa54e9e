package vedette.daemon;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import vedette.capture.CaptureCounters;
import vedette.decode.Anomaly;
import vedette.decode.DecodeResult;
import vedette.export.ExportCounters;
import vedette.export.ExportingAgent;
import vedette.flow.EndReason;
import vedette.flow.FlowCounters;
import vedette.flow.TcpState;
import vedette.net.IpAddress;
import vedette.net.LinkType;
import vedette.net.ProtocolName;
import vedette.report.FlowTally;
import vedette.report.Quantity;
import vedette.report.TopTable;

/** The account of a replay for a person. */
final class SummaryText {
    private static final int TOP = 10;
    private static final int PROTOCOLS = 256;
    private static final int MOST_TYPES = 4;

    private final PrintStream out;

    SummaryText(PrintStream out) {
        this.out = out;
    }

    void print(ReplayResult result) {
        captured(result);
        metered(result);
        rejected(result);
        outputs(result);
        new AlertSummary(out).print(result);
        protocols(result.tally());
        connections(result.tally());
        talkers(result.tally().hosts());
        services(result.tally().services());
    }

    private void captured(ReplayResult result) {
        CaptureCounters captured = result.captured();
        line(
                "Captured",
                Quantity.count(captured.captured.sum(), "frame") + ", "
                        + Quantity.count(captured.capturedOctets.sum(), "octet") + ", from " + sources(result));
        if (captured.filtered.sum() > 0) {
            line("", Quantity.count(captured.filtered.sum(), "frame") + " more did not pass the filter");
        }
        if (captured.truncated.sum() > 0) {
            line(
                    "",
                    Quantity.count(captured.truncated.sum(), "frame")
                            + " captured in part; their lengths on the link count");
        }
        if (result.interrupted()) {
            line("", "interrupted: what follows is of the part that was read");
        }
    }

    private static String sources(ReplayResult result) {
        List<String> types = result.points().stream()
                .map(point -> LinkType.nameOf(point.linkType()))
                .distinct()
                .toList();
        String listed = String.join(", ", types.subList(0, Math.min(MOST_TYPES, types.size())))
                + (types.size() > MOST_TYPES ? ", ..." : "");
        return Quantity.count(result.points().size(), "interface") + (types.isEmpty() ? "" : " (" + listed + ")");
    }

    private void metered(ReplayResult result) {
        FlowCounters flows = result.flows();
        FlowTally tally = result.tally();
        long packets = flows.packets.get();
        line(
                "Metered",
                Quantity.count(packets, "packet") + ", " + Quantity.count(flows.octets.get(), "IP octet") + ", in "
                        + Quantity.count(tally.flows(), "flow"));
        if (packets > 0) {
            double seconds = (tally.lastNs() - tally.firstNs()) / 1e9;
            line(
                    "",
                    Quantity.time(tally.firstNs()) + " to " + Quantity.time(tally.lastNs()) + " UTC ("
                            + Quantity.seconds(seconds) + ")");
        }
        line("", "in " + speed(packets, result.elapsedNs() / 1e9));
        List<String> ends = new ArrayList<>();
        for (EndReason reason : EndReason.values()) {
            if (flows.ended(reason) > 0) {
                ends.add(describe(reason) + " " + Quantity.count(flows.ended(reason)));
            }
        }
        if (!ends.isEmpty()) {
            line("Ended", String.join(", ", ends));
        }
        clock(flows);
    }

    /** A rate would say nothing of a replay that was over at once. */
    private static String speed(long packets, double seconds) {
        String rate = seconds < 1 ? "" : " (" + Quantity.count(Math.round(packets / seconds)) + " packets/s)";
        return Quantity.seconds(seconds) + rate;
    }

    private static String describe(EndReason reason) {
        return switch (reason) {
            case IDLE -> "by silence";
            case ACTIVE -> "part of a long flow";
            case END_OF_FLOW -> "closed or reset";
            case FORCED -> "open at the end of the capture";
            case LACK_OF_RESOURCES -> "pushed out of a full table";
        };
    }

    private void clock(FlowCounters flows) {
        if (flows.latePackets.get() + flows.clockSteps.get() > 0) {
            line(
                    "Clock",
                    Quantity.count(flows.latePackets.get(), "packet") + " out of order, "
                            + Quantity.count(flows.clockSteps.get(), "step") + " of more than a minute");
        }
    }

    private void rejected(ReplayResult result) {
        List<String> reasons = new ArrayList<>();
        for (DecodeResult reason : DecodeResult.values()) {
            long frames = result.decoded().frames(reason);
            if (reason != DecodeResult.OK && frames > 0) {
                reasons.add(reason.label() + " " + Quantity.count(frames));
            }
        }
        String list = reasons.isEmpty() ? "" : ": " + String.join(", ", reasons);
        line("Rejected", Quantity.count(result.rejected(), "frame") + list);
        List<String> odd = new ArrayList<>();
        for (Anomaly anomaly : Anomaly.values()) {
            long packets = result.decoded().packets(anomaly);
            if (packets > 0) {
                odd.add(anomaly.label() + " " + Quantity.count(packets));
            }
        }
        if (!odd.isEmpty()) {
            line("Odd", String.join(", ", odd));
        }
        if (!result.warnings().isEmpty()) {
            line("Warnings", Quantity.count(result.warnings().size()) + ", on standard error");
        }
    }

    private void outputs(ReplayResult result) {
        String label = "Written";
        for (ExportingAgent export : result.exports()) {
            line(label, export.collector() + ": " + sent(export.counters()));
            label = "";
        }
    }

    private static String sent(ExportCounters counters) {
        long records = counters.sent().records();
        long alerts = counters.alerts().sent().records();
        boolean isOfAlerts = counters.alerts().offered().records() > 0;
        boolean isOfFlows = counters.offered().records() > 0 || !isOfAlerts;
        return (isOfFlows ? Quantity.count(records, "record") : "")
                + (isOfFlows && isOfAlerts ? ", " : "")
                + (isOfAlerts ? Quantity.count(alerts, "alert message") : "");
    }

    private void protocols(FlowTally tally) {
        Table table = new Table("protocol", "flows", "packets", "IP octets");
        for (int protocol = 0; protocol < PROTOCOLS; protocol++) {
            if (tally.packets(protocol) > 0) {
                table.add(
                        ProtocolName.of(protocol),
                        Quantity.count(tally.flows(protocol)),
                        Quantity.count(tally.packets(protocol)),
                        Quantity.count(tally.octets(protocol)));
            }
        }
        section("Protocols", table);
    }

    private void connections(FlowTally tally) {
        List<String> states = new ArrayList<>();
        for (TcpState state : TcpState.values()) {
            if (tally.connections(state) > 0) {
                states.add(state + " " + Quantity.count(tally.connections(state)));
            }
        }
        if (!states.isEmpty()) {
            out.println();
            out.println("TCP states  " + states.stream().collect(Collectors.joining(", ")));
        }
    }

    private void talkers(TopTable hosts) {
        Table table = new Table("host", "sent", "received", "packets", "flows");
        for (TopTable.Row row : hosts.top(TOP)) {
            table.add(
                    IpAddress.text(row.tag(), row.hi(), row.lo()),
                    Quantity.count(row.octetsOut()),
                    Quantity.count(row.octetsIn()),
                    Quantity.count(row.packets()),
                    Quantity.count(row.flows()));
        }
        section(title("Top talkers, by IP octets", hosts, "hosts"), table);
    }

    private void services(TopTable services) {
        Table table = new Table("service", "sent", "received", "packets", "flows");
        for (TopTable.Row row : services.top(TOP)) {
            table.add(
                    ProtocolName.of(row.tag()) + " " + row.lo(),
                    Quantity.count(row.octetsOut()),
                    Quantity.count(row.octetsIn()),
                    Quantity.count(row.packets()),
                    Quantity.count(row.flows()));
        }
        section(title("Busiest services, by IP octets", services, "ports"), table);
    }

    private static String title(String what, TopTable of, String ofWhat) {
        if (of.isPruned()) {
            return what + " (there are too many " + ofWhat + " for exact sums; these may be a little low)";
        }
        return of.size() > TOP ? what + " (" + TOP + " of " + Quantity.count(of.size()) + " " + ofWhat + ")" : what;
    }

    private void section(String title, Table table) {
        if (!table.isEmpty()) {
            out.println();
            out.println(title);
            table.print(out, "  ");
        }
    }

    private void line(String label, String text) {
        out.println(String.format("%-11s", label) + " " + text);
    }
}
