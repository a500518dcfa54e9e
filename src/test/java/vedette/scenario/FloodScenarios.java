package vedette.scenario;

import static vedette.decode.PacketBuilder.ethernet;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import vedette.decode.PacketBuilder;
import vedette.net.IpProtocol;
import vedette.net.TcpFlags;
import vedette.scenario.Scenarios.Made;

/** Floods, and the crowds, streams, logs and answers that are as many packets and none. */
final class FloodScenarios {
    private static final String VICTIM = "10.0.0.2";
    private static final String COLLECTOR = "10.0.0.14";
    private static final String RESOLVER = "10.0.0.53";
    private static final int SYN_ACK = TcpFlags.SYN | TcpFlags.ACK;
    private static final int PSH_ACK = TcpFlags.PSH | TcpFlags.ACK;
    private static final int RST_ACK = TcpFlags.RST | TcpFlags.ACK;

    /** What is kept of each frame where many are large. */
    private static final int HEADERS = 58;

    static final List<Made> ALL = List.of(
            new Made("flood-syn-lookalike", FloodScenarios::flashCrowd),
            new Made("flood-udp", FloodScenarios::datagrams),
            new Made("flood-udp-lookalike", FloodScenarios::streamsAndLogs),
            new Made("flood-amplification", FloodScenarios::amplified),
            new Made("flood-amplification-lookalike", FloodScenarios::largeAnswers),
            new Made("flood-tcp", FloodScenarios::acknowledgements),
            new Made("flood-tcp-lookalike", FloodScenarios::downloads),
            new Made("service-unresponsive", FloodScenarios::deadService),
            new Made("service-unresponsive-lookalike", FloodScenarios::restart),
            new Made("service-gone", FloodScenarios::gone),
            new Made("service-gone-lookalike", FloodScenarios::struggling));

    private FloodScenarios() {}

    private static String stranger(int number) {
        return "198.51." + (100 + number / 250) + "." + (1 + number % 250);
    }

    private static void segment(
            Wire wire, double seconds, String from, int fromPort, String to, int toPort, int flags, int octets) {
        wire.at(
                seconds,
                ethernet().ipv4(from, to).tcp(fromPort, toPort).flags(flags).payload(octets));
    }

    /** Handshake, request, answer; the server closes, and the client resets what it has no use for any more. */
    private static void visit(Wire wire, double seconds, String client, int port, String server, int serverPort) {
        double roundTrip = 0.02;
        segment(wire, seconds, client, port, server, serverPort, TcpFlags.SYN, 0);
        segment(wire, seconds + roundTrip / 2, server, serverPort, client, port, SYN_ACK, 0);
        segment(wire, seconds + roundTrip, client, port, server, serverPort, PSH_ACK, 12);
        segment(wire, seconds + 2 * roundTrip, server, serverPort, client, port, PSH_ACK | TcpFlags.FIN, 6);
        segment(wire, seconds + 3 * roundTrip, client, port, server, serverPort, RST_ACK, 0);
    }

    private static void refusal(Wire wire, double seconds, String client, int port, String server, int serverPort) {
        segment(wire, seconds, client, port, server, serverPort, TcpFlags.SYN, 0);
        segment(wire, seconds + 0.001, server, serverPort, client, port, RST_ACK, 0);
    }

    /** More come than the server has room for: one in twelve must ask twice, and one in thirty never gets in. */
    private static byte[] flashCrowd() {
        Wire wire = new Wire();
        for (int i = 0; i < 660; i++) {
            double seconds = i * 0.0038;
            int port = 20_000 + i;
            if (i % 12 == 5) {
                segment(wire, seconds, stranger(i), port, VICTIM, 443, TcpFlags.SYN, 0);
                visit(wire, seconds + 1, stranger(i), port, VICTIM, 443);
            } else if (i % 30 == 8) {
                segment(wire, seconds, stranger(i), port, VICTIM, 443, TcpFlags.SYN, 0);
                segment(wire, seconds + 1, stranger(i), port, VICTIM, 443, TcpFlags.SYN, 0);
            } else {
                visit(wire, seconds, stranger(i), port, VICTIM, 443);
            }
        }
        return wire.inOrder().pcap();
    }

