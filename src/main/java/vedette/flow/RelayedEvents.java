package vedette.flow;

import vedette.content.DnsMessage;
import vedette.decode.ArpMessage;
import vedette.decode.HeaderFields;
import vedette.decode.Packet;

/** Hands what it is told to somebody else, but for what whoever extends it sees to itself: seconds and the end. */
public abstract class RelayedEvents implements FlowEvents {
    /** Who is told now. */
    protected abstract FlowEvents to();

    @Override
    public final boolean minds(Change change, Probe probe) {
        return to().minds(change, probe);
    }

    @Override
    public final void onBegin(Flow flow, long nowNs) {
        to().onBegin(flow, nowNs);
    }

    @Override
    public final void onSynAck(Flow flow, long nowNs) {
        to().onSynAck(flow, nowNs);
    }

    @Override
    public final void onHandshake(Flow flow, long nowNs) {
        to().onHandshake(flow, nowNs);
    }

    @Override
    public final void onOutcome(Flow flow, Outcome outcome, long nowNs) {
        to().onOutcome(flow, outcome, nowNs);
    }

    @Override
    public final void onBurst(Flow flow, long payloadOctets, long nowNs) {
        to().onBurst(flow, payloadOctets, nowNs);
    }

    @Override
    public final boolean mindsPacket(Flow flow, int direction, Packet packet) {
        return to().mindsPacket(flow, direction, packet);
    }

    @Override
    public final void onPacket(Flow flow, int direction, HeaderFields packet, long nowNs) {
        to().onPacket(flow, direction, packet, nowNs);
    }

    @Override
    public final boolean mindsDns() {
        return to().mindsDns();
    }

    @Override
    public void onDns(Flow flow, int direction, DnsMessage message, long nowNs) {
        to().onDns(flow, direction, message, nowNs);
    }

    @Override
    public final void onArp(ArpMessage message, long nowNs) {
        to().onArp(message, nowNs);
    }

    @Override
    public final void onDrops(long total) {
        to().onDrops(total);
    }
}
