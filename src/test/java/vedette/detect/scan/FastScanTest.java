package vedette.detect.scan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import vedette.detect.Alert;
import vedette.detect.AlertType;
import vedette.detect.Barrage;
import vedette.detect.DetectConfig;
import vedette.detect.Watch;

/** Who tries faster than half-open connections are kept for the five seconds of silence, to hosts that never answer. */
class FastScanTest {
    private static final int SCANNER = 0xCB007109;
    private static final int TARGET = 0x0A010909;
    private static final int PORTS = 65_535;

    private final Barrage barrage = new Barrage(DetectConfig.DEFAULT);
    private final Random random = new Random(7);

    private static Alert only(List<Alert> opened) {
        assertThat(opened).as("opened: %s", opened).hasSize(1);
        return opened.get(0);
    }

    private static int contacts(Alert alert) {
        return ((Number) alert.evidence().values().get("contacts_at_detection")).intValue();
    }

    private static void assertAllPortsAreTold(Alert closed) {
        assertThat(closed.count()).isCloseTo(PORTS, Percentage.withPercentage(2));
        assertThat((long) closed.evidence().values().get("ports")).isCloseTo(PORTS, Percentage.withPercentage(25));
    }

    @ParameterizedTest
    @CsvSource({"300, 5.1, 5", "1000, 4.2, 5", "2000, 2.1, 5", "10000, 2.1, 20000", "100000, 5.7, 65535"})
    void allPortsOfASilentHostAreASoonFoundScanAtAnySpeed(int perSecond, double toldBy, int contacts) {
        for (int i = 0; i < PORTS; i++) {
            barrage.syn((double) i / perSecond, SCANNER, 50_000, TARGET, i + 1);
        }
        List<Alert> all = barrage.told();
        Alert opened = only(Watch.opened(all));
        assertThat(opened.type()).isEqualTo(AlertType.SCAN_VERTICAL);
        assertThat(Barrage.delay(opened, 0)).isLessThan(toldBy);
        assertThat(contacts(opened)).isLessThanOrEqualTo(contacts);
        assertAllPortsAreTold(all.get(all.size() - 1));
    }

    @Test
    void allPortsOfASilentHostTriedByDatagramsAreOneScan() {
        for (int i = 0; i < PORTS; i++) {
            barrage.smallDatagram(i / 8000.0, SCANNER, 50_000, TARGET, i + 1);
        }
        List<Alert> all = barrage.told();
        Alert opened = only(Watch.opened(all));
        assertThat(opened.type()).isEqualTo(AlertType.SCAN_UDP);
        assertThat(Barrage.delay(opened, 0)).isLessThan(2.2);
        assertAllPortsAreTold(all.get(all.size() - 1));
    }

    @Test
    void onePortOfManySilentHostsIsASoonFoundScan() {
        for (int i = 0; i < 400_000; i++) {
            barrage.syn(i / 100_000.0, SCANNER, 50_000, 0x0A800000 + i, 445);
        }
        Alert opened = only(Watch.opened(barrage.told()));
        assertThat(opened.type()).isEqualTo(AlertType.SCAN_HORIZONTAL);
        assertThat(Barrage.delay(opened, 0)).isLessThan(3.5);
    }

    @ParameterizedTest
    @ValueSource(ints = {900, 3000, 20_000, 100_000})
    void aFloodOfOneSenderAtOnePortIsNoScan(int perSecond) {
        for (int i = 0; i < Math.min(8 * perSecond, 200_000); i++) {
            barrage.syn((double) i / perSecond, SCANNER, 1024 + i % 64_000, TARGET, 80);
        }
        assertThat(only(Watch.opened(barrage.told())).type()).isEqualTo(AlertType.FLOOD_SYN);
    }

    @ParameterizedTest
    @ValueSource(ints = {20_000, 200_000})
    void aFloodOfForgedSendersAtOnePortIsNoScan(int perSecond) {
        for (int i = 0; i < 2 * perSecond; i++) {
            barrage.syn(
                    (double) i / perSecond, 0x0B000000 | random.nextInt(1 << 24), random.nextInt(65_536), TARGET, 443);
        }
        assertThat(only(Watch.opened(barrage.told())).type()).isEqualTo(AlertType.FLOOD_SYN);
    }

    @ParameterizedTest
    @ValueSource(ints = {10_000, 50_000})
    void aFloodOfOneSenderAtPortsDrawnByChanceIsNoScan(int perSecond) {
        for (int i = 0; i < 5 * perSecond; i++) {
            barrage.syn((double) i / perSecond, SCANNER, random.nextInt(65_536), TARGET, random.nextInt(65_536));
        }
        assertThat(only(Watch.opened(barrage.told())).type()).isEqualTo(AlertType.FLOOD_SYN);
    }

    /** Its attempts, too, are given up early, but for those of others. */
    @Test
    void aProxyWithAnswersLateInAFloodIsNoScanner() {
        int proxy = 0x0A000005;
        for (int i = 0; i < 1_200_000; i++) {
            double seconds = i / 400_000.0;
            barrage.syn(seconds, 0x0B000000 | random.nextInt(1 << 24), random.nextInt(65_536), TARGET, 443);
            if (i % 2000 == 0 && i < 850_000) {
                barrage.syn(seconds, proxy, 20_000 + i / 2000, 0xC6336400 + i / 2000, 443);
            }
            int answered = i - 320_000;
            if (answered >= 0 && answered % 2000 == 0) {
                barrage.serve(seconds, proxy, 20_000 + answered / 2000, 0xC6336400 + answered / 2000, 443);
            }
        }
        assertThat(only(Watch.opened(barrage.told())).type()).isEqualTo(AlertType.FLOOD_SYN);
    }
}
