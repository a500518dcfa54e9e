package vedette.detect.sketch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vedette.detect.Hash;

class HyperLogLogTest {
    /** Four standard errors. */
    @ParameterizedTest
    @ValueSource(ints = {7, 8, 10, 12})
    void isAsTrueAsItSaysWhateverTheNumber(int precision) {
        double bound = 4 * 1.04 / Math.sqrt(1 << precision);
        Random random = new Random(precision);
        HyperLogLog sketch = new HyperLogLog(precision);
        Set<Long> plain = new HashSet<>();
        for (int step = 1; step <= 200_000; step++) {
            long item = random.nextInt(step) == 0 ? random.nextLong() : mix(random.nextInt(step));
            sketch.add(item);
            plain.add(item);
            if (Integer.bitCount(step) <= 2) {
                assertThat((double) sketch.estimate())
                        .as("seed %d, step %d", precision, step)
                        .isCloseTo(plain.size(), within(Math.max(2, bound * plain.size())));
            }
        }
    }

    @Test
    void repetitionChangesNothing() {
        HyperLogLog sketch = new HyperLogLog(10);
        for (int i = 0; i < 100_000; i++) {
            sketch.add(mix(i % 3));
        }
        assertThat(sketch.estimate()).isEqualTo(3);
        sketch.clear();
        assertThat(sketch.estimate()).isZero();
    }

    @Test
    void takesAHashOfZeroesToTheEnd() {
        HyperLogLog sketch = new HyperLogLog(16);
        sketch.add(0);
        sketch.add(-1);
        assertThat(sketch.estimate()).isEqualTo(2);
    }

    @Test
    void refusesASizeWithoutMeaning() {
        assertThatIllegalArgumentException().isThrownBy(() -> new HyperLogLog(6));
        assertThatIllegalArgumentException().isThrownBy(() -> new HyperLogLog(17));
    }

    private static long mix(long value) {
        return Hash.of(value, 1);
    }
}
