package vedette.detect.scan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TallyTest {
    private final Tally tally = new Tally();

    @Test
    void fewValuesAreCountedExactly() {
        for (int i = 0; i < 160; i++) {
            tally.add(i % 16);
        }
        assertThat(tally.isExact()).isTrue();
        assertThat(tally.kept()).isEqualTo(16);
        for (int value = 0; value < 16; value++) {
            assertThat(tally.hits(tally.find(value))).isEqualTo(10);
        }
        assertThat(tally.mostFor(80)).isEqualTo(8);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void noCountIsTooHighOrTooLowByMoreThanItSays(long seed) {
        Random random = new Random(seed);
        Map<Integer, Integer> all = new HashMap<>();
        int range = 2 + random.nextInt(2000);
        for (int i = 1; i <= 5000; i++) {
            int value = (int) (range * Math.pow(random.nextDouble(), 1 + random.nextInt(6)));
            tally.add(value);
            all.merge(value, 1, Integer::sum);
            assertThat(tally.mostMissed()).isLessThanOrEqualTo(i / (Tally.KEPT + 1));
        }
        all.forEach((value, times) -> {
            int at = tally.find(value);
            int counted = at == Tally.NONE ? 0 : tally.hits(at);
            assertThat(counted).as("seed %d, %d", seed, value).isBetween(times - tally.mostMissed(), times);
        });
    }

    @Test
    void manyValuesOfOneFrequencyDoNotLookLikeFew() {
        for (int n = 1; n <= 3000; n++) {
            tally.add(n);
            if (n > 2 * Tally.KEPT) {
                assertThat(tally.mostFor(0.8 * n)).as("of %d", n).isZero();
            }
        }
    }

    @Test
    void whoComesLateAndMostIsOnTop() {
        for (int i = 0; i < 300; i++) {
            tally.add(1000 + i % 30);
        }
        for (int i = 0; i < 300; i++) {
            tally.add(7);
        }
        assertThat(tally.value(tally.top())).isEqualTo(7);
    }
}
