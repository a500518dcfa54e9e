package vedette.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static vedette.decode.PacketBuilder.ethernet;

import java.util.List;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import vedette.detect.Alert;
import vedette.detect.AlertType;
import vedette.detect.Level;
import vedette.detect.Watch;
import vedette.net.TcpFlags;

/** Traffic made frame by frame, and what a sensor tells of it with all detectors at their defaults. */
class MadeTrafficIT {
    private static final String HOST = "10.0.0.9";
    private static final String SERVER = "10.0.0.80";
    private static final String OUTSIDE = "203.0.113.80";
    private static final String STRANGER = "198.51.100.66";
    private static final int SYN_ACK = TcpFlags.SYN | TcpFlags.ACK;
    private static final int RST_ACK = TcpFlags.RST | TcpFlags.ACK;
    private static final double HOUR = 3600;
    private static final double DAY = 24 * HOUR;

    private final Wire wire = new Wire();
    private final Random random = new Random(1);
    private int ports;

    private int port() {
        return 20_000 + ports++ % 40_000;
    }

    private static List<Alert> aboveInformation(List<Alert> told) {
        return told.stream()
                .filter(alert -> alert.level().compareTo(Level.INFO) > 0)
                .toList();
    }

    private static List<Alert> openedAboveInformation(List<Alert> told) {
        return Watch.opened(aboveInformation(told));
    }

    private static List<Alert> beacons(List<Alert> told) {
        return told.stream()
                .filter(alert -> alert.type().category().equals("beacon"))
                .toList();
    }

    private static double figure(Alert alert, String name) {
        return ((Number) alert.evidence().values().get(name)).doubleValue();
    }

    // Connections.

    /** A request and its answer. */
    private void visit(double seconds, String client, String server, int port, int up, int down) {
        wire.conversation(seconds, client, port(), server, port)
                .handshake()
                .request(up)
                .response(down)
                .clientCloses()
                .end();
    }

    private void syn(double seconds, String client, int clientPort, String server, int port) {
        wire.at(
                seconds,
                ethernet()
                        .ipv4(client, server)
                        .tcp(clientPort, port)
                        .flags(TcpFlags.SYN)
                        .seq(clientPort));
    }

    /** Nobody answers, so the client sends its SYN again, as Linux does. */
    private void silent(double seconds, String client, String server, int port) {
        int clientPort = port();
        for (double later : new double[] {0, 1, 3, 7}) {
            syn(seconds + later, client, clientPort, server, port);
        }
    }

    private void refused(double seconds, String client, String server, int port) {
        int clientPort = port();
        syn(seconds, client, clientPort, server, port);
        wire.at(
                seconds + 0.01,
                ethernet()
                        .ipv4(server, client)
                        .tcp(port, clientPort)
                        .flags(RST_ACK)
                        .ack(clientPort + 1));
    }

    private void datagram(double seconds, String from, int fromPort, String to, int port, int octets) {
        wire.at(seconds, ethernet().ipv4(from, to).udp(fromPort, port).payload(octets));
    }

    private void asked(double seconds, String client, int clientPort, String server, int port) {
        datagram(seconds, client, clientPort, server, port, 60);
        datagram(seconds + 0.02, server, port, client, clientPort, 120);
    }

    private double exponential(double mean) {
        return -mean * Math.log(1 - random.nextDouble());
    }

    private String stranger() {
        return (11 + random.nextInt(100)) + "." + random.nextInt(256) + "." + random.nextInt(256) + "."
                + (1 + random.nextInt(254));
    }

    // Beacons.

    /** How much of the period is slept, as the makers of beacons choose it. */
    enum Sleep {
        EXACT(1, u -> 1),
        SHORTENED_20(0.9, u -> 1 - 0.2 * u),
        SHORTENED_50(0.75, u -> 1 - 0.5 * u),
        SHORTENED_90(0.55, u -> 1 - 0.9 * u),
        EITHER_WAY_50(1, u -> 0.5 + u),
        /** As Sliver does: once to twice. */
        LENGTHENED_100(1.5, u -> 1 + u);

