package vedette.detect.bruteforce;

import java.util.List;
import vedette.detect.Sized;
import vedette.detect.TableSize;

/**
 * How many attempts to log in, how alike, are no longer those of a user.
 *
 * @param minAttempts short connections in two hours
 * @param burstAttempts short connections in a minute, which is enough whoever makes them
 * @param maxDispersion how far the attempts' sizes may lie apart: median deviation from the median, as a part of it
 * @param maxPairs clients with a service of theirs that are remembered; 370 octets each
 */
public record BruteForceConfig(int minAttempts, int burstAttempts, double maxDispersion, int maxPairs)
        implements Sized {
    public static final BruteForceConfig DEFAULT = new BruteForceConfig(15, 20, 0.15, 32_768);

    public BruteForceConfig {
        if (minAttempts < 8) {
            throw new IllegalArgumentException(
                    "detect.brute-force.min-attempts must be at least 8, was " + minAttempts);
        }
        if (burstAttempts < minAttempts) {
            throw new IllegalArgumentException("detect.brute-force.burst-attempts must be at least min-attempts ("
                    + minAttempts + "), was " + burstAttempts);
        }
        if (!(maxDispersion > 0 && maxDispersion < 1)) {
            throw new IllegalArgumentException(
                    "detect.brute-force.max-dispersion must be between 0 and 1, was " + maxDispersion);
        }
        if (maxPairs < 64 || maxPairs > 1 << 24) {
            throw new IllegalArgumentException("detect.brute-force.max-pairs must be 64 to 16777216, was " + maxPairs);
        }
    }

    @Override
    public List<TableSize> tables() {
        return List.of(
                TableSize.fixed("detect.brute-force.max-pairs = " + maxPairs, BruteForceDetector.octets(maxPairs)));
    }
}
