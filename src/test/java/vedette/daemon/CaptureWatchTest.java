package vedette.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import vedette.capture.CaptureCounters;
import vedette.detect.Alert;
import vedette.detect.DetectConfig;
import vedette.detect.Detection;
import vedette.detect.Feed;
import vedette.flow.FlowCounters;

class CaptureWatchTest {
    private static final long SECOND_NS = 1_000_000_000L;
    private static final long EPOCH_NS = 1_700_000_000L * SECOND_NS;

    private final List<Alert> alerts = new ArrayList<>();
    private final CaptureCounters captured = new CaptureCounters();
    private final FlowCounters flows = new FlowCounters();
    private final Detection detection = new Detection(DetectConfig.DEFAULT, 7, alerts::add);
    private final List<String> absent = new ArrayList<>();
    private Feed feed = Feed.FULL;
    private final CaptureWatch watch =
            new CaptureWatch(captured, () -> flows, () -> List.copyOf(absent), () -> feed, detection.desk(), 0);
    private int second;

    /** Seconds pass in each of which so many frames come. */
    private void pass(int seconds, int frames) {
        for (int i = 0; i < seconds; i++) {
            second++;
            captured.captured.add(frames);
            watch.tick(second * SECOND_NS, EPOCH_NS + second * SECOND_NS);
        }
    }

    private List<String> told() {
        return alerts.stream()
                .map(each -> each.type().code() + " " + each.state().name().toLowerCase(java.util.Locale.ROOT) + " "
                        + each.level().name().toLowerCase(java.util.Locale.ROOT) + ": " + each.message())
                .toList();
    }

    @Test
    void allIsWellAndNothingIsTold() {
        pass(200, 10);
        assertThat(told()).isEmpty();
    }

    @Test
    void framesThatAreLostAreToldAtOnceAndWhenItIsOver() {
        pass(3, 990);
        captured.kernelDropped.add(10);
        pass(1, 990);
        pass(9, 990);
        assertThat(told()).containsExactly("1901 open medium: 10 frames dropped, 1.0 % of the last second's");
        assertThat(alerts.get(0).firstNs()).isEqualTo(EPOCH_NS + 3 * SECOND_NS);
        pass(1, 990);
        assertThat(told()).hasSize(2).last().isEqualTo("1901 close info: no frame was dropped for 10 s");
    }

    @Test
    void aLossNamesTheInterfacesThatHadIt() {
        captured.of("eth0").captured.add(1);
        captured.of("eth1").kernelDropped.add(1);
        pass(1, 500);
        assertThat(alerts)
                .extracting(each -> each.evidence().values().get("interfaces"))
                .containsExactly(List.of("eth1"));
    }

    @Test
    void aLossThatDistortsTheTotalsIsHigh() {
        captured.ringDropped.add(500);
        pass(1, 500);
        assertThat(told()).containsExactly("1901 open high: 500 frames dropped, 50.0 % of the last second's");
    }

    @Test
    void aLossThatIsOverIsNotCountedInTheNext() {
        captured.kernelDropped.add(100);
        pass(12, 900);
        captured.kernelDropped.add(7);
        pass(1, 900);
        assertThat(told().get(2)).isEqualTo("1901 open medium: 7 frames dropped, 0.8 % of the last second's");
    }

    @Test
    void anInterfaceThatIsGoneIsToldUntilItIsBack() {
        pass(2, 5);
        absent.add("eth1");
        pass(5, 5);
        assertThat(told()).containsExactly("1905 open high: eth1 is gone");
        absent.clear();
        pass(1, 5);
        assertThat(told()).last().isEqualTo("1905 close info: frames come again");
    }

    @Test
    void aSourceFromWhichNothingComesIsSilent() {
        pass(1, 5);
        pass(59, 0);
        assertThat(told()).isEmpty();
        pass(1, 0);
        assertThat(told()).containsExactly("1905 open medium: no frame came for 60 s");
        assertThat(alerts.get(0).firstNs()).isEqualTo(EPOCH_NS + SECOND_NS);
        pass(1, 1);
        assertThat(told()).last().isEqualTo("1905 close info: frames come again");
    }

    @Test
    void aFullFlowTableIsAnEmergency() {
        flows.evictedIdle.add(3);
        pass(1, 5);
        assertThat(told())
                .containsExactly(
                        "1902 open high: the flow table is full: 3 flows ended before their time; flow.max-flows may be raised");
        pass(10, 5);
        assertThat(told()).last().isEqualTo("1902 close info: no flow was ended before its time for 10 s");
    }

    @Test
    void aClockThatWasSetIsTold() {
        flows.clockSteps.increment();
        pass(1, 5);
        assertThat(told())
                .containsExactly(
                        "1907 open medium: the clock that gives packets their times was set 1 time, by a minute or more");
    }

    @Test
    void aMirrorThatLacksADirectionIsTold() {
        pass(1, 5);
        feed = new Feed(Feed.Visibility.INBOUND_ONLY, 0, 0);
        pass(3, 5);
        assertThat(told())
                .containsExactly(
                        "1906 open medium: of most connections one direction alone is seen: the mirror port or tap"
                                + " may lack the other");
        feed = Feed.FULL;
        pass(1, 5);
        assertThat(told()).last().isEqualTo("1906 close info: both directions are seen again");
    }
}
