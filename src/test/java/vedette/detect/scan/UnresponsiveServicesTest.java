package vedette.detect.scan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import vedette.detect.Alert;
import vedette.detect.AlertState;
import vedette.detect.AlertType;
import vedette.detect.Level;
import vedette.detect.Watch;

/** Services that stop, and services that seem to: what is asked for too seldom for the detector of floods to see. */
class UnresponsiveServicesTest {
    private static final String SERVER = "10.0.0.2";
    private static final int PORT = 5432;

    private final Traffic traffic = new Traffic();

    private static String client(int number) {
        return "10.0.1." + (1 + number);
    }

    /** So many clients are served in turn, one every five seconds. */
    private void served(double from, double to, int clients) {
        for (int i = 0; from + 5 * i < to; i++) {
            traffic.served(from + 5 * i, client(i % clients), SERVER, PORT);
        }
    }

    /** So many clients try in turn, one every two seconds, and nobody answers. */
    private void failing(double from, double to, int clients) {
        for (int i = 0; from + 2 * i < to; i++) {
            traffic.silent(from + 2 * i, client(i % clients), SERVER, PORT);
        }
    }

    private List<Alert> told() {
        return traffic.told(AlertType.SERVICE_UNRESPONSIVE);
    }

    @Test
    void aServiceAtWhichTenClientsFailWithinAMinuteIsUnresponsive() {
        served(0, 200, 12);
        failing(200, 290, 12);
        List<Alert> told = told();
        Alert opened = told.get(0);
        assertThat(opened.level()).isEqualTo(Level.INFO);
        assertThat(opened.subject().destination()).hasToString(SERVER);
        assertThat(opened.subject().destinationPort()).isEqualTo(PORT);
        assertThat(opened.publishedNs()).isBetween(Watch.timeNs(225), Watch.timeNs(235));
        assertThat(opened.firstNs()).isEqualTo(Watch.timeNs(200));
        assertThat(opened.lastNs()).isBetween(Watch.timeNs(220), Watch.timeNs(230));
        assertThat(opened.evidence().score()).isBetween(10.0, 12.0);
        assertThat(opened.evidence().threshold()).isEqualTo(10);
        assertThat(opened.message()).contains("answered nobody for").contains("0 of them refused");
        assertThat(Watch.opened(told)).hasSize(1);
        assertThat(told.get(told.size() - 1).count()).isEqualTo(45);
    }

    @Test
    void nineClientsAreNotEnough() {
        served(0, 200, 9);
        failing(200, 300, 9);
        assertThat(told()).isEmpty();
    }

    @Test
    void tenClientsThatTakeLongerThanAMinuteAreNotEnough() {
        served(0, 200, 10);
        for (int i = 0; i < 40; i++) {
            traffic.silent(200 + 7 * i, client(i % 10), SERVER, PORT);
        }
        assertThat(told()).isEmpty();
    }

    @Test
    void aRestartOfLessThanHalfAMinuteIsNotTold() {
        served(0, 200, 12);
        failing(200, 222, 12);
        served(218, 300, 12);
        assertThat(told()).isEmpty();
    }

    @Test
    void aServiceThatStillAnswersSomeIsNotUnresponsive() {
        served(0, 200, 12);
        failing(200, 400, 12);
        for (int i = 0; i < 8; i++) {
            traffic.served(201 + 25 * i, client(i), SERVER, PORT);
        }
        assertThat(told()).isEmpty();
    }

    @Test
    void strangersWhoAreKeptOutSayNothingOfAService() {
        served(0, 20, 4);
        for (int i = 0; i < 60; i++) {
            traffic.silent(100 + i, "198.51.100." + (7 + i % 12), SERVER, PORT);
        }
        assertThat(told()).isEmpty();
    }

    @Test
    void aPortThatNeverAnsweredIsNoService() {
        failing(0, 200, 20);
        assertThat(told()).isEmpty();
    }

    @Test
    void whatAnswersAgainIsClosed() {
        served(0, 200, 12);
        failing(200, 290, 12);
        served(290, 320, 12);
        List<Alert> told = told();
        assertThat(told.get(told.size() - 1).state()).isEqualTo(AlertState.CLOSE);
        assertThat(told.get(told.size() - 1).publishedNs()).isBetween(Watch.timeNs(300), Watch.timeNs(310));
    }

    @Test
    void aNameServerThatStopsIsUnresponsiveToo() {
        for (int i = 0; i < 40; i++) {
            traffic.answered(5 * i, client(i % 12), 20_000 + i, SERVER, 53);
        }
        for (int i = 0; i < 45; i++) {
            traffic.datagram(200 + 2 * i, client(i % 12), 30_000 + i, SERVER, 53);
        }
        assertThat(Watch.opened(told())).hasSize(1);
    }

    @Test
    void aBusyServiceThatStopsIsToldOnce() {
        for (int i = 0; i < 6000; i++) {
            traffic.served(i * 0.025, client(i % 50), SERVER, PORT);
        }
        for (int i = 0; i < 3600; i++) {
            traffic.silent(150 + i * 0.025, client(i % 50), SERVER, PORT);
        }
        assertThat(Watch.opened(told())).hasSize(1);
    }
}
