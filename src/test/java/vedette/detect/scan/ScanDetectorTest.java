package vedette.detect.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static vedette.decode.PacketBuilder.ethernet;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import vedette.decode.PacketBuilder;
import vedette.detect.Alert;
import vedette.detect.AlertState;
import vedette.detect.AlertType;
import vedette.detect.Level;
import vedette.detect.Watch;
import vedette.net.TcpFlags;

/** Whom the sensor calls a scanner, and whom not. */
class ScanDetectorTest {
    private static final String STRANGER = "203.0.113.9";
    private static final String HOST = "10.0.0.5";
    private static final String SERVER = "10.0.1.1";

    private static Alert only(List<Alert> opened) {
        assertThat(opened).as("opened: %s", opened).hasSize(1);
        return opened.get(0);
    }

    private static Alert last(List<Alert> published) {
        return published.get(published.size() - 1);
    }

    private static int contacts(Alert alert) {
        return ((Number) alert.evidence().values().get("contacts_at_detection")).intValue();
    }

    @Test
    void strangerIsFoundAtFiveRefusals() {
        Traffic traffic = new Traffic();
        for (int port = 1; port <= 100; port++) {
            traffic.refused(port * 0.01, STRANGER, SERVER, port);
        }
        List<Alert> published = traffic.watched();
        Alert alert = only(Watch.opened(published));
        assertThat(alert.type()).isEqualTo(AlertType.SCAN_VERTICAL);
        assertThat(alert.level()).isEqualTo(Level.LOW);
        assertThat(contacts(alert)).isEqualTo(5);
        assertThat(alert.subject().source()).hasToString(STRANGER);
        assertThat(alert.subject().destination()).hasToString(SERVER);
        Alert closed = last(published);
        assertThat(closed.state()).isEqualTo(AlertState.CLOSE);
        assertThat(closed.count()).isEqualTo(100);
        assertThat(closed.message()).isEqualTo("tried 100 TCP ports of 10.0.1.1: 100 refused");
        assertThat(closed.technique()).isEqualTo("T1046");
    }

