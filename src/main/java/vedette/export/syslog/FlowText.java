package vedette.export.syslog;

import vedette.flow.Flow;
import vedette.net.IpAddress;
import vedette.net.IpProtocol;
import vedette.net.ProtocolName;

/** A flow record as text. */
final class FlowText {
    private FlowText() {}

    /** {@code TCP 10.0.0.1:40000 > 10.0.0.2:443 SF, 5 packets 250 octets, back 4 packets 240 octets}: one line in ASCII. */
    static String line(Flow flow) {
        StringBuilder line = new StringBuilder(ProtocolName.of(flow.protocol())).append(' ');
        boolean ports = IpProtocol.hasPorts(flow.protocol());
        if (flow.isAggregate()) {
            line.append(flow.originalFlows()).append(" flows");
        } else {
            end(line, initiator(flow), flow, ports ? flow.initiatorPort() : -1);
        }
        end(line.append(" > "), responder(flow), flow, ports ? flow.responderPort() : -1);
        if (isConnection(flow)) {
            line.append(' ').append(flow.tcpState().name());
        }
        counted(line.append(", "), flow, Flow.FORWARD);
        counted(line.append(", back "), flow, Flow.REVERSE);
        return line.toString();
    }

    private static void end(StringBuilder line, String address, Flow flow, int port) {
        boolean bracketed = port >= 0 && flow.ipVersion() == 6;
        line.append(bracketed ? "[" : "").append(address).append(bracketed ? "]" : "");
        if (port >= 0) {
            line.append(':').append(port);
        }
    }

    private static void counted(StringBuilder line, Flow flow, int direction) {
        line.append(flow.packets(direction))
                .append(" packets ")
                .append(flow.octets(direction))
                .append(" octets");
    }

    static String initiator(Flow flow) {
        return IpAddress.text(flow.ipVersion(), flow.initiatorHi(), flow.initiatorLo());
    }

    static String responder(Flow flow) {
        return IpAddress.text(flow.ipVersion(), flow.responderHi(), flow.responderLo());
    }

    /** Whether the record has a TCP connection's state, history and flags. */
    static boolean isConnection(Flow flow) {
        return flow.protocol() == IpProtocol.TCP && !flow.isAggregate();
    }

    static String history(Flow flow) {
        StringBuilder history = new StringBuilder(Flow.HISTORY_LENGTH);
        flow.appendHistory(history);
        return history.toString();
    }

    /** VLAN identifiers from the outermost, with commas between; empty without a tag. */
    static String vlans(Flow flow) {
        return switch (flow.vlanCount()) {
            case 0 -> "";
            case 1 -> Integer.toString(flow.outerVlan());
            default -> flow.outerVlan() + ", " + flow.innerVlan();
        };
    }

    /** TCP flags of a direction in two hexadecimal digits. */
    static String flags(Flow flow, int direction) {
        int flags = flow.tcpFlags(direction);
        return "" + Character.forDigit(flags >>> 4, 16) + Character.forDigit(flags & 0xF, 16);
    }
}
