package vedette.detect.flood;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import vedette.detect.flood.SynBaseline.Verdict;

/** The statistic on made traffic: Poisson arrivals, and bursty ones whose rate itself is drawn anew each second. */
class SynBaselineTest {
    private static final int RUNS = 20;
    private static final int QUIET_SLOTS = 600;
    private static final int ATTACK_SLOTS = 120;

    /** What a second brings: attempts and those of them that are completed. */
    private record Second(int begun, int completed) {}

    /** A server's seconds. */
    private interface Traffic {
        Second at(int slot, Random random);
    }

    private static SynBaseline baseline() {
        return new SynBaseline(20, 20);
    }

    private static int poisson(double mean, Random random) {
        if (mean > 50) {
            return (int) Math.max(0, Math.round(mean + Math.sqrt(mean) * random.nextGaussian()));
        }
        double product = random.nextDouble();
        int count = 0;
        for (double limit = Math.exp(-mean); product > limit; count++) {
            product *= random.nextDouble();
        }
        return count;
    }

    /** Rate times a factor of mean 1 that varies by a half from second to second. */
    private static int bursty(double mean, Random random) {
        double factor = Math.exp(0.5 * random.nextGaussian() - 0.125);
        return poisson(mean * factor, random);
    }

    private static int part(int of, double share, Random random) {
        int count = 0;
        for (int i = 0; i < of; i++) {
            count += random.nextDouble() < share ? 1 : 0;
        }
        return count;
    }

    /** Slots from the attack's first to the alarm, -1 without one; fails on an alarm before. */
    private static int delay(double usual, double attack, boolean bursts, long seed) {
        Random random = new Random(seed);
        SynBaseline baseline = baseline();
        for (int slot = 0; slot < QUIET_SLOTS; slot++) {
            int n = bursts ? bursty(usual, random) : poisson(usual, random);
            assertThat(baseline.slot(n, n, false))
                    .as("seed %d, slot %d", seed, slot)
                    .isEqualTo(Verdict.CALM);
        }
        for (int slot = 0; slot < ATTACK_SLOTS; slot++) {
            int n = bursts ? bursty(usual, random) : poisson(usual, random);
            if (baseline.slot(n + poisson(attack, random), n, false) == Verdict.FLOOD) {
                return slot;
            }
        }
        return -1;
    }

    /** Attempts a second, usual and of the attack, and the median delay of 20 runs in slots that must not be exceeded. */
    @ParameterizedTest
    @CsvSource({
        "1, 20, 20",
        "1, 40, 6",
        "1, 100, 1",
        "1, 300, 0",
        "1, 1000, 0",
        "1, 10000, 0",
        "10, 20, 20",
        "10, 40, 6",
        "10, 100, 1",
        "10, 300, 0",
        "10, 1000, 0",
        "10, 10000, 0",
        "100, 100, 30",
        "100, 300, 2",
        "100, 1000, 0",
        "100, 10000, 0",
        "1000, 1000, 40",
        "1000, 3000, 2",
        "1000, 10000, 0"
    })
    void everyAttackWorthTheNameIsFoundInTime(double usual, double attack, int most) {
        for (boolean bursts : new boolean[] {false, true}) {
            int[] delays = new int[RUNS];
            for (int run = 0; run < RUNS; run++) {
                delays[run] = delay(usual, attack, bursts, run);
                assertThat(delays[run]).as("seed %d, bursts %s", run, bursts).isNotNegative();
            }
            Arrays.sort(delays);
            assertThat(delays[RUNS / 2]).as("median, bursts %s", bursts).isLessThanOrEqualTo(most);
        }
    }

    /** Runs of 1,200 s; the number that were called a flood. */
    private static int alarms(Traffic traffic) {
        int alarms = 0;
        for (int run = 0; run < 15; run++) {
            Random random = new Random(1000 + run);
            SynBaseline baseline = baseline();
            boolean flood = false;
            for (int slot = 0; slot < 1200; slot++) {
                Second second = traffic.at(slot, random);
                flood |= baseline.slot(second.begun(), second.completed(), false) == Verdict.FLOOD;
            }
            alarms += flood ? 1 : 0;
        }
        return alarms;
    }

