package vedette.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DistributionTest {
    private static Distribution of(long... numbers) {
        Distribution distribution = new Distribution();
        for (long number : numbers) {
            distribution.add(number);
        }
        return distribution;
    }

    @Test
    void smallNumbersAreKeptAsTheyAre() {
        Distribution numbers = of(40, 60, 60, 255);
        assertThat(numbers.least()).isEqualTo(40);
        assertThat(numbers.median()).isEqualTo(60);
        assertThat(numbers.quantile(1)).isEqualTo(255);
        assertThat(numbers.quantile(0.25)).isEqualTo(40);
    }

    @Test
    void quantilesOfLargeNumbersAreWithinAHundredth() {
        Random random = new Random(7);
        long[] numbers = random.longs(10_000, 0, 1L << 50).toArray();
        Distribution distribution = of(numbers);
        Arrays.sort(numbers);
        for (double part : new double[] {0.01, 0.25, 0.5, 0.75, 0.99}) {
            long exact = numbers[(int) Math.ceil(part * numbers.length) - 1];
            assertThat((double) distribution.quantile(part)).isCloseTo(exact, within(exact / 100.0));
        }
        assertThat(distribution.largest()).isEqualTo(numbers[numbers.length - 1]);
        assertThat(distribution.quantile(1)).isEqualTo(distribution.largest());
    }

    @Test
    void theLargestNumberThereIsHasABin() {
        assertThat(of(Long.MAX_VALUE).median()).isEqualTo(Long.MAX_VALUE);
        assertThat(of(-5).median()).isZero();
    }

    @Test
    void likeOnesAreNoDistanceApartAndUnlikeOnesAllOfIt() {
        assertThat(of(1, 2, 3).distance(of(1, 2, 3))).isZero();
        assertThat(of(1, 2, 3).distance(of(10, 20))).isEqualTo(1);
        assertThat(of(1, 1, 9, 9).distance(of(1, 1, 1, 9))).isEqualTo(0.25);
        assertThat(of().distance(of(1))).isZero();
    }

    /** Against every pair counted one by one. */
    @Test
    void dominanceCountsWhoIsTheLargerOfEachPair() {
        Random random = new Random(11);
        long[] one = random.longs(60, 0, 100).toArray();
        long[] other = random.longs(80, 20, 140).toArray();
        double sum = 0;
        for (long a : one) {
            for (long b : other) {
                sum += Long.signum(a - b);
            }
        }
        double delta = sum / (one.length * other.length);
        assertThat(of(one).dominance(of(other))).isCloseTo(delta, within(1e-9));
        assertThat(of(other).dominance(of(one))).isCloseTo(-delta, within(1e-9));
        assertThat(delta).isNegative();
    }
}
