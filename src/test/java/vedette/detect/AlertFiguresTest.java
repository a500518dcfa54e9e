package vedette.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static vedette.decode.PacketBuilder.ethernet;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import vedette.content.DnsBytes;
import vedette.decode.PacketBuilder;
import vedette.net.TcpFlags;

/** Each alert says how many hosts and ports it is about, what crossed which threshold, and so until it is closed. */
class AlertFiguresTest {
    private static final String STRANGER = "203.0.113.9";
    private static final String HOST = "10.0.0.5";
    private static final String SERVER = "10.0.1.1";
    private static final String OUTSIDE = "198.51.100.80";
    private static final int SYN_ACK = TcpFlags.SYN | TcpFlags.ACK;
    private static final int RST_ACK = TcpFlags.RST | TcpFlags.ACK;
    private static final int FIN_ACK = TcpFlags.FIN | TcpFlags.ACK;

    /** How near an estimate of distinct things comes. */
    private static final Percentage ESTIMATED = Percentage.withPercentage(12);

    /** @param score when it is opened; the least, if more may come to be seen at once */
    private record Expected(
            AlertType type, long hosts, long ports, double score, double threshold, Consumer<Wire> traffic) {}

    private static final List<Expected> ALL = List.of(
            new Expected(AlertType.SCAN_VERTICAL, 1, 5, 6.931, 6.898, AlertFiguresTest::verticalScan),
            new Expected(AlertType.SCAN_HORIZONTAL, 7, 1, 9.704, 9.2, AlertFiguresTest::horizontalScan),
            new Expected(AlertType.SCAN_BLOCK, 5, 5, 6.931, 6.898, AlertFiguresTest::blockScan),
            new Expected(AlertType.SCAN_ICMP_SWEEP, 25, 0, 25, 25, AlertFiguresTest::pings),
            new Expected(AlertType.SCAN_ARP_SWEEP, 10, 0, 10, 10, AlertFiguresTest::arpRequests),
            new Expected(AlertType.SCAN_UDP, 1, 30, 30, 30, AlertFiguresTest::datagrams),
            new Expected(AlertType.SCAN_STEALTH, 1, 8, 8, 8, AlertFiguresTest::finSegments),
            new Expected(AlertType.SCAN_DISTRIBUTED, 5, 0, 20.7, 6.9, AlertFiguresTest::sharedScan),
            new Expected(AlertType.SCAN_PORT_SURGE, 500, 1, 300, 300, AlertFiguresTest::surge),
            new Expected(AlertType.SCAN_IP_PROTOCOL, 1, 0, 8, 8, AlertFiguresTest::protocols),
            new Expected(AlertType.FLOOD_SYN, 1000, 1, 600, 600, AlertFiguresTest::synFlood),
            new Expected(AlertType.FLOOD_UDP, 1, 1, 2000, 2000, AlertFiguresTest::udpFlood),
            new Expected(AlertType.FLOOD_ICMP, 1, 0, 2000, 2000, AlertFiguresTest::icmpFlood),
            new Expected(
                    AlertType.FLOOD_AMPLIFICATION, 50, 520, 5_000_000, 5_000_000, AlertFiguresTest::amplifiedFlood),
            new Expected(AlertType.FLOOD_TCP, 1, 1, 2000, 2000, AlertFiguresTest::ackFlood),
            new Expected(AlertType.BEACON_PERIODIC, 1, 1, 0.6, 0.6, AlertFiguresTest::beacon),
            new Expected(AlertType.BEACON_DNS, 1, 1, 0.99, 0.9897, AlertFiguresTest::dnsBeacon),
            new Expected(AlertType.BRUTE_FORCE, 1, 1, 15, 15, AlertFiguresTest::logins),
            new Expected(AlertType.EXFILTRATION_VOLUME, 1, 0, 100 << 20, 100 << 20, AlertFiguresTest::upload),
            new Expected(AlertType.LATERAL_FAN_OUT, 8, 1, 8, 8, AlertFiguresTest::newHosts),
            new Expected(AlertType.DNS_TUNNEL, 1, 1, 200, 200, AlertFiguresTest::longNames),
            new Expected(AlertType.ARP_SPOOF, 1, 0, 5, 5, AlertFiguresTest::arpClaims),
            new Expected(AlertType.BACKSCATTER, 10, 0, 10, 10, AlertFiguresTest::backscatter),
            new Expected(AlertType.RETRY_STORM, 1, 1, 1000, 1000, AlertFiguresTest::retries),
            new Expected(AlertType.SERVICE_UNRESPONSIVE, 50, 1, 6, 6, AlertFiguresTest::deadService),
            new Expected(AlertType.LONG_CONNECTION, 1, 1, 3600, 3600, AlertFiguresTest::longConnection),
            new Expected(AlertType.ALERTS_SUPPRESSED, 0, 0, 60, 50, AlertFiguresTest::manyScanners));