        final double mean;
        final DoubleUnaryOperator share;

        Sleep(double mean, DoubleUnaryOperator share) {
            this.mean = mean;
            this.share = share;
        }
    }

    private void beacon(Sleep sleep, double period, double from, double to) {
        for (double at = from; at < to; at += period * sleep.share.applyAsDouble(random.nextDouble())) {
            visit(at, HOST, OUTSIDE, 443, random.nextInt(30) == 0 ? 4000 : 310, 180);
        }
    }

    /** What was told last of the beacon, of which, and of nothing else, was told so many times. */
    private static Alert theBeacon(List<Alert> told, int times) {
        assertThat(Watch.opened(told)).as("%s", told).hasSize(times).allSatisfy(alert -> {
            assertThat(alert.type()).isEqualTo(AlertType.BEACON_PERIODIC);
            assertThat(alert.subject().source()).hasToString(HOST);
            assertThat(alert.subject().destination()).hasToString(OUTSIDE);
            assertThat(alert.subject().destinationPort()).isEqualTo(443);
        });
        Alert last = told.get(told.size() - 1);
        assertThat(last.level()).isGreaterThan(Level.INFO);
        return last;
    }

    @ParameterizedTest
    @EnumSource
    void aBeaconIsFoundWhateverItsJitter(Sleep sleep) {
        beacon(sleep, 300, 0, DAY);
        Alert beacon = theBeacon(wire.told(), 1);
        assertThat(figure(beacon, "period_s")).isCloseTo(300 * sleep.mean, within(300 * 0.2));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 20})
    void aBeaconIsFoundBesideLoss(int percent) {
        beacon(Sleep.SHORTENED_20, 300, 0, DAY);
        Alert beacon = theBeacon(wire.inOrder().losing(percent, percent).told(), 1);
        assertThat(figure(beacon, "period_s")).isCloseTo(270, within(30.0));
    }

    @Test
    void aBeaconIsFoundWhereOnlyItsOwnPacketsAreSeen() {
        beacon(Sleep.SHORTENED_20, 300, 0, DAY);
        Alert beacon = theBeacon(wire.oneWay(true).told(), 1);
        assertThat(figure(beacon, "period_s")).isCloseTo(270, within(30.0));
    }

    /** At once each morning, since it is known. */
    @Test
    void aBeaconThatSleepsAtNightIsToldEachDay() {
        for (int day = 0; day < 3; day++) {
            beacon(Sleep.SHORTENED_20, 300, day * DAY, day * DAY + 9 * HOUR);
        }
        Alert beacon = theBeacon(wire.told(), 3);
        assertThat(figure(beacon, "period_s")).isCloseTo(270, within(30.0));
    }

    /** A log of connections shows one. It is information at first, and low after an hour. */
    @Test
    void pingsInsideOneConnectionAreABeacon() {
        Conversation socket = wire.conversation(0, HOST, port(), OUTSIDE, 443)
                .handshake()
                .request(500)
                .response(300);
        for (int i = 0; i < 300; i++) {
            socket.pause(29.97).request(6).response(6);
        }
        Alert beacon = theBeacon(beacons(socket.end().told()), 1);
        assertThat(beacon.level()).isEqualTo(Level.LOW);
        assertThat(figure(beacon, "period_s")).isCloseTo(30, within(0.5));
    }

    /** A bot whose server is gone calls it at random times, and each call is four SYNs within seven seconds. */
    @Test
    void synsSentAgainAreNoBeacon() {
        for (double at = 0; at < DAY; at += exponential(240)) {
            silent(at, HOST, OUTSIDE, 4975);
        }
        assertThat(aboveInformation(wire.told())).isEmpty();
    }

    /** The same from a new port each time, as if it was another call. */
    @Test
    void burstsOfCallsAreNoBeacon() {
        for (double at = 0; at < DAY; at += 30 + exponential(240)) {
            for (double later : new double[] {0, 1, 3, 7}) {
                syn(at + later, HOST, port(), OUTSIDE, 4975);
            }
        }
        assertThat(wire.told())
                .noneMatch(alert -> alert.type() == AlertType.BEACON_PERIODIC && figure(alert, "period_s") < 9);
    }

    @Test
    void aDeadServerThatIsCalledOnTimeIsABeaconOfThatPeriod() {
        for (double at = 0; at < DAY / 2; at += 120) {
            silent(at, HOST, OUTSIDE, 443);
        }
        Alert beacon = theBeacon(wire.told(), 1);
        assertThat(figure(beacon, "period_s")).isCloseTo(120, within(5.0));
    }

    /** Ten of each: calls at random, pauses as people make them, and pages of several connections. */
    @Test
    void clientsWithoutRhythmAreNoBeacons() {
        for (int client = 0; client < 10; client++) {
            for (double at = exponential(150); at < 8 * HOUR; at += exponential(150)) {
                visit(at, "10.0.1." + client, "203.0.113." + client, 443, 300 + random.nextInt(900), 4000);
            }
            for (double at = 0; at < 8 * HOUR; at += 90 * Math.exp(random.nextGaussian())) {
                visit(at, "10.0.2." + client, "203.0.114." + client, 443, 300 + random.nextInt(900), 4000);
            }
            for (double at = 0; at < 8 * HOUR; at += 300 * Math.exp(random.nextGaussian())) {
                for (int page = random.nextInt(12); page >= 0; page--) {
                    visit(at + 3 * random.nextDouble(), "10.0.3." + client, "203.0.115." + client, 443, 400, 9000);
                }
            }
        }
        assertThat(aboveInformation(wire.told())).isEmpty();
    }

    // Innocent and regular.

    @Test
    void whatPollsInnocentlyIsLowAtMost() {
        for (double at = 7; at < DAY; at += 900) {
            visit(at, "10.0.0.20", "10.0.0.5", 445, 400, 900);
            visit(at + 3, "10.0.0.21", "10.0.0.5", 445, 400, 900);
        }
        for (double at = 11; at < DAY; at += HOUR) {
            visit(at, "10.0.0.30", "198.51.100.30", 443, 700, 500);
        }
        for (int host = 40; host < 50; host++) {
            for (double at = host; at < DAY; at += host % 2 == 0 ? 64 : 1024) {
                asked(at, "10.0.0." + host, 123, "203.0.113.123", 123);
            }
            for (double at = host; at < DAY; at += 1800) {
                asked(at, "10.0.0." + host, 68, "10.0.0.1", 67);
            }
            for (double at = host; at < DAY; at += 60) {
                datagram(at, "10.0.0." + host, 50_514, "203.0.113.14", 514, 150);
            }
        }
        televisions();
        List<Alert> told = wire.told();
        assertThat(aboveInformation(told)).allSatisfy(alert -> {
            assertThat(alert.type()).isEqualTo(AlertType.BEACON_PERIODIC);
            assertThat(alert.level()).isEqualTo(Level.LOW);
        });
        assertThat(openedAboveInformation(told)).hasSizeLessThanOrEqualTo(3);
    }

    /** They look for others by multicast, ask their maker for news, and keep a connection to him open. */
    private void televisions() {
        for (int tv = 60; tv < 62; tv++) {
            String host = "10.0.0." + tv;
            for (double at = tv; at < DAY; at += 30) {
                datagram(at, host, 50_000, "239.255.255.250", 1900, 130);
                datagram(at + 1, host, 5353, "224.0.0.251", 5353, 80);
            }
            for (double at = tv; at < DAY; at += 300) {
                asked(at, host, port(), "8.8.8.8", 53);
                visit(at + 0.1, host, "198.51.100.60", 443, 900, 600);
            }
            Conversation kept =
                    wire.conversation(tv, host, port(), "198.51.100.61", 443).handshake();
            for (double at = 0; at < DAY; at += 240) {
                kept.pause(239.98).request(40).response(40);
            }
        }
    }

    // Scans.

    @ParameterizedTest
    @CsvSource({"10, refused", "60, refused", "300, refused", "10, silent", "60, silent", "300, silent"})
    void aSlowScanIsFound(int gapSeconds, String answer) {
        for (int i = 0; i < 40; i++) {
            if (answer.equals("refused")) {
                refused(i * gapSeconds, STRANGER, SERVER, 1 + i);
            } else {
                syn(i * gapSeconds, STRANGER, port(), SERVER, 1 + i);
            }
        }
        List<Alert> opened = openedAboveInformation(wire.told());
        assertThat(opened).hasSize(1);
        assertThat(opened.get(0).type()).isEqualTo(AlertType.SCAN_VERTICAL);
        assertThat(opened.get(0).subject().source()).hasToString(STRANGER);
        assertThat(figure(opened.get(0), "contacts_at_detection")).isLessThanOrEqualTo(6);
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 60, 300})
    void aSlowScanFromInsideIsFound(int gapSeconds) {
        for (int i = 1; i <= 40; i++) {
            syn(i * gapSeconds, HOST, port(), "10.0.2." + i, 445);
        }
        List<Alert> opened = openedAboveInformation(wire.told());
        assertThat(opened).hasSize(1);
        assertThat(opened.get(0).type()).isEqualTo(AlertType.SCAN_HORIZONTAL);
        assertThat(figure(opened.get(0), "contacts_at_detection")).isLessThanOrEqualTo(8);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 20})
    void scansAreFoundAndNothingElseIsBesideLoss(int percent) {
        for (double at = 0; at < 600; at += exponential(0.2)) {
            visit(at, "10.0.0." + (100 + random.nextInt(50)), "203.0.113." + (1 + random.nextInt(200)), 443, 400, 4000);
        }
        for (int i = 0; i < 100; i++) {
            refused(i * 5, STRANGER, SERVER, 1 + i);
        }
        List<Alert> opened =
                openedAboveInformation(wire.inOrder().losing(percent, percent).told());
        assertThat(opened).extracting(Alert::type).containsExactly(AlertType.SCAN_VERTICAL);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aScanIsFoundWhereOneDirectionIsSeen(boolean fromInside) {
        for (double at = 0; at < 600; at += exponential(0.2)) {
            visit(at, "10.0.0." + (100 + random.nextInt(50)), "203.0.113." + (1 + random.nextInt(200)), 443, 400, 4000);
        }
        for (int i = 0; i < 100; i++) {
            refused(300 + i, fromInside ? HOST : STRANGER, fromInside ? STRANGER : SERVER, 1 + i);
        }
        List<Alert> opened = openedAboveInformation(wire.oneWay(fromInside).told());
        assertThat(opened).extracting(Alert::type).containsExactly(AlertType.SCAN_VERTICAL);
    }

    /** Whom the sensor does not hear of, or hears only the answers to. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void everydayTrafficOfOneDirectionIsQuiet(boolean fromInside) {
        for (double at = 0; at < 1200; at += exponential(0.2)) {
            visit(at, "10.0.0." + (100 + random.nextInt(50)), "203.0.113." + (1 + random.nextInt(200)), 443, 400, 4000);
            visit(at, stranger(), SERVER, 443, 400, 4000);
            asked(at, "10.0.0." + (100 + random.nextInt(50)), port(), "203.0.113." + (1 + random.nextInt(20)), 53);
        }
        assertThat(aboveInformation(wire.oneWay(fromInside).told())).isEmpty();
    }

    @Test
    void answersNobodyAskedForAreNoScan() {
        for (int i = 0; i < 1000; i++) {
            String host = "10.0." + i / 250 + "." + (1 + i % 250);
            int flags = i % 4 == 0 ? RST_ACK : SYN_ACK;
            wire.at(
                    i * 0.5,
                    ethernet()
                            .ipv4(STRANGER, host)
                            .tcp(80, 1024 + i)
                            .flags(flags)
                            .ack(i));
            if (flags == SYN_ACK) {
                wire.at(
                        i * 0.5 + 0.001,
                        ethernet().ipv4(host, STRANGER).tcp(1024 + i, 80).flags(TcpFlags.RST));
            }
        }
        List<Alert> told = wire.told();
        assertThat(aboveInformation(told)).isEmpty();
        assertThat(Watch.opened(told)).extracting(Alert::type).containsExactly(AlertType.BACKSCATTER);
    }

    /** Each host here knows hundreds of peers, of which two in five are gone, and all others here. */
    @Test
    void aMeshOfPeersIsQuiet() {
        for (int host = 1; host <= 8; host++) {
            String here = "10.0.4." + host;
            for (double at = 0; at < 2 * HOUR; at += exponential(12)) {
                String peer = stranger();
                int port = 1024 + random.nextInt(60_000);
                switch (random.nextInt(10)) {
                    case 0, 1 -> visit(at, here, peer, port, 500, 9000);
                    case 2, 3 -> asked(at, here, 51_413, peer, port);
                    case 4, 5 -> datagram(at, here, 51_413, peer, port, 100);
                    case 6 -> silent(at, here, peer, port);
                    case 7 -> refused(at, here, peer, port);
                    case 8 -> visit(at, peer, here, 51_413, 500, 9000);
                    default -> asked(at, peer, port, here, 51_413);
                }
            }
            for (int other = 1; other <= 8; other++) {
                for (double at = exponential(120); other != host && at < 2 * HOUR; at += exponential(120)) {
                    visit(at, here, "10.0.4." + other, 51_413, 500, 3000);
                }
            }
        }
        assertThat(aboveInformation(wire.told())).isEmpty();
    }

    @Test
    void aProxyIsQuiet() {
        for (int i = 0; i < 5000; i++) {
            double at = i * 4 + random.nextDouble();
            String server = "203.0." + (113 + random.nextInt(2)) + "." + (1 + random.nextInt(250));
            switch (random.nextInt(40)) {
                case 0 -> silent(at, HOST, server, 443);
                case 1 -> refused(at, HOST, server, 443);
                default -> visit(at, HOST, server, 443, 400, 4000);
            }
        }
        assertThat(aboveInformation(wire.told())).isEmpty();
    }

    // Floods.

    private void crowd(double from, double to, double perSecond) {
        for (double at = from; at < to; at += exponential(1 / perSecond)) {
            visit(at, stranger(), SERVER, 443, 300, 4000);
        }
    }

    private void spoofed(double from, double to, double perSecond) {
        for (double at = from; at < to; at += exponential(1 / perSecond)) {
            syn(at, stranger(), port(), SERVER, 443);
        }
    }

    /** Refused at the door by a host that is up, or reset by a sender who did not ask. */
    private void answered(double from, double to, double perSecond) {
        for (double at = from; at < to; at += 1 / perSecond) {
            int port = port();
            syn(at, STRANGER, port, SERVER, 443);
            wire.at(
                    at + 0.001,
                    ethernet()
                            .ipv4(SERVER, STRANGER)
                            .tcp(443, port)
                            .flags(SYN_ACK)
                            .seq(7)
                            .ack(port + 1));
            wire.at(
                    at + 0.02,
                    ethernet()
                            .ipv4(STRANGER, SERVER)
                            .tcp(port, 443)
                            .flags(TcpFlags.RST)
                            .seq(port + 1));
        }
    }

    private static void isTheFlood(List<Alert> told, double startSeconds, double mostDelay) {
        List<Alert> opened = openedAboveInformation(told);
        assertThat(opened).as("%s", opened).hasSize(1);
        assertThat(opened.get(0).type()).isEqualTo(AlertType.FLOOD_SYN);
        assertThat(opened.get(0).subject().destination()).hasToString(SERVER);
        assertThat((opened.get(0).detectedNs() - Watch.timeNs(startSeconds)) / 1e9)
                .isBetween(0.0, mostDelay);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 5, 20})
    void aSpoofedFloodIsTheOneAlert(int lossPercent) {
        crowd(0, 150, 20);
        spoofed(130.3, 150, 1000);
        isTheFlood(wire.inOrder().losing(lossPercent, 3).told(), 130.3, 2.2);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 5, 20})
    void anAnsweredFloodIsTheOneAlert(int lossPercent) {
        crowd(0, 150, 20);
        answered(130.3, 150, 1000);
        isTheFlood(wire.inOrder().losing(lossPercent, 4).told(), 130.3, 2.2);
    }

    @Test
    void aFloodIsFoundWhereOnlyWhatComesInIsSeen() {
        crowd(0, 150, 20);
        spoofed(130.3, 150, 1000);
        isTheFlood(wire.oneWay(false).told(), 130.3, 2.2);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 5, 20})
    void aFlashCrowdIsQuiet(int lossPercent) {
        crowd(0, 160, 20);
        crowd(130, 160, 200);
        assertThat(aboveInformation(wire.inOrder().losing(lossPercent, 5).told()))
                .isEmpty();
    }

    @Test
    void aFlashCrowdIsQuietWhereOnlyWhatComesInIsSeen() {
        crowd(0, 160, 20);
        crowd(130, 160, 200);
        assertThat(aboveInformation(wire.oneWay(false).told())).isEmpty();
    }

    /** Its clients try again, some new ones come, and others here are served as ever. */
    @Test
    void aServerThatDiesIsToldForInformationAlone() {
        for (double at = 0; at < 400; at += exponential(0.02)) {
            String client = "198.51." + random.nextInt(256) + "." + (1 + random.nextInt(254));
            if (at < 200) {
                visit(at, client, SERVER, 443, 300, 4000);
            } else {
                silent(at, client, SERVER, 443);
            }
            if (random.nextInt(5) == 0) {
                visit(at, client, "10.0.0.81", 443, 300, 4000);
            }
        }
        List<Alert> told = wire.told();
        assertThat(aboveInformation(told)).isEmpty();
        assertThat(Watch.opened(told)).extracting(Alert::type).contains(AlertType.SERVICE_UNRESPONSIVE);
    }

    // Passwords.

    private void guesses(int count) {
        double at = 0;
        for (int i = 0; i < count; i++) {
            wire.conversation(at, STRANGER, port(), SERVER, 22)
                    .handshake()
                    .response(40)
                    .request(22)
                    .response(1080)
                    .request(1080)
                    .request(48)
                    .response(452)
                    .request(60)
                    .response(44)
                    .request(148 + random.nextInt(9))
                    .pause(3)
                    .response(52)
                    .clientCloses();
            at += 60 + 30 * random.nextDouble();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 5, 20})
    void guessesOfPasswordsAreFoundBesideLoss(int percent) {
        guesses(40);
        List<Alert> told =
                openedAboveInformation(wire.inOrder().losing(percent, 6).told());
        assertThat(told).extracting(Alert::type).containsExactly(AlertType.BRUTE_FORCE);
    }

    @Test
    void guessesOfPasswordsAreFoundWhereOnlyWhatComesInIsSeen() {
        guesses(40);
        List<Alert> told = openedAboveInformation(wire.oneWay(false).told());
        assertThat(told).extracting(Alert::type).containsExactly(AlertType.BRUTE_FORCE);
    }
}
