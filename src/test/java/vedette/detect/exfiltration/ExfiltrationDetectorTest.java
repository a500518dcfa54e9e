package vedette.detect.exfiltration;

import static org.assertj.core.api.Assertions.assertThat;
import static vedette.detect.exfiltration.Sent.HOUR;
import static vedette.detect.exfiltration.Sent.LEARNT;
import static vedette.detect.exfiltration.Sent.MIB;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vedette.detect.Alert;
import vedette.detect.AlertType;
import vedette.detect.Level;

/** What leaves the site in bulk, and what does so for good reasons. */
class ExfiltrationDetectorTest {
    private static final String THIEF = "10.0.0.7";
    private static final String DROP = "198.51.100.9";

    private final Sent sent = new Sent();

    @ParameterizedTest
    @ValueSource(ints = {1, 10, 100})
    void anUploadOverDownloadsOfADayIsToldAfterAHundredMebibytes(int megabits) {
        sent.browsing(0, LEARNT, 20, megabits);
        double octetsPerSecond = megabits * 125_000.0;
        double seconds = 1200 * MIB / octetsPerSecond;
        sent.flow(LEARNT, seconds, THIEF, DROP, 1200 * MIB, 600_000);
        assertThat(sent.opened()).singleElement().satisfies(alert -> {
            assertThat(alert.type()).isEqualTo(AlertType.EXFILTRATION_VOLUME);
            assertThat(alert.subject().source()).hasToString(THIEF);
            assertThat(alert.subject().destination()).hasToString(DROP);
            assertThat(alert.technique()).isEqualTo("T1567");
            double delay = (alert.detectedNs() - Sent.timeNs(LEARNT)) / 1e9;
            assertThat(delay).isLessThan(100 * MIB / octetsPerSecond + 301);
        });
    }

    @Test
    void daysOfBrowsingAreNeverTold() {
        for (int seed = 1; seed <= 5; seed++) {
            assertThat(new Sent().browsing(0, 72 * HOUR, 30, seed).end()).isEmpty();
        }
    }

    @Test
    void onTheFirstDayAGibibyteAloneIsTold() {
        sent.started()
                .flow(HOUR, 600, THIEF, DROP, 900 * MIB, 0)
                .flow(3 * HOUR, 600, THIEF, "198.51.100.10", 1030 * MIB, 0);
        assertThat(sent.opened()).singleElement().satisfies(alert -> {
            assertThat(alert.level()).isEqualTo(Level.MEDIUM);
            assertThat(alert.evidence().values()).containsEntry("rule", "unlearnt");
            assertThat(alert.evidence().threshold()).isEqualTo(1L << 30);
        });
    }

    @Test
    void aGibibyteWithinAnHourIsHighOnceItIsKnownWhatIsUsual() {
        sent.started().flow(LEARNT, 60, THIEF, DROP, 1030 * MIB, 0);
        assertThat(sent.opened())
                .singleElement()
                .satisfies(alert -> assertThat(alert.level()).isEqualTo(Level.HIGH));
    }

    @Test
    void aNightlyCopyIsToldOnceAndIsUsualFromThenOn() {
        sent.started();
        for (int night = 0; night < 14; night++) {
            sent.flow(24 * HOUR * night + 2 * HOUR, 1800, THIEF, DROP, (3000 + 20 * night) * MIB, 1_000_000);
        }
        assertThat(sent.opened()).hasSize(1);
    }

    @Test
    void muchMoreThanAnyNightBeforeIsTold() {
        sent.started();
        for (int night = 0; night < 14; night++) {
            sent.flow(24 * HOUR * night + 2 * HOUR, 1800, THIEF, DROP, 150 * MIB, 1_000_000);
        }
        int before = sent.opened().size();
        sent.flow(24 * HOUR * 14 + 2 * HOUR, 1800, THIEF, DROP, 900 * MIB, 1_000_000);
        assertThat(sent.opened()).hasSize(before + 1);
    }

