package vedette.detect.flood;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vedette.decode.PacketBuilder;
import vedette.detect.Alert;
import vedette.detect.AlertState;
import vedette.detect.AlertType;
import vedette.detect.DetectConfig;
import vedette.detect.Watch;
import vedette.net.TcpFlags;

/** Made traffic, and what the flood detectors say of it. */
class FloodBehaviourTest {
    private static final String SERVER = "192.168.7.10";
    private static final int SYN_ACK = TcpFlags.SYN | TcpFlags.ACK;
    private static final int PSH_ACK = TcpFlags.PSH | TcpFlags.ACK;

    private record Frame(double seconds, PacketBuilder bytes) {}

    /** Frames in any order, told in the order of their times. */
    private static final class Traffic {
        final Random random;
        final List<Frame> frames = new ArrayList<>();
        private int ports;

        Traffic(long seed) {
            random = new Random(seed);
        }

        void tcp(double at, String from, int fromPort, String to, int port, int flags, int sequence) {
            frames.add(new Frame(
                    at,
                    PacketBuilder.ethernet()
                            .ipv4(from, to)
                            .tcp(fromPort, port)
                            .flags(flags)
                            .seq(sequence)));
        }

        void udp(double at, String from, int fromPort, String to, int port, int octets) {
            frames.add(new Frame(
                    at,
                    PacketBuilder.ethernet().ipv4(from, to).udp(fromPort, port).payload(octets)));
        }

        int nextPort() {
            return 1024 + ports++ % 60_000;
        }

        /** A client's connection: handshake, a request, a reset. */
        void connection(double at, double rtt, boolean answersSeen, String server) {
            String client = "198.51." + random.nextInt(256) + "." + random.nextInt(256);
            connection(at, rtt, answersSeen, server, client);
        }

        void connection(double at, double rtt, boolean answersSeen, String server, String client) {
            int port = nextPort();
            int sequence = random.nextInt();
            tcp(at, client, port, server, 443, TcpFlags.SYN, sequence);
            if (answersSeen) {
                tcp(at + rtt / 2, server, 443, client, port, SYN_ACK, 7);
            }
            tcp(at + rtt, client, port, server, 443, TcpFlags.ACK, sequence + 1);
            frames.add(new Frame(
                    at + rtt + 0.001,
                    PacketBuilder.ethernet()
                            .ipv4(client, server)
                            .tcp(port, 443)
                            .flags(PSH_ACK)
                            .seq(sequence + 1)
                            .payload(20)));
            tcp(at + rtt + 0.1, client, port, server, 443, TcpFlags.RST, sequence + 21);
        }

        /** Poisson arrivals. */
        void clients(double from, double to, double perSecond, double rtt, boolean answersSeen) {
            double at = from;
            while ((at += -Math.log(1 - random.nextDouble()) / perSecond) < to) {
                connection(at, rtt, answersSeen, SERVER);
            }
        }

        void unanswered(double from, double to, double perSecond, int port) {
            double at = from;
            while ((at += -Math.log(1 - random.nextDouble()) / perSecond) < to) {
                syn(at, address(), SERVER, port);
            }
        }

        String address() {
            return (1 + random.nextInt(220)) + "." + random.nextInt(256) + "." + random.nextInt(256) + "."
                    + random.nextInt(256);
        }

        void syn(double at, String from, String to, int port) {
            tcp(at, from, nextPort(), to, port, TcpFlags.SYN, random.nextInt());
        }

        void refused(double at, String from, int to) {
            int port = nextPort();
            tcp(at, from, port, SERVER, to, TcpFlags.SYN, 1);
            tcp(at + 0.001, SERVER, to, from, port, TcpFlags.RST | TcpFlags.ACK, 0);
        }

