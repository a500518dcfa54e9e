package vedette.detect.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static vedette.decode.PacketBuilder.ethernet;

import org.junit.jupiter.api.Test;
import vedette.decode.PacketBuilder;
import vedette.detect.Alert;
import vedette.detect.AlertType;
import vedette.detect.DetectConfig;
import vedette.detect.Surroundings;
import vedette.detect.Watch;
import vedette.net.TcpFlags;

class UnusedAddressesTest {
    private static final long NET = 0x0A000100;
    private static final long DAY_NS = 86_400_000_000_000L;

    private final UnusedAddresses addresses = new UnusedAddresses(new Surroundings(DetectConfig.DEFAULT, 1), 1);

    private boolean isDark(int host, long nowNs) {
        return addresses.isDark(4, 0, NET + host, nowNs);
    }

    private void use(int from, int to, long nowNs) {
        for (int host = from; host < to; host++) {
            addresses.use(NET + host, nowNs);
        }
    }

    @Test
    void anAddressBetweenOthersThatWasSilentForADayIsUnused() {
        use(0, 8, 0);
        assertThat(isDark(200, DAY_NS - 1)).isFalse();
        assertThat(isDark(200, DAY_NS)).isTrue();
        assertThat(isDark(7, DAY_NS)).isFalse();
    }

    @Test
    void whereFewHaveBeenSeenNothingIsKnown() {
        use(0, 7, 0);
        assertThat(isDark(200, 2 * DAY_NS)).isFalse();
        assertThat(addresses.isDark(4, 0, NET + 256, 2 * DAY_NS)).isFalse();
        assertThat(addresses.isDark(6, 0, NET + 200, 2 * DAY_NS)).isFalse();
    }

    @Test
    void whoSpeaksIsUsedAtOnceAndForgottenAfterAWeek() {
        use(0, 9, 0);
        for (int day = 1; day < 10; day++) {
            use(0, 8, day * DAY_NS);
            assertThat(isDark(8, day * DAY_NS)).as("day %d", day).isEqualTo(day >= 8);
        }
        addresses.use(NET + 8, 10 * DAY_NS);
        assertThat(isDark(8, 10 * DAY_NS)).isFalse();
    }

    private static PacketBuilder segment(String source, int port, String target, int targetPort, int flags) {
        return ethernet().ipv4(source, target).tcp(port, targetPort).flags(flags);
    }

    /** A stranger is served by five hosts, and turns to five addresses that are silent. */
    private static void visit(Watch watch, double seconds) {
        String stranger = "203.0.113.9";
        for (int i = 0; i < 5; i++) {
            String host = "10.0.1." + i;
            watch.at(seconds + i, segment(stranger, 4000, host, 443, TcpFlags.SYN));
            watch.at(seconds + i + 0.1, segment(host, 443, stranger, 4000, TcpFlags.SYN | TcpFlags.ACK));
            watch.at(
                    seconds + i + 0.2,
                    segment(stranger, 4000, host, 443, TcpFlags.ACK).payload(9));
            watch.at(seconds + i + 0.3, segment(stranger, 4000, "10.0.1." + (100 + i), 443, TcpFlags.SYN));
        }
        watch.pass(10);
    }

    @Test
    void whoTurnsToUnusedAddressesIsSoonerCalledAScanner() {
        Watch watch = new Watch(DetectConfig.DEFAULT.only("scan"));
        Watch learnt = new Watch(DetectConfig.DEFAULT.only("scan"));
        for (int i = 0; i < 9; i++) {
            learnt.at(0.1 * i, ethernet().ipv4("10.0.1." + i, "10.0.0.1").udp(514, 514))
                    .pass(0);
            watch.at(0.1 * i, ethernet().ipv4("10.0.9." + i, "10.0.0.1").udp(514, 514))
                    .pass(0);
        }
        learnt.pass(86_600);
        watch.pass(86_600);
        visit(watch, 86_700);
        visit(learnt, 86_700);
        assertThat(watch.opened()).isEmpty();
        assertThat(learnt.opened()).extracting(Alert::type).containsExactly(AlertType.SCAN_HORIZONTAL);
    }
}
