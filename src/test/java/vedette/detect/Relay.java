package vedette.detect;

import vedette.decode.ArpMessage;
import vedette.decode.HeaderFields;
import vedette.decode.Packet;
import vedette.flow.Flow;
import vedette.flow.FlowEvents;
import vedette.flow.FlowHandler;
import vedette.flow.Folding;
import vedette.flow.Outcome;

/** Hands what the metering process tells to detectors that others may take the place of. */
final class Relay implements FlowEvents, FlowHandler, Folding {
    Detection to;

    Relay(Detection to) {
        this.to = to;
    }

    @Override
    public void onBegin(Flow flow, long nowNs) {
        to.onBegin(flow, nowNs);
    }

    @Override
    public void onSynAck(Flow flow, long nowNs) {
        to.onSynAck(flow, nowNs);
    }

    @Override
    public void onHandshake(Flow flow, long nowNs) {
        to.onHandshake(flow, nowNs);
    }

    @Override
    public void onOutcome(Flow flow, Outcome outcome, long nowNs) {
        to.onOutcome(flow, outcome, nowNs);
    }

    @Override
    public void onBurst(Flow flow, long payloadOctets, long nowNs) {
        to.onBurst(flow, payloadOctets, nowNs);
    }

    @Override
    public boolean mindsPacket(Flow flow, int direction, Packet packet) {
        return to.mindsPacket(flow, direction, packet);
    }

    @Override
    public void onPacket(Flow flow, int direction, HeaderFields packet, long nowNs) {
        to.onPacket(flow, direction, packet, nowNs);
    }

    @Override
    public void onArp(ArpMessage message, long nowNs) {
        to.onArp(message, nowNs);
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
    public void onDrops(long total) {
        to.onDrops(total);
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
