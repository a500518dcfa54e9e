package vedette.scenario;

import static vedette.decode.PacketBuilder.ethernet;

import java.util.List;
import java.util.Random;
import vedette.decode.PacketBuilder;
import vedette.net.TcpFlags;
import vedette.scenario.Scenarios.Made;

/** Sweeps, shared scans and what is told for information; each with what looks like it and is not. */
final class SweepScenarios {
    private static final String HOST = "10.0.0.9";
    private static final String SERVER = "10.0.0.2";
    private static final String STRANGER = "203.0.113.80";
    private static final int SYN_ACK = TcpFlags.SYN | TcpFlags.ACK;
    private static final int RST_ACK = TcpFlags.RST | TcpFlags.ACK;
    private static final int REQUEST = 1;
    private static final int REPLY = 2;
    private static final int ROUTER = 1;

    static final List<Made> ALL = List.of(
            new Made("icmp-sweep", SweepScenarios::icmpSweep),
            new Made("icmp-sweep-lookalike", SweepScenarios::monitoring),
            new Made("arp-sweep", SweepScenarios::arpSweep),
            new Made("arp-sweep-lookalike", SweepScenarios::gateway),
            new Made("arp-spoof", SweepScenarios::arpSpoof),
            new Made("arp-spoof-lookalike", SweepScenarios::movedAddresses),
            new Made("scan-distributed", SweepScenarios::sharedScan),
            new Made("scan-distributed-lookalike", SweepScenarios::customers),
            new Made("port-surge", SweepScenarios::portSurge),
            new Made("port-surge-lookalike", SweepScenarios::usualNoise),
            new Made("scan-ip-protocol", SweepScenarios::protocolScan),
            new Made("scan-ip-protocol-lookalike", SweepScenarios::tunnels),
            new Made("backscatter", SweepScenarios::backscatter),
            new Made("backscatter-lookalike", SweepScenarios::refusals),
            new Made("retry-storm", SweepScenarios::retryStorm),
            new Made("retry-storm-lookalike", SweepScenarios::patientRetries),
            new Made("long-connection", SweepScenarios::longConnection),
            new Made("long-connection-lookalike", SweepScenarios::visit));

    private SweepScenarios() {}

    private static void ping(Wire wire, double seconds, String source, String target, boolean answered) {
        wire.at(seconds, ethernet().ipv4(source, target).icmp(8, 0, 1, 1).payload(32));
        if (answered) {
            wire.at(
                    seconds + 0.001,
                    ethernet().ipv4(target, source).icmp(0, 0, 1, 1).payload(32));
        }
    }

    private static byte[] icmpSweep() {
        Wire wire = new Wire();
        for (int i = 1; i <= 60; i++) {
            ping(wire, i * 0.05, HOST, "10.0.1." + i, i % 12 == 0);
        }
        return wire.pcap();
    }

    private static byte[] monitoring() {
        Wire wire = new Wire();
        for (int round = 0; round < 3; round++) {
            for (int i = 1; i <= 24; i++) {
                ping(wire, round * 30 + i * 0.05, HOST, "10.0.1." + i, true);
            }
        }
        for (int lease = 0; lease < 20; lease++) {
            ping(wire, 100 + lease * 5, SERVER, "10.0.2." + (100 + lease), false);
        }
        return wire.pcap();
    }

    /** A wire with an ordinary packet at its begin, from which times are told. */
    private static Wire begun() {
        return new Wire().at(0, ethernet().ipv4(HOST, SERVER).udp(514, 514).payload(60));
    }

    private static void arp(Wire wire, double seconds, int operation, int sender, int target) {
        PacketBuilder message = ethernet().arp(operation, "10.0.0." + sender, "10.0.0." + target);
        wire.at(seconds, message.patch(8, String.format("0200000001%02x", sender)));
    }

    private static byte[] arpSweep() {
        Wire wire = begun();
        for (int target = 10; target < 74; target++) {
            arp(wire, target * 0.02, REQUEST, 9, target);
            if (target % 16 == 0) {
                arp(wire, target * 0.02 + 0.001, REPLY, target, 9);
            }
        }
        return wire.pcap();
    }

    /** What {@code station} says of the address {@code sender}, to another or of itself. */
    private static void claim(Wire wire, double seconds, int operation, int station, int sender, int target) {
        PacketBuilder message = ethernet().arp(operation, "10.0.0." + sender, "10.0.0." + target);
        wire.at(seconds, message.patch(8, String.format("0200000001%02x", station)));
    }

