package vedette.detect;

import vedette.flow.Flow;
import vedette.flow.FlowEvents;
import vedette.flow.FlowHandler;
import vedette.flow.Folding;
import vedette.flow.RelayedEvents;

/** Hands what the metering process tells to detectors that others may take the place of. */
final class Relay extends RelayedEvents implements FlowHandler, Folding {
    Detection to;

    Relay(Detection to) {
        this.to = to;
    }

    @Override
    protected FlowEvents to() {
        return to;
    }

    @Override
    public void onFlow(Flow record) {
        to.onFlow(record);
    }

    @Override
    public void onTick(long nowNs) {
        to.onTick(nowNs);
    }

    @Override
    public void onEnd(long nowNs) {
        to.onEnd(nowNs);
    }

    @Override
    public boolean folds(Flow attempt, long lastNs) {
        return to.folds(attempt, lastNs);
    }
}
