package vedette.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class TimeBinsTest {
    private static final long MS = 1_000_000;

    @Test
    void binsDoubleTheirWidthAsTimeGoesOn() {
        TimeBins bins = new TimeBins(1, MS);
        for (int i = 0; i < 1_000; i++) {
            bins.add(0, i * MS, 1);
        }
        assertThat(bins.widthNs()).isEqualTo(8 * MS);
        assertThat(bins.size()).isEqualTo(125);
        assertThat(bins.startNs(0)).isZero();
        assertThat(bins.endNs()).isEqualTo(1_000 * MS);
        assertThat(bins.count(0, 3)).isEqualTo(8);
        assertThat(bins.sum(0)).isEqualTo(1_000);
    }

    /** Against a map of all that was counted, for times in any order. */
    @Test
    void whateverTheOrderEachBinHasWhatCameInIt() {
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            TimeBins bins = new TimeBins(1, MS);
            Map<Long, Long> all = new TreeMap<>();
            long span = MS << random.nextInt(40);
            for (int i = 0; i < 300; i++) {
                long timeNs = random.nextLong(span) - span / 3;
                bins.add(0, timeNs, 1);
                all.merge(timeNs, 1L, Long::sum);
            }
            assertThat(bins.size()).as("seed %d", seed).isBetween(1, TimeBins.MOST);
            for (int bin = 0; bin < bins.size(); bin++) {
                long from = bins.startNs(bin);
                long expected = all.entrySet().stream()
                        .filter(entry -> entry.getKey() >= from && entry.getKey() < from + bins.widthNs())
                        .mapToLong(Map.Entry::getValue)
                        .sum();
                assertThat(bins.count(0, bin)).as("seed %d bin %d", seed, bin).isEqualTo(expected);
            }
            assertThat(bins.sum(0)).as("seed %d", seed).isEqualTo(300);
        }
    }

    @Test
    void timesAtBothEndsOfTheClockFit() {
        TimeBins bins = new TimeBins(1, MS);
        bins.add(0, Long.MIN_VALUE, 1);
        bins.add(0, Long.MAX_VALUE, 1);
        bins.add(0, 0, 1);
        assertThat(bins.sum(0)).isEqualTo(3);
        assertThat(bins.size()).isBetween(2, TimeBins.MOST);
    }
}
