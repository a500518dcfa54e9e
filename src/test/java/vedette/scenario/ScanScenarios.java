package vedette.scenario;

import static vedette.decode.PacketBuilder.ethernet;

import java.util.List;
import java.util.Random;
import vedette.decode.PacketBuilder;
import vedette.net.TcpFlags;
import vedette.scenario.Scenarios.Made;

/** What looks like a scan and is none; the scans beside them were made by nmap. */
final class ScanScenarios {
    private static final String SERVER = "10.0.0.2";
    private static final String OFFICE = "198.51.100.7";
    private static final int RST_ACK = TcpFlags.RST | TcpFlags.ACK;
    private static final int FIN_ACK = TcpFlags.FIN | TcpFlags.ACK;

    static final List<Made> ALL = List.of(
            new Made("scan-vertical-lookalike", ScanScenarios::manyPortsOfOneServer),
            new Made("scan-horizontal-lookalike", ScanScenarios::onePortOfManyHosts),
            new Made("scan-block-lookalike", ScanScenarios::manyServicesOfManyHosts),
            new Made("scan-udp-lookalike", ScanScenarios::resolverAndCalls),
            new Made("scan-stealth-lookalike", ScanScenarios::remainders),
            new Made("scan-stealth-in-turn", ScanScenarios::portsOfSeveralHostsInTurn),
            new Made("scan-stealth-in-turn-lookalike", ScanScenarios::whatWasForgotten));

    private ScanScenarios() {}

    /** How an attempt ends. */
    private enum Fate {
        SERVED,
        REFUSED,
        SILENT
    }

    private static int clientPort(Random random) {
        return 32_768 + random.nextInt(28_000);
    }

    private static void attempt(
            Wire wire, double seconds, String client, String server, int port, Fate fate, int from) {
        Conversation talk = wire.conversation(seconds, client, from, server, port);
        switch (fate) {
            case SERVED -> talk.handshake().request(120).response(300).clientCloses();
            case REFUSED -> talk.client(TcpFlags.SYN, 0).server(RST_ACK, 0);
            case SILENT ->
                talk.client(TcpFlags.SYN, 0)
                        .startingAt(1000)
                        .pause(1)
                        .client(TcpFlags.SYN, 0)
                        .startingAt(1000)
                        .pause(2)
                        .client(TcpFlags.SYN, 0);
        }
    }

    /** A mirrored FTP directory, an office behind one address, and a load balancer that looks whether its servers live. */
    private static byte[] manyPortsOfOneServer() {
        Random random = new Random(21);
        Wire wire = new Wire();
        Conversation control = wire.conversation(0, "203.0.113.80", 40_000, SERVER, 21)
                .handshake()
                .response(40);
        for (int file = 0; file < 26; file++) {
            control.pause(1.5).request(6).response(48).request(20).response(30);
            Conversation data = wire.conversation(
                            1.6 + file * 1.53, "203.0.113.80", 40_001 + file, SERVER, 50_000 + random.nextInt(9_000))
                    .handshake();
            if (file % 9 != 4) {
                data.response(200 + random.nextInt(800));
            }
            data.server(FIN_ACK, 0).client(TcpFlags.ACK, 0).client(FIN_ACK, 0).server(TcpFlags.ACK, 0);
        }
        control.clientCloses();
        int[] offered = {443, 25, 993, 587, 22, 80, 8443, 5222, 5280};
        int[] switchedOff = {110, 143, 465, 21, 8080, 2222};
        for (int i = 0; i < 60; i++) {
            boolean old = i % 4 == 3;
            int port = old ? switchedOff[i / 4 % switchedOff.length] : offered[i % offered.length];
            attempt(wire, 5 + i * 0.9, OFFICE, "10.0.0.3", port, old ? Fate.REFUSED : Fate.SERVED, clientPort(random));
        }
        for (int check = 0; check < 36; check++) {
            wire.conversation(
                            10 + check / 12 * 2 + check % 12 * 0.03,
                            "10.0.0.5",
                            50_000 + check,
                            "10.0.0.6",
                            8000 + check % 12)
                    .handshake()
                    .client(RST_ACK, 0);
        }
        return wire.inOrder().pcap();
    }

    /** Monitoring with hosts that are down, a crawler with addresses that have gone, and a peer among peers. */
    private static byte[] onePortOfManyHosts() {
        Random random = new Random(22);
        Wire wire = new Wire();
        for (int i = 0; i < 80; i++) {
            int host = i % 40;
            Fate fate = host % 7 == 3 ? Fate.SILENT : Fate.SERVED;
            attempt(
                    wire,
                    i / 40 * 30 + host * 0.4,
                    "10.0.0.5",
                    "10.0.1." + (10 + host),
                    9100,
                    fate,
                    clientPort(random));
        }
        for (int i = 0; i < 70; i++) {
            Fate fate = i % 8 == 5 ? Fate.SILENT : i % 20 == 2 ? Fate.REFUSED : Fate.SERVED;
            attempt(wire, i * 0.6, "10.0.0.6", address(random), 443, fate, clientPort(random));
        }
        for (int i = 0; i < 80; i++) {
            Fate fate = i % 9 < 3 ? Fate.SILENT : i % 9 == 4 ? Fate.REFUSED : Fate.SERVED;
            attempt(
                    wire,
                    3 + i * 0.5,
                    "10.0.0.7",
                    address(random),
                    10_000 + random.nextInt(50_000),
                    fate,
                    clientPort(random));
        }
        return wire.inOrder().pcap();
    }

