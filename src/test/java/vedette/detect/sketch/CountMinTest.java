package vedette.detect.sketch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import vedette.detect.Hash;

class CountMinTest {
    @Test
    void neverCountsTooFewAndSeldomTooMany() {
        long seed = 7;
        Random random = new Random(seed);
        CountMin sketch = new CountMin(1024);
        Map<Long, Integer> plain = new HashMap<>();
        for (int step = 0; step < 5_000; step++) {
            long item = Hash.of(random.nextInt(1 + random.nextInt(500)), seed);
            int count = plain.merge(item, 1, Integer::sum);
            assertThat(sketch.add(item)).as("seed %d, step %d", seed, step).isGreaterThanOrEqualTo(count);
        }
        long right = plain.entrySet().stream()
                .filter(entry -> sketch.estimate(entry.getKey()) == entry.getValue())
                .count();
        assertThat(right).as("seed %d", seed).isGreaterThan(plain.size() * 95L / 100);
        sketch.clear();
        assertThat(plain.keySet()).allMatch(item -> sketch.estimate(item) == 0);
    }

    @Test
    void refusesASizeWithoutMeaning() {
        assertThatIllegalArgumentException().isThrownBy(() -> new CountMin(1000));
        assertThatIllegalArgumentException().isThrownBy(() -> new CountMin(1 << 17));
    }
}
