package vedette.detect.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static vedette.decode.PacketBuilder.ethernet;

import java.util.Random;
import org.junit.jupiter.api.Test;
import vedette.detect.Alert;
import vedette.detect.AlertState;
import vedette.detect.AlertType;
import vedette.detect.DetectConfig;
import vedette.detect.Level;
import vedette.detect.Watch;

class PingSweepDetectorTest {
    private static final String INSIDE = "10.0.0.9";
    private static final String OUTSIDE = "198.51.100.7";
    private static final int ECHO = 8;

    private final Watch watch = new Watch(DetectConfig.DEFAULT.only("scan"));

    private void ping(double seconds, String source, String target, boolean answered) {
        ask(seconds, ECHO, source, target, answered);
    }

    private void ask(double seconds, int type, String source, String target, boolean answered) {
        watch.at(seconds, ethernet().ipv4(source, target).icmp(type, 0, 1, 1));
        if (answered) {
            int reply = type == ECHO ? 0 : type + 1;
            watch.at(seconds + 0.001, ethernet().ipv4(target, source).icmp(reply, 0, 1, 1));
        }
    }

    /** Asks hosts one after the other, every third of their addresses, so that they are no row. */
    private void pingSome(String source, int hosts, int answering) {
        for (int i = 0; i < hosts; i++) {
            ping(i * 0.5, source, "10.0.1." + 3 * i, i < answering);
            watch.pass(0);
        }
        watch.pass(10);
    }

    @Test
    void aLocalSourceThatPingsTwentyFiveSilentHostsSweeps() {
        pingSome(INSIDE, 25, 0);
        assertThat(watch.opened()).hasSize(1);
        Alert alert = watch.opened().get(0);
        assertThat(alert.type()).isEqualTo(AlertType.SCAN_ICMP_SWEEP);
        assertThat(alert.level()).isEqualTo(Level.MEDIUM);
        assertThat(alert.subject().source()).hasToString(INSIDE);
        assertThat(alert.count()).isEqualTo(25);
        assertThat(alert.evidence().values()).containsEntry("target_range", "10.0.1.0-10.0.1.72");
        assertThat(alert.message()).contains("25 hosts", "0 answered");
    }

    @Test
    void aSweepIsToldAsOfItsRequestsNotOfTheirVerdicts() {
        pingSome(INSIDE, 25, 0);
        assertThat(watch.opened()).singleElement().satisfies(alert -> {
            assertThat(alert.firstNs()).isEqualTo(Watch.timeNs(0));
            assertThat(alert.lastNs()).isEqualTo(Watch.timeNs(12));
        });
    }

    @Test
    void whileASweepGoesOnItsScoreIsTheMostOfAMinute() {
        for (int i = 0; i < 80; i++) {
            ping(i < 40 ? i * 0.5 : i * 2, INSIDE, "10.0.1." + 3 * i, false);
            watch.pass(0);
        }
        Alert last = watch.end().get(watch.alerts().size() - 1);
        assertThat(last.count()).isEqualTo(80);
        assertThat(last.evidence().score()).isEqualTo(40);
        assertThat(last.evidence().threshold()).isEqualTo(25);
    }

    @Test
    void twentyFourAreNotEnough() {
        pingSome(INSIDE, 24, 0);
        assertThat(watch.end()).isEmpty();
    }

    @Test
    void anExternalSourceNeedsTen() {
        pingSome(OUTSIDE, 9, 0);
        assertThat(watch.opened()).isEmpty();
        ping(20, OUTSIDE, "10.0.9.1", false);
        watch.pass(10);
        assertThat(watch.opened())
                .singleElement()
                .satisfies(alert -> assertThat(alert.level()).isEqualTo(Level.LOW));
    }

    @Test
    void anExternalSourceMayTakeItsTime() {
        for (int i = 0; i < 19; i++) {
            ping(i * 3600, OUTSIDE, "10.0.1." + 3 * i, false);
            watch.pass(10);
        }
        assertThat(watch.opened())
                .singleElement()
                .satisfies(alert -> assertThat(alert.count()).isEqualTo(10));
    }

