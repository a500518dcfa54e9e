package vedette.detect.beacon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import vedette.content.Samples;
import vedette.detect.Alert;
import vedette.detect.AlertState;
import vedette.detect.AlertType;
import vedette.detect.Level;
import vedette.net.IpProtocol;

class BeaconDetectorTest {
    private final Calls calls = new Calls();

    @Test
    void aRegularCallerIsToldWithPeriodAndEvidence() {
        for (int i = 0; i < 13; i++) {
            calls.answered(60 * i, 700);
        }
        Alert alert = calls.opened().get(0);
        assertThat(alert.type()).isEqualTo(AlertType.BEACON_PERIODIC);
        assertThat(alert.subject().source()).hasToString("10.20.0.1");
        assertThat(alert.subject().destination()).hasToString("198.51.100.1");
        assertThat(alert.subject().destinationPort()).isEqualTo(443);
        assertThat(alert.technique()).isEqualTo("T1071.001");
        assertThat(alert.message())
                .isEqualTo("calls 198.51.100.1 TCP port 443 about every 60 s (jitter 0 %), 13 times in 12 min");
        assertThat(alert.evidence().values())
                .containsEntry("period_s", 60.0)
                .containsEntry("calls", 13L)
                .containsEntry("client_octets_usual", 700L);
        assertThat((List<?>) alert.evidence().values().get("latest")).hasSize(8);
    }

    @Test
    void theServersNameIsEvidence() {
        calls.saying("POST / HTTP/1.1\r\nHost: c2.example<b>\r\n\r\n");
        for (int i = 0; i < 13; i++) {
            calls.answered(60 * i, 700);
        }
        assertThat(calls.opened().get(0).evidence().values()).containsEntry("server_name", "c2.example?b?");
    }

    @Test
    void whereTheCallNamesNoServerTheNameOfDnsIsTold() {
        calls.named(Samples.dns());
        for (int i = 0; i < 13; i++) {
            calls.answered(60 * i, 700);
        }
        assertThat(calls.opened().get(0).evidence().values()).containsEntry("server_name", "a.example");
    }

    @Test
    void aServerThatNobodyNamedHasNone() {
        for (int i = 0; i < 13; i++) {
            calls.answered(60 * i, 700);
        }
        assertThat(calls.opened().get(0).evidence().values()).doesNotContainKey("server_name");
    }

    @Test
    void anUnansweredBeaconIsToldToo() {
        calls.tcp(4444);
        for (int i = 0; i < 20; i++) {
            calls.unanswered(120 * i);
        }
        assertThat(calls.opened()).hasSize(1);
        assertThat(calls.opened().get(0).message()).endsWith("never answered");
    }

    @Test
    void callsToANameServerOfNobodyElseAreADnsBeacon() {
        calls.udp(53);
        for (int i = 0; i < 20; i++) {
            calls.answered(30 * i, 60);
        }
        assertThat(calls.opened()).hasSize(1);
        assertThat(calls.opened().get(0).type()).isEqualTo(AlertType.BEACON_DNS);
    }

    @Test
    void aPublicResolverAndAServerOfTimeMayBeAskedAsOftenAsOneLikes() {
        calls.udp(53).between("10.20.0.1", "8.8.8.8");
        everyTenSeconds(100);
        calls.udp(123).between("10.20.0.1", "198.51.100.9");
        everyTenSeconds(100);
        assertThat(calls.alerts()).isEmpty();
    }

    @Test
    void aNameServerOfManyIsNoBeacon() {
        calls.udp(53);
        for (int i = 0; i < 60; i++) {
            for (int host = 1; host <= 4; host++) {
                calls.between("10.20.0." + host, "198.51.100.53").answered(60 * i + host, 60);
            }
        }
        assertThat(calls.alerts()).isEmpty();
    }

    @Test
    void callsWithinTheSiteAndFromOutsideAreLookedAtOnlyIfAskedFor() {
        calls.between("10.20.0.1", "10.20.0.2");
        everyTenSeconds(50);
        calls.between("198.51.100.1", "10.20.0.2");
        everyTenSeconds(50);
        assertThat(calls.alerts()).isEmpty();

        Calls within = new Calls(Calls.config(true, 64)).between("10.20.0.1", "10.20.0.2");
        for (int i = 0; i < 20; i++) {
            within.answered(10 * i, 700);
        }
        assertThat(within.opened()).hasSize(1);
    }

