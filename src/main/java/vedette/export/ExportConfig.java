package vedette.export;

import java.time.Duration;

/**
 * The exporting process as a whole.
 *
 * @param reconnect time from one attempt to connect to a collector to the next, at least (RFC 7011 §10.4.4)
 */
public record ExportConfig(Duration reconnect) {
    public static final ExportConfig DEFAULT = new ExportConfig(Duration.ofMinutes(1));

    public ExportConfig {
        if (reconnect.compareTo(Duration.ofSeconds(1)) < 0 || reconnect.compareTo(Duration.ofDays(1)) > 0) {
            throw new IllegalArgumentException(
                    "export.reconnect must be 1 s to 1 day, was " + reconnect.toMillis() / 1000.0 + " s");
        }
    }
}
