package vedette.detect.bruteforce;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vedette.detect.Alert;
import vedette.detect.AlertType;
import vedette.detect.Level;
import vedette.detect.Watch;

class BruteForceDetectorTest {
    private static final String OUTSIDE = "198.51.100.7";
    private static final String SERVER = "192.168.1.10";
    private static final String INSIDE = "192.168.1.77";
    private static final int MINUTE = 60;
    private static final int HOUR = 3600;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void thirtyAttemptsAMinuteApartAreFoundAtTheFifteenth(long seed) {
        Random random = new Random(seed);
        Traffic traffic = new Traffic();
        double time = 0;
        for (int i = 0; i < 30; i++, time += 60 + 30 * random.nextDouble()) {
            traffic.ssh(time, OUTSIDE, SERVER, (int) (1500 * (1 + 0.005 * (2 * random.nextDouble() - 1))));
        }
        Alert alert = onlyAlert(traffic, "seed " + seed);
        assertThat(alert.type()).isEqualTo(AlertType.BRUTE_FORCE);
        assertThat(alert.level()).isEqualTo(Level.MEDIUM);
        assertThat(alert.count()).isEqualTo(15);
        assertThat(alert.subject().source()).hasToString(OUTSIDE);
        assertThat(alert.subject().destination()).hasToString(SERVER);
        assertThat(alert.subject().destinationPort()).isEqualTo(22);
        assertThat(alert.message())
                .startsWith("tried 15 times to log in by SSH in 1")
                .contains(" min, each with 1");
        assertThat(alert.evidence().values()).containsEntry("rule", "steady").containsEntry("attempts_2h", 15L);
    }

    /** Each opens the shares of its neighbors now and then, as on any network of Windows hosts. */
    @ParameterizedTest
    @ValueSource(strings = {"fe80::", "fd00::", "169.254.0.", "10.0.0."})
    void neighborsThatShareFilesGuessNoPasswords(String prefix) {
        Traffic traffic = new Traffic();
        for (int i = 0; i < 300; i++) {
            String client = prefix + (10 + i % 30);
            traffic.connection(i * 20, 2, client, prefix + (100 + i % 7), 445, 5, 1200, 1500);
        }
        assertThat(traffic.alerts()).isEmpty();
    }

    @Test
    void fourteenAttemptsAreNotEnough() {
        Traffic traffic = new Traffic();
        for (int i = 0; i < 14; i++) {
            traffic.ssh(i * 75, OUTSIDE, SERVER, 1500);
        }
        assertThat(traffic.alerts()).isEmpty();
    }

    @Test
    void attemptsEveryEightMinutesAreOfLowLevel() {
        Traffic traffic = new Traffic();
        for (int i = 0; i < 30; i++) {
            traffic.ssh(i * 8 * MINUTE, OUTSIDE, SERVER, 1500);
        }
        assertThat(onlyAlert(traffic, "every 8 min").level()).isEqualTo(Level.LOW);
    }

    @Test
    void attemptsEveryHourAreToldOnceADayAndLow() {
        Traffic traffic = new Traffic();
        for (int i = 0; i < 30; i++) {
            traffic.ssh(i * 50 * MINUTE, OUTSIDE, SERVER, 1500);
        }
        Alert alert = onlyAlert(traffic, "every 50 min");
        assertThat(alert.level()).isEqualTo(Level.LOW);
        assertThat(alert.count()).isEqualTo(20);
    }

    @Test
    void manyAttemptsInAMinuteAreFoundWhoeverMakesThem() {
        Random random = new Random(1);
        Traffic traffic = new Traffic();
        for (int i = 0; i < 200; i++) {
            traffic.connection(i * 0.2, 0.7, INSIDE, SERVER, 21, 2, 23 + random.nextInt(10), 73);
        }
        Alert alert = onlyAlert(traffic, "FTP");
        assertThat(alert.level()).isEqualTo(Level.MEDIUM);
        assertThat(alert.count()).isEqualTo(20);
        assertThat(alert.message()).contains("to log in by FTP");
    }

    @Test
    void whoTriesWithoutPauseIsFoundFromWithin() {
        Traffic traffic = new Traffic();
        for (int i = 0; i < 20; i++) {
            traffic.connection(i * 10.5, 9.4, INSIDE, SERVER, 22, 9, 1733, 2007);
        }
        Alert alert = onlyAlert(traffic, "without pause");
        assertThat(alert.level()).isEqualTo(Level.MEDIUM);
        assertThat(alert.evidence().values()).containsEntry("rule", "without-pause");
    }