    @Test
    void localHostIsFoundAtSevenAtHomeAndNineOutside() {
        Traffic home = new Traffic();
        Traffic outside = new Traffic();
        for (int i = 1; i <= 30; i++) {
            home.silent(i, HOST, "10.0.2." + i, 445);
            outside.silent(i, HOST, "198.51.100." + i, 445);
        }
        Alert atHome = only(home.opened());
        assertThat(contacts(atHome)).isEqualTo(7);
        assertThat(atHome.type()).isEqualTo(AlertType.SCAN_HORIZONTAL);
        assertThat(atHome.level()).isEqualTo(Level.MEDIUM);
        assertThat(atHome.subject().destinationPort()).isEqualTo(445);
        assertThat(contacts(only(outside.opened()))).isEqualTo(9);
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 60, 300, 1500})
    void slowScanIsFound(int gapSeconds) {
        Traffic traffic = new Traffic();
        for (int i = 0; i < 40; i++) {
            traffic.refused((double) i * gapSeconds, STRANGER, SERVER, 1 + i);
        }
        List<Alert> opened = traffic.opened();
        assertThat(opened).hasSizeBetween(1, gapSeconds < 900 ? 1 : 4);
        assertThat(contacts(opened.get(0))).isLessThanOrEqualTo(6);
    }

    @Test
    void scanOfManyPortsOfManyHostsIsABlock() {
        Traffic traffic = new Traffic();
        for (int i = 0; i < 400; i++) {
            traffic.refused(i * 0.01, STRANGER, "10.0.1." + (1 + i % 20), 1 + i / 20 + i % 20);
        }
        Alert closed = last(traffic.watched());
        assertThat(closed.type()).isEqualTo(AlertType.SCAN_BLOCK);
        assertThat(closed.evidence().values()).containsEntry("class", "block");
    }

    @Test
    void scanThatTurnsFromOneHostToManyIsToldAnew() {
        Traffic traffic = new Traffic();
        for (int i = 0; i < 400; i++) {
            traffic.refused(i * 0.1, STRANGER, "10.0.1." + (1 + i / 20), 1 + i % 20);
        }
        List<Alert> published = traffic.watched();
        assertThat(Watch.opened(published).get(0).type()).isEqualTo(AlertType.SCAN_VERTICAL);
        assertThat(last(published).type()).isEqualTo(AlertType.SCAN_BLOCK);
        assertThat(Watch.opened(published)).hasSize(2);
        Alert closed = published.stream()
                .filter(alert -> alert.state() == AlertState.CLOSE)
                .findFirst()
                .orElseThrow();
        assertThat(closed.type()).isEqualTo(AlertType.SCAN_VERTICAL);
        assertThat(closed.message()).endsWith("; goes on as scan.block");
    }

    @Test
    void scanIsToldWithTheTimesOfItsPacketsNotOfItsVerdicts() {
        Traffic traffic = new Traffic();
        for (int i = 0; i < 20; i++) {
            traffic.silent(100 + i * 0.1, STRANGER, SERVER, 1 + i);
        }
        Alert closed = last(traffic.watched());
        assertThat(closed.firstNs()).isEqualTo(Watch.timeNs(100));
        assertThat(closed.lastNs()).isEqualTo(Watch.timeNs(101.9));
    }

    /** It goes on with what it is there for, so it is never quiet itself. */
    @Test
    void scanOfAHostThatGoesOnWithItsWorkIsClosedWithItsLastFigures() {
        Traffic traffic = new Traffic();
        for (int i = 0; i < 26; i++) {
            traffic.refused(i * 0.1, HOST, SERVER, 100 + i);
        }
        for (int i = 0; i < 40; i++) {
            traffic.served(30 + i * 60, HOST, "198.51.100." + (1 + i), 443);
        }
        List<Alert> published = traffic.watched();
        assertThat(published).extracting(Alert::state).containsExactly(AlertState.OPEN, AlertState.CLOSE);
        Alert closed = last(published);
        assertThat(closed.count()).isEqualTo(26);
        assertThat(closed.message()).isEqualTo("tried 26 TCP ports of 10.0.1.1: 26 refused");
        assertThat(closed.evidence().values()).containsEntry("refused", 26L);
        assertThat(closed.publishedNs()).isBetween(Watch.timeNs(900), Watch.timeNs(970));
    }

    @Test
    void hostWithMostPortsOpenIsFoundToBeScannedByTheRate() {
        Traffic traffic = new Traffic();
        for (int port = 1; port <= 40; port++) {
            traffic.opened(port, STRANGER, SERVER, port);
        }
        Alert alert = only(traffic.opened());
        assertThat(contacts(alert)).isEqualTo(15);
        assertThat(alert.evidence().values()).containsKey("open_ports");
    }

    @Test
    void portOpenOnMostHostsIsFoundToBeSweptByTheRate() {
        Traffic traffic = new Traffic();
        for (int i = 1; i <= 60; i++) {
            traffic.opened(i * 0.5, STRANGER, "10.0.1." + i, 22);
        }
        Alert alert = only(traffic.opened());
        assertThat(contacts(alert)).isEqualTo(25);
        assertThat(alert.type()).isEqualTo(AlertType.SCAN_HORIZONTAL);
    }

    @Test
    void fiveSensitivePortsOfOneHostAreEnough() {
        Traffic traffic = new Traffic();
        int[] ports = {22, 135, 445, 3389, 5985};
        for (int i = 0; i < ports.length; i++) {
            if (i < 3) {
                traffic.refused(i * 20.0, HOST, SERVER, ports[i]);
            } else {
                traffic.opened(i * 20.0, HOST, SERVER, ports[i]);
            }
        }
        assertThat(contacts(only(traffic.opened()))).isEqualTo(5);
    }

    @Test
    void oneTargetTriedAgainAndAgainIsNoScan() {
        Traffic traffic = new Traffic();
        for (int i = 0; i < 16_000; i++) {
            traffic.refused(i * 0.05, STRANGER, SERVER, 30_003);
        }
        assertThat(traffic.opened()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "0, 3, NULL",
        "41, 3, XMAS",
        "3, 3, contradictory",
        "6, 3, contradictory",
        "40, 3, contradictory",
        "8, 3, contradictory",
        "9, 3, contradictory",
        "1, 8, FIN",
        "17, 10, FIN-ACK",
        "25, 10, FIN-ACK",
        "16, 15, ACK",
        "24, 15, ACK",
        "48, 15, ACK"
    })
    void stealthScanIsFoundByItsFlags(int flags, int atContact, String kind) {
        Traffic traffic = new Traffic();
        for (int port = 1; port <= 50; port++) {
            traffic.probed(port * 0.1, STRANGER, SERVER, port, flags);
        }
        Alert alert = only(traffic.opened());
        assertThat(alert.type()).isEqualTo(AlertType.SCAN_STEALTH);
        assertThat(contacts(alert)).isEqualTo(atContact);
        assertThat(alert.evidence().values()).containsEntry("kinds", List.of(kind));
    }

    /** {@code nmap -T0} waits for five minutes. */
    @ParameterizedTest
    @CsvSource({"0, 3", "41, 3", "1, 8"})
    void stealthScanThatPausesForFiveMinutesIsFound(int flags, int atContact) {
        Traffic traffic = new Traffic();
        for (int port = 1; port <= 20; port++) {
            traffic.probed(port * 301, STRANGER, SERVER, port, flags);
        }
        Alert alert = traffic.opened().get(0);
        assertThat(alert.type()).isEqualTo(AlertType.SCAN_STEALTH);
        assertThat(contacts(alert)).isEqualTo(atContact);
    }

    /** {@code nmap -sN --data-length 24}. */
    @ParameterizedTest
    @ValueSource(ints = {0, 41, 40})
    void stealthScanWithPayloadIsFoundToo(int flags) {
        Traffic traffic = new Traffic();
        for (int port = 1; port <= 10; port++) {
            PacketBuilder segment =
                    ethernet().ipv4(STRANGER, SERVER).tcp(40_000, port).flags(flags);
            traffic.packet(port * 0.1, segment.payload(24));
        }
        assertThat(contacts(only(traffic.opened()))).isEqualTo(3);
    }

    /** {@code nmap -g 53}: firewalls let pass what looks like an answer. */
    @ParameterizedTest
    @CsvSource({"0, 3, 2000", "41, 3, 2000", "1, 8, 2000", "17, 10, 100", "16, 15, 100"})
    void stealthScanFromTheWellKnownPortOfAServiceIsFoundToo(int flags, int atContact, int firstPort) {
        Traffic traffic = new Traffic();
        for (int port = firstPort; port < firstPort + 50; port++) {
            traffic.probed(100 + (port - firstPort) * 0.1, STRANGER, 53, SERVER, port, flags);
        }
        Alert alert = only(traffic.opened());
        assertThat(alert.type()).isEqualTo(AlertType.SCAN_STEALTH);
        assertThat(alert.subject().source()).hasToString(STRANGER);
        assertThat(alert.subject().destination()).hasToString(SERVER);
        assertThat(contacts(alert)).isEqualTo(atContact);
    }

    /** As nmap does: a port of each host, then the next port. */
    @ParameterizedTest
    @CsvSource({
        "0, 3, 10.0.1.",
        "41, 3, 10.0.1.",
        "1, 3, 10.0.1.",
        "17, 3, 10.0.1.",
        "16, 3, 10.0.1.",
        "0, 3, 198.51.100.",
        "41, 3, 198.51.100.",
        "1, 3, 198.51.100.",
        "17, 3, 198.51.100.",
        "16, 3, 198.51.100.",
        "1, 8, 198.51.100.",
        "17, 8, 198.51.100.",
        "16, 8, 198.51.100.",
        "1, 20, 198.51.100.",
        "17, 20, 198.51.100.",
        "16, 20, 198.51.100.",
    })
    void stealthScanOfSeveralHostsInTurnIsFound(int flags, int hosts, String network) {
        Traffic traffic = new Traffic();
        for (int i = 0; i < hosts * 20; i++) {
            traffic.probed(70 + i * 0.05, STRANGER, 40_000, network + (1 + i % hosts), 1 + i / hosts, flags);
        }
        Alert alert = only(traffic.opened());
        assertThat(alert.type()).isEqualTo(AlertType.SCAN_STEALTH);
        assertThat(alert.subject().source()).hasToString(STRANGER);
    }

    @ParameterizedTest
    @CsvSource({"16, 0", "16, 100", "17, 0", "1, 100"})
    void stealthScanOfAFirewallThatAnswersNothingIsFound(int flags, double from) {
        Traffic traffic = new Traffic();
        traffic.served(0, HOST, SERVER, 80);
        for (int i = 0; i < 120; i++) {
            traffic.packet(
                    from + i * 0.1,
                    ethernet()
                            .ipv4(STRANGER, "10.0.1." + (1 + i % 3))
                            .tcp(61_000, 1 + i / 3)
                            .flags(flags)
                            .seq(5)
                            .ack(6));
        }
        assertThat(only(traffic.opened()).type()).isEqualTo(AlertType.SCAN_STEALTH);
    }

    @Test
    void burstIsCountedWholeAcrossTheBorderOfAMinute() {
        Traffic traffic = new Traffic();
        traffic.opened(0, STRANGER, SERVER, 1000);
        for (int i = 0; i < 28; i++) {
            traffic.opened(50 + i * 0.7, STRANGER, SERVER, 1001 + i);
        }
        assertThat(contacts(only(traffic.opened()))).isEqualTo(16);
    }

    /** A firewall has forgotten what it let pass: whatever hosts still send is refused. */
    @Test
    void connectionsThatAFirewallHasForgottenAreNoStealthScan() {
        Traffic traffic = new Traffic();
        for (int i = 0; i < 60; i++) {
            String server = "10.0.1." + (1 + i % 3);
            int from = 30_000 + i;
            traffic.served(i * 0.1, HOST, from, server, 8000 + i / 3);
            traffic.probed(1000 + i * 0.1, HOST, from, server, 8000 + i / 3, TcpFlags.ACK);
        }
        assertThat(traffic.opened()).isEmpty();
    }

    /** A service that listens above its clients' ports lets go of what they have forgotten. */
    @Test
    void connectionsThatAClientHasForgottenAreNoStealthScan() {
        Traffic traffic = new Traffic();
        for (int i = 0; i < 60; i++) {
            traffic.served(i * 0.1, HOST, 20_000 + i, SERVER, 50_051);
            int flags = i % 2 == 0 ? TcpFlags.ACK : TcpFlags.ACK | TcpFlags.FIN;
            traffic.probed(1000 + i * 0.1, SERVER, 50_051, HOST, 20_000 + i, flags);
        }
        assertThat(traffic.opened()).isEmpty();
    }

    /** The sensor has just begun: it has seen none of the connections, and sees one side of each. */
    @ParameterizedTest
    @ValueSource(strings = {"10.0.1.", "198.51.100."})
    void connectionsMetMidwayAreNoStealthScan(String network) {
        Traffic traffic = new Traffic();
        int[] ports = {445, 443, 993};
        for (int i = 0; i < 150; i++) {
            traffic.packet(
                    i * 0.05,
                    ethernet()
                            .ipv4(HOST, network + (1 + i / 3))
                            .tcp(30_000 + i, ports[i % 3])
                            .flags(TcpFlags.ACK)
                            .seq(5)
                            .ack(100 + i));
        }
        assertThat(traffic.opened()).isEmpty();
    }

    /** Somebody sends segments in this site's name, and those who get them refuse. */
    @Test
    void refusalsOfWhatWasSentInAnothersNameAreNoStealthScan() {
        Traffic traffic = new Traffic();
        for (int i = 0; i < 300; i++) {
            traffic.packet(
                    70 + i * 0.1,
                    ethernet()
                            .ipv4("198.51.100." + (1 + i % 3), HOST)
                            .tcp(1 + i / 3, 1000 + i)
                            .flags(i % 2 == 0 ? TcpFlags.RST : TcpFlags.RST | TcpFlags.ACK)
                            .seq(5)
                            .ack(6));
        }
        assertThat(traffic.opened()).isEmpty();
    }

    @Test
    void datagramScanFromTheWellKnownPortOfAServiceIsFoundToo() {
        Traffic traffic = new Traffic();
        for (int port = 20_000; port < 20_060; port++) {
            traffic.packet(
                    (port - 20_000) * 0.5, ethernet().ipv4(STRANGER, SERVER).udp(53, port));
        }
        Alert alert = only(traffic.opened());
        assertThat(alert.type()).isEqualTo(AlertType.SCAN_UDP);
        assertThat(alert.subject().source()).hasToString(STRANGER);
    }

    @Test
    void answersOfAServiceThatComeLateAreNoScan() {
        Traffic traffic = new Traffic();
        for (int i = 0; i < 200; i++) {
            int port = 40_000 + i;
            traffic.datagram(i, HOST, port, STRANGER, 53).datagram(i + 90, STRANGER, 53, HOST, port);
            traffic.probed(100 + i, STRANGER, 443, HOST, port, i % 2 == 0 ? TcpFlags.ACK : TcpFlags.ACK | TcpFlags.FIN);
        }
        assertThat(traffic.opened()).isEmpty();
    }

    @Test
    void connectionsCutOffInTheirSleepAreNoStealthScan() {
        Traffic traffic = new Traffic();
        for (int i = 1; i <= 60; i++) {
            traffic.probed(
                    100 + i * 0.1,
                    HOST,
                    "198.51.100." + i,
                    443,
                    i % 2 == 0 ? TcpFlags.ACK : TcpFlags.ACK | TcpFlags.FIN);
        }
        assertThat(traffic.opened()).isEmpty();
    }

    @Test
    void answersToSomebodyElseAreNoScan() {
        Traffic traffic = new Traffic();
        for (int i = 0; i < 500; i++) {
            String target = "10.0." + i / 250 + "." + (1 + i % 250);
            int flags = i % 3 == 0 ? TcpFlags.RST | TcpFlags.ACK : TcpFlags.SYN | TcpFlags.ACK;
            traffic.packet(
                    i * 0.1,
                    ethernet()
                            .ipv4("202.229.120.98", target)
                            .tcp(80, 2000 + i)
                            .flags(flags)
                            .ack(1));
        }
        assertThat(traffic.opened()).isEmpty();
    }

    @Test
    void portsThatAreUnreachableMakeADatagramScan() {
        Traffic traffic = new Traffic();
        for (int port = 1; port <= 60; port++) {
            traffic.unreachable(port * 0.2, STRANGER, 40_000, SERVER, port);
        }
        Alert alert = only(traffic.opened());
        assertThat(alert.type()).isEqualTo(AlertType.SCAN_UDP);
        assertThat(contacts(alert)).isEqualTo(10);
    }

    @Test
    void filteredHostIsFoundToBeScannedByDatagrams() {
        Traffic traffic = new Traffic();
        for (int port = 1; port <= 60; port++) {
            traffic.datagram(port * 0.5, STRANGER, 40_000, SERVER, port);
        }
        assertThat(only(traffic.opened()).type()).isEqualTo(AlertType.SCAN_UDP);
    }

    /** Of a host that does not answer: as far as traceroute goes. */
    @Test
    void tracerouteIsNoScan() {
        Traffic traffic = new Traffic();
        for (int hop = 0; hop < 90; hop++) {
            traffic.packet(
                    hop * 0.1,
                    ethernet()
                            .ipv4(HOST, "198.51.100.1")
                            .ttl(1 + hop / 3)
                            .udp(40_000, 33_434 + hop)
                            .payload(32));
        }
        assertThat(traffic.opened()).isEmpty();
    }

    @Test
    void sctpInitIsAProbe() {
        Traffic traffic = new Traffic();
        byte[] init = new byte[20];
        init[0] = 1;
        init[3] = 20;
        for (int port = 1; port <= 20; port++) {
            traffic.packet(
                    port,
                    ethernet().ipv4(STRANGER, SERVER).sctp(40_000, port, 0).payload(init));
        }
        Alert alert = only(traffic.opened());
        assertThat(alert.type()).isEqualTo(AlertType.SCAN_VERTICAL);
        assertThat(alert.message()).contains("SCTP ports");
    }

    @Test
    void strangersOfOneIpv6SubnetAreOneSource() {
        Traffic traffic = new Traffic();
        for (int i = 1; i <= 30; i++) {
            traffic.silent(i, "2001:db8:1:2::" + i, "fd00::1", i);
        }
        Alert alert = only(traffic.opened());
        assertThat(alert.subject().source()).hasToString("2001:db8:1:2::/64");
        assertThat(contacts(alert)).isEqualTo(5);
    }

    /** What its neighbors reach does not speak for it, and it is a host of this site. */
    @Test
    void scannerOnALinkIsFoundBesideItsNeighbors() {
        Traffic traffic = new Traffic();
        for (int i = 0; i < 60; i++) {
            traffic.refused(i * 5, "fe80::66", "fe80::1", 100 + i);
            traffic.served(i * 5 + 1, "fe80::1:" + i % 7, "fe80::2:" + i, 445);
            traffic.served(i * 5 + 2, "fe80::1:" + i % 7, "fe80::2:" + i, 80);
        }
        Alert alert = only(traffic.opened());
        assertThat(alert.subject().source()).hasToString("fe80::66");
        assertThat(alert.level()).isEqualTo(Level.MEDIUM);
        assertThat(contacts(alert)).isEqualTo(7);
    }

    @Test
    void severalTechniquesOfOneSourceAreFewAlerts() {
        Traffic traffic = new Traffic();
        int[] flags = {TcpFlags.SYN, 0, TcpFlags.FIN, 41, TcpFlags.FIN | TcpFlags.ACK, TcpFlags.ACK};
        for (int way = 0; way < flags.length; way++) {
            for (int port = 1; port <= 200; port++) {
                traffic.probed(way * 60 + port * 0.2, HOST, SERVER, port, flags[way]);
            }
        }
        assertThat(traffic.opened()).hasSizeBetween(2, 3);
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "5, 2", "20, 3"})
    void scanIsFoundAndServiceIsNotBesideLoss(int percent, long seed) {
        Traffic traffic = new Traffic();
        Random random = new Random(seed);
        for (int i = 0; i < 3000; i++) {
            traffic.served(
                    i * 0.2, "10.0.0." + (1 + random.nextInt(50)), "198.51.100." + (1 + random.nextInt(200)), 443);
        }
        for (int i = 0; i < 100; i++) {
            traffic.refused(i * 3.0, STRANGER, SERVER, 1 + i);
            traffic.silent(i * 3.0, "203.0.113.10", "10.0.3." + (1 + i), 23);
        }
        assertThat(traffic.losing(percent, seed).opened())
                .as("seed %d", seed)
                .extracting(alert -> String.valueOf(alert.subject().source()))
                .containsExactlyInAnyOrder(STRANGER, "203.0.113.10");
    }

    @Test
    void scanIsFoundByItsOwnDirectionAlone() {
        Traffic traffic = new Traffic();
        Random random = new Random(5);
        for (int i = 0; i < 2000; i++) {
            traffic.served(
                    i * 0.3, "10.0.0." + (1 + random.nextInt(50)), "198.51.100." + (1 + random.nextInt(200)), 443);
            traffic.answered(
                    i * 0.3,
                    "10.0.0." + (1 + random.nextInt(50)),
                    30_000 + i,
                    "198.51.100." + (1 + random.nextInt(200)),
                    53);
        }
        for (int i = 0; i < 100; i++) {
            traffic.refused(300 + i, STRANGER, SERVER, 1 + i);
        }
        Alert alert = only(traffic.there().opened());
        assertThat(alert.subject().source()).hasToString(STRANGER);
        assertThat(contacts(alert)).isLessThanOrEqualTo(6);
    }

    @Test
    void answersAloneMakeNoScan() {
        Traffic traffic = new Traffic();
        Random random = new Random(6);
        for (int i = 0; i < 2000; i++) {
            traffic.served(
                    i * 0.3, "10.0.0." + (1 + random.nextInt(50)), "198.51.100." + (1 + random.nextInt(200)), 443);
            traffic.answered(
                    i * 0.3,
                    "10.0.0." + (1 + random.nextInt(50)),
                    30_000 + i,
                    "198.51.100." + (1 + random.nextInt(200)),
                    53);
        }
        assertThat(traffic.back().opened()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void hostWithFiveHundredPeersIsNoScanner(long seed) {
        Traffic traffic = new Traffic();
        Random random = new Random(seed);
        for (int i = 0; i < 500; i++) {
            double time = i * 20 + random.nextDouble();
            String peer = "198.51." + random.nextInt(256) + "." + (1 + random.nextInt(254));
            int port = 1024 + random.nextInt(60_000);
            if (random.nextInt(10) < 6) {
                traffic.served(time, HOST, peer, port);
            } else if (random.nextBoolean()) {
                traffic.silent(time, HOST, peer, port);
            } else {
                traffic.refused(time, HOST, peer, port);
            }
        }
        assertThat(traffic.opened()).as("seed %d", seed).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void hostWhosePeersAreMostlyGoneIsNoScanner(long seed) {
        Traffic traffic = new Traffic();
        Random random = new Random(seed);
        for (int i = 0; i < 1500; i++) {
            double time = i * 0.5 + random.nextDouble();
            String peer = "198.51." + random.nextInt(256) + "." + (1 + random.nextInt(254));
            int port = 1024 + random.nextInt(60_000);
            switch (random.nextInt(5)) {
                case 0 -> traffic.served(time, HOST, peer, port);
                case 1 -> traffic.silent(time, HOST, peer, port);
                case 2 -> traffic.answered(time, HOST, 6881, peer, port);
                default -> traffic.datagram(time, HOST, 6881, peer, port);
            }
        }
        assertThat(traffic.opened()).as("seed %d", seed).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void proxyIsNoScanner(long seed) {
        Traffic traffic = new Traffic();
        Random random = new Random(seed);
        for (int i = 0; i < 5000; i++) {
            double time = i * 10 + random.nextDouble();
            String server = "198.51." + random.nextInt(2) + "." + (1 + random.nextInt(250));
            if (random.nextInt(20) == 0) {
                traffic.silent(time, HOST, server, 443);
            } else {
                traffic.served(time, HOST, server, 443);
            }
        }
        assertThat(traffic.opened()).as("seed %d", seed).isEmpty();
    }

    @Test
    void clientsOfADeadServerAreNoScanners() {
        Traffic traffic = new Traffic();
        int[] ports = {53, 88, 135, 389, 445, 464, 636, 3268, 9389, 49_152, 49_153};
        for (int client = 1; client <= 40; client++) {
            for (int i = 0; i < ports.length; i++) {
                double time = client * 2 + i * 0.1;
                // Some of them come for the first time when the server is gone.
                if (client <= 20) {
                    traffic.served(time, "10.0.0." + client, SERVER, ports[i]);
                }
                traffic.silent(1000 + time, "10.0.0." + client, SERVER, ports[i]);
            }
        }
        assertThat(traffic.opened()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"fd00::5", "2001:db8:1::5"})
    void browserWithoutIpv6IsNoScanner(String browser) {
        Traffic traffic = new Traffic();
        for (int i = 1; i <= 120; i++) {
            traffic.silent(i * 4, browser, "2001:db8:5::" + i, 443);
            traffic.served(i * 4 + 0.3, HOST, "198.51.100." + i, 443);
        }
        assertThat(traffic.opened()).isEmpty();
    }

    @Test
    void scannerOfWebServersInIpv6IsFoundByItsRate() {
        Traffic traffic = new Traffic();
        for (int i = 1; i <= 120; i++) {
            traffic.silent(i * 0.2, "fd00::5", "2001:db8:5::" + i, 443);
        }
        assertThat(only(traffic.opened()).type()).isEqualTo(AlertType.SCAN_HORIZONTAL);
    }

    /** A telephone looks for its mail each day, on a server that is no more. */
    @Test
    void whoTriesTheSameFewPortsEachDayIsNoScanner() {
        Traffic traffic = new Traffic();
        for (int day = 0; day < 8; day++) {
            for (int port : new int[] {993, 995, 587}) {
                traffic.silent(day * 86_400 + port, STRANGER, SERVER, port);
            }
        }
        assertThat(traffic.opened()).isEmpty();
    }

    @Test
    void sameTrafficMakesTheSameAlerts() {
        List<String> first =
                someScans().watched().stream().map(ScanDetectorTest::line).toList();
        List<String> second =
                someScans().watched().stream().map(ScanDetectorTest::line).toList();
        assertThat(first).isNotEmpty().isEqualTo(second);
    }

    private static String line(Alert alert) {
        return alert.id()
                + alert.revision()
                + alert.state()
                + alert.publishedNs()
                + alert.message()
                + alert.evidence().values();
    }

    private static Traffic someScans() {
        Traffic traffic = new Traffic();
        Random random = new Random(9);
        for (int i = 0; i < 2000; i++) {
            traffic.refused(
                    i * 0.1, "203.0.113." + random.nextInt(20), "10.0.0." + random.nextInt(200), random.nextInt(1000));
        }
        return traffic;
    }
}