    /** Neither address is of this site as far as the sensor knows; then it cannot know that this is none of its business. */
    @Test
    void callsBetweenTwoOutsideAddressesAreLookedAt() {
        calls.between("192.0.2.1", "198.51.100.1");
        everyTenSeconds(20);
        assertThat(calls.opened()).hasSize(1);
    }

    @Test
    void groupsAndNeighboursAreNeverBeacons() {
        for (String group : List.of("224.0.0.251", "239.255.255.250", "255.255.255.255", "169.254.1.1", "127.0.0.1")) {
            calls.udp(9999).between("10.20.0.1", group);
            everyTenSeconds(20);
        }
        assertThat(calls.alerts()).isEmpty();
    }

    private void everyTenSeconds(int count) {
        double from = (calls.nowNs() - Calls.START_NS) / 1e9 + 10;
        for (int i = 0; i < count; i++) {
            calls.answered(from + 10 * i, 60);
        }
    }

    /** Where a log of connections shows a single one. */
    @Test
    void pingsInsideOneConnectionAreABeacon() {
        calls.answered(0, 500);
        for (int i = 1; i < 20; i++) {
            calls.burst(30 * i, 6);
        }
        assertThat(calls.opened()).hasSize(1);
        assertThat(calls.last("period_s")).isCloseTo(30, within(0.1));
        assertThat(calls.opened().get(0).level()).isEqualTo(Level.INFO);
        for (int i = 20; i < 200; i++) {
            calls.burst(30 * i, 6);
        }
        assertThat(calls.alerts().get(calls.alerts().size() - 1).level()).isEqualTo(Level.LOW);
    }

    /** Pings, tunnels and what keeps them open go by the clock too. */
    @Test
    void whatHasNoPortsIsNoBeacon() {
        for (int protocol : new int[] {IpProtocol.ICMP, IpProtocol.GRE, IpProtocol.ESP}) {
            calls.portless(protocol);
            double from = (calls.nowNs() - Calls.START_NS) / 1e9 + 30;
            for (int i = 0; i < 50; i++) {
                calls.burst(from + 30 * i, 56);
            }
        }
        assertThat(calls.alerts()).isEmpty();
    }

    @Test
    void nightsOfSleepDoNotHideABeacon() {
        for (int day = 0; day < 3; day++) {
            for (int i = 0; i < 100; i++) {
                calls.answered(86_400 * day + 300 * i, 700);
            }
        }
        assertThat(calls.bestScore()).isGreaterThan(0.8);
        assertThat(calls.last("period_s")).isCloseTo(300, within(1.0));
    }

    /** Each check-in tries five times, a second or two apart, from new ports. */
    @Test
    void triesOfOneCheckInAreNotThePeriod() {
        SplittableRandom random = new SplittableRandom(5);
        calls.tcp(4975);
        for (int i = 0; i < 60; i++) {
            double at = 120 * i;
            for (double wait : new double[] {0, 1, 1, 2, 1}) {
                at += wait + random.nextDouble() / 20;
                calls.unanswered(at);
            }
        }
        assertThat(calls.opened()).hasSize(1);
        assertThat(calls.last("period_s")).isCloseTo(120, within(2.0));
    }

    /** As a bot does whose server is gone: back-off of 1, 2, 4, 8 s from new ports, then pauses without rhythm. */
    @Test
    void burstsOfTriesWithoutAnyPeriodAreNoBeacon() {
        SplittableRandom random = new SplittableRandom(6);
        calls.tcp(4975);
        double at = 0;
        for (int i = 0; i < 200; i++) {
            for (int k = 0; k < 8; k++) {
                at += 2 + random.nextDouble() / 20;
                calls.unanswered(at);
            }
            at += 60 * Math.exp(random.nextGaussian());
        }
        assertThat(calls.alerts()).isEmpty();
    }