    private static String address(Random random) {
        return "198." + (18 + random.nextInt(2)) + "." + random.nextInt(256) + "." + (1 + random.nextInt(254));
    }

    /** Customers behind one address, with what is out of order here; and clients of a domain that has lost a controller. */
    private static byte[] manyServicesOfManyHosts() {
        Random random = new Random(23);
        Wire wire = new Wire();
        int[] services = {443, 80, 993, 587, 22, 3306, 8080};
        for (int i = 0; i < 90; i++) {
            int roll = random.nextInt(20);
            Fate fate = roll < 3 ? Fate.REFUSED : roll == 3 ? Fate.SILENT : Fate.SERVED;
            String host = "10.0.0." + (100 + random.nextInt(16));
            attempt(wire, i * 0.6, OFFICE, host, services[random.nextInt(services.length)], fate, clientPort(random));
        }
        int[] ofDomain = {88, 389, 445, 135, 49_668};
        for (int client = 0; client < 4; client++) {
            for (int port = 0; port < ofDomain.length; port++) {
                for (int controller = 0; controller < 3; controller++) {
                    attempt(
                            wire,
                            10 + client * 3 + port * 0.5 + controller * 0.1,
                            "10.0.0." + (30 + client),
                            "10.0.0." + (10 + controller),
                            ofDomain[port],
                            controller == 1 ? Fate.SILENT : Fate.SERVED,
                            clientPort(random));
                }
            }
        }
        return wire.inOrder().pcap();
    }

    private static void datagram(Wire wire, double seconds, String from, int port, String to, int toPort, int octets) {
        wire.at(seconds, ethernet().ipv4(from, to).udp(port, toPort).payload(octets));
    }

    /** An ICMP error about a datagram of these ports. */
    private static void error(
            Wire wire, double seconds, int type, String by, String from, int port, String to, int toPort) {
        byte[] quoted =
                PacketBuilder.raw().ipv4(from, to).udp(port, toPort).payload(8).build();
        wire.at(
                seconds,
                ethernet().ipv4(by, from).icmp(type, type == 3 ? 3 : 0, 0, 0).payload(quoted));
    }

    /** A resolver, of whom some name servers want nothing, a telephone that looks for its way, and a traceroute. */
    private static byte[] resolverAndCalls() {
        Random random = new Random(24);
        Wire wire = new Wire();
        String resolver = "10.0.0.53";
        for (int late = 0; late < 14; late++) {
            int port = 20_000 + 31 * late;
            datagram(wire, late * 0.1, "203.0.113.53", 53, resolver, port, 90);
            error(wire, late * 0.1 + 0.001, 3, resolver, "203.0.113.53", 53, resolver, port);
        }
        for (int i = 0; i < 150; i++) {
            String server = address(random);
            int port = 20_000 + random.nextInt(40_000);
            double seconds = 2 + i * 0.25;
            datagram(wire, seconds, resolver, port, server, 53, 45);
            int roll = random.nextInt(20);
            if (roll == 0) {
                error(wire, seconds + 0.05, 3, server, resolver, port, server, 53);
            } else if (roll > 3) {
                datagram(wire, seconds + 0.04, server, 53, resolver, port, 160);
            }
        }
        for (int call = 0; call < 5; call++) {
            double seconds = 5 + call * 7;
            for (int candidate = 0; candidate < 5; candidate++) {
                datagram(
                        wire,
                        seconds + candidate * 0.05,
                        "10.0.0.31",
                        50_000 + call,
                        "192.168." + call + "." + (10 + candidate),
                        30_000 + random.nextInt(20_000),
                        100);
            }
            int media = 10_000 + 2 * random.nextInt(5000);
            for (int packet = 0; packet < 10; packet++) {
                datagram(wire, seconds + 0.5 + packet * 0.02, "10.0.0.31", 50_000 + call, "203.0.113.99", media, 172);
                datagram(wire, seconds + 0.51 + packet * 0.02, "203.0.113.99", media, "10.0.0.31", 50_000 + call, 172);
            }
        }
        for (int probe = 0; probe < 27; probe++) {
            int hop = 1 + probe / 3;
            double seconds = 20 + probe * 0.05;
            wire.at(
                    seconds,
                    ethernet()
                            .ipv4("10.0.0.8", "198.18.7.7")
                            .ttl(hop)
                            .udp(41_000 + probe, 33_434 + probe)
                            .payload(32));
            error(
                    wire,
                    seconds + 0.01,
                    hop == 9 ? 3 : 11,
                    hop == 9 ? "198.18.7.7" : "203.0.113." + hop,
                    "10.0.0.8",
                    41_000 + probe,
                    "198.18.7.7",
                    33_434 + probe);
        }
        return wire.inOrder().pcap();
    }

