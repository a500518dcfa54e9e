package vedette.config;

/**
 * Who the sensor is.
 *
 * @param name what outputs call it
 * @param hashSeed seed of all hashes; 0 leaves it to the command: a sensor takes a random one, a replay always the same
 */
public record SensorConfig(String name, long hashSeed) {
    public static final SensorConfig DEFAULT = new SensorConfig("vedette", 0);

    public SensorConfig {
        if (name.isBlank() || name.length() > 255) {
            throw new IllegalArgumentException("sensor.name must have 1 to 255 characters, was \"" + name + '"');
        }
    }

    /** The seed as configured, or another if it is left open. */
    public long hashSeedOr(long other) {
        return hashSeed != 0 ? hashSeed : other;
    }
}
