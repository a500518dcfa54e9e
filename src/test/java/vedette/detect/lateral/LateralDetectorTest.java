package vedette.detect.lateral;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import vedette.detect.Alert;
import vedette.detect.AlertState;
import vedette.detect.DetectConfig;
import vedette.detect.Detection;
import vedette.detect.Level;
import vedette.flow.Flow;
import vedette.flow.FlowRecords;
import vedette.flow.Outcome;
import vedette.flow.Probe;

/** Who reaches many hosts of the site for the first time, and who only seems to. */
class LateralDetectorTest {
    private static final long START_NS = 1_700_000_000_000_000_000L;
    private static final double HOUR = 3600;
    private static final double DAY = 24 * HOUR;
    private static final double LEARNT = 25 * HOUR;
    private static final String HOST = "10.0.0.7";

    private final List<Alert> alerts = new ArrayList<>();
    private final Detection detection = new Detection(DetectConfig.DEFAULT.only("lateral"), 1, alerts::add);
    private long nowNs = START_NS;

    LateralDetectorTest() {
        reach(0, "10.0.9.1", "10.0.9.2", 22);
    }

    private void attempt(double seconds, String from, String to, int port, Outcome outcome) {
        long atNs = START_NS + Math.round(seconds * 1e9);
        while (nowNs + 60_000_000_000L < atNs) {
            nowNs += 60_000_000_000L;
            detection.onTick(nowNs);
        }
        nowNs = atNs;
        FlowRecords flow = FlowRecords.tcp()
                .ipv4(from, to)
                .ports(40_000, port)
                .probe(Probe.SYN)
                .times(Flow.FORWARD, atNs, atNs)
                .times(Flow.REVERSE, atNs, atNs);
        detection.onOutcome(flow.flow(), outcome, atNs);
    }

    private void reach(double seconds, String from, String to, int port) {
        attempt(seconds, from, to, port, Outcome.SUCCESS);
    }

    /** So many hosts, one a minute. */
    private void reachNew(double seconds, String from, int first, int count, int port) {
        for (int i = 0; i < count; i++) {
            reach(seconds + 60 * i, from, host(first + i), port);
        }
    }

    private static String host(int number) {
        return "10." + (1 + (number >> 16)) + "." + (number >> 8 & 0xFF) + "." + (number & 0xFF);
    }

    private List<Alert> opened() {
        return alerts.stream().filter(alert -> alert.state() == AlertState.OPEN).toList();
    }

    @Test
    void theEighthHostWithinAnHourIsTold() {
        reachNew(LEARNT, HOST, 0, 7, 445);
        assertThat(alerts).isEmpty();
        reachNew(LEARNT + 500, HOST, 7, 1, 445);
        assertThat(opened()).singleElement().satisfies(alert -> {
            assertThat(alert.level()).isEqualTo(Level.MEDIUM);
            assertThat(alert.technique()).isEqualTo("T1021.002");
            assertThat(alert.subject().source()).hasToString(HOST);
            assertThat(alert.subject().destination()).isNull();
            assertThat(alert.evidence().hosts()).isEqualTo(8);
            assertThat(alert.evidence().values().get("samples").toString()).startsWith("[10.1.0.0:445, 10.1.0.1:445,");
        });
    }

    @Test
    void spreadOverHoursTheyAreNot() {
        for (int i = 0; i < 40; i++) {
            reach(LEARNT + i * 600, HOST, host(i), 445);
        }
        assertThat(alerts).isEmpty();
    }

    @Test
    void onTheFirstDayThreeTimesAsManyAreToldAndLow() {
        reachNew(HOUR, HOST, 0, 23, 22);
        assertThat(alerts).isEmpty();
        reachNew(HOUR + 1400, HOST, 23, 1, 22);
        assertThat(opened()).singleElement().satisfies(alert -> {
            assertThat(alert.level()).isEqualTo(Level.LOW);
            assertThat(alert.evidence().values()).containsEntry("rule", "unlearnt");
        });
    }

    @Test
    void whomAHostHasReachedIsKnownForTwoWeeksAndForgottenAfterFour() {
        reachNew(HOUR, HOST, 0, 12, 22);
        reachNew(LEARNT + 13 * DAY, HOST, 0, 12, 22);
        assertThat(alerts).isEmpty();
        reachNew(LEARNT + 60 * DAY, HOST, 0, 12, 22);
        assertThat(opened()).hasSize(1);
    }

