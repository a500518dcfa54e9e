package vedette.detect.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static vedette.decode.PacketBuilder.ethernet;

import org.junit.jupiter.api.Test;
import vedette.decode.PacketBuilder;
import vedette.detect.Alert;
import vedette.detect.AlertType;
import vedette.detect.DetectConfig;
import vedette.detect.Level;
import vedette.detect.Watch;
import vedette.net.TcpFlags;

class NeighborSweepDetectorTest {
    private static final int REQUEST = 1;
    private static final int REPLY = 2;
    private static final int ASKER = 9;

    private final Watch watch = new Watch(DetectConfig.DEFAULT.only("scan"));

    private static String mac(int host) {
        return String.format("0200000001%02x", host);
    }

    private static String address(int host) {
        return "10.0.0." + host;
    }

    private void who(double seconds, int asker, String senderAddress, String target) {
        watch.at(
                seconds,
                ethernet()
                        .arp(REQUEST, senderAddress, target)
                        .patch(8, mac(asker))
                        .patch(18, "000000000000"));
        watch.pass(0);
    }

    private void ask(double seconds, int asker, int target, boolean answered) {
        who(seconds, asker, address(asker), address(target));
        if (answered) {
            reply(seconds + 0.001, target, asker);
        }
    }

    private void reply(double seconds, int host, int asker) {
        PacketBuilder reply = ethernet().arp(REPLY, address(host), address(asker));
        watch.at(seconds, reply.patch(8, mac(host)).patch(18, mac(asker)));
    }

    @Test
    void tenHostsThatDoNotAnswerAreASweep() {
        for (int i = 0; i < 10; i++) {
            ask(i * 0.1, ASKER, 100 + i, false);
        }
        watch.pass(2);
        assertThat(watch.opened()).singleElement().satisfies(alert -> {
            assertThat(alert.type()).isEqualTo(AlertType.SCAN_ARP_SWEEP);
            assertThat(alert.level()).isEqualTo(Level.MEDIUM);
            assertThat(alert.subject().source()).hasToString(address(ASKER));
            assertThat(alert.count()).isEqualTo(10);
            assertThat(alert.evidence().values())
                    .containsEntry("mac", "02:00:00:00:01:09")
                    .containsEntry("target_range", "10.0.0.100-10.0.0.109");
        });
    }

    @Test
    void hostsThatAnswerAreNotSwept() {
        for (int i = 0; i < 200; i++) {
            ask(i * 0.1, ASKER, 10 + i, true);
        }
        watch.pass(2);
        assertThat(watch.end()).isEmpty();
    }

    /** A sensor beside a switch port sees requests, which all are sent, and no answers, which one is sent. */
    @Test
    void whoWasHeardOfLateIsTakenToAnswer() {
        for (int i = 0; i < 60; i++) {
            ask(i, 10 + i, ASKER, false);
        }
        for (int i = 0; i < 60; i++) {
            ask(60 + i * 0.1, ASKER, 10 + i, false);
        }
        watch.pass(2);
        assertThat(watch.end()).isEmpty();
    }

    @Test
    void oneDeadHostAskedForAgainAndAgainIsOne() {
        for (int i = 0; i < 500; i++) {
            ask(i, ASKER, 100 + i % 3, false);
        }
        watch.pass(2);
        assertThat(watch.end()).isEmpty();
    }

