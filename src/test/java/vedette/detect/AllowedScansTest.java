package vedette.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static vedette.decode.PacketBuilder.ethernet;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vedette.detect.AlertCounters.Fate;
import vedette.net.TcpFlags;

/** Scans that an operator knows of are counted and not told, as far as he said. */
class AllowedScansTest {
    private static final String POLLER = "10.0.0.5";

    private static Watch watch(String... allow) {
        return new Watch(DetectConfig.DEFAULT.only("scan", "brute-force").allowing(List.of(allow)));
    }

    private static void refused(Watch watch, double seconds, String target, int port) {
        watch.at(seconds, ethernet().ipv4(POLLER, target).tcp(40_000, port).flags(TcpFlags.SYN));
        watch.at(
                seconds + 0.001,
                ethernet().ipv4(target, POLLER).tcp(port, 40_000).flags(TcpFlags.RST | TcpFlags.ACK));
        watch.pass(0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "scan to 10.0.1.0/24",
                "scan.horizontal from 10.0.0.5 to 10.0.0.0/16 port 22/tcp",
                "to 10.0.0.0/8 port 22",
                "scan 10.0.1.0/24",
            })
    void aSweepOfHostsThatAllLieInThePrefixIsAllowed(String entry) {
        Watch watch = watch(entry);
        for (int i = 0; i < 200; i++) {
            refused(watch, i * 0.1, "10.0.1." + (1 + i), 22);
        }
        assertThat(watch.end()).isEmpty();
        assertThat(watch.detection().alerts().of(Fate.ALLOWED)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"scan to 10.0.1.0/24 port 22", "scan 10.0.1.0/24"})
    void itIsToldAsSoonAsItLeavesThePrefix(String entry) {
        Watch watch = watch(entry);
        for (int i = 0; i < 40; i++) {
            refused(watch, i * 0.1, "10.0.1." + (1 + i), 22);
        }
        assertThat(watch.alerts()).isEmpty();
        for (int i = 0; i < 40; i++) {
            refused(watch, 10 + i * 0.1, "10.0.2." + (1 + i), 22);
        }
        assertThat(watch.opened()).singleElement().satisfies(alert -> {
            assertThat(alert.type()).isEqualTo(AlertType.SCAN_HORIZONTAL);
            assertThat(alert.subject().destination()).isNull();
            assertThat(alert.count()).isLessThanOrEqualTo(40 + 15);
        });
    }

    @Test
    void aSweepOfAnotherPortIsTold() {
        Watch watch = watch("scan to 10.0.1.0/24 port 22");
        for (int i = 0; i < 40; i++) {
            refused(watch, i * 0.1, "10.0.1." + (1 + i), 23);
        }
        assertThat(watch.opened()).hasSize(1);
    }

    /** As when the configuration is read again while the sensor runs. */
    @Test
    void anotherListHoldsForWhatIsFoundFromThenOn() {
        Watch watch = watch("scan from 10.0.0.5");
        for (int i = 0; i < 20; i++) {
            refused(watch, i * 0.1, "10.0.1." + (1 + i), 22);
        }
        assertThat(watch.alerts()).isEmpty();
        watch.detection().allow(AllowList.of(List.of("scan to 10.0.9.9")));
        for (int i = 0; i < 20; i++) {
            refused(watch, 10 + i * 0.1, "10.0.1." + (101 + i), 22);
        }
        assertThat(watch.opened()).hasSize(1);
        watch.detection().allow(AllowList.of(List.of("scan from 10.0.0.5")));
        for (int i = 0; i < 20; i++) {
            refused(watch, 20 + i * 0.1, "10.0.2." + (1 + i), 22);
        }
        List<Alert> published = watch.end();
        assertThat(published.get(published.size() - 1).state()).isEqualTo(AlertState.CLOSE);
        assertThat(published.get(published.size() - 1).count()).isEqualTo(60);
        assertThat(watch.opened()).hasSize(1);
    }
}
