package vedette.config;

/**
 * Who the sensor is.
 *
 * @param name what outputs call it
 * @param hashSeed seed of the flow table's hash; replays use the same one, so that their outputs are equal
 */
public record SensorConfig(String name, long hashSeed) {
    public static final SensorConfig DEFAULT = new SensorConfig("vedette", 0);

    public SensorConfig {
        if (name.isBlank() || name.length() > 255) {
            throw new IllegalArgumentException("sensor.name must have 1 to 255 characters, was \"" + name + '"');
        }
    }
}
