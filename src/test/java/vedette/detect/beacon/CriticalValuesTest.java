package vedette.detect.beacon;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Simulates the table anew: so many samples of a kind of chance fall below the critical values as the table says. */
class CriticalValuesTest {
    private static final int SAMPLES = 200_000;

    /** So many that what comes once in 100,000 comes. */
    private static final int MANY_SAMPLES = 500_000;

    @ParameterizedTest
    @ValueSource(ints = {6, 8, 11, 12, 16, 20, 24, 32, 48, 96})
    void aPoissonProcessLooksRegularOnceInTenThousand(int intervals) {
        double critical = CriticalValues.poisson(intervals);
        double[] below = below(SAMPLES, intervals, random -> -Math.log(1 - random.nextDouble()), critical, 0);
        assertThat(below[0])
                .as("of %d samples of %d intervals", SAMPLES, intervals)
                .isBetween(5.0, 40.0);
    }

    @ParameterizedTest
    @ValueSource(ints = {6, 8, 11, 12, 16, 20, 24, 32, 48, 96})
    void lognormalPausesDoAsOftenAsTheTableSays(int intervals) {
        double[] below = below(
                MANY_SAMPLES,
                intervals,
                random -> Math.exp(random.nextGaussian()),
                CriticalValues.human(intervals),
                CriticalValues.humanRare(intervals));
        assertThat(below[0])
                .as("common, of %d samples of %d intervals", MANY_SAMPLES, intervals)
                .isBetween(25.0, 85.0);
        assertThat(below[1])
                .as("rare, of %d samples of %d intervals", MANY_SAMPLES, intervals)
                .isBetween(1.0, 14.0);
    }

    private static double[] below(
            int samples, int intervals, ToDoubleFunction<SplittableRandom> interval, double common, double rare) {
        SplittableRandom random = new SplittableRandom(99 + intervals);
        double[] sample = new double[intervals];
        double[] below = new double[2];
        for (int i = 0; i < samples; i++) {
            for (int j = 0; j < intervals; j++) {
                // A minute in the middle, so that nothing is as short as the least that is told apart.
                sample[j] = 60 * interval.applyAsDouble(random);
            }
            Arrays.sort(sample);
            double l80 = Regularity.of(sample, intervals);
            below[0] += l80 < common ? 1 : 0;
            below[1] += l80 < rare ? 1 : 0;
        }
        return below;
    }
}
