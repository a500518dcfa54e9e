package vedette.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

class GrowthTest {
    private static Growth growth(IntToDoubleFunction value) {
        Growth growth = new Growth();
        for (int i = 0; i <= 100; i++) {
            growth.add(15 * i, value.applyAsDouble(i));
        }
        return growth;
    }

    @Test
    void aLeakIsSeenThroughNoiseFarGreaterThanItsStep() {
        Random noise = new Random(1);
        assertThat(growth(i -> 50 + 0.1 * i + 2 * noise.nextGaussian()).overall())
                .isCloseTo(10, within(3.0));
    }

    @Test
    void whatGoesUpAndDownDoesNotGrow() {
        assertThat(growth(i -> 50 + i % 7).overall()).isCloseTo(0, within(1.0));
    }

    @Test
    void aFewSamplesFarOffDoNotCount() {
        assertThat(growth(i -> i % 20 == 19 ? 500 : 50).overall()).isZero();
    }

    @Test
    void oneStepInTheMiddleIsGrowth() {
        assertThat(growth(i -> i < 50 ? 30 : 40).overall()).isGreaterThan(3);
    }

    @Test
    void theMedianIsOfAllAndSoAreTheEnds() {
        Growth growth = growth(i -> i);
        assertThat(growth.median()).isEqualTo(50);
        assertThat(growth.least()).isZero();
        assertThat(growth.most()).isEqualTo(100);
    }
}
