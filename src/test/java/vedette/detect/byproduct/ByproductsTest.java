package vedette.detect.byproduct;

import static org.assertj.core.api.Assertions.assertThat;
import static vedette.decode.PacketBuilder.ethernet;

import java.util.List;
import org.junit.jupiter.api.Test;
import vedette.decode.PacketBuilder;
import vedette.detect.Alert;
import vedette.detect.AlertState;
import vedette.detect.AlertType;
import vedette.detect.DetectConfig;
import vedette.detect.Level;
import vedette.detect.Watch;
import vedette.net.TcpFlags;

/** What is told for information, and what is not. */
class ByproductsTest {
    private static final String VICTIM = "203.0.113.80";
    private static final int SYN_ACK = TcpFlags.SYN | TcpFlags.ACK;
    private static final int RST_ACK = TcpFlags.RST | TcpFlags.ACK;

    private final Watch watch = new Watch(DetectConfig.DEFAULT.only("scan", "beacon"));

    private static PacketBuilder segment(String source, int port, String target, int targetPort, int flags) {
        return ethernet().ipv4(source, target).tcp(port, targetPort).flags(flags);
    }

    private List<Alert> opened(AlertType type) {
        return watch.opened().stream().filter(alert -> alert.type() == type).toList();
    }

    @Test
    void answersToManyThatNeverAskedAreBackscatterAndNoScan() {
        for (int i = 0; i < 100; i++) {
            int flags = i % 5 == 0 ? RST_ACK : SYN_ACK;
            watch.at(i, segment(VICTIM, 80, "10.0.0." + i, 1024 + i, flags));
            if (flags == SYN_ACK) {
                watch.at(i + 0.001, segment("10.0.0." + i, 1024 + i, VICTIM, 80, TcpFlags.RST));
            }
            watch.pass(0);
        }
        watch.pass(60);
        assertThat(watch.opened()).singleElement().satisfies(alert -> {
            assertThat(alert.type()).isEqualTo(AlertType.BACKSCATTER);
            assertThat(alert.level()).isEqualTo(Level.INFO);
            assertThat(alert.subject().source()).hasToString(VICTIM);
            assertThat(alert.subject().sourcePort()).isEqualTo(80);
        });
        Alert last = watch.end().get(watch.alerts().size() - 1);
        assertThat(last.state()).isEqualTo(AlertState.CLOSE);
        assertThat((Long) last.evidence().values().get("targets")).isBetween(97L, 103L);
    }

    @Test
    void backscatterIsToldAsOfItsPacketsNotOfTheEndOfTheirFlows() {
        for (int i = 0; i < 20; i++) {
            watch.at(i, segment(VICTIM, 80, "10.0.0." + i, 1024 + i, SYN_ACK));
            watch.pass(0);
        }
        Alert last = watch.end().get(watch.alerts().size() - 1);
        assertThat(last.type()).isEqualTo(AlertType.BACKSCATTER);
        assertThat(last.firstNs()).isEqualTo(Watch.timeNs(0));
        assertThat(last.lastNs()).isEqualTo(Watch.timeNs(19));
    }

    @Test
    void aRetryStormIsToldAsOfItsAttemptsNotOfTheirVerdicts() {
        for (int i = 0; i < 1010; i++) {
            watch.at(i * 3, segment("10.0.0.1", 1024 + i, "10.0.0.2", 80, TcpFlags.SYN));
            watch.pass(0);
        }
        Alert last = watch.end().get(watch.alerts().size() - 1);
        assertThat(last.type()).isEqualTo(AlertType.RETRY_STORM);
        assertThat(last.firstNs()).isEqualTo(Watch.timeNs(0));
        assertThat(last.lastNs()).isEqualTo(Watch.timeNs(1009 * 3));
    }

    @Test
    void backscatterIsToldOnceADay() {
        for (int i = 0; i < 100; i++) {
            watch.at(i * 800, segment(VICTIM, 80, "10.0.0." + i, 1024 + i, SYN_ACK));
            watch.pass(0);
        }
        watch.pass(3000);
        for (int i = 0; i < 20; i++) {
            watch.at(83_000 + i, segment(VICTIM, 80, "10.0.1." + i, 1024 + i, SYN_ACK));
            watch.pass(0);
        }
        watch.pass(60);
        assertThat(opened(AlertType.BACKSCATTER)).hasSize(1);
    }

    @Test
    void whoSendsFromManyPortsIsNoVictim() {
        for (int i = 0; i < 100; i++) {
            watch.at(i, segment(VICTIM, 80 + i % 4, "10.0.0." + i, 1024 + i, SYN_ACK));
            watch.pass(0);
        }
        watch.pass(60);
        assertThat(opened(AlertType.BACKSCATTER)).isEmpty();
    }

