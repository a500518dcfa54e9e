package vedette.export.zeek;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import vedette.detect.LocalNets;
import vedette.export.CommunityId;
import vedette.flow.Flow;
import vedette.net.IpProtocol;

/** {@code conn.log}: every connection. */
final class ConnLog {
    private static final Columns COLUMNS = Columns.ofConnection()
            .add("enum", "proto")
            .add("string", "service")
            .add("interval", "duration")
            .add("count", "orig_bytes", "resp_bytes")
            .add("string", "conn_state")
            .add("bool", "local_orig", "local_resp")
            .add("count", "missed_bytes")
            .add("string", "history")
            .add("count", "orig_pkts", "orig_ip_bytes", "resp_pkts", "resp_ip_bytes")
            .add("set[string]", "tunnel_parents")
            .add("count", "ip_proto")
            .add("string", "community_id");

    private final Log log;
    private final @Nullable LocalNets localNets;
    private final CommunityId communityId = new CommunityId();
    private final Octets text = new Octets();
    private final StringBuilder history = new StringBuilder(Flow.HISTORY_LENGTH);

    ConnLog(LogFormat format, LogFiles files, List<String> localNets) {
        this.log = new Log("conn", COLUMNS, format, files);
        this.localNets = localNets.isEmpty() ? null : LocalNets.of(localNets);
    }

    Log log() {
        return log;
    }

    void write(Connection connection) throws IOException {
        Flow flow = connection.flow();
        Row row = log.begin(flow.closedNs());
        connection.identify(row);
        row.name(Transport.name(flow.protocol()));
        row.name(ServiceName.of(flow.findings()));
        sizes(connection, row);
        row.name(state(connection));
        local(connection, Flow.FORWARD, row);
        local(connection, Flow.REVERSE, row);
        row.count(connection.missed());
        row.name(history(connection));
        for (int direction = Flow.FORWARD; direction <= Flow.REVERSE; direction++) {
            row.count(connection.packets(direction));
            row.count(connection.octets(direction));
        }
        row.unset();
        row.count(flow.protocol());
        if (flow.isAggregate()) {
            row.unset();
        } else {
            row.text(text.of(communityId.of(flow)));
        }
        row.end();
    }

    /** Zeek tells neither of a connection that took no time. */
    private static void sizes(Connection connection, Row row) {
        long durationNs = connection.endNs() - connection.startNs();
        if (durationNs == 0) {
            row.unset(3);
            return;
        }
        row.interval(durationNs);
        row.count(connection.payload(Flow.FORWARD));
        row.count(connection.payload(Flow.REVERSE));
    }

    private void local(Connection connection, int direction, Row row) {
        if (localNets == null) {
            row.unset();
        } else {
            row.bool(localNets.contains(
                    connection.flow().ipVersion(), connection.hi(direction), connection.lo(direction)));
        }
    }

    private static @Nullable String state(Connection connection) {
        Flow flow = connection.flow();
        if (flow.isAggregate()) {
            return null;
        }
        return switch (flow.protocol()) {
            case IpProtocol.TCP -> flow.tcpState().name();
            case IpProtocol.UDP -> udpState(connection);
            default -> "OTH";
        };
    }

    private static String udpState(Connection connection) {
        if (connection.packets(Flow.FORWARD) == 0) {
            return "SHR";
        }
        return connection.packets(Flow.REVERSE) == 0 ? "S0" : "SF";
    }

    private @Nullable CharSequence history(Connection connection) {
        Flow flow = connection.flow();
        history.setLength(0);
        if (flow.protocol() == IpProtocol.TCP && !flow.isAggregate()) {
            flow.appendHistory(history);
        } else if (flow.protocol() == IpProtocol.UDP) {
            udpHistory(connection);
        }
        return history.isEmpty() ? null : history;
    }

    /** Who sent datagrams, in the order in which they began; turned round where an answer was seen first. */
    private void udpHistory(Connection connection) {
        boolean forward = connection.packets(Flow.FORWARD) > 0;
        boolean reverse = connection.packets(Flow.REVERSE) > 0;
        boolean answeredFirst =
                reverse && (!forward || connection.firstNs(Flow.REVERSE) < connection.firstNs(Flow.FORWARD));
        history.append(answeredFirst ? "^d" : "D");
        if (forward && reverse) {
            history.append(answeredFirst ? 'D' : 'd');
        }
    }
}