    /** Packets on their way to a sensor. */
    private static final class Wire {
        final Watch watch = new Watch();

        void at(double seconds, PacketBuilder packet) {
            watch.at(seconds, packet);
        }

        void segment(double seconds, String from, int port, String to, int toPort, int flags) {
            at(
                    seconds,
                    ethernet()
                            .ipv4(from, to)
                            .tcp(port, toPort)
                            .flags(flags)
                            .seq(1)
                            .ack(1));
        }

        void refused(double seconds, String from, String to, int port) {
            segment(seconds, from, 40_000, to, port, TcpFlags.SYN);
            segment(seconds + 0.001, to, port, from, 40_000, RST_ACK);
            watch.pass(0);
        }

        void connection(double seconds, String from, int fromPort, String to, int port, int turns) {
            segment(seconds, from, fromPort, to, port, TcpFlags.SYN);
            segment(seconds + 0.001, to, port, from, fromPort, SYN_ACK);
            segment(seconds + 0.002, from, fromPort, to, port, TcpFlags.ACK);
            int sequence = 1;
            for (int turn = 1; turn <= turns; turn++) {
                at(
                        seconds + 0.01 * turn,
                        ethernet()
                                .ipv4(from, to)
                                .tcp(fromPort, port)
                                .flags(TcpFlags.PSH | TcpFlags.ACK)
                                .seq(sequence)
                                .ack(sequence)
                                .payload(100));
                at(
                        seconds + 0.01 * turn + 0.005,
                        ethernet()
                                .ipv4(to, from)
                                .tcp(port, fromPort)
                                .flags(TcpFlags.PSH | TcpFlags.ACK)
                                .seq(sequence)
                                .ack(sequence + 100)
                                .payload(100));
                sequence += 100;
            }
            segment(seconds + 0.01 * turns + 0.01, from, fromPort, to, port, FIN_ACK);
            segment(seconds + 0.01 * turns + 0.011, to, port, from, fromPort, FIN_ACK);
            segment(seconds + 0.01 * turns + 0.012, from, fromPort, to, port, TcpFlags.ACK);
        }
    }

    private static void verticalScan(Wire wire) {
        for (int i = 0; i < 40; i++) {
            wire.refused(i, STRANGER, SERVER, 1 + i);
        }
    }

    private static void horizontalScan(Wire wire) {
        for (int i = 0; i < 40; i++) {
            wire.refused(i, HOST, "10.0.2." + (1 + i), 445);
        }
    }

    private static void blockScan(Wire wire) {
        for (int i = 0; i < 400; i++) {
            wire.refused(i * 0.01, STRANGER, "10.0.1." + (1 + i % 20), 1 + i / 20 + i % 20);
        }
    }

    private static void pings(Wire wire) {
        for (int i = 0; i < 40; i++) {
            wire.at(i, ethernet().ipv4(HOST, "10.0.1." + 3 * i).icmp(8, 0, 1, 1));
            wire.watch.pass(0);
        }
    }

    private static void arpRequests(Wire wire) {
        for (int i = 0; i < 10; i++) {
            wire.at(
                    i * 0.05,
                    ethernet()
                            .arp(1, HOST, "10.0.0." + (100 + i))
                            .patch(8, "020000000109")
                            .patch(18, "000000000000"));
        }
        wire.watch.pass(3);
    }

    private static void arpClaims(Wire wire) {
        wire.at(0, ethernet().arp(1, "10.0.0.1", "10.0.0.2").patch(8, "020000000101"));
        for (int i = 1; i <= 5; i++) {
            wire.at(i, ethernet().arp(2, "10.0.0.1", "10.0.0.2").patch(8, "020000000142"));
        }
    }

    /** Of a host of this site, which nobody answers: the walk does not decide. */
    private static void datagrams(Wire wire) {
        for (int i = 0; i < 40; i++) {
            wire.at(i * 0.5, ethernet().ipv4(HOST, SERVER).udp(40_000, 1 + i).payload(60));
        }
        wire.watch.pass(10);
    }

    private static void finSegments(Wire wire) {
        for (int i = 0; i < 40; i++) {
            wire.segment(100 + i, STRANGER, 40_000 + i, SERVER, 1 + i, TcpFlags.FIN);
            wire.segment(100.001 + i, SERVER, 1 + i, STRANGER, 40_000 + i, RST_ACK);
        }
    }

