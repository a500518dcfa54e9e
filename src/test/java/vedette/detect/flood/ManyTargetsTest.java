package vedette.detect.flood;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vedette.detect.Alert;
import vedette.detect.AlertType;
import vedette.detect.Barrage;
import vedette.detect.DetectConfig;
import vedette.detect.Watch;

/** Hosts that are sent much and answer nothing, more of them than there are portraits; then one is flooded. */
class ManyTargetsTest {
    private static final int VICTIM = 0x0A090050;
    private final Barrage barrage = new Barrage(DetectConfig.DEFAULT.only("syn-flood", "flood"));
    private final Random random = new Random(3);

    private void syn(double seconds, int destination, int port) {
        barrage.syn(seconds, random.nextInt(), random.nextInt(65_536), destination, port);
    }

    private void assertFloodIsFound(AlertType type, double began) {
        List<Alert> opened = Watch.opened(barrage.told());
        assertThat(opened).extracting(Alert::type).containsExactly(type);
        Alert alert = opened.get(0);
        assertThat(alert.subject().destination()).hasToString("10.9.0.80");
        assertThat(Barrage.delay(alert, began)).isBetween(0.0, 2.0);
        assertThat(alert.evidence().values()).containsEntry("spoofed", "random");
    }

    @ParameterizedTest
    @ValueSource(ints = {270, 400})
    void aFloodOfSynsIsFoundBesideServicesThatHardlyAnswer(int services) {
        int perRound = 9 * services;
        for (int i = 0; i < 40 * perRound; i++) {
            double seconds = (double) i / perRound;
            syn(seconds, 0x0A010000 + i % services * 256 + 10, 80);
            if (seconds >= 20.2 && seconds < 30.2) {
                for (int k = 0; k < 1 + 1500 / perRound; k++) {
                    syn(seconds, VICTIM, 443);
                }
            }
        }
        assertFloodIsFound(AlertType.FLOOD_SYN, 20.2);
        assertThat(barrage.evictions("syn-flood")).isGreaterThan(0);
    }

    @ParameterizedTest
    @ValueSource(ints = {64, 200})
    void aFloodOfDatagramsIsFoundBesideStreamsThatNobodyAnswers(int streams) {
        int perSecond = 160 * streams;
        for (int i = 0; i < 14 * perSecond; i++) {
            double seconds = (double) i / perSecond;
            barrage.datagram(seconds, 0x0AC80005, 5004, 0x0A01010A + i % streams * 256, 5004);
            if (seconds >= 8 && seconds < 11 && i % 4 == 0) {
                barrage.datagram(seconds, random.nextInt(), random.nextInt(65_536), VICTIM, 9999);
            }
        }
        assertFloodIsFound(AlertType.FLOOD_UDP, 8);
        assertThat(barrage.evictions("flood")).isGreaterThan(0);
    }

    /** Whoever is sent as much as another does not take from it what it needs to be recognised. */
    @Test
    void equalsDoNotTakeFromEachOther() {
        for (int i = 0; i < 20 * 160 * 100; i++) {
            barrage.datagram(i / 16_000.0, 0x0AC80005, 5004, 0x0A01010A + i % 100 * 256, 5004);
        }
        assertThat(Watch.opened(barrage.told())).isEmpty();
        assertThat(barrage.evictions("flood")).isEqualTo(36);
    }
}
