package vedette.detect.sketch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SpaceSavingTest {
    @Test
    void keepsWhoeverIsFrequentAndNeverClaimsTooMuch() {
        for (long seed = 1; seed <= 20; seed++) {
            Random random = new Random(seed);
            SpaceSaving sketch = new SpaceSaving(8);
            Map<Long, Long> plain = new HashMap<>();
            int total = 20_000;
            for (int step = 0; step < total; step++) {
                long item = random.nextInt(4) == 0 ? random.nextInt(3) : random.nextLong();
                sketch.add(~item, item);
                plain.merge(item, 1L, Long::sum);
            }
            Map<Long, Long> kept = new HashMap<>();
            for (int i = 0; i < sketch.size(); i++) {
                assertThat(sketch.hi(i)).isEqualTo(~sketch.lo(i));
                assertThat(sketch.atLeast(i))
                        .as("seed %d, item %d", seed, i)
                        .isLessThanOrEqualTo(plain.get(sketch.lo(i)));
                kept.put(sketch.lo(i), sketch.atLeast(i));
            }
            assertThat(kept).as("seed %d", seed).hasSize(8);
        }
    }

    @Test
    void ofFewItemsItKnowsAllInOrder() {
        SpaceSaving sketch = new SpaceSaving(4);
        int[] often = {3, 50, 1, 20};
        for (int item = 0; item < often.length; item++) {
            for (int i = 0; i < often[item]; i++) {
                sketch.add(0, item);
            }
        }
        assertThat(sketch.size()).isEqualTo(4);
        assertThat(new long[] {sketch.lo(0), sketch.lo(1), sketch.lo(2), sketch.lo(3)})
                .containsExactly(1, 3, 0, 2);
        assertThat(sketch.atLeast(0)).isEqualTo(50);
        sketch.clear();
        assertThat(sketch.size()).isZero();
        assertThat(sketch.atLeast(0)).isZero();
    }

    @Test
    void aMajorityAmongManyIsFirst() {
        SpaceSaving sketch = new SpaceSaving(4);
        Random random = new Random(3);
        for (int i = 0; i < 10_000; i++) {
            sketch.add(0, i % 10 < 6 ? 443 : random.nextInt(65536));
        }
        assertThat(sketch.lo(0)).isEqualTo(443);
        assertThat(sketch.atLeast(0)).isBetween(5_900L, 6_000L);
    }
}
