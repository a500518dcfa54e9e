package vedette.scenario;

import java.util.Locale;
import vedette.flow.Flow;
import vedette.net.IpAddress;
import vedette.net.IpProtocol;
import vedette.net.ProtocolName;

/** A flow record as one line that a person can check against the capture. */
final class FlowLine {
    private FlowLine() {}

    static String of(Flow flow, long originNs) {
        StringBuilder line = new StringBuilder();
        line.append(ProtocolName.of(flow.protocol())).append(' ');
        endpoint(line, flow, flow.initiatorHi(), flow.initiatorLo(), flow.initiatorPort());
        line.append(flow.isDirectionGuessed() ? " ?> " : " > ");
        endpoint(line, flow, flow.responderHi(), flow.responderLo(), flow.responderPort());
        if (flow.vlanCount() > 0) {
            line.append(" vlan ").append(flow.outerVlan());
            line.append(flow.vlanCount() > 1 ? "/" + flow.innerVlan() : "");
        }
        line.append(String.format(
                Locale.ROOT,
                "  packets %d/%d octets %d/%d  from %.3f to %.3f",
                flow.packets(Flow.FORWARD),
                flow.packets(Flow.REVERSE),
                flow.octets(Flow.FORWARD),
                flow.octets(Flow.REVERSE),
                seconds(flow.startNs(), originNs),
                seconds(flow.endNs(), originNs)));
        line.append("  part ").append(flow.part());
        line.append(" ").append(flow.endReason().label());
        line.append(String.format(Locale.ROOT, " at %.3f", seconds(flow.closedNs(), originNs)));
        if (flow.protocol() == IpProtocol.TCP) {
            tcp(line, flow);
        }
        return line.toString();
    }

    private static void tcp(StringBuilder line, Flow flow) {
        line.append("  ").append(flow.tcpState()).append(' ');
        flow.appendHistory(line);
        line.append(String.format(
                Locale.ROOT,
                " flags %02x/%02x syn-ack %d us ack %d us",
                flow.tcpFlags(Flow.FORWARD),
                flow.tcpFlags(Flow.REVERSE),
                flow.synAckMicros(),
                flow.ackMicros()));
        counts(line, " retransmitted", flow.retransmitted(Flow.FORWARD), flow.retransmitted(Flow.REVERSE));
        counts(line, " out-of-order", flow.outOfOrder(Flow.FORWARD), flow.outOfOrder(Flow.REVERSE));
        counts(line, " duplicate-acks", flow.duplicateAcks(Flow.FORWARD), flow.duplicateAcks(Flow.REVERSE));
        counts(line, " missed", flow.missedOctets(Flow.FORWARD), flow.missedOctets(Flow.REVERSE));
    }

    private static void counts(StringBuilder line, String name, long forward, long reverse) {
        if (forward + reverse > 0) {
            line.append(name).append(' ').append(forward).append('/').append(reverse);
        }
    }

    private static void endpoint(StringBuilder line, Flow flow, long hi, long lo, int port) {
        line.append(IpAddress.text(flow.ipVersion(), hi, lo));
        if (IpProtocol.hasPorts(flow.protocol()) || IpProtocol.isIcmp(flow.protocol())) {
            line.append(flow.ipVersion() == 6 ? "." : ":").append(port);
        }
    }

    private static double seconds(long timeNs, long originNs) {
        return (timeNs - originNs) / 1e9;
    }
}
