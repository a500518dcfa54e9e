package vedette.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import vedette.decode.Packet;
import vedette.flow.Flow;
import vedette.report.plot.LinearAxis;
import vedette.report.plot.Plot;
import vedette.report.plot.Series;
import vedette.report.plot.TimeAxis;
import vedette.report.plot.Unit;

/** Of a beacon: when it called, and how long after the call before. */
final class CallPicture implements Picture {
    private static final int MOST_OPEN = 4096;
    private static final long SILENCE_NS = TimeUnit.SECONDS.toNanos(5);
    private static final int TIMES_THE_USUAL = 4;
    private static final double MOSTLY = 0.95;

    private final Scope scope;
    private final Sample calls = new Sample(2);
    private final Distribution intervals = new Distribution();
    private final Map<Long, Long> lastPayloadNs = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Long> eldest) {
            return size() > MOST_OPEN;
        }
    };
    private long lastCallNs;
    private long count;

    CallPicture(Scope scope) {
        this.scope = scope;
    }

    @Override
    public void onPacket(Flow flow, int direction, Packet packet, long timeNs) {
        boolean begins = flow.part() == 1 && flow.packets(Flow.FORWARD) + flow.packets(Flow.REVERSE) == 1;
        if (begins || direction == Flow.FORWARD && isBurst(flow, packet, timeNs)) {
            call(timeNs);
        }
    }

    /** Whether the initiator speaks up again after a silence. */
    private boolean isBurst(Flow flow, Packet packet, long timeNs) {
        if (packet.payloadOctets() == 0) {
            return false;
        }
        Long before = lastPayloadNs.put(flow.flowId(), timeNs);
        return before != null && timeNs - before >= SILENCE_NS;
    }

    private void call(long timeNs) {
        if (count++ > 0 && timeNs >= lastCallNs) {
            calls.add(timeNs, timeNs - lastCallNs);
            intervals.add(timeNs - lastCallNs);
        }
        lastCallNs = timeNs;
    }

    @Override
    public Plot plot() {
        TimeAxis time = new TimeAxis(scope.fromNs(), scope.toNs());
        Series series = new Series("call", Series.Kind.POINTS);
        for (int i = 0; i < calls.size(); i++) {
            series.add(time.of(calls.get(i, 0)), calls.get(i, 1) / 1e9);
        }
        return new Plot(
                "When it called, and how long after the call before",
                time,
                LinearAxis.upTo("time since the call before", Unit.SECONDS, top()),
                List.of(series));
    }

    /** Some who come far later than most would press all others down to the axis. */
    private double top() {
        if (intervals.isEmpty()) {
            return 1;
        }
        double usual = Math.max(TIMES_THE_USUAL * (double) intervals.median(), 1.5 * intervals.quantile(MOSTLY));
        return Math.min((double) intervals.largest(), usual) / 1e9;
    }

    @Override
    public String caption() {
        String usual = intervals.isEmpty()
                ? ""
                : " Half of them came within " + Quantity.nanoseconds(intervals.median())
                        + " of the one before; what took much longer lies at the top.";
        return "A call is a flow that begins, or payload after 5 s of silence. " + Quantity.count(count, "call") + "."
                + usual + calls.leftOut("calls");
    }
}
