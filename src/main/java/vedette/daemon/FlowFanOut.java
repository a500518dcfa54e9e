package vedette.daemon;

import java.util.List;
import java.util.function.Supplier;
import vedette.capture.ObservationPoint;
import vedette.export.ObservationPoints;
import vedette.flow.Flow;
import vedette.flow.FlowHandler;

/**
 * Gives each flow record to all who want it, and sees to it that its observation point is known to them before. Owned by the
 * detecting thread.
 */
final class FlowFanOut implements FlowHandler {
    private final Supplier<List<ObservationPoint>> seen;
    private final ObservationPoints points;
    private final Supplier<List<FlowHandler>> wanting;
    private FlowHandler[] handlers = {};
    private int known;

    /**
     * @param seen the observation points there are by now
     * @param wanting who wants them, asked now and on {@link #askAgain}
     */
    FlowFanOut(Supplier<List<ObservationPoint>> seen, ObservationPoints points, Supplier<List<FlowHandler>> wanting) {
        this.seen = seen;
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
        List<ObservationPoint> all = seen.get();
        for (; known < all.size(); known++) {
            points.add(all.get(known).name(), all.get(known).index());
        }
    }
}