    private static void sharedScan(Wire wire) {
        for (int i = 0; i < 16; i++) {
            wire.refused(i * 60, "198.51.100." + (10 + i % 5), "10.0.0." + i, 23);
        }
    }

    private static void surge(Wire wire) {
        wire.at(0, ethernet().ipv4(HOST, SERVER).udp(514, 514).payload(9));
        wire.watch.pass(1);
        for (int i = 0; i < 500; i++) {
            String from = "198." + i % 200 + "." + i / 200 + ".7";
            wire.segment(1 + i * 0.005, from, 40_000, "10.0.0." + i % 5, 23, TcpFlags.SYN);
        }
        wire.watch.pass(20);
    }

    private static void protocols(Wire wire) {
        for (int i = 0; i < 20; i++) {
            wire.at(i, ethernet().ipv4(HOST, SERVER).next(60 + i).payload(8));
        }
        wire.watch.pass(10);
    }

    private static String anybody(Random random) {
        return 1 + random.nextInt(220) + "." + random.nextInt(256) + "." + random.nextInt(256) + "."
                + random.nextInt(256);
    }

    private static void synFlood(Wire wire) {
        Random random = new Random(3);
        for (int i = 0; i < 8000; i++) {
            wire.segment(i * 0.001, anybody(random), 1024 + i, SERVER, 80, TcpFlags.SYN);
        }
    }

    private static void udpFlood(Wire wire) {
        for (int i = 0; i < 20_000; i++) {
            wire.at(
                    i * 0.0002,
                    ethernet().ipv4(STRANGER, SERVER).udp(1024 + i, 9999).payload(64));
        }
    }

    private static void icmpFlood(Wire wire) {
        for (int i = 0; i < 20_000; i++) {
            wire.at(
                    i * 0.0002,
                    ethernet().ipv4(STRANGER, SERVER).icmp(8, 0, 1, i).payload(56));
        }
    }

    private static void amplifiedFlood(Wire wire) {
        Random random = new Random(4);
        for (int i = 0; i < 3000; i++) {
            wire.at(
                    i * 0.001,
                    ethernet()
                            .ipv4("198.51." + i % 5 + "." + i % 50, SERVER)
                            .udp(53, 1024 + random.nextInt(60_000))
                            .payload(1200));
        }
    }

    private static void ackFlood(Wire wire) {
        for (int i = 0; i < 20_000; i++) {
            wire.segment(i * 0.0002, STRANGER, 1024 + i, SERVER, 80, TcpFlags.ACK);
        }
    }

    /** Not so regular that a few calls are enough. */
    private static void beacon(Wire wire) {
        Random random = new Random(6);
        double at = 0;
        for (int i = 0; i < 60; i++) {
            at += 60 + 120 * random.nextDouble();
            wire.segment(at, HOST, 30_000 + i, OUTSIDE, 4444, TcpFlags.SYN);
            wire.watch.pass(50);
        }
    }

    private static void dnsBeacon(Wire wire) {
        for (int i = 0; i < 40; i++) {
            wire.at(i * 30, ethernet().ipv4(HOST, OUTSIDE).udp(30_000 + i, 53).payload(60));
            wire.at(
                    i * 30 + 0.01,
                    ethernet().ipv4(OUTSIDE, HOST).udp(53, 30_000 + i).payload(90));
            wire.watch.pass(10);
        }
    }

    private static void logins(Wire wire) {
        for (int i = 0; i < 40; i++) {
            wire.connection(i, STRANGER, 30_000 + i, SERVER, 22, 9);
            wire.watch.pass(0);
        }
        wire.watch.pass(20);
    }

    /** When it has been seen for a day what is usual. */
    private static void upload(Wire wire) {
        wire.connection(0, HOST, 30_000, OUTSIDE, 443, 1);
        wire.watch.pass(90_000);
        int sequence = 1;
        for (int i = 0; i < 2000; i++) {
            wire.at(
                    90_001 + i * 0.001,
                    ethernet()
                            .ipv4(HOST, OUTSIDE)
                            .tcp(30_001, 443)
                            .flags(TcpFlags.ACK)
                            .seq(sequence)
                            .payload(62_500));
            sequence += 62_500;
        }
        wire.segment(90_004, OUTSIDE, 443, HOST, 30_001, TcpFlags.RST);
        wire.watch.pass(20);
    }

    /** When it has been seen for a day who reaches whom. */
    private static void newHosts(Wire wire) {
        wire.connection(0, HOST, 30_000, SERVER, 22, 1);
        wire.watch.pass(90_000);
        for (int i = 0; i < 30; i++) {
            wire.connection(90_001 + i * 60, HOST, 30_001 + i, "10.0.7." + i, 22, 3);
            wire.watch.pass(0);
        }
    }

