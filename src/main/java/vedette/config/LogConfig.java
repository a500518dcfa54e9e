package vedette.config;

/**
 * What the daemon tells on standard error.
 *
 * @param level the least weighty message that is told
 * @param format how a message is written
 */
public record LogConfig(Level level, Format format) {
    public static final LogConfig DEFAULT = new LogConfig(Level.INFO, Format.TEXT);

    /** Weight of a message. */
    public enum Level {
        ERROR,
        WARN,
        INFO,
        DEBUG
    }

    /** Form of a message. */
    public enum Format {
        /** A line for people; the service manager adds the time. */
        TEXT,
        /** A JSON object per line. */
        JSON
    }
}
