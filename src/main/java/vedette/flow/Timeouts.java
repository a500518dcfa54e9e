package vedette.flow;

import java.time.Duration;
import vedette.net.IpProtocol;

/** How long a flow may be silent, by protocol and by the phase of its TCP connection (rules M3 and M4). */
final class Timeouts {
    private final long[] tcpNs = new long[TcpPhase.COUNT];
    private final long udpNs;
    private final long otherNs;
    private final long activeNs;

    Timeouts(FlowConfig config) {
        tcpNs[TcpPhase.OPENING] = nanos(config.idleOpening());
        tcpNs[TcpPhase.ESTABLISHED] = nanos(config.idleTcp());
        tcpNs[TcpPhase.CLOSING] = nanos(config.idleOpening());
        tcpNs[TcpPhase.CLOSED] = nanos(config.linger());
        udpNs = nanos(config.idleUdp());
        otherNs = nanos(config.idleOther());
        activeNs = nanos(config.active());
    }

    long activeNs() {
        return activeNs;
    }

    /** Sensor time at which the flow has ended unless another packet comes before. */
    long deadlineNs(Flow flow) {
        return flow.lastSeenNs() + idleNs(flow);
    }

    private long idleNs(Flow flow) {
        return switch (flow.protocol()) {
            case IpProtocol.TCP -> tcpNs[flow.phase()];
            case IpProtocol.UDP, IpProtocol.ICMP, IpProtocol.ICMPV6 -> udpNs;
            default -> otherNs;
        };
    }

    private static long nanos(Duration duration) {
        return duration.toNanos();
    }
}
