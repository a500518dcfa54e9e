package vedette.detect.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static vedette.decode.PacketBuilder.ethernet;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import vedette.detect.Alert;
import vedette.detect.AlertType;
import vedette.detect.DetectConfig;
import vedette.detect.Watch;
import vedette.net.TcpFlags;

class PortSurgeDetectorTest {
    private static final double SLOT_S = 600;
    private static final double HOUR_S = 3600;

    private final Watch watch = new Watch(DetectConfig.DEFAULT.only("scan"));
    private final Random random = new Random(3);

    @BeforeEach
    void begin() {
        watch.at(0, ethernet().ipv4("10.0.0.1", "10.0.0.2").udp(514, 514)).pass(1);
    }

    /** So many strangers try the port of some host within ten minutes, in vain. */
    private void slot(double startSeconds, int strangers, int hosts, int port) {
        for (int i = 0; i < strangers; i++) {
            watch.at(
                    startSeconds + i * SLOT_S / strangers,
                    ethernet()
                            .ipv4(
                                    "198." + random.nextInt(256) + "." + random.nextInt(256) + "." + i % 256,
                                    "10.0.0." + random.nextInt(hosts))
                            .tcp(40000, port)
                            .flags(TcpFlags.SYN));
            watch.pass(0);
        }
    }

    private List<Alert> surges() {
        return watch.opened().stream()
                .filter(alert -> alert.type() == AlertType.SCAN_PORT_SURGE)
                .toList();
    }

    @Test
    void aPortNobodyTriedIsTriedByManyWithinTenMinutes() {
        watch.pass(HOUR_S);
        slot(HOUR_S + 2, 60, 200, 23);
        watch.pass(20);
        assertThat(surges()).singleElement().satisfies(alert -> {
            assertThat(alert.subject().destinationPort()).isEqualTo(23);
            assertThat(alert.count()).isGreaterThan(30);
        });
    }

    @Test
    void aSurgeIsToldAsOfItsAttemptsNotOfTheirVerdicts() {
        watch.pass(HOUR_S);
        slot(HOUR_S + 2, 60, 200, 23);
        watch.pass(20);
        Alert closed = watch.end().get(watch.alerts().size() - 1);
        assertThat(closed.type()).isEqualTo(AlertType.SCAN_PORT_SURGE);
        assertThat(closed.firstNs()).isEqualTo(Watch.timeNs(HOUR_S + 2));
        assertThat(closed.lastNs()).isEqualTo(Watch.timeNs(HOUR_S + 2 + 59 * SLOT_S / 60));
    }

    @Test
    void aPortThatIsTriedAllDayIsUsedToIt() {
        for (int slot = 0; slot < 60; slot++) {
            slot(1 + slot * SLOT_S, 80 + random.nextInt(40), 200, 23);
        }
        watch.pass(20);
        assertThat(surges()).isEmpty();
        slot(1 + 60 * SLOT_S, 600, 200, 23);
        watch.pass(20);
        assertThat(surges()).hasSize(1);
    }

    @Test
    void inTheFirstHourItTakesMore() {
        slot(1, 250, 200, 23);
        assertThat(surges()).isEmpty();
        slot(SLOT_S + 1, 1000, 200, 23);
        watch.pass(20);
        assertThat(surges()).hasSize(1);
    }

    @Test
    void clientsOfAServiceThatStoppedAreNoSurge() {
        watch.at(1, ethernet().ipv4("198.51.100.1", "10.0.0.0").tcp(40000, 443).flags(TcpFlags.SYN));
        watch.at(
                1.1, ethernet().ipv4("10.0.0.0", "198.51.100.1").tcp(443, 40000).flags(TcpFlags.SYN | TcpFlags.ACK));
        watch.at(
                0.2, ethernet().ipv4("198.51.100.1", "10.0.0.0").tcp(40000, 443).payload(9));
        watch.pass(HOUR_S);
        slot(HOUR_S + 2, 300, 1, 443);
        watch.pass(20);
        assertThat(surges()).isEmpty();
    }
}