    /** Of addresses, so that names alone tell. */
    private static void longNames(Wire wire) {
        for (int i = 0; i < 400; i++) {
            String name = String.format("%048x.example.com", 0x5DEECE66DL * (i + 1));
            wire.at(i, ethernet().ipv4(HOST, SERVER).udp(30_000, 53).payload(DnsBytes.query(1, name)));
        }
    }

    private static void backscatter(Wire wire) {
        for (int i = 0; i < 40; i++) {
            wire.segment(i, OUTSIDE, 80, "10.0.0." + i, 1024 + i, SYN_ACK);
            wire.watch.pass(0);
        }
        wire.watch.pass(60);
    }

    private static void retries(Wire wire) {
        for (int i = 0; i < 1500; i++) {
            wire.segment(i * 2, HOST, 1024 + i, SERVER, 80, TcpFlags.SYN);
            wire.segment(i * 2 + 0.01, SERVER, 80, HOST, 1024 + i, RST_ACK);
            wire.watch.pass(0);
        }
    }

    /** Served 40 times a second for two minutes and a half, then not at all. */
    private static void deadService(Wire wire) {
        for (int i = 0; i < 8000; i++) {
            String client = "10.0.3." + i % 50;
            if (i < 6000) {
                wire.connection(i * 0.025, client, 1024 + i, SERVER, 443, 0);
            } else {
                wire.segment(i * 0.025, client, 1024 + i, SERVER, 443, TcpFlags.SYN);
            }
        }
    }

    private static void longConnection(Wire wire) {
        wire.segment(0, HOST, 30_000, OUTSIDE, 5000, TcpFlags.SYN);
        wire.segment(0.1, OUTSIDE, 5000, HOST, 30_000, SYN_ACK);
        Random random = new Random(5);
        for (double at = 1; at < 5000; at += 200 * random.nextDouble()) {
            wire.at(
                    at,
                    ethernet()
                            .ipv4(HOST, OUTSIDE)
                            .tcp(30_000, 5000)
                            .flags(TcpFlags.ACK)
                            .payload(9));
            wire.watch.pass(0);
        }
        wire.watch.pass(600);
    }

    private static void manyScanners(Wire wire) {
        for (int source = 0; source < 60; source++) {
            for (int port = 1; port <= 5; port++) {
                wire.refused(0.0025 * (source * 5 + port), "203.0." + source + ".9", "10.0.4." + source, port);
            }
        }
        wire.watch.pass(3);
    }

    @TestFactory
    Stream<DynamicTest> everyAlertSaysWhatCrossedWhich() {
        return ALL.stream().map(each -> DynamicTest.dynamicTest(each.type.label(), () -> holds(each)));
    }

    private static void holds(Expected expected) {
        Wire wire = new Wire();
        expected.traffic.accept(wire);
        List<Alert> told = wire.watch.end().stream()
                .filter(alert -> alert.type() == expected.type)
                .toList();
        assertThat(told).as("%s is not told", expected.type).isNotEmpty();
        Evidence opened = told.get(0).evidence();
        assertThat(opened.threshold()).isCloseTo(expected.threshold, Offset.offset(0.001));
        assertThat(opened.score()).isBetween(expected.score, 2.5 * expected.score);
        assertThat((double) opened.hosts()).isCloseTo((double) expected.hosts, ESTIMATED);
        assertThat((double) opened.ports()).isCloseTo((double) expected.ports, ESTIMATED);
        double most = 0;
        for (Alert alert : told) {
            Evidence evidence = alert.evidence();
            assertThat(evidence.score()).as("%s", alert).isGreaterThanOrEqualTo(evidence.threshold());
            if (!expected.type.category().equals("beacon")) {
                assertThat(evidence.score()).as("%s", alert).isGreaterThanOrEqualTo(most);
            }
            most = evidence.score();
        }
    }

    /** What comes with a new type: traffic that raises it, and its figures. */
    @Test
    void everyTypeIsHere() {
        Set<AlertType> tested = EnumSet.noneOf(AlertType.class);
        ALL.forEach(each -> tested.add(each.type));
        Set<AlertType> ofTraffic = EnumSet.allOf(AlertType.class);
        ofTraffic.removeIf(type -> type.category().equals("health") && type != AlertType.ALERTS_SUPPRESSED);
        assertThat(tested).isEqualTo(ofTraffic);
        assertThat(Arrays.stream(AlertType.values()).map(AlertType::code)).doesNotHaveDuplicates();
    }
}
