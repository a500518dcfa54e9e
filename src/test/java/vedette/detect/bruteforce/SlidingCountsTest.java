package vedette.detect.bruteforce;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SlidingCountsTest {
    private static final int CELLS = 6;
    private static final long CELL_NS = 10;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void countsWhatAListOfTimesCounts(long seed) {
        Random random = new Random(seed);
        SlidingCounts counts = new SlidingCounts(2, CELLS, CELL_NS);
        long newest = 1_000;
        counts.clear(1, newest);
        List<Long> times = new ArrayList<>();
        for (int step = 0; step < 5_000; step++) {
            newest += random.nextInt(20) == 0 ? random.nextInt(100) : random.nextInt(5);
            long time = Math.max(1_000, newest - (random.nextInt(4) == 0 ? random.nextInt(100) : 0));
            long cell = newest / CELL_NS;
            // What comes late is dropped if its cell is over already.
            counts.add(1, newest);
            times.add(newest / CELL_NS);
            counts.add(1, time);
            if (cell - time / CELL_NS < CELLS) {
                times.add(time / CELL_NS);
            }
            for (int cells = 1; cells <= CELLS; cells++) {
                int last = cells;
                long expected =
                        times.stream().filter(number -> cell - number < last).count();
                assertThat(counts.last(1, cells, newest)).as("seed " + seed).isEqualTo((int) expected);
            }
            assertThat(counts.all(0, newest)).isZero();
        }
    }
}