        List<Alert> told() {
            frames.sort(Comparator.comparingDouble(Frame::seconds));
            Watch watch = new Watch(DetectConfig.DEFAULT.only("syn-flood", "flood"));
            frames.forEach(frame -> watch.at(frame.seconds(), frame.bytes()));
            return watch.end();
        }

        List<Alert> opened() {
            return Watch.opened(told());
        }
    }

    private static double delay(Alert alert, double startSeconds) {
        return (alert.detectedNs() - Watch.timeNs(startSeconds)) / 1e9;
    }

    @ParameterizedTest
    @ValueSource(doubles = {1, 2, 20})
    void aSpoofedFloodIsFoundWithinTwoSecondsHoweverShort(double seconds) {
        for (double phase : new double[] {0.05, 0.3, 0.55, 0.8}) {
            Traffic traffic = new Traffic(1);
            traffic.unanswered(phase, phase + seconds, 1500, 80);
            List<Alert> opened = traffic.opened();
            assertThat(opened).as("phase %s", phase).hasSize(1);
            assertThat(opened.get(0).type()).isEqualTo(AlertType.FLOOD_SYN);
            assertThat(delay(opened.get(0), phase)).as("phase %s", phase).isLessThan(2);
            assertThat(opened.get(0).evidence().values()).containsEntry("spoofed", "random");
            assertThat(opened.get(0).subject().destinationPort()).isEqualTo(80);
        }
    }

    @Test
    void aFloodThatIsAnsweredAndResetByItsRealSenderIsFound() {
        Traffic traffic = new Traffic(2);
        for (int i = 0; i < 1300; i++) {
            double at = 0.1 + i / 650.0;
            int port = traffic.nextPort();
            traffic.tcp(at, "203.0.113.9", port, SERVER, 80, TcpFlags.SYN, i);
            traffic.tcp(at + 0.001, SERVER, 80, "203.0.113.9", port, SYN_ACK, 9);
            traffic.tcp(at + 0.002, "203.0.113.9", port, SERVER, 80, TcpFlags.RST, i + 1);
        }
        List<Alert> told = traffic.told();
        Alert open = Watch.opened(told).get(0);
        assertThat(Watch.opened(told)).hasSize(1);
        assertThat(delay(open, 0.1)).isLessThan(2);
        assertThat(String.valueOf(open.subject().source())).isEqualTo("203.0.113.9");
        assertThat(open.evidence().values()).containsEntry("spoofed", "none");
        Alert close = told.get(told.size() - 1);
        assertThat(close.state()).isEqualTo(AlertState.CLOSE);
        assertThat(close.count()).isBetween(1290L, 1300L);
        assertThat((Long) close.evidence().values().get("given_up")).isGreaterThan(1200L);
    }