    @Test
    void loginServiceOnAnotherPortIsOfLowLevel() {
        Random random = new Random(2);
        Traffic traffic = new Traffic();
        for (int i = 0; i < 40; i++) {
            double duration = 1.8 + 2 * random.nextDouble();
            traffic.connection(i * 0.3, duration, INSIDE, SERVER, 902, 7, 1700 + random.nextInt(16), 2100);
        }
        Alert alert = onlyAlert(traffic, "port 902");
        assertThat(alert.level()).isEqualTo(Level.LOW);
        assertThat(alert.message()).startsWith("20 short connections of one size to port 902");
    }

    @Test
    void longerSessionAfterManyAttemptsMayBeASuccess() {
        Traffic traffic = new Traffic();
        for (int i = 0; i < 20; i++) {
            traffic.ssh(i * 75, OUTSIDE, SERVER, 1500);
        }
        traffic.connection(1600, 200, OUTSIDE, SERVER, 22, 30, 4000, 20_000);
        List<Alert> alerts = traffic.alerts();
        Alert last = alerts.get(alerts.size() - 1);
        assertThat(last.level()).isEqualTo(Level.HIGH);
        assertThat(last.message()).endsWith("a login may have succeeded");
        assertThat(last.evidence().values()).containsEntry("success_suspected", true);
        assertThat(Watch.opened(alerts)).hasSize(1);
    }

    @Test
    void stalledAttemptIsNoSuccess() {
        Traffic traffic = new Traffic();
        for (int i = 0; i < 20; i++) {
            traffic.ssh(i * 75, OUTSIDE, SERVER, 1500);
        }
        traffic.connection(1600, 120, OUTSIDE, SERVER, 22, 2, 900, 2100);
        List<Alert> alerts = traffic.alerts();
        assertThat(alerts.get(alerts.size() - 1).evidence().values()).containsEntry("success_suspected", false);
    }

    @Test
    void oneSourceThatTriesManyHostsIsOneAlert() {
        Traffic traffic = new Traffic();
        for (int i = 0; i < 60; i++) {
            traffic.ssh(i * 20, OUTSIDE, "192.168.1." + (10 + i % 12), 1500 + i % 3);
        }
        Alert alert = onlyAlert(traffic, "spray");
        assertThat(alert.technique()).isEqualTo("T1110.003");
        assertThat(alert.subject().destination()).isNull();
        assertThat(alert.subject().destinationPort()).isEqualTo(22);
        assertThat(alert.message()).contains("at 12 hosts");
    }

    @Test
    void administratorsToolAtManyHostsIsNoSpray() {
        Traffic traffic = new Traffic();
        for (int i = 0; i < 60; i++) {
            traffic.connection(i * 0.5, 0.8, INSIDE, "192.168.2." + (10 + i), 22, 9, 2600 + i % 40, 3100);
        }
        assertThat(traffic.alerts()).isEmpty();
    }

    @Test
    void sprayFromWithinIsFoundByWhatFails() {
        Traffic traffic = new Traffic();
        for (int i = 0; i < 60; i++) {
            traffic.connection(i * 0.5, 0.8, INSIDE, "192.168.2." + (10 + i), 22, 9, 1600, 1900);
            traffic.refused(i * 0.5 + 0.25, INSIDE, "192.168.2." + (100 + i), 22);
        }
        assertThat(onlyAlert(traffic, "spray").technique()).isEqualTo("T1110.003");
    }

    @Test
    void manyClientsThatTakeTurnsAreOneAlert() {
        Traffic traffic = new Traffic();
        for (int i = 0; i < 200; i++) {
            traffic.ssh(i * 30, "203.0.113." + (1 + i % 40), SERVER, 1500 + i % 5);
        }
        Alert alert = onlyAlert(traffic, "turns");
        assertThat(alert.subject().source()).isNull();
        assertThat(alert.subject().destination()).hasToString(SERVER);
        assertThat(alert.message()).matches("4[0-9] clients tried .*|3[5-9] clients tried .*");
    }

    @Test
    void sourceThatChangesItsAddressWithinItsPrefixIsOne() {
        Traffic traffic = new Traffic();
        for (int i = 0; i < 30; i++) {
            traffic.ssh(i * 75, "2001:db8:7:7::" + Integer.toHexString(i + 1), "fd00::10", 1500);
        }
        Alert alert = onlyAlert(traffic, "a /64");
        assertThat(alert.subject().source()).hasToString("2001:db8:7:7::/64");
        assertThat(alert.evidence().values()).containsEntry("first_source", "2001:db8:7:7::1");
    }

