package vedette.detect.sketch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class KeyTableTest {
    @RepeatedTest(20)
    void findsWhatAMapFinds(RepetitionInfo repetition) {
        long seed = repetition.getCurrentRepetition();
        Random random = new Random(seed);
        KeyTable table = new KeyTable(100, seed);
        Map<Long, Integer> map = new HashMap<>();
        List<Long> keys = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            keys.add(random.nextLong() & ~0xF0L);
        }
        for (int step = 0; step < 20_000; step++) {
            long key = keys.get(random.nextInt(keys.size()));
            Integer slot = map.get(key);
            assertThat(table.find(key))
                    .as("seed %d step %d", seed, step)
                    .isEqualTo(slot == null ? KeyTable.NONE : slot);
            if (slot != null && random.nextBoolean()) {
                table.remove(map.remove(key));
            } else if (slot == null && !table.isFull()) {
                int given = table.add(key);
                assertThat(map.containsValue(given))
                        .as("seed %d: slot given twice", seed)
                        .isFalse();
                map.put(key, given);
            }
            assertThat(table.size()).as("seed %d", seed).isEqualTo(map.size());
        }
    }

    @Test
    void aFullTableGivesUpTheLeastWorthyOfSome() {
        KeyTable table = new KeyTable(1000, 1);
        Random random = new Random(2);
        long[] worth = new long[1000];
        while (!table.isFull()) {
            worth[table.add(random.nextLong())] = random.nextInt(1000);
        }
        long lost = 0;
        for (int i = 0; i < 300; i++) {
            lost += worth[table.evict(s -> worth[s])];
            worth[table.add(random.nextLong())] = 1000;
        }
        assertThat(lost / 300).isLessThan(250);
        assertThat(table.evictions()).isEqualTo(300);
        assertThat(table.size()).isEqualTo(table.capacity());
    }

    @Test
    void noTableWithoutSlots() {
        assertThatThrownBy(() -> new KeyTable(0, 1)).hasMessageContaining("was 0");
    }
}
