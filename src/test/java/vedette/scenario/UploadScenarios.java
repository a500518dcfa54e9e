package vedette.scenario;

import java.util.List;
import vedette.decode.PacketBuilder;
import vedette.net.TcpFlags;
import vedette.scenario.Scenarios.Made;

/** Files that leave the site, and much that is sent for good reasons. Segments are as long as an interface puts them together; headers alone are kept. */
final class UploadScenarios {
    private static final String THIEF = "10.0.0.31";
    private static final String DROP = "198.51.100.77";
    private static final String SERVICE = "203.0.113.40";
    private static final int SEGMENT = 62_500;
    private static final int MIB = 1 << 20;

    /** By then it is known what is usual. */
    private static final double LEARNT = 90_000;

    static final List<Made> ALL = List.of(
            new Made("exfiltration-volume", UploadScenarios::stolenFiles),
            new Made("exfiltration-volume-lookalike", UploadScenarios::honestUploads));

    private UploadScenarios() {}

    /** A connection in which each side sends so much at 50 Mb/s, one after the other. */
    private static void transfer(Wire wire, double start, String client, int port, String server, int up, int down) {
        double time = start;
        int clientNext = 1001;
        int serverNext = 5001;
        wire.at(time, segment(client, port, server, 443, TcpFlags.SYN, clientNext - 1, 0, 0));
        wire.at(
                time + 0.01,
                segment(server, 443, client, port, TcpFlags.SYN | TcpFlags.ACK, serverNext - 1, clientNext, 0));
        wire.at(time + 0.02, segment(client, port, server, 443, TcpFlags.ACK, clientNext, serverNext, 0));
        time += 0.03;
        for (int left = up; left > 0; left -= SEGMENT) {
            int octets = Math.min(SEGMENT, left);
            wire.cut(time, segment(client, port, server, 443, TcpFlags.ACK, clientNext, serverNext, octets), octets);
            clientNext += octets;
            time += 0.01;
        }
        for (int left = down; left > 0; left -= SEGMENT) {
            int octets = Math.min(SEGMENT, left);
            wire.cut(time, segment(server, 443, client, port, TcpFlags.ACK, serverNext, clientNext, octets), octets);
            serverNext += octets;
            time += 0.01;
        }
        int end = TcpFlags.FIN | TcpFlags.ACK;
        wire.at(time, segment(client, port, server, 443, end, clientNext, serverNext, 0));
        wire.at(time + 0.01, segment(server, 443, client, port, end, serverNext, clientNext + 1, 0));
        wire.at(time + 0.02, segment(client, port, server, 443, TcpFlags.ACK, clientNext + 1, serverNext + 1, 0));
    }

    /** Its payload is counted but not there. */
    private static PacketBuilder segment(
            String from, int port, String to, int toPort, int flags, int sequence, int acknowledged, int octets) {
        return PacketBuilder.ethernet()
                .ipv4(from, to)
                .patch(2, String.format("%04x", 40 + octets))
                .tcp(port, toPort)
                .flags(flags)
                .seq(sequence)
                .ack(acknowledged)
                .window(64_240);
    }

    /** Five hosts call a service; one of them looks at a few others too. */
    private static void usualDay(Wire wire) {
        for (int i = 0; i < 10; i++) {
            transfer(wire, i * 8000, "10.0.0." + (31 + i % 5), 40_000 + i, SERVICE, 40_000, 300_000);
            transfer(wire, i * 8000 + 600, "10.0.0.32", 41_000 + i, "192.0.2." + (10 + i), 9_000, 900_000);
        }
    }

    /** After a usual day 110 MiB go to an address that nobody has called before. */
    private static byte[] stolenFiles() {
        Wire wire = new Wire();
        usualDay(wire);
        transfer(wire, LEARNT, THIEF, 50_000, DROP, 110 * MIB, 40_000);
        transfer(wire, LEARNT + 1200, "10.0.0.32", 50_001, "192.0.2.10", 9_000, 900_000);
        return wire.inOrder().pcap();
    }

    /** A copy to the service all use, a few photographs to somewhere else, a call that goes both ways, a download. */
    private static byte[] honestUploads() {
        Wire wire = new Wire();
        usualDay(wire);
        transfer(wire, LEARNT, THIEF, 50_000, SERVICE, 110 * MIB, 40_000);
        transfer(wire, LEARNT + 60, "10.0.0.33", 50_001, "192.0.2.60", 60 * MIB, 200_000);
        transfer(wire, LEARNT + 120, "10.0.0.34", 50_002, "192.0.2.61", 105 * MIB, 60 * MIB);
        transfer(wire, LEARNT + 180, "10.0.0.35", 50_003, "192.0.2.62", 200_000, 20 * MIB);
        return wire.inOrder().pcap();
    }
}
