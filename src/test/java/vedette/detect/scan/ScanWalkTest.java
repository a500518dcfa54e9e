package vedette.detect.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vedette.flow.Flow;
import vedette.flow.FlowRecords;
import vedette.flow.Outcome;

/** The random walk of a source: how soon it calls a scanner one, and how seldom others. */
class ScanWalkTest {
    private static final long SECOND_NS = 1_000_000_000L;
    private static final long START_NS = FlowRecords.MIDNIGHT_NS;
    private static final int RUNS = 4000;

    private static Source source() {
        Source source = new Source(0);
        Flow flow = FlowRecords.tcp().ipv4("203.0.113.1", "10.0.0.1").flow();
        source.begin(flow, false, 6, START_NS);
        return source;
    }

    /** Whether the source is ever called a scanner within 500 contacts of which this share succeeds. */
    private static boolean isFlagged(double share, Profile profile, Random random) {
        Source source = source();
        for (int i = 0; i < 500; i++) {
            boolean succeeds = random.nextDouble() < share;
            source.weigh(succeeds ? Outcome.SUCCESS : Outcome.REJECTED, succeeds ? -1 : 1, START_NS);
            if (source.score >= profile.threshold()) {
                return true;
            }
        }
        return false;
    }

    @ParameterizedTest
    @CsvSource({
        "0.95, EXTERNAL, 0, 0.0005",
        "0.9, EXTERNAL, 0, 0.001",
        "0.8, EXTERNAL, 0.0005, 0.005",
        "0.7, EXTERNAL, 0.045, 0.085",
        "0.6, EXTERNAL, 0.61, 0.70",
        "0.6, OUTBOUND, 0.19, 0.27",
        "0.8, OUTBOUND, 0, 0.001",
        "0.2, OUTBOUND, 1, 1",
    })
    void isWrongAsSeldomAsItIsMadeTo(double share, Profile profile, double least, double most) {
        long seed = 17;
        Random random = new Random(seed);
        int flagged = 0;
        for (int run = 0; run < RUNS; run++) {
            flagged += isFlagged(share, profile, random) ? 1 : 0;
        }
        assertThat((double) flagged / RUNS).as("seed %d", seed).isBetween(least, most);
    }

    @ParameterizedTest
    @CsvSource({"EXTERNAL, 5", "LOCAL, 7", "OUTBOUND, 9"})
    void failuresInARowSuffice(Profile profile, int failures) {
        Source source = source();
        int count = 0;
        while (source.score < profile.threshold()) {
            source.weigh(Outcome.SILENT, 1, START_NS);
            count++;
        }
        assertThat(count).isEqualTo(failures);
        assertThat(profile.minTargets(ScanConfig.DEFAULT)).isEqualTo(failures);
    }

    @Test
    void aThousandSuccessesBuyNoMoreThanFour() {
        Source source = source();
        for (int i = 0; i < 1000; i++) {
            source.weigh(Outcome.SUCCESS, -1, START_NS);
        }
        assertThat(source.score).isEqualTo((float) Source.FLOOR);
        int failures = 0;
        while (source.score < Profile.EXTERNAL.threshold()) {
            source.weigh(Outcome.REJECTED, 1, START_NS);
            failures++;
        }
        assertThat(failures).isEqualTo(9);
    }

    @Test
    void suspicionHalvesInADay() {
        Source source = source();
        source.weigh(Outcome.REJECTED, 2, START_NS);
        source.weigh(Outcome.OPEN_WITHOUT_DATA, 0, START_NS + 86_400 * SECOND_NS);
        assertThat((double) source.score).isCloseTo(Source.STEP, within(1e-6));
    }
}