    @Test
    void aSweepTooFastToBeRememberedWholeIsFound() {
        int asked = 0;
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < 1000; i++) {
                who(asked++ * 0.0001, ASKER, address(ASKER), "10.0." + i / 250 + "." + i % 250);
            }
        }
        watch.pass(2);
        watch.pass(1000);
        assertThat(watch.alerts())
                .last()
                .satisfies(alert -> assertThat(alert.count()).isEqualTo(1000 - 1));
    }

    @Test
    void theScoreOfASweepThatGoesOnIsTheMostThatDidNotAnswer() {
        for (int i = 0; i < 50; i++) {
            who(i * 0.5, ASKER, address(ASKER), "10.0.7." + i);
            watch.pass(0);
        }
        watch.pass(2);
        watch.pass(1000);
        assertThat(watch.alerts()).last().satisfies(alert -> {
            assertThat(alert.evidence().score()).isEqualTo(50);
            assertThat(alert.evidence().threshold()).isEqualTo(10);
        });
    }

    @Test
    void aGatewayAsksForOthers() {
        int router = 1;
        for (int i = 0; i < 4; i++) {
            ask(i, 20 + i, router, true);
        }
        for (int i = 0; i < 100; i++) {
            ask(10 + i * 0.1, router, 100 + i, false);
        }
        watch.pass(2);
        assertThat(watch.end()).isEmpty();
    }

    @Test
    void aStationThatCarriesForeignAddressesIsARouter() {
        int router = 1;
        ask(0, router, 20, true);
        for (int i = 0; i < 3; i++) {
            String server = "203.0.113." + i;
            watch.at(1 + i, sent(20, address(20), server).tcp(4000, 443).flags(TcpFlags.SYN));
            watch.at(1.1 + i, sent(router, server, address(20)).tcp(443, 4000).flags(TcpFlags.SYN | TcpFlags.ACK));
            watch.at(1.2 + i, sent(20, address(20), server).tcp(4000, 443).flags(TcpFlags.ACK));
            watch.at(1.3 + i, sent(20, address(20), server).tcp(4000, 443).payload(9));
        }
        for (int i = 0; i < 100; i++) {
            ask(10 + i * 0.1, router, 100 + i, false);
        }
        watch.pass(2);
        assertThat(watch.end()).isEmpty();
    }

    private static PacketBuilder sent(int host, String source, String target) {
        return ethernet().patch(6, mac(host)).ipv4(source, target);
    }

    @Test
    void whoProbesForHisOwnAddressOrAnnouncesItAsksForNobody() {
        for (int i = 0; i < 50; i++) {
            who(i * 0.1, ASKER, "0.0.0.0", address(100 + i));
            who(i * 0.1 + 0.05, ASKER, address(100 + i), address(100 + i));
        }
        watch.pass(2);
        assertThat(watch.end()).isEmpty();
    }

    private void solicit(double seconds, String asker, int target) {
        String group = String.format("ff02::1:ff00:%x", target);
        watch.at(seconds, ethernet().ipv6(asker, group).icmpv6(135, 0, 0, 0).payload(16));
        watch.pass(0);
    }

    @Test
    void neighborsThatDoNotAnswerAreSwept() {
        for (int i = 0; i < 10; i++) {
            solicit(i * 0.1, "fe80::9", 100 + i);
        }
        watch.pass(2);
        assertThat(watch.opened()).singleElement().satisfies(alert -> {
            assertThat(alert.type()).isEqualTo(AlertType.SCAN_ARP_SWEEP);
            assertThat(alert.subject().source()).hasToString("fe80::9");
            assertThat(alert.message()).contains("neighbor discovery", "10 hosts");
        });
    }

    @Test
    void neighborsThatAnswerAreNot() {
        for (int i = 0; i < 50; i++) {
            solicit(i * 0.1, "fe80::9", 100 + i);
            String neighbor = String.format("fe80::%x", 100 + i);
            watch.at(
                    i * 0.1 + 0.01,
                    ethernet().ipv6(neighbor, "fe80::9").icmpv6(136, 0, 0, 0).payload(16));
        }
        watch.pass(2);
        assertThat(watch.end()).isEmpty();
    }

    @Test
    void nobodyIsSweptByAnAddressThatIsBeingChosen() {
        for (int i = 0; i < 50; i++) {
            solicit(i * 0.1, "::", 100 + i);
        }
        watch.pass(2);
        assertThat(watch.end()).isEmpty();
    }

    @Test
    void aRouterThatAdvertisesItselfMaySolicitAsItLikes() {
        watch.at(0, ethernet().ipv6("fe80::1", "ff02::1").icmpv6(134, 0, 0, 0).payload(8));
        for (int i = 0; i < 50; i++) {
            solicit(1 + i * 0.1, "fe80::1", 100 + i);
        }
        watch.pass(2);
        assertThat(watch.end()).extracting(Alert::type).isEmpty();
    }
}