    @Test
    void aServerThatManyReachIsNotTold() {
        for (int i = 0; i < 200; i++) {
            reach(LEARNT + i, host(i), HOST, 445);
        }
        assertThat(alerts).isEmpty();
    }

    @Test
    void whatFailsAndWhatIsNoServiceOfAdministratorsDoesNotCount() {
        for (int i = 0; i < 50; i++) {
            attempt(LEARNT + i, HOST, host(i), 445, i % 2 == 0 ? Outcome.REJECTED : Outcome.SILENT);
            reach(LEARNT + i, HOST, host(i), 443);
        }
        assertThat(alerts).isEmpty();
    }

    @Test
    void hostsOutsideDoNotCount() {
        for (int i = 0; i < 50; i++) {
            reach(LEARNT + i, HOST, "198.51.100." + i, 22);
            reach(LEARNT + i, "198.51.100.9", host(i), 22);
        }
        assertThat(alerts).isEmpty();
    }

    @Test
    void aHostReachedByThreeServicesIsOneHost() {
        for (int i = 0; i < 7; i++) {
            for (int port : new int[] {135, 445, 3389}) {
                reach(LEARNT + i * 60, HOST, host(i), port);
            }
        }
        assertThat(alerts).isEmpty();
        reach(LEARNT + 600, HOST, host(7), 135);
        assertThat(opened()).singleElement().satisfies(alert -> {
            assertThat(alert.technique()).isEqualTo("T1021");
            assertThat(alert.evidence().values()).containsEntry("services", List.of("tcp/135", "tcp/445", "tcp/3389"));
        });
    }

    /** As an inventory does, in a site that grows. */
    @Test
    void aHostThatDoesSoEveryHourIsToldOfUntilThatIsUsual() {
        for (int hour = 0; hour < 96; hour++) {
            reachNew(LEARNT + hour * (HOUR + 60), HOST, 12 * hour, 12, 22);
        }
        double lastTold = opened().stream()
                .mapToDouble(alert -> (alert.detectedNs() - START_NS) / 1e9)
                .max()
                .orElseThrow();
        assertThat(lastTold).isLessThan(LEARNT + 7 * HOUR);
    }

    @Test
    void aChainIsHighAndSaysWhereItCameFrom() {
        reach(LEARNT, "10.0.0.1", HOST, 3389);
        reachNew(LEARNT + 600, HOST, 0, 2, 22);
        assertThat(alerts).isEmpty();
        reachNew(LEARNT + 1200, HOST, 2, 1, 22);
        assertThat(opened()).singleElement().satisfies(alert -> {
            assertThat(alert.level()).isEqualTo(Level.HIGH);
            assertThat(alert.evidence().values())
                    .containsAllEntriesOf(Map.of("rule", "chain", "reached_by", "10.0.0.1", "reached_at", "tcp/3389"));
        });
    }

    @Test
    void aChainThatGoesBackOrOnLaterIsNone() {
        reach(LEARNT, "10.0.0.1", HOST, 3389);
        reach(LEARNT + 60, HOST, "10.0.0.1", 445);
        reachNew(LEARNT + 600, HOST, 0, 2, 22);
        reachNew(LEARNT + HOUR + 1, HOST, 2, 2, 22);
        assertThat(alerts).isEmpty();
    }

    @Test
    void whoWasReachedAsEveryDayIsNoLinkOfAChain() {
        reach(HOUR, "10.0.0.1", HOST, 3389);
        reach(LEARNT, "10.0.0.1", HOST, 3389);
        reachNew(LEARNT + 600, HOST, 0, 5, 22);
        assertThat(alerts).isEmpty();
    }

    @Test
    void aFanOutThatProvesToBeAChainBecomesHighAtOnce() {
        reachNew(LEARNT, HOST, 0, 8, 22);
        reach(LEARNT + 500, "10.0.0.1", HOST, 3389);
        reachNew(LEARNT + 560, HOST, 100, 3, 22);
        assertThat(opened()).hasSize(1);
        Alert last = alerts.get(alerts.size() - 1);
        assertThat(last.state()).isEqualTo(AlertState.UPDATE);
        assertThat(last.level()).isEqualTo(Level.HIGH);
        assertThat(last.evidence().hosts()).isEqualTo(11);
    }

    @Test
    void anHourIsToldOnce() {
        reachNew(LEARNT, HOST, 0, 9, 22);
        reachNew(LEARNT + 1800, HOST, 100, 9, 22);
        assertThat(opened()).hasSize(1);
        reachNew(LEARNT + 2 * HOUR, HOST, 200, 9, 22);
        assertThat(opened()).hasSize(2);
    }
}