    @Test
    void anExternalSourceThatIsMostlyAnsweredMonitors() {
        for (int i = 0; i < 40; i++) {
            ping(i * 600, OUTSIDE, "10.0.1." + 3 * i, i % 3 > 0);
            watch.pass(10);
        }
        assertThat(watch.end()).isEmpty();
    }

    @Test
    void timestampAndMaskRequestsSweepAsWell() {
        for (int i = 0; i < 10; i++) {
            ask(i, i % 2 == 0 ? 13 : 17, OUTSIDE, "10.0.1." + 3 * i, false);
        }
        watch.pass(10);
        assertThat(watch.opened()).extracting(Alert::type).containsExactly(AlertType.SCAN_ICMP_SWEEP);
    }

    @Test
    void ipv6HostsArePingedToo() {
        for (int i = 0; i < 10; i++) {
            watch.at(i, ethernet().ipv6("2001:db8:1::1", "fd00::" + 3 * i).icmpv6(128, 0, 1, 1));
        }
        watch.pass(10);
        assertThat(watch.opened()).singleElement().satisfies(alert -> {
            assertThat(alert.type()).isEqualTo(AlertType.SCAN_ICMP_SWEEP);
            assertThat(alert.subject().source()).hasToString("2001:db8:1::1");
        });
    }

    @Test
    void hostsThatAnswerAreBeingMonitored() {
        for (int round = 0; round < 20; round++) {
            for (int host = 0; host < 60; host++) {
                ping(round * 60 + host, INSIDE, "10.0." + host % 7 + "." + host, true);
                watch.pass(0);
            }
        }
        assertThat(watch.end()).isEmpty();
    }

    @Test
    void monitoringThatLosesHalfOfItsHostsStaysMonitoring() {
        for (int round = 0; round < 20; round++) {
            for (int host = 0; host < 60; host++) {
                ping(round * 60 + host, INSIDE, "10.0." + host % 7 + "." + host, round < 10 || host % 3 == 0);
                watch.pass(0);
            }
        }
        assertThat(watch.end()).isEmpty();
    }

    @Test
    void aRowOfAddressesIsSweptEvenIfAllAnswer() {
        for (int i = 1; i <= 32; i++) {
            ping(i * 0.1, INSIDE, "10.0.1." + i, true);
        }
        assertThat(watch.opened()).extracting(Alert::type).containsExactly(AlertType.SCAN_ICMP_SWEEP);
    }

    @Test
    void aHundredHostsAreSweptWhereverTheyAre() {
        Random random = new Random(5);
        for (int i = 0; i < 100; i++) {
            ping(i * 0.1, INSIDE, "10." + i + "." + random.nextInt(256) + "." + random.nextInt(256), true);
        }
        assertThat(watch.opened()).extracting(Alert::type).containsExactly(AlertType.SCAN_ICMP_SWEEP);
    }

    @Test
    void aServerThatPingsBeforeItLeasesIsNoSweep() {
        for (int lease = 0; lease < 200; lease++) {
            ping(lease * 3, INSIDE, "10.0.2." + lease, false);
            watch.pass(0);
        }
        assertThat(watch.end()).isEmpty();
    }

    @Test
    void whatItCameToIsToldInTheEnd() {
        for (int i = 0; i < 250; i++) {
            ping(i * 0.02, INSIDE, "10.0.1." + i, i % 10 == 0);
        }
        watch.pass(10);
        assertThat(watch.alerts()).extracting(Alert::state).startsWith(AlertState.OPEN, AlertState.UPDATE);
        watch.pass(1000);
        Alert last = watch.alerts().get(watch.alerts().size() - 1);
        assertThat(last.state()).isEqualTo(AlertState.CLOSE);
        assertThat(last.count()).isEqualTo(250);
        assertThat(last.message()).contains("250 hosts", "25 answered");
    }
}
