package vedette.detect.scan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StreakTest {
    private static final long WINDOW_NS = 60;

    private final Streak streak = new Streak();

    @Test
    void countsWhatComesWithinTheWindow() {
        for (int i = 0; i < 60; i++) {
            assertThat(streak.add(7, WINDOW_NS, i)).isEqualTo(i + 1);
        }
        assertThat(streak.add(7, WINDOW_NS, 60)).isEqualTo(46);
        assertThat(streak.add(7, WINDOW_NS, 200)).isEqualTo(1);
    }

    @Test
    void aBurstIsCountedWholeWhereverItLies() {
        for (int start = 0; start < 240; start++) {
            Streak fresh = new Streak();
            fresh.add(7, WINDOW_NS, start - 100);
            int last = 0;
            for (int i = 0; i <= 45; i++) {
                last = fresh.add(7, WINDOW_NS, start + i);
            }
            assertThat(last).as("from %d", start).isEqualTo(46);
        }
    }

    @Test
    void aValueThatComesNowAndThenDoesNotBreakIt() {
        for (int i = 0; i < 30; i++) {
            streak.add(7, WINDOW_NS, i);
            if (i % 3 == 0) {
                assertThat(streak.add(8, WINDOW_NS, i)).isZero();
            }
        }
        assertThat(streak.add(7, WINDOW_NS, 31)).isEqualTo(31);
    }

    @Test
    void aMoreFrequentValueTakesOver() {
        streak.add(7, WINDOW_NS, 0);
        streak.add(7, WINDOW_NS, 0);
        int last = 0;
        for (int i = 0; i < 20; i++) {
            last = streak.add(8, WINDOW_NS, 1);
        }
        assertThat(last).isEqualTo(18);
    }
}