    /** Station 66 stands between host 20 and the router, which go on asking for each other. */
    private static byte[] arpSpoof() {
        Wire wire = begun();
        arp(wire, 1, REQUEST, 20, ROUTER);
        arp(wire, 1.001, REPLY, ROUTER, 20);
        for (int i = 0; i < 30; i++) {
            claim(wire, 10 + i * 2, REPLY, 66, ROUTER, 20);
            claim(wire, 10.1 + i * 2, REPLY, 66, 20, ROUTER);
            if (i % 10 == 5) {
                arp(wire, 11 + i * 2, REQUEST, ROUTER, 20);
                arp(wire, 11.001 + i * 2, REPLY, 20, ROUTER);
            }
        }
        return wire.pcap();
    }

    /**
     * Router 1 fails over to station 2 and back, with announcements of each; the address 40 is leased to another host, which probes and
     * announces it; a virtual router moves; station 3 answers for hosts of another link, as one of them does.
     */
    private static byte[] movedAddresses() {
        Wire wire = begun();
        arp(wire, 1, REQUEST, 20, ROUTER);
        arp(wire, 1.001, REPLY, ROUTER, 20);
        for (int i = 0; i < 10; i++) {
            claim(wire, 10 + i, REQUEST, 2, ROUTER, ROUTER);
            claim(wire, 10.5 + i, REPLY, 2, ROUTER, ROUTER);
        }
        for (int i = 0; i < 10; i++) {
            claim(wire, 100 + i, REPLY, ROUTER, ROUTER, ROUTER);
        }
        arp(wire, 200, REQUEST, 40, ROUTER);
        for (int i = 0; i < 3; i++) {
            wire.at(300 + i, ethernet().arp(REQUEST, "0.0.0.0", "10.0.0.40").patch(8, "0200000001" + "29"));
            claim(wire, 304 + i, REQUEST, 41, 40, 40);
        }
        claim(wire, 310, REQUEST, 41, 40, ROUTER);
        for (int i = 0; i < 8; i++) {
            PacketBuilder virtual = ethernet().arp(REPLY, "10.0.0.254", "10.0.0.20");
            wire.at(320 + i, i % 2 == 0 ? virtual.patch(8, "00005e000107") : virtual);
        }
        for (int round = 0; round < 5; round++) {
            for (int host = 50; host < 55; host++) {
                double seconds = 400 + round * 50 + host;
                arp(wire, seconds, REQUEST, 20, host);
                arp(wire, seconds + 0.001, REPLY, host, 20);
                claim(wire, seconds + 0.002, REPLY, 3, host, 20);
            }
        }
        return wire.pcap();
    }

    private static byte[] gateway() {
        Wire wire = begun();
        for (int host = 20; host < 40; host++) {
            arp(wire, host * 0.1, REQUEST, host, ROUTER);
            arp(wire, host * 0.1 + 0.001, REPLY, ROUTER, host);
        }
        for (int target = 100; target < 130; target++) {
            arp(wire, target * 0.1, REQUEST, ROUTER, target);
        }
        for (int target = 20; target < 40; target++) {
            arp(wire, target + 20, REQUEST, 9, target);
            arp(wire, target + 20.001, REPLY, target, 9);
        }
        return wire.pcap();
    }

    private static void refused(Wire wire, double seconds, String client, String server, int port) {
        wire.at(seconds, ethernet().ipv4(client, server).tcp(40000, port).flags(TcpFlags.SYN));
        wire.at(
                seconds + 0.001,
                ethernet().ipv4(server, client).tcp(port, 40000).flags(RST_ACK));
    }

    private static byte[] sharedScan() {
        Wire wire = new Wire();
        for (int i = 0; i < 18; i++) {
            refused(wire, i * 40, "198.51.100." + (10 + i % 6), "10.0.0." + (30 + i), 23);
        }
        return wire.pcap();
    }

    private static byte[] customers() {
        Wire wire = new Wire();
        for (int i = 0; i < 18; i++) {
            String customer = "198.51.100." + (10 + i % 6);
            if (i % 3 == 0) {
                refused(wire, i * 40, customer, "10.0.0." + (30 + i), 443);
            } else {
                wire.conversation(i * 40, customer, 40000, "10.0.0." + (30 + i), 443)
                        .handshake()
                        .request(200)
                        .response(900)
                        .clientCloses()
                        .end();
            }
        }
        return wire.pcap();
    }

