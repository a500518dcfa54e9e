package vedette.detect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import vedette.detect.AlertCounters.Fate;

/** More strangers scan than alerts may be open, as 43,000 forged SYNs can make it look; meanwhile and afterwards there is a flood. */
class AlertStormTest {
    private static final int STRANGERS = 8_600;
    private static final int SYNS_EACH = 5;
    private static final int PER_SECOND = 500;

    @Test
    void aFloodIsToldInAStormOfScansAndAfterIt() {
        Barrage barrage = new Barrage(DetectConfig.DEFAULT);
        Random random = new Random(5);
        for (int i = 0; i < STRANGERS * SYNS_EACH; i++) {
            double seconds = (double) i / PER_SECOND;
            int stranger = 0x14000005 + i / SYNS_EACH * 256;
            barrage.syn(
                    seconds,
                    stranger,
                    2000 + i % SYNS_EACH,
                    0x0A010000 + random.nextInt(0x10000),
                    1 + random.nextInt(60_000));
            if (seconds >= 40 && seconds < 48) {
                flood(barrage, random, seconds, 0x0AE60050);
            }
        }
        for (double seconds = 200; seconds < 208; seconds += 0.002) {
            flood(barrage, random, seconds, 0x0AF00050);
        }
        List<Alert> opened = Watch.opened(barrage.told());
        List<Alert> floods =
                opened.stream().filter(alert -> alert.level() == Level.HIGH).toList();
        assertThat(floods)
                .extracting(alert -> alert.type() + " " + alert.subject().destination())
                .containsExactly("FLOOD_SYN 10.230.0.80", "FLOOD_SYN 10.240.0.80");
        assertThat(Barrage.delay(floods.get(0), 40)).isBetween(0.0, 2.0);
        assertThat(Barrage.delay(floods.get(1), 200)).isBetween(0.0, 2.0);
        long taken = barrage.counters().of(Fate.DISPLACED) + barrage.counters().of(Fate.REFUSED);
        assertThat(taken).isGreaterThanOrEqualTo(STRANGERS - AlertDesk.MOST_OPEN);
        assertThat(opened)
                .filteredOn(alert -> alert.type() == AlertType.ALERTS_SUPPRESSED)
                .hasSize(1);
    }

    private static void flood(Barrage barrage, Random random, double seconds, int victim) {
        for (int i = 0; i < 4; i++) {
            barrage.syn(seconds, random.nextInt(), random.nextInt(65_536), victim, 443);
        }
    }
}
