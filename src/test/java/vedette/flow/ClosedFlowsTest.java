package vedette.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClosedFlowsTest {
    record Closed(long closedNs, long flowId, int part, int record) {}

    private static final Comparator<Closed> ORDER = Comparator.comparingLong(Closed::closedNs)
            .thenComparingLong(Closed::flowId)
            .thenComparingInt(Closed::part);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void handsOnInOrderOfClosingTimeFlowAndPart(long seed) {
        Random random = new Random(seed);
        ClosedFlows closed = new ClosedFlows();
        List<Closed> expected = new ArrayList<>();
        Flow flow = new Flow();
        int part = 0;
        for (int round = 1; round < 30; round++) {
            for (int i = random.nextInt(200); i > 0; i--) {
                Closed record = new Closed(round * 10L + random.nextInt(20), random.nextInt(5), ++part, i);
                flow.closedNs(record.closedNs());
                flow.flowId(record.flowId());
                flow.part(record.part());
                closed.add(flow, 0, record.record());
                expected.add(record);
            }
            expected.sort(ORDER);
            int count = closed.sortUntil(round * 10L + 5);
            for (int i = 0; i < count; i++) {
                assertThat(closed.record(i))
                        .as("seed %d", seed)
                        .isEqualTo(expected.remove(0).record());
            }
            closed.removeFirst(count);
            assertThat(closed.size()).isEqualTo(expected.size());
        }
    }
}
