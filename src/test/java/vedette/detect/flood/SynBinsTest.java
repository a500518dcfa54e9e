package vedette.detect.flood;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class SynBinsTest {
    @Test
    void allThatAreKeptAreTheSumOfTheBinsWhateverHappensToThem() {
        long seed = 5;
        Random random = new Random(seed);
        SynBins bins = new SynBins();
        SynBins others = new SynBins();
        bins.clear(1000);
        others.clear(1000);
        long bin = 1000;
        for (int step = 0; step < 20_000; step++) {
            bin += random.nextInt(50) == 0 ? random.nextInt(100) : random.nextInt(2);
            bins.begin(bin);
            if (random.nextInt(3) == 0) {
                others.begin(bin);
            }
            if (random.nextInt(500) == 0) {
                bins.subtract(others);
            }
            assertThat(bins.begun())
                    .as("seed %d, step %d", seed, step)
                    .isEqualTo(bins.begun(Long.MIN_VALUE / 2, Long.MAX_VALUE / 2));
        }
    }
}
