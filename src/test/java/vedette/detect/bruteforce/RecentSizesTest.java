package vedette.detect.bruteforce;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecentSizesTest {
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void medianAndDeviationAreThoseOfTheLastSixteen(long seed) {
        Random random = new Random(seed);
        RecentSizes sizes = new RecentSizes(3);
        List<Integer> all = new ArrayList<>();
        for (int step = 0; step < 200; step++) {
            int size = random.nextInt(70_000);
            sizes.add(1, size);
            all.add(Math.min(size, 65_535));
            List<Integer> last = all.subList(Math.max(0, all.size() - RecentSizes.KEPT), all.size());
            int median = middle(last);
            assertThat(sizes.median(1)).as("seed " + seed).isEqualTo(median);
            assertThat(sizes.deviation(1))
                    .as("seed " + seed)
                    .isEqualTo(middle(
                            last.stream().map(value -> Math.abs(value - median)).toList()));
        }
        assertThat(sizes.median(0)).isZero();
    }

    @Test
    void fewOctetsOfDifferenceAreTheLengthOfAPassword() {
        RecentSizes sizes = new RecentSizes(1);
        for (int i = 0; i < RecentSizes.KEPT; i++) {
            sizes.add(0, 23 + i);
        }
        assertThat(sizes.dispersion(0)).isGreaterThan(0.12);
        assertThat(sizes.areAlike(0, 0.05)).isTrue();
        sizes.add(0, 300);
        assertThat(sizes.areAlike(0, 0.05)).isTrue();
        for (int i = 0; i < RecentSizes.KEPT; i++) {
            sizes.add(0, 100 * i);
        }
        assertThat(sizes.areAlike(0, 0.15)).isFalse();
        sizes.clear(0);
        assertThat(sizes.median(0)).isZero();
    }

    private static int middle(List<Integer> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }
}
