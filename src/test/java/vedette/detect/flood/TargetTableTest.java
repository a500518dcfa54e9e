package vedette.detect.flood;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TargetTableTest {
    private static final class Counted extends Target {
        int count;

        @Override
        void clear(long nowNs) {
            count = 0;
        }

        @Override
        double pace(long nowNs) {
            return 0;
        }

        @Override
        double weight() {
            return count;
        }
    }

    private static TargetTable<Counted> table(int capacity, List<Long> givenUp) {
        return new TargetTable<>(capacity, Counted[]::new, Counted::new, 5, target -> givenUp.add(target.key));
    }

    @Test
    void findsWhatAMapWouldFindAndForgetsOnlyWhatItSaysItForgets() {
        for (long seed = 1; seed <= 20; seed++) {
            Random random = new Random(seed);
            List<Long> givenUp = new ArrayList<>();
            TargetTable<Counted> table = table(64, givenUp);
            Map<Long, Integer> plain = new HashMap<>();
            for (int step = 0; step < 20_000; step++) {
                // Few high bits, so that keys crowd together.
                long key = (long) random.nextInt(200) << 33 | random.nextInt(2);
                Counted target = table.find(key);
                assertThat(target != null).as("seed %d, step %d", seed, step).isEqualTo(plain.containsKey(key));
                if (target == null) {
                    target = table.add(key, 4, 0, key, 32, step);
                    assertThat(target).isNotNull();
                    givenUp.forEach(plain::remove);
                    givenUp.clear();
                }
                target.count++;
                plain.merge(key, 1, Integer::sum);
                assertThat(target.count).as("seed %d, step %d", seed, step).isEqualTo(plain.get(key));
                assertThat(table.size()).isEqualTo(plain.size()).isLessThanOrEqualTo(64);
            }
            assertThat(table.evictions()).isPositive();
        }
    }

    @Test
    void whoIsAttackedIsNeverForgotten() {
        TargetTable<Counted> table = table(16, new ArrayList<>());
        for (int i = 0; i < 16; i++) {
            table.add((long) i << 32, 4, 0, i, 32, i).attacked = i < 15;
        }
        for (int i = 16; i < 500; i++) {
            table.add((long) i << 32, 4, 0, i, 32, i);
        }
        for (int i = 0; i < 15; i++) {
            assertThat(table.find((long) i << 32)).as("target %d", i).isNotNull();
        }
        assertThat(table.size()).isEqualTo(16);
    }

    @Test
    void eachIsLookedAtOnceWhileItIsAwake() {
        TargetTable<Counted> table = table(16, new ArrayList<>());
        for (int i = 0; i < 500; i++) {
            table.add((long) i << 32, 4, 0, i, 32, i);
        }
        List<Long> seen = new ArrayList<>();
        table.lookAt(1, target -> look(target, seen, 5));
        assertThat(seen).hasSize(16).doesNotHaveDuplicates();
        table.lookAt(5, target -> look(target, seen, TargetTable.ASLEEP));
        assertThat(seen).hasSize(32);
        table.lookAt(6, target -> look(target, seen, 7));
        assertThat(seen).hasSize(32);
    }

    private static long look(Counted target, List<Long> seen, long dueBin) {
        seen.add(target.key);
        return dueBin;
    }

    @Test
    void noneIsLookedAtSoonerThanItSaidUnlessThereIsHurry() {
        TargetTable<Counted> table = table(16, new ArrayList<>());
        for (int i = 0; i < 3; i++) {
            table.add((long) i << 32, 4, 0, i, 32, i);
        }
        List<Long> seen = new ArrayList<>();
        table.lookAt(1, target -> look(target, seen, 10 + (target.key >>> 32)));
        seen.clear();
        table.lookAt(9, target -> look(target, seen, 20));
        assertThat(seen).isEmpty();
        table.lookAt(11, target -> look(target, seen, 20));
        assertThat(seen).containsExactly(0L, 1L << 32);
        seen.clear();
        table.hurry();
        table.lookAt(11, target -> look(target, seen, 20));
        assertThat(seen).containsExactly(0L, 1L << 32, 2L << 32);
        seen.clear();
        table.lookAt(19, target -> look(target, seen, 20));
        assertThat(seen).isEmpty();
    }
}