    private static void datagram(Wire wire, double seconds, String from, int port, String to, int toPort, int octets) {
        wire.at(seconds, ethernet().ipv4(from, to).udp(port, toPort).payload(octets));
    }

    /** Some play; then two hundred bots send, each from one port. */
    private static byte[] datagrams() {
        Wire wire = new Wire();
        for (int i = 0; i < 120; i++) {
            String player = stranger(1 + 3 * (i % 6));
            datagram(wire, i * 0.03, player, 50_000 + i % 6, VICTIM, 27_015, 60);
            datagram(wire, i * 0.03 + 0.002, VICTIM, 27_015, player, 50_000 + i % 6, 200);
        }
        for (int i = 0; i < 2600; i++) {
            int bot = i % 200;
            datagram(wire, 2 + i * 0.0004, stranger(3 * bot), 30_000 + bot, VICTIM, 27_015, 512);
        }
        return wire.inOrder().pcap(HEADERS);
    }

    /** A film, a backup, and the messages of two hundred hosts, all of which nobody answers. */
    private static byte[] streamsAndLogs() {
        Wire wire = new Wire();
        for (int i = 0; i < 400; i++) {
            datagram(wire, i * 0.0028, "10.0.0.20", 5004, "10.0.0.21", 5004, 1328);
        }
        for (int i = 0; i < 700; i++) {
            datagram(wire, i * 0.0016, "10.0.0.22", 40_000, "10.0.0.23", 1044, 1400);
        }
        for (int i = 0; i < 2400; i++) {
            datagram(wire, i * 0.00046, "10.0.2." + (1 + i % 200), 20_000 + i % 200, COLLECTOR, 514, 180);
        }
        return wire.inOrder().pcap(HEADERS);
    }

    /** A DNS answer of 4,000 octets, in three fragments. */
    private static void largeAnswer(Wire wire, double seconds, String server, String client, int port, int id) {
        byte[] datagram = new byte[8 + 4000];
        datagram[1] = 53;
        datagram[2] = (byte) (port >> 8);
        datagram[3] = (byte) port;
        datagram[4] = (byte) (datagram.length >> 8);
        datagram[5] = (byte) datagram.length;
        for (int offset = 0; offset < datagram.length; offset += 1480) {
            int end = Math.min(datagram.length, offset + 1480);
            PacketBuilder fragment = ethernet()
                    .ipv4(server, client)
                    .fragment(id, offset, end < datagram.length)
                    .next(IpProtocol.UDP);
            wire.at(seconds + offset * 1e-7, fragment.payload(Arrays.copyOfRange(datagram, offset, end)));
        }
    }

    /** Sixty name servers, four answers of each, to nobody's question. */
    private static byte[] amplified() {
        Wire wire = new Wire();
        for (int i = 0; i < 240; i++) {
            largeAnswer(wire, i * 0.004, stranger(4 * (i % 60)), VICTIM, 1024 + i % 60, i);
        }
        return wire.inOrder().pcap(HEADERS);
    }

    /** The same answers, to a resolver that asked. */
    private static byte[] largeAnswers() {
        Wire wire = new Wire();
        for (int i = 0; i < 240; i++) {
            String server = stranger(4 * (i % 60));
            int port = 20_000 + 7 * i;
            datagram(wire, i * 0.004, RESOLVER, port, server, 53, 50);
            largeAnswer(wire, i * 0.004 + 0.03, server, RESOLVER, port, i);
        }
        return wire.inOrder().pcap(HEADERS);
    }

    /** Visits; then the ACKs of two hundred bots, of which the victim refuses those it finds the time to. */
    private static byte[] acknowledgements() {
        Wire wire = new Wire();
        for (int i = 0; i < 10; i++) {
            visit(wire, i * 0.3, stranger(1 + 3 * i), 50_000 + i, VICTIM, 443);
        }
        for (int i = 0; i < 2600; i++) {
            int bot = i % 200;
            double seconds = 2 + i * 0.0004;
            segment(wire, seconds, stranger(3 * bot), 30_000 + bot, VICTIM, 443, TcpFlags.ACK, 0);
            if (i % 10 == 0) {
                segment(wire, seconds + 0.00005, VICTIM, 443, stranger(3 * bot), 30_000 + bot, TcpFlags.RST, 0);
            }
        }
        return wire.inOrder().pcap();
    }

