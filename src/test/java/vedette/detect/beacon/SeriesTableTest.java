package vedette.detect.beacon;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SeriesTableTest {
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void findsWhatAMapFindsUntilItIsFullAndThenNoMore(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        SeriesTable table = new SeriesTable(700, seed);
        Map<Long, Integer> model = new HashMap<>();
        Series series = new Series();
        for (int step = 0; step < 20_000; step++) {
            // Few high bits, so that keys share their places.
            long key = (long) random.nextInt(16) << 32 | 1 + random.nextInt(300);
            int entry = table.find(key);
            if (step < 5_000 && table.evictions() == 0) {
                assertThat(entry)
                        .as("seed %d, step %d", seed, step)
                        .isEqualTo(model.getOrDefault(key, SeriesTable.NONE));
            }
            if (entry == SeriesTable.NONE) {
                model.put(key, table.add(key, step));
                assertThat(table.find(key)).as("seed %d, step %d", seed, step).isEqualTo(model.get(key));
            } else {
                assertThat(table.wrap(series, entry).key())
                        .as("seed %d, step %d", seed, step)
                        .isEqualTo(key);
            }
        }
        assertThat(table.entries()).isEqualTo(700);
        assertThat(table.evictions()).isPositive();
        int found = 0;
        for (long key : model.keySet()) {
            found += table.find(key) == SeriesTable.NONE ? 0 : 1;
        }
        assertThat(found).as("seed %d", seed).isEqualTo(700);
    }
}
