package vedette.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimerWheelTest {
    private static final long SECOND = 1_000_000_000L;

    private final FlowStore store = new FlowStore();
    private final TimerWheel wheel = new TimerWheel();
    private final Flow flow = new Flow();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void everyRecordIsFoundOnceAndNeverAfterTheTickOfItsDeadline(long seed) {
        Random random = new Random(seed);
        Map<Integer, Long> deadlines = new HashMap<>();
        long now = random.nextLong() >> 2;
        for (int step = 0; step < 20_000; step++) {
            now += random.nextInt(100) == 0 ? random.nextLong(3600 * SECOND) : random.nextLong(SECOND / 4);
            expire(now, deadlines, seed);
            if (random.nextInt(3) > 0) {
                int record = store.take();
                long deadline = now + random.nextLong(700 * SECOND);
                wheel.add(record, deadline, now);
                deadlines.put(record, deadline);
            } else if (!deadlines.isEmpty()) {
                remove(deadlines);
            }
            assertThat(wheel.size()).as("seed %d step %d", seed, step).isEqualTo(deadlines.size());
        }
    }

    private void expire(long now, Map<Integer, Long> deadlines, long seed) {
        for (int record = wheel.due(now); record != FlowStore.NONE; record = wheel.due(now)) {
            long deadline = deadlines.get(record);
            wheel.remove(record);
            if (deadline <= now) {
                deadlines.remove(record);
                store.release(record);
            } else {
                wheel.add(record, deadline, now);
            }
        }
        long end = TimerWheel.startOf(TimerWheel.tickOf(now));
        assertThat(deadlines.values()).as("seed %d", seed).allMatch(deadline -> deadline >= end);
    }

    private void remove(Map<Integer, Long> deadlines) {
        int record = deadlines.keySet().iterator().next();
        wheel.remove(record);
        deadlines.remove(record);
        store.release(record);
    }

    @Test
    void theSoonestIsOfTheEarliestTick() {
        long now = 1_700_000_000 * SECOND;
        for (int i : new int[] {50, 3, 20, 400}) {
            int record = store.take();
            store.wrap(flow, record).part(i);
            wheel.add(record, now + i * SECOND, now);
        }
        assertThat(store.wrap(flow, wheel.soonest()).part()).isEqualTo(3);
        wheel.remove(wheel.soonest());
        assertThat(store.wrap(flow, wheel.soonest()).part()).isEqualTo(20);
    }
}