    /** Two hundred downloads that had begun before the sensor did; what the server sends goes another way. */
    private static byte[] downloads() {
        Wire wire = new Wire();
        for (int i = 0; i < 2640; i++) {
            int client = i % 200;
            segment(wire, i * 0.00042, stranger(2 * client), 40_000 + client, VICTIM, 443, TcpFlags.ACK, 0);
        }
        return wire.pcap();
    }

    /** Three visits a second, for so long that it is known to be usual. */
    private static void everyday(Wire wire, double from, double to) {
        Random random = new Random(18);
        for (int i = 0; from + i / 3.0 < to; i++) {
            double seconds = from + (i + random.nextDouble()) / 3;
            visit(wire, seconds, stranger(random.nextInt(400)), 20_000 + i, VICTIM, 443);
        }
    }

    /** Clients that are refused and try again. */
    private static void refused(Wire wire, double from, double to, double perSecond) {
        for (int i = 0; from + i / perSecond < to; i++) {
            refusal(wire, from + i / perSecond, stranger(i % 400), 40_000 + i, VICTIM, 443);
        }
    }

    private static byte[] deadService() {
        Wire wire = new Wire();
        everyday(wire, 0, 130);
        refused(wire, 130, 155, 19);
        return wire.inOrder().pcap();
    }

    /** The same service is back after twelve seconds; and a port where nobody listens is polled all the time. */
    /** A dozen clients of a database, one every five seconds. */
    private static void queries(Wire wire, double from, double to) {
        for (int i = 0; from + 5 * i < to; i++) {
            visit(wire, from + 5 * i, "10.0.0." + (20 + i % 12), 20_000 + (int) from + i, VICTIM, 5432);
        }
    }

    /** The same clients, one every two seconds, and nobody answers; after a second each asks again. */
    private static void unanswered(Wire wire, double from, double to) {
        for (int i = 0; from + 2 * i < to; i++) {
            String client = "10.0.0." + (20 + i % 12);
            segment(wire, from + 2 * i, client, 40_000 + i, VICTIM, 5432, TcpFlags.SYN, 0);
            segment(wire, from + 2 * i + 1, client, 40_000 + i, VICTIM, 5432, TcpFlags.SYN, 0);
        }
    }

    /** The host of the database is switched off, and comes back after two minutes. */
    private static byte[] gone() {
        Wire wire = new Wire();
        queries(wire, 0, 120);
        unanswered(wire, 120, 240);
        queries(wire, 240, 270);
        return wire.inOrder().pcap();
    }

    /** The database is slow and answers one in ten; beside it twelve strangers look at two ports of a host that is up. */
    private static byte[] struggling() {
        Wire wire = new Wire();
        queries(wire, 0, 120);
        unanswered(wire, 120, 240);
        for (int i = 0; i < 6; i++) {
            visit(wire, 121 + 20 * i, "10.0.0." + (20 + i), 30_000 + i, VICTIM, 5432);
        }
        for (int i = 0; i < 24; i++) {
            String from = "198.51." + (100 + i % 12) + ".7";
            visit(wire, i, "10.0.0." + (20 + i % 12), 50_000 + i, VICTIM, 22);
            segment(wire, 150 + i, from, 50_000 + i, VICTIM, i < 12 ? 22 : 5432, TcpFlags.SYN, 0);
        }
        return wire.inOrder().pcap();
    }

    private static byte[] restart() {
        Wire wire = new Wire();
        everyday(wire, 0, 130);
        refused(wire, 130, 142, 19);
        everyday(wire, 142, 160);
        for (int i = 0; i < 320; i++) {
            refusal(wire, i * 0.5, "10.0.0.7", 1024 + i, "10.0.0.8", 9200);
        }
        return wire.inOrder().pcap();
    }
}