    @Test
    void aFloodFromOnePortWithANewSequenceNumberEachTimeIsFound() {
        Traffic traffic = new Traffic(3);
        for (int i = 0; i < 1500; i++) {
            traffic.tcp(0.1 + i / 1000.0, "203.0.113.9", 5000, SERVER, 80, TcpFlags.SYN, 1000 * i);
        }
        assertThat(traffic.opened()).extracting(Alert::type).containsExactly(AlertType.FLOOD_SYN);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.02, 0.2, 0.35})
    void aCrowdThatComesAtOnceToAnUnknownServerIsNoFlood(double rtt) {
        Traffic traffic = new Traffic(4);
        traffic.clients(0, 5, 2000, rtt, true);
        assertThat(traffic.opened()).isEmpty();
    }

    @Test
    void aFlashCrowdOfTenTimesTheUsualIsNoFlood() {
        Traffic traffic = new Traffic(5);
        traffic.clients(0, 140, 60, 0.08, true);
        traffic.clients(130, 140, 600, 0.08, true);
        assertThat(traffic.opened()).isEmpty();
    }

    @Test
    void whereAnswersAreNotSeenClientsAreNoFlood() {
        Traffic traffic = new Traffic(6);
        traffic.clients(0, 130, 100, 0.08, false);
        traffic.clients(125, 130, 900, 0.08, false);
        assertThat(traffic.opened()).isEmpty();
    }

    @Test
    void aFloodBesideUsualTrafficIsFoundAtOnce() {
        Traffic traffic = new Traffic(7);
        traffic.clients(0, 135, 50, 0.05, true);
        traffic.unanswered(130.4, 135, 300, 443);
        List<Alert> opened = traffic.opened();
        assertThat(opened).extracting(Alert::type).containsExactly(AlertType.FLOOD_SYN);
        assertThat(delay(opened.get(0), 130.4)).isLessThan(2.2);
        assertThat(opened.get(0).evidence().values()).containsEntry("rule", "cusum");
    }

    /** As of a message broker: connections last for hours, and when it is gone, all come back at once, and again each second. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void clientsThatAreReleasedByADeadServerAndTryAgainAreNoFlood(boolean isRefused) {
        Traffic traffic = new Traffic(21);
        broker(traffic, 150, isRefused);
        for (int client = 1; client <= 200; client++) {
            traffic.connection(165 + client / 150.0, 0.02, true, SERVER, "192.168.9." + client);
        }
        assertThat(traffic.opened()).extracting(Alert::type).containsExactly(AlertType.SERVICE_UNRESPONSIVE);
    }

    @Test
    void strangersThatFloodADeadServerAreAFloodBesideItsClients() {
        Traffic traffic = new Traffic(22);
        broker(traffic, 150, false);
        traffic.unanswered(155, 160, 2000, 443);
        assertThat(traffic.opened()).extracting(Alert::type).contains(AlertType.FLOOD_SYN);
    }

    @Test
    void aClientThatTriesFarTooOftenFloods() {
        Traffic traffic = new Traffic(23);
        traffic.clients(0, 150, 5, 0.02, true);
        traffic.connection(10, 0.02, true, SERVER, "192.168.9.1");
        for (int i = 0; i < 4000; i++) {
            traffic.refused(150 + i / 800.0, "192.168.9.1", 443);
        }
        assertThat(traffic.opened()).extracting(Alert::type).containsExactly(AlertType.FLOOD_SYN);
    }

    /** {@code nmap -D}: each port is tried in eleven names. */
    @Test
    void aScanWithDecoysIsNoFlood() {
        Traffic traffic = new Traffic(24);
        for (int i = 0; i < 11_000; i++) {
            double at = 5 + i / 11 * 0.01 + i % 11 * 0.0005;
            traffic.refused(at, "203.0.113." + (1 + i % 11), 1 + i / 11);
        }
        assertThat(traffic.opened()).isEmpty();
    }

    /** 200 clients connect, one after the other, are served until then, and try again for 15 s. */
    private static void broker(Traffic traffic, double until, boolean isRefused) {
        for (int client = 1; client <= 200; client++) {
            String address = "192.168.9." + client;
            int port = traffic.nextPort();
            double at = client * 0.6;
            traffic.tcp(at, address, port, SERVER, 443, TcpFlags.SYN, 1);
            traffic.tcp(at + 0.01, SERVER, 443, address, port, SYN_ACK, 7);
            traffic.tcp(at + 0.02, address, port, SERVER, 443, TcpFlags.ACK, 2);
            traffic.tcp(until, SERVER, 443, address, port, TcpFlags.RST, 8);
            for (double again = until + traffic.random.nextDouble(); again < until + 15; again += 1) {
                if (isRefused) {
                    traffic.refused(again, address, 443);
                } else {
                    traffic.syn(again, address, SERVER, 443);
                }
            }
        }
    }

    /** Longer than it takes to know what is usual, which an attack is not. */
    @Test
    void aLongFloodOfAHostNotSeenBeforeIsOneAlertUntilItEnds() {
        Traffic traffic = new Traffic(21);
        traffic.unanswered(0.1, 300, 400, 80);
        traffic.clients(300, 360, 2, 0.05, true);
        List<Alert> told = traffic.told();
        assertThat(Watch.opened(told)).extracting(Alert::type).containsExactly(AlertType.FLOOD_SYN);
        Alert close = told.get(told.size() - 1);
        assertThat(close.state()).isEqualTo(AlertState.CLOSE);
        assertThat((close.publishedNs() - Watch.timeNs(300)) / 1e9).isBetween(29.0, 33.0);
    }

    @Test
    void aFloodThatWasThereFirstIsOverWhenOnlyUsualTrafficIsLeft() {
        Traffic traffic = new Traffic(22);
        traffic.clients(0, 200, 100, 0.05, true);
        traffic.unanswered(0.1, 40, 1500, 443);
        List<Alert> told = traffic.told();
        assertThat(Watch.opened(told)).extracting(Alert::type).containsExactly(AlertType.FLOOD_SYN);
        Alert close = told.get(told.size() - 1);
        assertThat((close.publishedNs() - Watch.timeNs(40)) / 1e9).isBetween(29.0, 33.0);
    }

    @Test
    void aServerThatDiesIsToldOnceAndNotAsAFlood() {
        Traffic traffic = new Traffic(8);
        traffic.clients(0, 130, 100, 0.05, true);
        traffic.unanswered(130, 180, 100, 443);
        List<Alert> opened = traffic.opened();
        assertThat(opened).extracting(Alert::type).containsExactly(AlertType.SERVICE_UNRESPONSIVE);
        assertThat(opened.get(0).subject().destinationPort()).isEqualTo(443);
        assertThat(delay(opened.get(0), 130)).isLessThan(20);
    }

    @Test
    void aFloodSpreadOverAPrefixIsOneAlertOfThePrefix() {
        Traffic traffic = new Traffic(9);
        for (int i = 0; i < 6000; i++) {
            traffic.syn(0.1 + i / 1000.0, traffic.address(), "192.168.7." + (1 + i % 200), 80);
        }
        List<Alert> opened = traffic.opened();
        assertThat(opened).extracting(Alert::type).containsExactly(AlertType.FLOOD_SYN);
        assertThat(String.valueOf(opened.get(0).subject().destination())).isEqualTo("192.168.7.0/24");
    }

    @Test
    void aFloodOfOneHostIsNotToldOfItsPrefixAndTheLinkToo() {
        Traffic traffic = new Traffic(10);
        traffic.unanswered(0.1, 4, 8000, 80);
        List<Alert> opened = traffic.opened();
        assertThat(opened)
                .extracting(alert -> String.valueOf(alert.subject().destination()))
                .containsExactly(SERVER);
    }

    @Test
    void aFloodAcrossTheWholeLinkIsOneAlertOfNobodyInParticular() {
        Traffic traffic = new Traffic(11);
        for (int i = 0; i < 30_000; i++) {
            traffic.syn(0.1 + i / 8000.0, traffic.address(), traffic.address(), 80);
        }
        List<Alert> opened = traffic.opened();
        assertThat(opened).extracting(Alert::type).containsExactly(AlertType.FLOOD_SYN);
        assertThat(opened.get(0).subject().destination()).isNull();
    }

    @Test
    void scansHoweverFastAreNoFloods() {
        Traffic traffic = new Traffic(12);
        for (int i = 0; i < 20_000; i++) {
            traffic.syn(0.1 + i / 5000.0, "203.0.113.9", SERVER, 1 + i);
        }
        for (int i = 0; i < 2000; i++) {
            double at = 6 + i / 1500.0;
            for (int again = 0; again < 3; again++) {
                traffic.syn(at + again * 0.15, "203.0.113.9", SERVER, 1 + i % 1000);
            }
        }
        for (int i = 0; i < 20_000; i++) {
            traffic.syn(20 + i / 8000.0, "203.0.113.9", "192.168." + i / 256 + "." + i % 256, 445);
        }
        for (int i = 0; i < 5000; i++) {
            traffic.syn(30 + i / 5000.0, "203.0.113." + i % 11, SERVER, 1 + i / 11);
        }
        assertThat(traffic.opened()).isEmpty();
    }

    @Test
    void aFastFloodOnPortsDrawnByChanceIsFound() {
        Traffic traffic = new Traffic(13);
        for (int i = 0; i < 12_000; i++) {
            traffic.syn(0.1 + i / 12_000.0, "203.0.113.9", SERVER, 1 + traffic.random.nextInt(65_535));
        }
        List<Alert> opened = traffic.opened();
        assertThat(opened).extracting(Alert::type).containsExactly(AlertType.FLOOD_SYN);
        assertThat(opened.get(0).subject().destinationPort()).isEqualTo(-1);
    }

    @Test
    void datagramsThatAreAnsweredAreNoFlood() {
        Traffic traffic = new Traffic(14);
        for (int i = 0; i < 12_000; i++) {
            String client = "198.51." + i % 250 + ".7";
            int port = traffic.nextPort();
            traffic.udp(i / 4000.0, client, port, SERVER, 53, 40);
            traffic.udp(i / 4000.0 + 0.03, SERVER, 53, client, port, 400);
        }
        assertThat(traffic.opened()).isEmpty();
    }

    @Test
    void oneStreamThatNobodyAnswersIsNoFlood() {
        Traffic traffic = new Traffic(15);
        for (int i = 0; i < 12_000; i++) {
            traffic.udp(i / 4000.0, "203.0.113.9", 5004, SERVER, 5004, 1316);
        }
        assertThat(traffic.opened()).isEmpty();
    }

    @Test
    void aFloodOfDatagramsToPortsDrawnByChanceIsFoundAndAScanOfThemIsNot() {
        Traffic flood = new Traffic(16);
        Traffic scan = new Traffic(17);
        for (int i = 0; i < 8000; i++) {
            flood.udp(i / 4000.0, "203.0.113.9", 4000, SERVER, 1 + flood.random.nextInt(65_535), 600);
            scan.udp(i / 4000.0, "203.0.113.9", 4000, SERVER, 1 + i, 4);
        }
        assertThat(flood.opened()).extracting(Alert::type).containsExactly(AlertType.FLOOD_UDP);
        assertThat(scan.opened()).isEmpty();
    }

    @Test
    void echoRequestsByTheThousandAreAFloodOfTheOneWhoIsAsked() {
        Traffic traffic = new Traffic(18);
        for (int i = 0; i < 6000; i++) {
            double at = i / 3000.0;
            traffic.frames.add(new Frame(
                    at,
                    PacketBuilder.ethernet()
                            .ipv4("203.0.113.9", SERVER)
                            .icmp(8, 0, 1, i)
                            .payload(56)));
            traffic.frames.add(new Frame(
                    at + 0.0001,
                    PacketBuilder.ethernet()
                            .ipv4(SERVER, "203.0.113.9")
                            .icmp(0, 0, 1, i)
                            .payload(56)));
        }
        List<Alert> opened = traffic.opened();
        assertThat(opened).extracting(Alert::type).containsExactly(AlertType.FLOOD_ICMP);
        assertThat(String.valueOf(opened.get(0).subject().destination())).isEqualTo(SERVER);
    }

    /** A network was pinged at its broadcast address in the name of the one who gets the answers (smurf). */
    @Test
    void echoRepliesThatNobodyAskedForAreAFlood() {
        Traffic traffic = new Traffic(25);
        for (int i = 0; i < 6000; i++) {
            traffic.frames.add(new Frame(
                    i / 3000.0,
                    PacketBuilder.ethernet()
                            .ipv4("203.0.113." + (1 + i % 200), SERVER)
                            .icmp(0, 0, 1, i)
                            .payload(56)));
        }
        Alert alert = traffic.opened().get(0);
        assertThat(alert.type()).isEqualTo(AlertType.FLOOD_ICMP);
        assertThat(alert.message()).endsWith("sources that were asked in its name");
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.05, 0.3, 0.55, 0.8})
    void aBurstOfLessThanASecondIsFoundThoughNothingFollows(double phase) {
        Traffic traffic = new Traffic(21);
        for (int i = 0; i < 2400; i++) {
            traffic.frames.add(new Frame(
                    phase + i * 0.00035,
                    PacketBuilder.ethernet()
                            .ipv4("203.0.113.9", SERVER)
                            .icmp(8, 0, 1, i)
                            .payload(56)));
        }
        List<Alert> opened = traffic.opened();
        assertThat(opened).extracting(Alert::type).containsExactly(AlertType.FLOOD_ICMP);
        assertThat(delay(opened.get(0), phase)).isLessThan(2.3);
    }

    /** So many hosts each send so often from one port, beginning one after the other within half a second. */
    private static void senders(Traffic traffic, double from, double to, int hosts, double perSecond, int port) {
        for (double at = from; at < to; at += 1 / perSecond) {
            for (int host = 0; host < hosts; host++) {
                double when = at + 0.5 * host / hosts;
                traffic.udp(when, "10.2." + host % 7 + "." + (1 + host), 3000 + host, SERVER, port, 180);
            }
        }
    }

    @Test
    void hostsThatWriteToOneLogWhenTheSensorStartsAreNoFlood() {
        Traffic traffic = new Traffic(22);
        senders(traffic, 0, 8, 150, 18, 514);
        assertThat(traffic.opened()).isEmpty();
    }

    @Test
    void hostsThatAllBeginToSendWhileTheSensorLooksOnAreAFlood() {
        Traffic traffic = new Traffic(23);
        traffic.udp(0, "203.0.113.9", 5004, SERVER, 5004, 100);
        senders(traffic, 2, 5, 150, 18, 27015);
        List<Alert> opened = traffic.opened();
        assertThat(opened).extracting(Alert::type).containsExactly(AlertType.FLOOD_UDP);
        assertThat(delay(opened.get(0), 2)).isLessThan(2);
    }

    @Test
    void downloadsOfWhichOnlyTheAcknowledgementsAreSeenAreNoFlood() {
        Traffic traffic = new Traffic(24);
        for (int i = 0; i < 20_000; i++) {
            String client = "198.51.100." + (1 + i % 200);
            traffic.tcp(i / 2500.0, client, 2000 + i % 200, SERVER, 443, TcpFlags.ACK, 1);
        }
        assertThat(traffic.opened()).isEmpty();
    }

    @Test
    void connectionsMetMidwayAreNoFlood() {
        Traffic traffic = new Traffic(19);
        for (int i = 0; i < 5000; i++) {
            String client = "198.51." + i % 250 + "." + i / 250;
            double at = traffic.random.nextDouble() * 0.5;
            traffic.tcp(at, client, 2000 + i, SERVER, 443, TcpFlags.ACK, i);
            traffic.tcp(at + 0.05, SERVER, 443, client, 2000 + i, PSH_ACK, i);
        }
        assertThat(traffic.opened()).isEmpty();
    }

    @Test
    void answersToWhatOthersSentInOnesNameAreNoFloodOfAnyHost() {
        Traffic traffic = new Traffic(20);
        for (int i = 0; i < 20_000; i++) {
            traffic.tcp(
                    i / 5000.0,
                    "203.0.113.9",
                    80,
                    "192.168." + traffic.random.nextInt(256) + "." + traffic.random.nextInt(256),
                    traffic.nextPort(),
                    i % 2 == 0 ? SYN_ACK : TcpFlags.RST,
                    i);
        }
        assertThat(traffic.opened()).isEmpty();
    }
}
