package vedette.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import vedette.net.IpProtocol;

/**
 * Holds the TCP connections of the corpus against Zeek's baselines: ends, state, history, packets, octets and missed octets.
 * What is allowed for is explained in {@code src/docs/flows.md}, "Against Zeek".
 */
class ZeekBaselineIT {
    private static final Path PCAPS = Path.of(System.getProperty("vedette.corpus", "../shared"), "pcaps");
    private static final Path MAP = PCAPS.resolve("truth/MAP.tsv");
    private static final double ENOUGH = 0.97;

    /** Baselines that do not tell of all the packets outside tunnels. */
    private static final Map<String, String> LEFT_OUT = Map.of(
            "core.pcap.dynamic-filter", "its script filters packets away",
            "scripts.base.frameworks.netcontrol.packetfilter", "its script filters packets away",
            "core.skip_analyzer", "its script only hides that the connection lies in a tunnel");

    /** Baselines run bare: there Zeek knows no server's port, and takes the first packet for the originator's. */
    private static final String BARE = "scripts.base.frameworks.logging.";

    private int connections;
    private int equal;
    private int joined;
    private int judgedAsWhole;
    private final List<String> differences = new ArrayList<>();

    @Test
    void tcpConnectionsOutsideTunnelsAreThoseOfZeek() throws Exception {
        assumeTrue(Files.exists(MAP), "no corpus at " + PCAPS);
        for (String line : Files.readAllLines(MAP)) {
            String[] fields = line.split("\t");
            if (fields[1].startsWith("truth/zeek/")) {
                compare(PCAPS.resolve(fields[0]), PCAPS.resolve(fields[1]));
            }
        }
        String summary = String.format(
                "%d connections: %d equal, %d equal when the two pieces Zeek makes of them are joined, %d with another state",
                connections, equal, joined, judgedAsWhole);
        assertThat(differences).as(summary).isEmpty();
        assertThat((double) (equal + joined) / connections).as(summary).isGreaterThanOrEqualTo(ENOUGH);
        assertThat(connections).as("baselines found").isGreaterThan(100);
    }

    /** Eight hours of a trojan, of which half the connections are SYNs without an answer; the log is of Zeek's version 2. */
    @Test
    void aTrojansConnectionsAreThoseOfAnOlderZeek() throws Exception {
        Path capture = PCAPS.resolve("c2/iot23_42-1_trojan_8h.pcap");
        Path log = PCAPS.resolve("flows/iot23-42-1.conn.log.labeled.gz");
        assumeTrue(Files.exists(capture) && Files.exists(log), "no corpus at " + PCAPS);
        List<ZeekConnection> zeek = new ArrayList<>();
        ZeekConnection.read(log).forEach(connection -> zeek.add(connection.withoutSequenceNumbers()));
        List<ZeekConnection> ours = connectionsOf(capture);
        ours.replaceAll(ZeekConnection::withoutSequenceNumbers);
        ours.removeIf(connection -> removeEqual(zeek, connection, ""));
        ours.removeIf(connection -> removeCut(zeek, connection));
        assertThat(ours).isEmpty();
        assertThat(zeek).isEmpty();
        assertThat(judgedAsWhole).as("joined, but with another state").isZero();
        assertThat(equal).isGreaterThan(1000);
    }

    private void compare(Path capture, Path log) throws IOException {
        String name = log.getFileName().toString().replace(".conn.log", "");
        List<ZeekConnection> zeek = ZeekConnection.read(log);
        if (zeek.isEmpty() || LEFT_OUT.containsKey(name)) {
            return;
        }
        List<ZeekConnection> ours = connectionsOf(capture);
        ours.removeIf(connection -> removeEqual(zeek, connection, name));
        ours.removeIf(connection -> removeCut(zeek, connection));
        zeek.forEach(connection -> differences.add(name + " has " + connection + ", unlike " + ours));
        connections += zeek.size();
    }

    private boolean removeEqual(List<ZeekConnection> zeek, ZeekConnection connection, String name) {
        boolean found = zeek.remove(connection)
                || name.startsWith(BARE)
                        && zeek.removeIf(other -> other.turnedRound().equals(connection));
        if (found) {
            connections++;
            equal++;
        }
        return found;
    }

    /** Zeek gives up an unanswered attempt after 5 s and a half-closed partial connection after 3 s, and begins another. */
    private boolean removeCut(List<ZeekConnection> zeek, ZeekConnection connection) {
        List<ZeekConnection> pieces =
                zeek.stream().filter(connection::isBetweenTheEndsOf).toList();
        if (pieces.size() < 2) {
            return false;
        }
        ZeekConnection whole = pieces.stream().reduce(ZeekConnection::joined).orElseThrow();
        if (!whole.withState(connection.state()).equals(connection)) {
            return false;
        }
        zeek.removeAll(pieces);
        connections++;
        if (whole.equals(connection)) {
            joined++;
        } else {
            judgedAsWhole++;
        }
        return true;
    }

    private static List<ZeekConnection> connectionsOf(Path capture) throws IOException {
        List<ZeekConnection> connections = new ArrayList<>();
        for (Flow flow : CaptureReplay.records(capture, wholeConnections())) {
            if (flow.protocol() == IpProtocol.TCP) {
                connections.add(ZeekConnection.of(flow));
            }
        }
        return connections;
    }

    /** Zeek does not cut long connections into parts. */
    private static FlowConfig wholeConnections() {
        FlowConfig config = FlowConfig.DEFAULT;
        return new FlowConfig(
                config.maxFlows(),
                1 << 18,
                config.vlanKey(),
                config.idleTcp(),
                config.idleOpening(),
                config.idleUdp(),
                config.idleOther(),
                Duration.ofDays(7),
                config.linger());
    }
}