    @Test
    void aSlowBeaconStaysOpenBetweenItsCallsAndIsClosedWhenItStops() {
        for (int i = 0; i < 30; i++) {
            calls.tcp(8531).answered(3600 * i, 700);
        }
        assertThat(calls.opened()).hasSize(1);
        assertThat(closed()).isEmpty();
        calls.at(3600 * 60);
        assertThat(closed()).hasSize(1);
        assertThat(closed().get(0).count()).isGreaterThan(20);
    }

    private List<Alert> closed() {
        return calls.alerts().stream()
                .filter(alert -> alert.state() == AlertState.CLOSE)
                .toList();
    }

    /** Seven calls, each so like the others that no more are needed. */
    @Test
    void sevenSlowCallsAreEnough() {
        for (double at : new double[] {0, 960, 1890, 2872, 3788, 4740, 5685}) {
            calls.answered(at, 7100);
        }
        assertThat(calls.opened()).hasSize(1);
        assertThat(calls.opened().get(0).level()).isEqualTo(Level.LOW);
        assertThat(calls.last("period_s")).isCloseTo(952, within(15.0));
    }

    @Test
    void fiveCallsAreNot() {
        for (int i = 0; i < 5; i++) {
            calls.answered(3600 * i, 700);
        }
        assertThat(calls.alerts()).isEmpty();
    }

    @Test
    void clockworkOnACommonServiceIsLowAndJitterIsNot() {
        SplittableRandom random = new SplittableRandom(7);
        Calls jittered = new Calls();
        double at = 0;
        for (int i = 0; i < 100; i++) {
            calls.answered(900 * i, 700);
            at += 900 * (0.7 + 0.3 * random.nextDouble());
            jittered.answered(at, 700);
        }
        assertThat(calls.alerts()).allSatisfy(alert -> assertThat(alert.level()).isEqualTo(Level.LOW));
        assertThat(jittered.alerts())
                .anySatisfy(alert -> assertThat(alert.level()).isEqualTo(Level.HIGH));
    }

    @Test
    void whoMakesHisRoundsIsToldOfOnce() {
        for (int i = 0; i < 40; i++) {
            for (int feed = 1; feed <= 10; feed++) {
                calls.between("10.20.0.1", "198.51.100." + feed).answered(7200 * i + feed, 400);
            }
        }
        assertThat(calls.opened()).hasSize(1);
        assertThat(calls.last("other_services_alike")).isEqualTo(9);
    }

    /** One call every two hours, while hundreds of others come and go: the pair is lost from the table and yet seen. */
    @Test
    void aPairSeenInThreeHoursIsFollowedThoughManyOthersCome() {
        Calls small = new Calls(Calls.config(false, 256));
        SplittableRandom random = new SplittableRandom(8);
        for (int i = 0; i < 24; i++) {
            small.between("10.20.0.1", "198.51.100.1").answered(7200 * i, 700);
            for (int other = 0; other < 400; other++) {
                String destination = "198.18." + random.nextInt(256) + "." + random.nextInt(256);
                small.between("10.20.1." + random.nextInt(256), destination).unanswered(7200 * i + 1 + other);
            }
        }
        assertThat(small.opened())
                .anySatisfy(alert -> assertThat(alert.subject().destination()).hasToString("198.51.100.1"));
    }

    @Test
    void optionsOutOfRangeAreRefusedByName() {
        assertThatThrownBy(() -> new BeaconConfig(1.5, false, false, List.of(), List.of(), 64, 64))
                .hasMessage("detect.beacon.min-score must be above 0 and at most 1, was 1.5");
        assertThatThrownBy(() -> new BeaconConfig(0.6, false, false, List.of("8.8.8"), List.of(), 64, 64))
                .hasMessageStartingWith("detect.beacon.resolvers: ");
        assertThatThrownBy(() -> new BeaconConfig(0.6, false, false, List.of(), List.of("ntp"), 64, 64))
                .hasMessage("detect.beacon.ignore: ntp is no service such as udp/123 or tcp/514");
        assertThatThrownBy(() -> new BeaconConfig(0.6, false, false, List.of(), List.of(), 64, 100))
                .hasMessageStartingWith("detect.beacon.max-candidates must be a power of two");
    }
}
