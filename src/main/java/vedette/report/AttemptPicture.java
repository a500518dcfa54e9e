package vedette.report;

import java.util.ArrayList;
import java.util.List;
import vedette.flow.Flow;
import vedette.report.plot.LogAxis;
import vedette.report.plot.Plot;
import vedette.report.plot.Series;
import vedette.report.plot.TimeAxis;
import vedette.report.plot.Unit;

/** Of those who try again and again: when each attempt was made, and how much it sent. */
final class AttemptPicture implements Picture {
    private static final int TIME = 0;
    private static final int ANSWER = 1;
    private static final int OCTETS = 2;

    private final Scope scope;
    private final Sample attempts = new Sample(3);
    private long largest = 1;
    private long least = Long.MAX_VALUE;

    AttemptPicture(Scope scope) {
        this.scope = scope;
    }

    @Override
    @SuppressWarnings("EnumOrdinal") // Never leaves the class.
    public void onFlow(Flow flow) {
        if (flow.part() == 1 && !flow.isAggregate() && scope.isWithin(flow.startNs())) {
            long octets = flow.octets(Flow.FORWARD);
            largest = Math.max(largest, octets);
            least = Math.min(least, Math.max(1, octets));
            attempts.add(flow.startNs(), Answer.to(flow).ordinal(), octets);
        }
    }

    @Override
    public Plot plot() {
        TimeAxis time = new TimeAxis(scope.fromNs(), scope.toNs());
        List<Series> series = new ArrayList<>();
        for (Answer answer : Answer.values()) {
            series.add(new Series(answer.label(), Series.Kind.POINTS));
        }
        for (int i = 0; i < attempts.size(); i++) {
            series.get((int) attempts.get(i, ANSWER)).add(time.of(attempts.get(i, TIME)), attempts.get(i, OCTETS));
        }
        return new Plot(
                "Attempts, and how much each sent",
                time,
                LogAxis.holding("IP octets sent", Unit.COUNT, Math.min(least, largest), largest),
                series);
    }

    @Override
    public String caption() {
        return "Each point is a flow of the alert's parties, when it began, by what became of it. Attempts of a program lie"
                + " at one height." + attempts.leftOut("attempts");
    }
}
