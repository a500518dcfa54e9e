package vedette.detect.sketch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;

class RecentKeysTest {
    private static final long HOUR_NS = 3_600_000_000_000L;

    @Test
    void neverForgetsAKeyWithinATurn() {
        RecentKeys keys = new RecentKeys(64, HOUR_NS);
        Random random = new Random(1);
        for (int turn = 0; turn < 5; turn++) {
            long[] added = random.longs(500).toArray();
            for (long key : added) {
                keys.add(key, turn * HOUR_NS);
            }
            for (long key : added) {
                assertThat(keys.contains(key)).isTrue();
                assertThat(keys.add(key, turn * HOUR_NS + HOUR_NS - 1)).isTrue();
            }
        }
    }

    @Test
    void forgetsAfterTwoTurns() {
        RecentKeys keys = new RecentKeys(64, HOUR_NS);
        keys.add(42, 0);
        assertThat(keys.add(43, HOUR_NS)).isFalse();
        assertThat(keys.contains(42)).isTrue();
        assertThat(keys.add(44, 2 * HOUR_NS)).isFalse();
        assertThat(keys.contains(42)).isFalse();
        assertThat(keys.add(45, 10 * HOUR_NS)).isFalse();
        assertThat(keys.contains(44)).isFalse();
    }

    @Test
    void knowsOneUnknownKeyInAHundredWhenFull() {
        RecentKeys keys = new RecentKeys(1024, HOUR_NS);
        Random random = new Random(3);
        for (int i = 0; i < keys.capacity(); i++) {
            keys.add(random.nextLong(), 0);
        }
        int wrong = 0;
        for (int i = 0; i < 100_000; i++) {
            wrong += keys.contains(random.nextLong()) ? 1 : 0;
        }
        assertThat(wrong).isBetween(200, 2000);
    }

    @Test
    void aFullFilterTakesItsTurnEarly() {
        RecentKeys keys = new RecentKeys(1, HOUR_NS);
        Random random = new Random(4);
        for (int i = 0; i < 10 * keys.capacity(); i++) {
            keys.add(random.nextLong(), 0);
        }
        int wrong = 0;
        for (int i = 0; i < 10_000; i++) {
            wrong += keys.contains(random.nextLong()) ? 1 : 0;
        }
        assertThat(wrong).isLessThan(500);
    }

    @Test
    void blocksAreAPowerOfTwo() {
        assertThatThrownBy(() -> new RecentKeys(3, 1)).hasMessageContaining("was 3");
    }
}
