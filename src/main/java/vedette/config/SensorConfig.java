package vedette.config;

import java.time.Duration;

/**
 * Who the sensor is.
 *
 * @param name what outputs call it
 * @param hashSeed seed of all hashes; 0 leaves it to the command: a sensor takes a random one, a replay always the same
 * @param stateDir the directory where what outlives a sensor is kept; empty for the one that the service manager names, if it does
 * @param saveInterval how often it is saved what detectors know
 * @param workers threads that meter what is captured live; with more than one, another captures and another detects
 */
public record SensorConfig(String name, long hashSeed, String stateDir, Duration saveInterval, int workers) {
    public static final SensorConfig DEFAULT = new SensorConfig("vedette", 0, "", Duration.ofMinutes(10), 1);

    /** As many as there are parts that the state of metering is in. */
    private static final int MAX_WORKERS = 64;

    public SensorConfig {
        if (name.isBlank() || name.length() > 255) {
            throw new IllegalArgumentException("sensor.name must have 1 to 255 characters, was \"" + name + '"');
        }
        if (saveInterval.compareTo(Duration.ofSeconds(1)) < 0 || saveInterval.compareTo(Duration.ofDays(1)) > 0) {
            throw new IllegalArgumentException(
                    "sensor.save-interval must be 1 s to 1 day, was " + saveInterval.toMillis() / 1000.0 + " s");
        }
        if (workers < 1 || workers > MAX_WORKERS) {
            throw new IllegalArgumentException("sensor.workers must be 1 to " + MAX_WORKERS + ", was " + workers);
        }
    }

    /** The seed as configured, or another if it is left open. */
    public long hashSeedOr(long other) {
        return hashSeed != 0 ? hashSeed : other;
    }
}