    @Test
    void answersToWhoAskedAreNone() {
        for (int i = 0; i < 100; i++) {
            watch.at(i, segment("10.0.0." + i, 1024 + i, VICTIM, 80, TcpFlags.SYN));
            watch.at(i + 0.1, segment(VICTIM, 80, "10.0.0." + i, 1024 + i, RST_ACK));
            watch.pass(0);
        }
        watch.pass(60);
        assertThat(opened(AlertType.BACKSCATTER)).isEmpty();
    }

    private void fail(int attempts, double everySeconds, boolean otherServices) {
        for (int i = 0; i < attempts; i++) {
            int port = otherServices ? 80 + i % 2 : 80;
            watch.at(i * everySeconds, segment("10.0.0.1", 1024 + i, "10.0.0.2", port, TcpFlags.SYN));
            watch.at(i * everySeconds + 0.01, segment("10.0.0.2", port, "10.0.0.1", 1024 + i, RST_ACK));
            watch.pass(0);
        }
    }

    @Test
    void aThousandFailuresAtOneServiceWithinAnHourAreARetryStorm() {
        fail(1500, 3, false);
        assertThat(opened(AlertType.RETRY_STORM)).singleElement().satisfies(alert -> {
            assertThat(alert.level()).isEqualTo(Level.INFO);
            assertThat(alert.count()).isEqualTo(1000);
            assertThat(alert.subject().destination()).hasToString("10.0.0.2");
            assertThat(alert.subject().destinationPort()).isEqualTo(80);
        });
        assertThat(watch.end())
                .last()
                .satisfies(alert -> assertThat(alert.count()).isEqualTo(1500));
    }

    @Test
    void failuresAtALeisurelyPaceAreNone() {
        fail(3000, 4.5, false);
        assertThat(opened(AlertType.RETRY_STORM)).isEmpty();
    }

    @Test
    void aThousandFailuresInAFewSecondsAreNone() {
        fail(5000, 0.001, false);
        assertThat(opened(AlertType.RETRY_STORM)).isEmpty();
    }

    @Test
    void failuresAreCountedForEachService() {
        fail(1500, 2.5, true);
        assertThat(opened(AlertType.RETRY_STORM)).isEmpty();
    }

    private void talk(double seconds, double forSeconds, int clientPort, double everySeconds) {
        watch.at(seconds, segment("10.0.0.1", clientPort, VICTIM, 443, TcpFlags.SYN));
        watch.at(seconds + 0.1, segment(VICTIM, 443, "10.0.0.1", clientPort, SYN_ACK));
        watch.at(seconds + 0.2, segment("10.0.0.1", clientPort, VICTIM, 443, TcpFlags.ACK));
        for (double at = 1; at < forSeconds; at += everySeconds) {
            watch.at(
                    seconds + at,
                    segment("10.0.0.1", clientPort, VICTIM, 443, TcpFlags.ACK).payload(9));
            watch.pass(0);
        }
        watch.at(seconds + forSeconds, segment(VICTIM, 443, "10.0.0.1", clientPort, TcpFlags.RST));
        watch.pass(60);
    }

    /** What is sent every minute is a beacon as well. */
    private static List<Alert> longConnections(List<Alert> told) {
        return told.stream()
                .filter(alert -> alert.type() == AlertType.LONG_CONNECTION)
                .toList();
    }

    @Test
    void aConnectionIsToldOfAfterOneAndFourAndEightAndTwelveHours() {
        talk(0, 13 * 3600, 1024, 60);
        List<Alert> told = longConnections(watch.alerts());
        assertThat(told)
                .extracting(Alert::state)
                .containsExactly(
                        AlertState.OPEN, AlertState.UPDATE, AlertState.UPDATE, AlertState.UPDATE, AlertState.CLOSE);
        assertThat(told).extracting(Alert::id).containsOnly(told.get(0).id());
        assertThat(told).allMatch(alert -> alert.type() == AlertType.LONG_CONNECTION && alert.level() == Level.INFO);
        int[] hours = {1, 4, 8, 12, 12};
        for (int i = 0; i < hours.length; i++) {
            assertThat(told.get(i).evidence().values()).containsEntry("threshold_duration_s", hours[i] * 3600L);
            assertThat((Long) told.get(i).evidence().values().get("duration_s"))
                    .isGreaterThanOrEqualTo(hours[i] * 3600L);
        }
        assertThat(told.get(4).evidence().values()).containsEntry("duration_s", 13 * 3600L);
    }

    @Test
    void aConnectionOfFiftyMinutesIsNotLong() {
        talk(0, 3000, 1024, 60);
        assertThat(longConnections(watch.end())).isEmpty();
    }

    @Test
    void connectionsOneAfterTheOtherAreNotLong() {
        for (int i = 0; i < 10; i++) {
            talk(i * 1900, 1800, 1024, 60);
        }
        assertThat(longConnections(watch.end())).isEmpty();
    }
}
