package vedette.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static vedette.decode.PacketBuilder.ethernet;

import java.util.List;
import org.junit.jupiter.api.Test;
import vedette.detect.bruteforce.BruteForceConfig;
import vedette.detect.scan.ScanConfig;
import vedette.net.TcpFlags;

/** As when the configuration is read again while the sensor runs. */
class ReconfigurationTest {
    private static final String SCANNER = "10.0.0.5";
    private static final DetectConfig BEFORE = DetectConfig.DEFAULT.only("scan", "brute-force");

    private final Watch watch = new Watch(BEFORE);
    private double seconds;

    private void refused(int from, int to) {
        for (int i = from; i < to; i++) {
            String target = "10.0.1." + i;
            watch.at(seconds, ethernet().ipv4(SCANNER, target).tcp(40_000, 22).flags(TcpFlags.SYN));
            watch.at(
                    seconds + 0.001,
                    ethernet().ipv4(target, SCANNER).tcp(22, 40_000).flags(TcpFlags.RST | TcpFlags.ACK));
            seconds += 1;
            watch.pass(0);
        }
    }

    private void reconfigure(DetectConfig config) {
        watch.detection().reconfigure(config, Watch.timeNs(seconds));
    }

    private static DetectConfig with(BruteForceConfig bruteForce, ScanConfig scan) {
        return new DetectConfig(
                List.of("scan", "brute-force", "beacon"),
                BEFORE.localNets(),
                BEFORE.allow(),
                BEFORE.synFlood(),
                BEFORE.flood(),
                bruteForce,
                BEFORE.beacon(),
                scan,
                BEFORE.exfiltration(),
                BEFORE.lateral(),
                BEFORE.dnsTunnel());
    }

    @Test
    void aDetectorThatIsTheSameGoesOnWithAllItKnows() {
        refused(1, 7);
        reconfigure(with(new BruteForceConfig(16, 20, 0.15, 32_768), ScanConfig.DEFAULT));
        refused(7, 8);
        assertThat(watch.opened()).singleElement().satisfies(alert -> {
            assertThat(alert.type()).isEqualTo(AlertType.SCAN_HORIZONTAL);
            assertThat(alert.count()).isEqualTo(7);
        });
    }

    @Test
    void aDetectorWhoseSectionHasChangedBeginsAnew() {
        refused(1, 7);
        reconfigure(with(
                BruteForceConfig.DEFAULT, new ScanConfig(262_144, ScanConfig.DEFAULT.memory(), 5, 8, 9, List.of())));
        refused(7, 14);
        assertThat(watch.opened()).isEmpty();
        refused(14, 15);
        assertThat(watch.opened())
                .singleElement()
                .satisfies(alert -> assertThat(alert.count()).isEqualTo(8));
    }

    @Test
    void aDetectorThatIsSwitchedOffTellsNothingMoreAndItsAlertsAreClosed() {
        refused(1, 8);
        assertThat(watch.opened()).hasSize(1);
        reconfigure(BEFORE.only("beacon"));
        refused(8, 60);
        watch.pass(3600);
        assertThat(watch.opened()).hasSize(1);
        assertThat(watch.alerts().get(watch.alerts().size() - 1).state()).isEqualTo(AlertState.CLOSE);
        assertThat(watch.detection().occupancy())
                .extracting(Detection.Occupancy::detector)
                .containsOnly("beacon");
    }

    @Test
    void anAllowListIsInForceFromThenOn() {
        reconfigure(BEFORE.allowing(List.of("scan from " + SCANNER)));
        refused(1, 60);
        assertThat(watch.end()).isEmpty();
    }
}
