package vedette.detect.sketch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class HourlyPresenceTest {
    private static final long HOUR_NS = 3_600_000_000_000L;

    @Test
    void countsTheHoursOfTheLastDayAsASetDoes() {
        SplittableRandom random = new SplittableRandom(21);
        HourlyPresence presence = new HourlyPresence(1 << 16);
        Map<Integer, Set<Long>> model = new HashMap<>();
        long[] keys = random.longs(300).toArray();
        int more = 0;
        for (long hour = 1000; hour < 1100; hour += 1 + (random.nextInt(20) == 0 ? random.nextInt(30) : 0)) {
            for (int i = 0; i < 40; i++) {
                int key = random.nextInt(keys.length);
                Set<Long> seen = model.computeIfAbsent(key, k -> new HashSet<>());
                seen.add(hour);
                long now = hour;
                seen.removeIf(then -> now - then >= 24);
                int hours = presence.note(keys[key], hour * HOUR_NS + i);
                assertThat(hours).as("hour %d", hour).isGreaterThanOrEqualTo(seen.size());
                more += hours > seen.size() ? 1 : 0;
            }
        }
        assertThat(more).as("hours too many").isLessThan(20);
    }

    @Test
    void aStepBackInTimeForgetsNothing() {
        HourlyPresence presence = new HourlyPresence(64);
        assertThat(presence.note(5, 100 * HOUR_NS)).isEqualTo(1);
        assertThat(presence.note(5, 101 * HOUR_NS)).isEqualTo(2);
        assertThat(presence.note(5, 99 * HOUR_NS)).isEqualTo(2);
    }

    @Test
    void slotsMustBeAPowerOfTwo() {
        assertThatThrownBy(() -> new HourlyPresence(100)).hasMessage("slots must be a power of two, was 100");
    }
}