    private static void segment(Wire wire, double seconds, String from, int port, String to, int toPort, int flags) {
        wire.at(
                seconds,
                ethernet()
                        .ipv4(from, to)
                        .tcp(port, toPort)
                        .flags(flags)
                        .seq(7000)
                        .ack(9000));
    }

    /** What is left of connections whose begin the sensor did not see, or of which the other end knows nothing any more. */
    private static byte[] remainders() {
        Wire wire = new Wire();
        for (int i = 0; i < 90; i++) {
            segment(wire, i * 2, "10.0.0.20", 40_000 + i % 15, "10.0.0." + (100 + i % 15), 445, TcpFlags.ACK);
            segment(wire, i * 2 + 0.001, "10.0.0." + (100 + i % 15), 445, "10.0.0.20", 40_000 + i % 15, TcpFlags.ACK);
        }
        for (int i = 0; i < 90; i++) {
            String server = "203.0.113." + (10 + i % 18);
            segment(wire, 100 + i * 0.3, "10.0.0.21", 41_000 + i % 18, server, 443, i < 72 ? TcpFlags.ACK : FIN_ACK);
        }
        for (int i = 0; i < 12; i++) {
            String backend = "10.0.0." + (200 + i);
            segment(wire, 120 + i * 0.4, "10.0.0.5", 42_000 + i, backend, 8080, FIN_ACK);
            segment(wire, 120 + i * 0.4 + 0.001, backend, 8080, "10.0.0.5", 42_000 + i, TcpFlags.RST);
        }
        for (int i = 0; i < 30; i++) {
            int flags = i % 5 > 2 ? FIN_ACK : TcpFlags.ACK;
            segment(wire, 130 + i, SERVER, 7070, "10.0.0.22", 43_000 + 17 * i, flags);
            segment(wire, 130 + i + 0.001, "10.0.0.22", 43_000 + 17 * i, SERVER, 7070, TcpFlags.RST);
        }
        return wire.inOrder().pcap();
    }

    /** Five strangers, each of whom tries a port of three hosts, then the next; and one whom a firewall does not answer. */
    private static byte[] portsOfSeveralHostsInTurn() {
        Wire wire = new Wire();
        int[] kinds = {0, TcpFlags.FIN | TcpFlags.PSH | TcpFlags.URG, TcpFlags.FIN, FIN_ACK, TcpFlags.ACK};
        for (int kind = 0; kind < kinds.length; kind++) {
            String stranger = "198.51.100." + (10 + kind);
            for (int i = 0; i < 60; i++) {
                String target = "203.0.113." + (1 + i % 3);
                double seconds = 3 * kind + i * 0.05;
                segment(wire, seconds, stranger, 40_000, target, 1 + i / 3, kinds[kind]);
                segment(wire, seconds + 0.001, target, 1 + i / 3, stranger, 40_000, RST_ACK);
            }
        }
        for (int i = 0; i < 60; i++) {
            segment(wire, 60 + i * 0.05, "198.51.100.20", 61_000, "10.0.0." + (1 + i % 3), 1 + i / 3, TcpFlags.ACK);
        }
        return wire.inOrder().pcap();
    }

    /** Connections to three servers whose firewall is begun anew, and to one host that is; the sensor has seen them begin. */
    private static byte[] whatWasForgotten() {
        Wire wire = new Wire();
        for (int i = 0; i < 60; i++) {
            String server = "10.0.1." + (1 + i % 3);
            attempt(wire, i * 0.1, "10.0.0.20", server, 8000 + i / 3, Fate.SERVED, 42_000 + i);
            segment(wire, 400 + i * 0.2, "10.0.0.20", 42_000 + i, server, 8000 + i / 3, TcpFlags.ACK);
            segment(wire, 400 + i * 0.2 + 0.001, server, 8000 + i / 3, "10.0.0.20", 42_000 + i, TcpFlags.RST);
        }
        for (int i = 0; i < 40; i++) {
            attempt(wire, 10 + i * 0.1, "10.0.0.21", SERVER, 50_051, Fate.SERVED, 41_000 + i);
            int flags = i % 2 == 0 ? TcpFlags.ACK : FIN_ACK;
            segment(wire, 420 + i * 0.2, SERVER, 50_051, "10.0.0.21", 41_000 + i, flags);
            segment(wire, 420 + i * 0.2 + 0.001, "10.0.0.21", 41_000 + i, SERVER, 50_051, TcpFlags.RST);
        }
        for (int i = 0; i < 60; i++) {
            String server = "198.51.100." + (1 + i % 30);
            segment(wire, 440 + i * 0.2, "10.0.0.22", 43_000 + i, server, i < 30 ? 443 : 80, TcpFlags.ACK);
            segment(wire, 440 + i * 0.2 + 0.001, server, i < 30 ? 443 : 80, "10.0.0.22", 43_000 + i, TcpFlags.RST);
        }
        return wire.inOrder().pcap();
    }
}
