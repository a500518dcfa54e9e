package vedette.detect.spoof;

import static org.assertj.core.api.Assertions.assertThat;
import static vedette.decode.PacketBuilder.ethernet;

import org.junit.jupiter.api.Test;
import vedette.detect.AlertType;
import vedette.detect.DetectConfig;
import vedette.detect.Level;
import vedette.detect.Watch;

class ArpSpoofDetectorTest {
    private static final int REQUEST = 1;
    private static final int REPLY = 2;
    private static final String ROUTER = "10.0.0.1";
    private static final String HOST = "10.0.0.20";
    private static final String OF_ROUTER = "020000000101";
    private static final String OF_HOST = "020000000114";
    private static final String ANOTHERS = "020000000142";

    private final Watch watch = new Watch(DetectConfig.DEFAULT.only("arp-spoof"));

    private void say(double seconds, String mac, int operation, String sender, String target) {
        watch.at(seconds, ethernet().arp(operation, sender, target).patch(8, mac));
    }

    private void hostAsksRouter(double seconds) {
        say(seconds, OF_HOST, REQUEST, HOST, ROUTER);
        say(seconds + 0.001, OF_ROUTER, REPLY, ROUTER, HOST);
    }

    private void claims(double fromSeconds, double everySeconds, int count) {
        for (int i = 0; i < count; i++) {
            say(fromSeconds + i * everySeconds, ANOTHERS, REPLY, ROUTER, HOST);
        }
    }

    @Test
    void theFifthUnaskedClaimWithinAMinuteIsTold() {
        hostAsksRouter(0);
        claims(10, 14.9, 4);
        assertThat(watch.opened()).isEmpty();
        claims(69.6, 1, 1);
        assertThat(watch.opened()).singleElement().satisfies(alert -> {
            assertThat(alert.type()).isEqualTo(AlertType.ARP_SPOOF);
            assertThat(alert.level()).isEqualTo(Level.HIGH);
            assertThat(alert.subject().destination()).hasToString(ROUTER);
            assertThat(alert.evidence().values())
                    .containsEntry("mac", "02:00:00:00:01:42")
                    .containsEntry("owner_mac", "02:00:00:00:01:01");
        });
    }

    @Test
    void claimsThatTakeLongerThanAMinuteAreNotTold() {
        hostAsksRouter(0);
        claims(10, 15.1, 40);
        assertThat(watch.end()).isEmpty();
    }

    @Test
    void whoWasThereFirstIsFoundOutWhenTheOwnerSpeaks() {
        claims(0, 2, 3);
        hostAsksRouter(8);
        claims(12, 2, 5);
        assertThat(watch.opened())
                .singleElement()
                .satisfies(
                        alert -> assertThat(alert.evidence().values()).containsEntry("owner_mac", "02:00:00:00:01:01"));
    }

    @Test
    void anAddressNobodyHasUsedForAnHourIsFree() {
        hostAsksRouter(0);
        claims(3601, 2, 30);
        assertThat(watch.end()).isEmpty();
    }

    @Test
    void answersToWhoAskedAreNoClaims() {
        for (int i = 0; i < 30; i++) {
            say(i * 3, OF_HOST, REQUEST, HOST, ROUTER);
            say(i * 3 + 1.9, OF_ROUTER, REPLY, ROUTER, HOST);
        }
        assertThat(watch.end()).isEmpty();
    }

    @Test
    void aSpooferWhoAsksHimselfBeforeHeAnswersOthersIsTold() {
        hostAsksRouter(0);
        for (int i = 0; i < 5; i++) {
            say(10 + 2 * i, ANOTHERS, REQUEST, "10.0.0.66", ROUTER);
            say(10.1 + 2 * i, ANOTHERS, REPLY, ROUTER, HOST);
        }
        assertThat(watch.opened()).hasSize(1);
    }

    @Test
    void whoTellsEveryClientOnceThatHeHasTakenOverIsNotTold() {
        hostAsksRouter(0);
        for (int client = 20; client < 60; client++) {
            say(10 + client * 0.01, ANOTHERS, REPLY, ROUTER, "10.0.0." + client);
        }
        assertThat(watch.end()).isEmpty();
    }

    @Test
    void twoThatTakeAnAddressFromEachOtherTwiceAreTold() {
        say(0, OF_ROUTER, REQUEST, ROUTER, HOST);
        say(10, ANOTHERS, REQUEST, ROUTER, HOST);
        say(20, OF_ROUTER, REQUEST, ROUTER, HOST);
        say(30, ANOTHERS, REQUEST, ROUTER, HOST);
        assertThat(watch.opened()).isEmpty();
        say(40, OF_ROUTER, REQUEST, ROUTER, HOST);
        assertThat(watch.opened()).singleElement().satisfies(alert -> {
            assertThat(alert.level()).isEqualTo(Level.LOW);
            assertThat(alert.message()).contains("both use 10.0.0.1");
        });
    }

    @Test
    void aStandInThatFailsOverAndBackIsNotTold() {
        hostAsksRouter(0);
        for (int i = 0; i < 30; i++) {
            say(10 + i, ANOTHERS, REPLY, ROUTER, ROUTER);
        }
        hostAsksRouter(60);
        assertThat(watch.end()).isEmpty();
    }

    @Test
    void aVirtualRouterMayMoveAsItLikes() {
        hostAsksRouter(0);
        for (int i = 0; i < 30; i++) {
            say(10 + i, i % 2 == 0 ? "00005e000107" : "00000c07ac01", REPLY, ROUTER, HOST);
        }
        assertThat(watch.end()).isEmpty();
    }

    @Test
    void aProbeForAnAddressClaimsNothing() {
        hostAsksRouter(0);
        for (int i = 0; i < 30; i++) {
            say(10 + i, ANOTHERS, REQUEST, "0.0.0.0", ROUTER);
        }
        assertThat(watch.end()).isEmpty();
    }
}
