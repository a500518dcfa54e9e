package vedette.detect.scan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RecentTargetsTest {
    private static final int WINDOW_MS = 1000;

    /** As long as there is room, it counts as a map of all targets does. */
    @Test
    void countsTheTargetsOfTheWindow() {
        long seed = 21;
        Random random = new Random(seed);
        RecentTargets recent = new RecentTargets(2, 64, WINDOW_MS, 0);
        Map<Integer, Integer> askedMs = new HashMap<>();
        Map<Integer, Boolean> answered = new HashMap<>();
        for (int nowMs = 0; nowMs < 50_000; nowMs += random.nextInt(60)) {
            int now = nowMs;
            askedMs.values().removeIf(asked -> now - asked >= WINDOW_MS);
            answered.keySet().retainAll(askedMs.keySet());
            int target = 1 + random.nextInt(100);
            boolean answers = random.nextBoolean();
            boolean isNew = askedMs.putIfAbsent(target, nowMs) == null;
            answered.merge(target, answers, Boolean::logicalOr);
            assertThat(recent.add(1, target, answers, false, nowMs))
                    .as("seed %d at %d", seed, nowMs)
                    .isEqualTo(isNew);
            recent.count(1, nowMs, RecentTargets.Known.NOBODY);
            assertThat(recent.asked()).as("seed %d at %d", seed, nowMs).isEqualTo(askedMs.size());
            assertThat(recent.unanswered()).isEqualTo((int)
                    answered.values().stream().filter(yes -> !yes).count());
        }
        recent.count(0, 50_000, RecentTargets.Known.NOBODY);
        assertThat(recent.asked()).isZero();
    }

    @Test
    void whatDoesNotFitIsNotRememberedUntilTheWindowHasMovedOn() {
        RecentTargets recent = new RecentTargets(1, 4, WINDOW_MS, 0);
        for (int target = 1; target <= 8; target++) {
            assertThat(recent.add(0, target, false, false, target)).isTrue();
        }
        recent.count(0, 10, RecentTargets.Known.NOBODY);
        assertThat(recent.asked()).isEqualTo(4);
        assertThat(recent.add(0, 1, false, false, 10)).isFalse();
        assertThat(recent.add(0, 9, false, false, WINDOW_MS + 1)).isTrue();
        assertThat(recent.add(0, 9, false, false, WINDOW_MS + 2)).isFalse();
    }

    @Test
    void aTargetHasTimeToAnswer() {
        RecentTargets recent = new RecentTargets(1, 4, WINDOW_MS, 100);
        recent.add(0, 7, false, false, 0);
        recent.add(0, 8, false, true, 50);
        recent.count(0, 100, RecentTargets.Known.NOBODY);
        assertThat(recent.asked()).isEqualTo(1);
        recent.count(0, 150, target -> target == 7);
        assertThat(recent.asked()).isEqualTo(2);
        assertThat(recent.unanswered()).isEqualTo(1);
        assertThat(recent.fresh()).isEqualTo(1);
        assertThat(recent.firstMs()).isZero();
    }
}
