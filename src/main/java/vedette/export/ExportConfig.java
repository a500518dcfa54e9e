package vedette.export;

import java.time.Duration;

/**
 * What becomes of records whose collector is away.
 *
 * @param reconnect how long after a connection was lost, or could not be made, it is tried again (RFC 7011 §10.4.4)
 * @param spoolDir the directory where records for collectors over TCP and TLS wait; empty for none
 * @param spoolSize octets on disk for each collector, at most; the oldest give way
 * @param spoolFreeSize octets that the spools leave free on their disk
 */
public record ExportConfig(Duration reconnect, String spoolDir, long spoolSize, long spoolFreeSize) {
    public static final ExportConfig DEFAULT = new ExportConfig(Duration.ofMinutes(1), "", 1L << 30, 1L << 30);

    private static final long LEAST_SPOOL = 1 << 20;

    public ExportConfig {
        if (reconnect.compareTo(Duration.ofSeconds(1)) < 0 || reconnect.compareTo(Duration.ofDays(1)) > 0) {
            throw new IllegalArgumentException(
                    "export.reconnect must be 1 s to 1 day, was " + reconnect.toMillis() / 1000.0 + " s");
        }
        if (spoolSize < LEAST_SPOOL) {
            throw new IllegalArgumentException("export.spool-size must be at least 1 MiB, was " + spoolSize);
        }
        if (spoolFreeSize < 0) {
            throw new IllegalArgumentException("export.spool-free-size must not be negative, was " + spoolFreeSize);
        }
    }
}
