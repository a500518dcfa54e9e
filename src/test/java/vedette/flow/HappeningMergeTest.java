package vedette.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import vedette.flow.Happenings.Step;

class HappeningMergeTest {
    private final List<Long> told = new ArrayList<>();
    private final List<HappeningLane> lanes =
            List.of(new HappeningLane(FlowEvents.NONE), new HappeningLane(FlowEvents.NONE));

    private final HappeningMerge merge = new HappeningMerge(
            lanes,
            new FlowLedger(
                    new FlowCounters(),
                    flow -> {},
                    new FlowEvents() {
                        @Override
                        public void onDrops(long total) {
                            if (total < 0) {
                                throw new IllegalStateException("a fault");
                            }
                            told.add(total);
                        }
                    },
                    Folding.NONE,
                    1));

    private void tell(int lane, long place, long what) {
        lanes.get(lane).at(1, Step.FRAMES, place);
        lanes.get(lane).onDrops(what);
        lanes.get(lane).handOver();
    }

    private void turn(int lane, long place) {
        lanes.get(lane).at(1, Step.FRAMES, place);
        lanes.get(lane).onTurn(0, 0);
        lanes.get(lane).handOver();
    }

    private void take() throws InterruptedException {
        merge.tell(100, 0);
    }

    @Test
    void whatIsToldWaitsUntilNobodyCanTellOfSomethingEarlier() throws InterruptedException {
        tell(0, 5, 50);
        take();
        assertThat(told).isEmpty();
        tell(1, 4, 40);
        take();
        assertThat(told).containsExactly(40L);
        turn(1, 6);
        take();
        assertThat(told).containsExactly(40L, 50L);
    }

    /** Else one would wait for room in its lane, and the other for a turn that the first has to take before. */
    @Test
    void whoHasNothingToTellButTurnsHoldsNobodyUp() throws InterruptedException {
        for (int i = 0; i < 10 * HappeningLane.BATCHES; i++) {
            turn(0, 6);
            take();
            turn(1, 6);
            take();
        }
        tell(1, 6, 60);
        take();
        assertThat(told).containsExactly(60L);
        assertThat(merge.turns()).isEqualTo(10L * HappeningLane.BATCHES);
    }

    @Test
    void whatAListenerFailedAtIsNotToldAgain() throws InterruptedException {
        tell(0, 1, -1);
        tell(0, 2, 20);
        lanes.forEach(HappeningLane::close);
        assertThatThrownBy(this::take).hasMessage("a fault");
        take();
        assertThat(told).containsExactly(20L);
        assertThat(merge.isOver()).isTrue();
    }
}
