package vedette.features;

import java.time.Duration;

/**
 * What features are taken over.
 *
 * @param window how far back the features of the time window look
 * @param connections how many connections those of the count window look back
 * @param firstPackets of how many packets of a connection each has columns of its own
 */
public record FeaturesConfig(Duration window, int connections, int firstPackets) {
    public static final FeaturesConfig DEFAULT = new FeaturesConfig(Duration.ofSeconds(2), 100, 20);

    private static final int MOST_FIRST = 1000;

    public FeaturesConfig {
        if (window.compareTo(Duration.ofMillis(1)) < 0 || window.compareTo(Duration.ofDays(1)) > 0) {
            throw new IllegalArgumentException(
                    "features.window must be 1 ms to 1 day, was " + window.toMillis() / 1000.0 + " s");
        }
        if (connections < 1 || connections > KddWindow.MOST) {
            throw new IllegalArgumentException(
                    "features.connections must be 1 to " + KddWindow.MOST + ", was " + connections);
        }
        if (firstPackets < 0 || firstPackets > MOST_FIRST) {
            throw new IllegalArgumentException(
                    "features.first-packets must be 0 to " + MOST_FIRST + ", was " + firstPackets);
        }
    }
}
