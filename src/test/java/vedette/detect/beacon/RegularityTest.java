package vedette.detect.beacon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RegularityTest {
    private final Series series =
            new Series().wrap(new byte[Series.BYTES], new int[Series.INTS], new long[Series.LONGS], 0);

    @Test
    void equalIntervalsGiveNothing() {
        assertThat(Regularity.of(new double[] {7, 7, 7, 7, 7, 7}, 6)).isCloseTo(0, within(1e-12));
    }

    @Test
    void theLongestFifthDoesNotMatter() {
        double[] some = {7, 7, 7, 7, 7, 7, 7, 7, 900, 90_000};
        assertThat(Regularity.of(some, 10)).isCloseTo(0, within(1e-12));
    }

    @Test
    void binsTellNearlyWhatExactIntervalsDo() {
        SplittableRandom random = new SplittableRandom(11);
        double[] intervals = new double[200];
        int tick = 0;
        series.begin(1, tick, -1);
        for (int i = 0; i < intervals.length; i++) {
            int elapsed = 2_000 + random.nextInt(4_000);
            intervals[i] = elapsed * Ticks.SECONDS - 0.4;
            series.call(tick += elapsed);
        }
        Arrays.sort(intervals);
        Regularity regularity = new Regularity();
        regularity.of(series, 0);
        assertThat(regularity.intervals).isEqualTo(200);
        assertThat(regularity.l80).isCloseTo(Regularity.of(intervals, 200), within(0.003));
        assertThat(regularity.median).isCloseTo(40, within(6.0));
    }

    @Test
    void deadTimeMakesNothingLookRegular() {
        SplittableRandom random = new SplittableRandom(12);
        double at = 0;
        series.begin(1, 0, -1);
        for (int i = 0; i < 20_000; i++) {
            at += -Math.log(1 - random.nextDouble()) * 2;
            series.call((int) (at * 100));
        }
        Regularity regularity = new Regularity();
        for (int scale = 0; scale < Scale.COUNT; scale++) {
            regularity.of(series, scale);
            boolean isJudged = regularity.median >= Scale.of(scale).shortestPeriod();
            assertThat(isJudged && regularity.l80 < CriticalValues.poisson(regularity.intervals))
                    .as("scale %d: %s of %d", scale, regularity.l80, regularity.intervals)
                    .isFalse();
        }
    }
}
