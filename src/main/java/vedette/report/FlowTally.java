package vedette.report;

import java.util.EnumMap;
import java.util.Map;
import vedette.flow.EndReason;
import vedette.flow.Flow;
import vedette.flow.FlowHandler;
import vedette.flow.TcpState;
import vedette.net.Counter;
import vedette.net.IpProtocol;

/** What the flow records of a replay come to: the figures of its summary. Owned by the metering thread. */
public final class FlowTally implements FlowHandler {
    private static final int PROTOCOLS = 256;

    private final long[] protocolFlows = new long[PROTOCOLS];
    private final long[] protocolPackets = new long[PROTOCOLS];
    private final long[] protocolOctets = new long[PROTOCOLS];
    private final Map<TcpState, Counter> states = new EnumMap<>(TcpState.class);
    private final TopTable hosts = new TopTable();
    private final TopTable services = new TopTable();
    private long flows;
    private long firstNs = Long.MAX_VALUE;
    private long lastNs = Long.MIN_VALUE;

    @Override
    public void onFlow(Flow flow) {
        int ended = flow.endReason() == EndReason.ACTIVE ? 0 : 1;
        int protocol = flow.protocol();
        long forward = flow.octets(Flow.FORWARD);
        long reverse = flow.octets(Flow.REVERSE);
        long packets = flow.packets(Flow.FORWARD) + flow.packets(Flow.REVERSE);
        flows += ended;
        protocolFlows[protocol] += ended;
        protocolPackets[protocol] += packets;
        protocolOctets[protocol] += forward + reverse;
        firstNs = Math.min(firstNs, flow.startNs());
        lastNs = Math.max(lastNs, flow.endNs());
        if (protocol == IpProtocol.TCP && ended == 1) {
            counterOf(flow.tcpState()).increment();
        }
        hosts.add(flow.initiatorHi(), flow.initiatorLo(), flow.ipVersion(), forward, reverse, packets, ended);
        hosts.add(flow.responderHi(), flow.responderLo(), flow.ipVersion(), reverse, forward, packets, ended);
        if (IpProtocol.hasPorts(protocol)) {
            services.add(0, flow.responderPort(), protocol, reverse, forward, packets, ended);
        }
    }

    /** Flows that have ended; a flow in several records is one. */
    public long flows() {
        return flows;
    }

    public long flows(int protocol) {
        return protocolFlows[protocol];
    }

    public long packets(int protocol) {
        return protocolPackets[protocol];
    }

    /** IP octets. */
    public long octets(int protocol) {
        return protocolOctets[protocol];
    }

    /** TCP connections that ended in a state. */
    public long connections(TcpState state) {
        return counterOf(state).get();
    }

    private Counter counterOf(TcpState state) {
        return states.computeIfAbsent(state, first -> new Counter());
    }

    /** By address; a row's tag is the IP version, out is what the host sent. */
    public TopTable hosts() {
        return hosts;
    }

    /** By responder's port, the key's low number; a row's tag is the protocol, out is what the service sent. */
    public TopTable services() {
        return services;
    }

    /** Time of the earliest metered packet, {@code Long.MAX_VALUE} if there was none. */
    public long firstNs() {
        return firstNs;
    }

    public long lastNs() {
        return lastNs;
    }
}
