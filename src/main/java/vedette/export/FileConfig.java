package vedette.export;

import java.time.Duration;

/**
 * When a live sensor's file makes way for the next, and how many are kept.
 *
 * @param maxSize octets after which a file is ended; 0 for no limit
 * @param maxAge how long a file is written to; zero for no limit
 * @param keep how many ended files are kept beside the one at hand, of each output; 0 for all
 */
public record FileConfig(long maxSize, Duration maxAge, int keep) {
    public static final FileConfig DEFAULT = new FileConfig(0, Duration.ZERO, 0);

    private static final long LEAST_SIZE = 64 << 10;
    private static final Duration LEAST_AGE = Duration.ofSeconds(1);
    private static final int MOST_KEPT = 1_000_000;

    public FileConfig {
        if (maxSize != 0 && maxSize < LEAST_SIZE) {
            throw new IllegalArgumentException(
                    "collector.files.max-size must be at least 64KiB, or 0B for no limit, was " + maxSize + " octets");
        }
        if (!maxAge.isZero() && maxAge.compareTo(LEAST_AGE) < 0) {
            throw new IllegalArgumentException("collector.files.max-age must be at least 1s, or 0s for no limit, was "
                    + maxAge.toMillis() + " ms");
        }
        if (keep < 0 || keep > MOST_KEPT) {
            throw new IllegalArgumentException("collector.files.keep must be 0 to " + MOST_KEPT + ", was " + keep);
        }
    }
}