    private static byte[] strangers(int count) {
        Wire wire = begun();
        Random random = new Random(9);
        for (int i = 0; i < count; i++) {
            String stranger = "198." + random.nextInt(256) + "." + random.nextInt(256) + "." + (1 + i);
            wire.at(
                    3700 + i * 4,
                    ethernet()
                            .ipv4(stranger, "10.0.0." + (10 + random.nextInt(200)))
                            .tcp(40000 + i, 2323)
                            .flags(TcpFlags.SYN));
        }
        return wire.pcap();
    }

    private static byte[] portSurge() {
        return strangers(45);
    }

    private static byte[] usualNoise() {
        return strangers(25);
    }

    private static byte[] protocolScan() {
        Wire wire = new Wire();
        for (int protocol = 60; protocol < 72; protocol++) {
            wire.at(
                    (protocol - 60) * 0.4,
                    ethernet().ipv4(HOST, SERVER).next(protocol).payload(8));
        }
        return wire.pcap();
    }

    /** GRE, ESP, AH, IPv6 and OSPF from one router to another, of which one direction is seen. */
    private static byte[] tunnels() {
        Wire wire = new Wire();
        int[] protocols = {47, 50, 89, 112, 103};
        for (int i = 0; i < 50; i++) {
            wire.at(
                    i * 0.5,
                    ethernet()
                            .ipv4("10.0.0." + (10 + i / 5), SERVER)
                            .next(protocols[i % protocols.length])
                            .payload(40));
        }
        return wire.pcap();
    }

    private static byte[] backscatter() {
        Wire wire = new Wire();
        for (int i = 0; i < 24; i++) {
            String host = "10.0.0." + (10 + i);
            int flags = i % 6 == 5 ? RST_ACK : SYN_ACK;
            wire.at(i * 7, ethernet().ipv4(STRANGER, host).tcp(80, 2000 + i).flags(flags));
            if (flags == SYN_ACK) {
                wire.at(
                        i * 7 + 0.001,
                        ethernet().ipv4(host, STRANGER).tcp(2000 + i, 80).flags(TcpFlags.RST));
            }
        }
        return wire.pcap();
    }

    /** The same answers, to hosts that asked. */
    private static byte[] refusals() {
        Wire wire = new Wire();
        for (int i = 0; i < 24; i++) {
            String host = "10.0.0." + (10 + i);
            wire.at(i * 7, ethernet().ipv4(host, STRANGER).tcp(2000 + i, 80).flags(TcpFlags.SYN));
            wire.at(
                    i * 7 + 0.05,
                    ethernet().ipv4(STRANGER, host).tcp(80, 2000 + i).flags(RST_ACK));
        }
        return wire.pcap();
    }

    private static byte[] retries(int count, double meanSeconds) {
        Wire wire = new Wire();
        Random random = new Random(4);
        double seconds = 0;
        for (int i = 0; i < count; i++) {
            wire.at(seconds, ethernet().ipv4(HOST, SERVER).tcp(20000 + i, 8080).flags(TcpFlags.SYN));
            seconds += -meanSeconds * Math.log(1 - random.nextDouble());
        }
        return wire.pcap();
    }

    private static byte[] retryStorm() {
        return retries(1010, 0.5);
    }

    private static byte[] patientRetries() {
        return retries(200, 18);
    }

    /** A conversation in which something is said at random times, with the longest pause as given. */
    private static byte[] conversation(double seconds, double longestPause) {
        Random random = new Random(6);
        Wire wire = new Wire();
        Conversation talk = wire.conversation(0, HOST, 40000, STRANGER, 443).handshake();
        double time = 0;
        while (time < seconds) {
            double pause = 20 + random.nextDouble() * (longestPause - 20);
            talk.pause(pause).request(50 + random.nextInt(400)).response(100 + random.nextInt(900));
            time += pause;
        }
        return talk.clientCloses().end().pcap();
    }

    private static byte[] longConnection() {
        return conversation(4 * 3600 + 900, 290);
    }

    /** Fifty minutes. */
    private static byte[] visit() {
        return conversation(3000, 200);
    }
}
