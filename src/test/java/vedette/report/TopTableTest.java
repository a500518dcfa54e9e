package vedette.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TopTableTest {
    @Test
    void sumsAreThoseOfAPlainMap() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        TopTable table = new TopTable();
        Map<List<Long>, Long> model = new HashMap<>();
        for (int i = 0; i < 50_000; i++) {
            long lo = (long) (random.nextGaussian() * 2000);
            int tag = 4 + 2 * random.nextInt(2);
            long octets = random.nextInt(1500);
            table.add(0, lo, tag, octets, 1, 1, 1);
            model.merge(List.of(lo, (long) tag), octets + 1, Long::sum);
        }
        assertThat(table.size()).as("seed %d", seed).isEqualTo(model.size());
        assertThat(table.isPruned()).isFalse();
        for (TopTable.Row row : table.top(Integer.MAX_VALUE)) {
            assertThat(row.octets()).as("seed %d", seed).isEqualTo(model.get(List.of(row.lo(), (long) row.tag())));
        }
        assertThat(table.top(1).get(0).octets())
                .isEqualTo(
                        model.values().stream().mapToLong(Long::longValue).max().orElseThrow());
    }

    @Test
    void theLargestComeFirstAndEqualOnesByKey() {
        TopTable table = new TopTable();
        table.add(0, 9, 4, 10, 0, 1, 1);
        table.add(0, 3, 4, 10, 0, 1, 1);
        table.add(0, 5, 4, 20, 0, 1, 1);
        assertThat(table.top(2)).extracting(TopTable.Row::lo).containsExactly(5L, 3L);
    }

    @Test
    void aTableThatIsFullForgetsTheSmallAndKeepsTheLarge() {
        TopTable table = new TopTable();
        table.add(0, -1, 4, 1_000_000, 0, 1, 1);
        for (int i = 0; i < 3 * TopTable.MOST; i++) {
            table.add(0, i, 4, 1, 0, 1, 1);
            if (i % 1000 == 0) {
                table.add(0, -1, 4, 1, 0, 1, 0);
            }
        }
        assertThat(table.isPruned()).isTrue();
        assertThat(table.size()).isLessThanOrEqualTo(TopTable.MOST);
        assertThat(table.top(1).get(0).octets()).isEqualTo(1_000_000 + (3 * TopTable.MOST + 999) / 1000);
    }
}
