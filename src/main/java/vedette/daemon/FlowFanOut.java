package vedette.daemon;

import java.util.List;
import java.util.function.Supplier;
import vedette.capture.CaptureSource;
import vedette.capture.ObservationPoint;
import vedette.export.ObservationPoints;
import vedette.flow.Flow;
import vedette.flow.FlowHandler;

/**
 * Gives each flow record to all who want it, and sees to it that its observation point is known to them before. Owned by the
 * metering thread.
 */
final class FlowFanOut implements FlowHandler {
    private final CaptureSource source;
    private final ObservationPoints points;
    private final Supplier<List<FlowHandler>> wanting;
    private FlowHandler[] handlers = {};
    private int known;

    /** @param wanting who wants them, asked now and on {@link #askAgain} */
    FlowFanOut(CaptureSource source, ObservationPoints points, Supplier<List<FlowHandler>> wanting) {
        this.source = source;
        this.points = points;
        this.wanting = wanting;
        askAgain();
    }

    /** Others may want the records from now on. */
    void askAgain() {
        handlers = wanting.get().toArray(FlowHandler[]::new);
    }

    @Override
    public void onFlow(Flow flow) {
        if (flow.observationPoint() >= known) {
            learn();
        }
        for (FlowHandler handler : handlers) {
            handler.onFlow(flow);
        }
    }

    private void learn() {
        List<ObservationPoint> seen = source.observationPoints();
        for (; known < seen.size(); known++) {
            points.add(seen.get(known).name(), seen.get(known).index());
        }
    }
}
