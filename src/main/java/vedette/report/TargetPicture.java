package vedette.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.function.IntFunction;
import java.util.function.IntToDoubleFunction;
import vedette.flow.Flow;
import vedette.report.plot.Axis;
import vedette.report.plot.LinearAxis;
import vedette.report.plot.Plot;
import vedette.report.plot.Series;
import vedette.report.plot.TimeAxis;
import vedette.report.plot.Unit;

/** Of a scan: what was tried when, and with which success. What there is most of is drawn upwards: ports, targets or sources. */
final class TargetPicture implements Picture {
    private static final int TIME = 0;
    private static final int ANSWER = 1;
    private static final int PORT = 2;
    private static final int TARGET = 3;
    private static final int SOURCE = 6;
    private static final int COLUMNS = 9;

    /** Within one network of 16 bits they are near enough to be seen one by one. */
    private static final int WIDEST = 0xFFFF;

    private final Scope scope;
    private final Sample flows = new Sample(COLUMNS);

    TargetPicture(Scope scope) {
        this.scope = scope;
    }

    @Override
    @SuppressWarnings("EnumOrdinal") // Never leaves the class.
    public void onFlow(Flow flow) {
        if (flow.part() == 1 && !flow.isAggregate() && scope.isWithin(flow.startNs())) {
            flows.add(
                    flow.startNs(),
                    Answer.to(flow).ordinal(),
                    flow.responderPort(),
                    flow.ipVersion(),
                    flow.responderHi(),
                    flow.responderLo(),
                    flow.ipVersion(),
                    flow.initiatorHi(),
                    flow.initiatorLo());
        }
    }

    @Override
    @SuppressWarnings("EnumOrdinal") // Never leaves the class.
    public Plot plot() {
        TimeAxis time = new TimeAxis(scope.fromNs(), scope.toNs());
        Upwards up = upwards();
        List<Series> series = new ArrayList<>();
        for (Answer answer : Answer.values()) {
            series.add(new Series(answer.label(), Series.Kind.POINTS));
        }
        for (int i = 0; i < flows.size(); i++) {
            series.get((int) flows.get(i, ANSWER)).add(time.of(flows.get(i, TIME)), up.value.applyAsDouble(i));
        }
        return new Plot("What was tried when", time, up.axis, series);
    }

    private record Upwards(Axis axis, IntToDoubleFunction value) {}

    private Upwards upwards() {
        TreeSet<Long> ports = new TreeSet<>();
        TreeSet<Host> targets = new TreeSet<>();
        TreeSet<Host> sources = new TreeSet<>();
        for (int i = 0; i < flows.size(); i++) {
            ports.add(flows.get(i, PORT));
            targets.add(host(i, TARGET));
            sources.add(host(i, SOURCE));
        }
        if (ports.size() >= targets.size() && ports.size() >= sources.size()) {
            return new Upwards(
                    new LinearAxis("port", Unit.NUMBER, 0, ports.isEmpty() ? 1 : ports.last() * 1.02 + 1),
                    row -> (double) flows.get(row, PORT));
        }
        return targets.size() >= sources.size()
                ? hosts("target", targets, row -> host(row, TARGET))
                : hosts("source", sources, row -> host(row, SOURCE));
    }

    /** Addresses of IPv4 lie where their numbers do, if these are not far apart; others in their order. */
    private Upwards hosts(String what, NavigableSet<Host> hosts, IntFunction<Host> of) {
        boolean isV4 = hosts.first().ipVersion() == 4 && hosts.last().ipVersion() == 4;
        if (isV4 && hosts.last().lo() - hosts.first().lo() <= WIDEST) {
            return new Upwards(
                    new LinearAxis(
                            what, Unit.ADDRESS, hosts.first().lo(), hosts.last().lo()),
                    row -> (double) of.apply(row).lo());
        }
        List<Host> order = new ArrayList<>(hosts);
        return new Upwards(
                new LinearAxis(what + ", in order of address", Unit.NUMBER, 0, order.size()),
                row -> (double) Collections.binarySearch(order, of.apply(row)) + 1);
    }

    private Host host(int row, int column) {
        return new Host((int) flows.get(row, column), flows.get(row, column + 1), flows.get(row, column + 2));
    }

    @Override
    public String caption() {
        return "Each point is a flow of the alert's parties, when it began, by what became of it."
                + flows.leftOut("flows");
    }
}