    @Test
    void attemptsThatGoOnAreNoNewAlert() {
        Traffic traffic = new Traffic();
        for (int i = 0; i < 300; i++) {
            traffic.ssh(i * 75, OUTSIDE, SERVER, 1500);
        }
        List<Alert> alerts = traffic.alerts();
        assertThat(Watch.opened(alerts)).hasSize(1);
        assertThat(alerts.get(alerts.size() - 1).count()).isEqualTo(300);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void peopleAtWorkOverSshAreNoAttack(long seed) {
        Random random = new Random(seed);
        Traffic traffic = new Traffic();
        double time = 0;
        for (int i = 0; i < 60; i++) {
            double duration = 20 * Math.exp(random.nextGaussian());
            int up = 2000 + (int) (1500 * Math.exp(random.nextGaussian()));
            traffic.connection(time, duration, OUTSIDE, SERVER, 22, 20, up, up * 4);
            time += -180 * Math.log(1 - random.nextDouble());
        }
        assertThat(traffic.alerts()).as("seed " + seed).isEmpty();
    }

    @Test
    void jobThatLogsInEveryMinuteFromWithinIsNoAttack() {
        Traffic traffic = new Traffic();
        for (int i = 0; i < 300; i++) {
            traffic.connection(i * 60, 0.9, INSIDE, SERVER, 22, 9, 2800, 3300);
        }
        assertThat(traffic.alerts()).isEmpty();
    }

    @Test
    void checkThatReadsTheGreetingFromOutsideIsNoAttack() {
        Traffic traffic = new Traffic();
        for (int i = 0; i < 100; i++) {
            traffic.connection(i * 60, 0.3, OUTSIDE, SERVER, 22, 1, 26, 40);
        }
        assertThat(traffic.alerts()).isEmpty();
    }

    @Test
    void uniformRequestsToTheWebAreNoAttack() {
        Traffic traffic = new Traffic();
        for (int port : new int[] {80, 443, 8080, 8443}) {
            for (int i = 0; i < 300; i++) {
                traffic.connection(i * 0.5, 0.3, INSIDE, SERVER, port, 5, 850, 3900);
            }
        }
        assertThat(traffic.alerts()).isEmpty();
    }

    @Test
    void programThatAsksAnUnknownServiceIsNoAttack() {
        Traffic traffic = new Traffic();
        for (int i = 0; i < 600; i++) {
            traffic.connection(i * 2, 0.3, INSIDE, SERVER, 7777, 2, 236, 141);
            traffic.connection(i * 10, 0.5, INSIDE, SERVER, 9443, 5, 900, 3900);
        }
        assertThat(traffic.alerts()).isEmpty();
    }

    @Test
    void mailReadersThatLookForNewsAreNoAttack() {
        Traffic traffic = new Traffic();
        for (int i = 0; i < 48; i++) {
            traffic.connection(i * 1800.5, 0.5, INSIDE, "198.51.100.25", 995, 11, 502, 2172);
            traffic.connection(i * 300.1, 0.5, OUTSIDE, SERVER, 993, 8, 640, 2900);
            traffic.connection(i * 60.1, 0.2, INSIDE, SERVER, 110, 5, 60, 180);
        }
        assertThat(traffic.alerts()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void mailServersThatDeliverAreNoAttack(long seed) {
        Random random = new Random(seed);
        Traffic traffic = new Traffic();
        for (int i = 0; i < 2000; i++) {
            int mail = 400 + (int) (2000 * Math.exp(1.2 * random.nextGaussian()));
            traffic.connection(i * 1.5 * random.nextDouble() * 2, 1.2, OUTSIDE, SERVER, 25, 6, mail, 400);
        }
        assertThat(traffic.alerts()).as("seed " + seed).isEmpty();
    }

    @Test
    void shopThatAsksItsDatabaseIsNoAttack() {
        Random random = new Random(4);
        Traffic traffic = new Traffic();
        for (int i = 0; i < 1000; i++) {
            int down = (int) (3000 * Math.exp(random.nextGaussian()));
            traffic.connection(i * 0.5, 0.05, INSIDE, SERVER, 3306, 5, 300 + random.nextInt(300), down);
        }
        assertThat(traffic.alerts()).isEmpty();
    }

    private static Alert onlyAlert(Traffic traffic, String why) {
        List<Alert> opened = Watch.opened(traffic.alerts());
        assertThat(opened).as(why).hasSize(1);
        return opened.get(0);
    }
}