    @ParameterizedTest
    @ValueSource(doubles = {1, 10, 100, 1000})
    void aFlashCrowdIsNoFlood(double usual) {
        assertThat(alarms((slot, random) -> {
                    int n = bursty(slot > 600 ? 10 * usual : usual, random);
                    return new Second(n, n);
                }))
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(doubles = {1, 10, 100, 1000})
    void aFlashCrowdOfWhichAThirdFailsAsEverIsNoFlood(double usual) {
        assertThat(alarms((slot, random) -> {
                    int n = bursty(slot > 600 ? 10 * usual : usual, random);
                    return new Second(n, part(n, 0.7, random));
                }))
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(doubles = {1, 10, 100, 1000})
    void whatAlwaysFailsIsNoFlood(double usual) {
        assertThat(alarms((slot, random) -> {
                    int n = bursty(usual, random);
                    return new Second(n, part(n, 0.7, random));
                }))
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(doubles = {1, 10, 100, 1000})
    void whatNearlyAlwaysFailsIsNoFlood(double usual) {
        assertThat(alarms((slot, random) -> {
                    int n = bursty(usual, random);
                    return new Second(n, part(n, 0.05, random));
                }))
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(doubles = {1, 10, 100, 1000})
    void lostAcknowledgementsAreNoFlood(double usual) {
        assertThat(alarms((slot, random) -> {
                    int n = bursty(usual, random);
                    return new Second(n, part(n, slot > 600 ? 0.8 : 1, random));
                }))
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(doubles = {1, 10, 100, 1000})
    void aFeedOfOneDirectionIsNoFlood(double usual) {
        assertThat(alarms((slot, random) -> new Second(bursty(usual, random), 0)))
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(doubles = {100, 1000})
    void aServiceThatDiesIsUnresponsiveAndNotFlooded(double usual) {
        for (int run = 0; run < 15; run++) {
            Random random = new Random(run);
            SynBaseline baseline = baseline();
            int unresponsive = -1;
            for (int slot = 0; slot < 1200; slot++) {
                int n = poisson(usual, random);
                Verdict verdict = baseline.slot(n, slot < 600 ? n : 0, false);
                assertThat(verdict).as("seed %d, slot %d", run, slot).isNotEqualTo(Verdict.FLOOD);
                if (verdict == Verdict.UNRESPONSIVE && unresponsive < 0) {
                    unresponsive = slot - 600;
                }
            }
            assertThat(unresponsive).as("seed %d", run).isBetween(2, 30);
        }
    }

    @Test
    void aFloodIsFoundWhereHandshakesAreNotSeen() {
        SynBaseline baseline = baseline();
        Random random = new Random(5);
        for (int slot = 0; slot < QUIET_SLOTS; slot++) {
            assertThat(baseline.slot(poisson(50, random), 0, false)).isEqualTo(Verdict.CALM);
        }
        assertThat(baseline.isBlind()).isTrue();
        int slots = 0;
        while (baseline.slot(1000, 0, false) != Verdict.FLOOD) {
            slots++;
        }
        assertThat(slots).isEqualTo(4);
    }

    @Test
    void longSilenceForgetsWhatWasUsualAsSlotsWithoutTrafficWould() {
        SynBaseline silent = baseline();
        SynBaseline stepped = baseline();
        for (int slot = 0; slot < QUIET_SLOTS; slot++) {
            silent.slot(100, 70, false);
            stepped.slot(100, 70, false);
        }
        silent.idle(500);
        for (int slot = 0; slot < 500; slot++) {
            stepped.slot(0, 0, false);
        }
        assertThat(silent.attempts()).isCloseTo(stepped.attempts(), within(1e-6));
        assertThat(silent.completed()).isCloseTo(stepped.completed(), within(1e-6));
        assertThat(silent.slots()).isEqualTo(stepped.slots());
    }

    @Test
    void whatLastsFiveMinutesBecomesUsual() {
        SynBaseline baseline = baseline();
        for (int slot = 0; slot < QUIET_SLOTS; slot++) {
            baseline.slot(100, 100, false);
        }
        for (int slot = 0; slot < 60 * 60; slot++) {
            baseline.slot(180, 100, false);
        }
        assertThat(baseline.attempts()).isGreaterThan(110);
        assertThat(baseline.chronic()).isGreaterThan(0.1);
    }
}
