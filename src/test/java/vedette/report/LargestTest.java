package vedette.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class LargestTest {
    private static final class Weight {
        private long grams;
    }

    private final Largest<Integer, Weight> largest = new Largest<>(100, Weight::new, weight -> weight.grams);

    @Test
    void theHalfThatWeighsLessMakesWay() {
        for (int key = 0; key < 101; key++) {
            largest.of(key).grams += key;
        }
        assertThat(largest.isPruned()).isTrue();
        assertThat(largest.size()).isEqualTo(largest.staying() + 1).isEqualTo(51);
        assertThat(largest.top(3)).extracting(Map.Entry::getKey).containsExactly(100, 99, 98);
        assertThat(largest.top(100))
                .extracting(Map.Entry::getKey)
                .doesNotContain(49)
                .contains(50);
    }

    @Test
    void ofThoseThatWeighAlikeTheFirstStay() {
        for (int key = 0; key < 101; key++) {
            largest.of(key).grams += key == 70 ? 5 : 1;
        }
        assertThat(largest.size()).isEqualTo(51);
        assertThat(largest.top(100))
                .extracting(Map.Entry::getKey)
                .contains(70, 0, 48, 100)
                .doesNotContain(49, 69, 99);
    }

    @Test
    void asLongAsThereIsRoomNothingIsForgotten() {
        for (int key = 0; key < 100; key++) {
            largest.of(key).grams++;
        }
        assertThat(largest.isPruned()).isFalse();
        assertThat(largest.top(2)).extracting(Map.Entry::getKey).containsExactly(0, 1);
    }
}