    @Test
    void littleByLittleIsToldOnceAWeek() {
        sent.started();
        for (int hour = 0; hour < 72; hour++) {
            sent.flow(LEARNT + hour * HOUR, 120, THIEF, DROP, 65 * MIB, 100_000);
        }
        assertThat(sent.opened()).singleElement().satisfies(alert -> {
            assertThat(alert.evidence().values()).containsEntry("rule", "slow");
            assertThat(alert.detectedNs()).isBetween(Sent.timeNs(LEARNT + 7 * HOUR), Sent.timeNs(LEARNT + 8 * HOUR));
        });
    }

    @Test
    void whatAFifthOfTheHostsCallIsAServiceOfTheSite() {
        sent.browsing(0, LEARNT, 20, 3);
        for (int host = 1; host <= 5; host++) {
            sent.flow(LEARNT + host, 0.5, "10.0.0." + host, DROP, 3000, 3000);
        }
        sent.flow(LEARNT + 60, 60, THIEF, DROP, 300 * MIB, 600_000);
        assertThat(sent.end()).isEmpty();
    }

    @Test
    void whatTwoHostsCallIsNot() {
        sent.started().flow(LEARNT, 0.5, "10.0.0.8", DROP, 3000, 3000).flow(LEARNT + 60, 60, THIEF, DROP, 300 * MIB, 0);
        assertThat(sent.opened()).hasSize(1);
    }

    @Test
    void aCallThatGoesBothWaysIsNotTold() {
        sent.started().flow(LEARNT, 1800, THIEF, DROP, 400 * MIB, 120 * MIB);
        assertThat(sent.end()).isEmpty();
    }

    @Test
    void aServerWhoseNameIsIgnoredMayBeSentAnything() {
        sent.started().to("p23-content.icloud.com").flow(LEARNT, 60, THIEF, DROP, 300 * MIB, 0);
        assertThat(sent.opened()).isEmpty();
        sent.to("noticloud.com").flow(LEARNT + 120, 60, THIEF, "198.51.100.10", 300 * MIB, 0);
        assertThat(sent.opened())
                .singleElement()
                .satisfies(
                        alert -> assertThat(alert.evidence().values()).containsEntry("server_name", "noticloud.com"));
    }

    @Test
    void piecesOfOneSizeAreToldAsSuch() {
        sent.started();
        for (int piece = 0; piece < 15; piece++) {
            sent.flow(LEARNT + 30 * piece, 5, THIEF, DROP, 10 * MIB + piece * 1000, 500);
        }
        Alert last = sent.end().get(sent.alerts().size() - 1);
        assertThat(last.technique()).isEqualTo("T1030");
        assertThat(last.evidence().values()).containsEntry("equal_flows", 15L);
    }

    @Test
    void whatAStrangerFetchesAndWhatStaysWithinTheSiteIsNotLookedAt() {
        sent.started()
                .flow(LEARNT, 60, DROP, THIEF, 10_000, 3000 * MIB)
                .flow(LEARNT + 120, 60, THIEF, "10.0.0.8", 3000 * MIB, 10_000);
        assertThat(sent.end()).isEmpty();
    }

    @Test
    void whereOneDirectionAloneIsSeenNothingIsTold() {
        sent.started().pass(LEARNT).oneWay().flow(LEARNT + 120, 60, THIEF, DROP, 3000 * MIB, 0);
        assertThat(sent.end()).isEmpty();
    }

    @Test
    void whatAnAlertToldIsNotToldAgainWithinTheHour() {
        sent.started().flow(LEARNT, 60, THIEF, DROP, 300 * MIB, 0);
        sent.flow(LEARNT + 1500, 1, THIEF, DROP, 3000, 3000);
        assertThat(sent.opened()).hasSize(1);
        assertThat(sent.alerts()).hasSize(2);
    }
}
