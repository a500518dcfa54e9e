package vedette.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class MomentsTest {
    private final Moments moments = new Moments();

    @Test
    void ofOneNumberAllIsThatNumber() {
        moments.add(-5);
        assertThat(moments.least()).isEqualTo(-5);
        assertThat(moments.greatest()).isEqualTo(-5);
        assertThat(moments.mean()).isEqualTo(-5);
        assertThat(moments.deviation()).isZero();
    }

    @Test
    void ofManyItIsWhatTheSumsGive() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < 10_000; i++) {
            long value = random.nextInt(1500);
            moments.add(value);
            sum += value;
            squares += (double) value * value;
        }
        double mean = sum / 10_000;
        assertThat(moments.mean()).as("seed %d", seed).isCloseTo(mean, within(1e-6));
        assertThat(moments.deviation())
                .as("seed %d", seed)
                .isCloseTo(Math.sqrt(squares / 10_000 - mean * mean), within(1e-6));
        assertThat(moments.count()).isEqualTo(10_000);
    }
}
