package vedette.detect.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static vedette.decode.PacketBuilder.ethernet;

import org.junit.jupiter.api.Test;
import vedette.decode.PacketBuilder;
import vedette.detect.AlertType;
import vedette.detect.DetectConfig;
import vedette.detect.Watch;

class ProtocolScanDetectorTest {
    private static final String SOURCE = "10.0.0.9";
    private static final String TARGET = "10.0.0.2";
    private static final int FIRST = 60;

    private final Watch watch = new Watch(DetectConfig.DEFAULT.only("scan"));

    private static PacketBuilder odd(String source, String target, int protocol) {
        return ethernet().ipv4(source, target).next(protocol).payload(8);
    }

    /** ICMP protocol unreachable, which quotes the probe's header and eight octets. */
    private void refuse(double seconds, int protocol) {
        byte[] quoted = odd(SOURCE, TARGET, protocol).build();
        byte[] header = java.util.Arrays.copyOfRange(quoted, 14, quoted.length);
        watch.at(seconds, ethernet().ipv4(TARGET, SOURCE).icmp(3, 2, 0, 0).payload(header));
    }

    @Test
    void eightProtocolsThatAreRefusedOrUnansweredAreAScan() {
        for (int i = 0; i < 8; i++) {
            watch.at(i, odd(SOURCE, TARGET, FIRST + i));
            if (i < 3) {
                refuse(i + 0.1, FIRST + i);
            }
        }
        watch.pass(10);
        assertThat(watch.opened()).singleElement().satisfies(alert -> {
            assertThat(alert.type()).isEqualTo(AlertType.SCAN_IP_PROTOCOL);
            assertThat(alert.subject().source()).hasToString(SOURCE);
            assertThat(alert.subject().destination()).hasToString(TARGET);
            assertThat(alert.message()).isEqualTo("tried 8 IP protocols, 3 were refused, 5 not answered");
            assertThat(alert.evidence().values()).containsEntry("protocol_numbers", "60 61 62 63 64 65 66 67");
        });
    }

    @Test
    void aScanIsToldAsOfItsPacketsNotOfTheirVerdicts() {
        for (int i = 0; i < 8; i++) {
            watch.at(i, odd(SOURCE, TARGET, FIRST + i));
        }
        watch.pass(10);
        assertThat(watch.opened()).singleElement().satisfies(alert -> {
            assertThat(alert.firstNs()).isEqualTo(Watch.timeNs(0));
            assertThat(alert.lastNs()).isEqualTo(Watch.timeNs(7));
        });
    }

    @Test
    void sevenAreNot() {
        for (int i = 0; i < 7; i++) {
            watch.at(i, odd(SOURCE, TARGET, FIRST + i));
        }
        watch.pass(10);
        assertThat(watch.end()).isEmpty();
    }

    @Test
    void protocolsThatAreAnsweredAreSpoken() {
        for (int i = 0; i < 20; i++) {
            watch.at(i, odd(SOURCE, TARGET, FIRST + i)).at(i + 0.1, odd(TARGET, SOURCE, FIRST + i));
        }
        watch.pass(10);
        assertThat(watch.end()).isEmpty();
    }

    @Test
    void oneProtocolToManyHostsIsATunnelOfWhichOneSideIsSeen() {
        for (int i = 0; i < 100; i++) {
            watch.at(i, odd(SOURCE, "10.0.1." + i, 47));
        }
        watch.pass(10);
        assertThat(watch.end()).isEmpty();
    }

    @Test
    void whatWasTriedLongAgoIsForgotten() {
        for (int i = 0; i < 14; i++) {
            watch.at(i * 601, odd(SOURCE, TARGET, FIRST + i));
            watch.pass(6);
        }
        assertThat(watch.end()).isEmpty();
    }
}
