package vedette.detect;

import java.util.Locale;

/**
 * How well the sensor sees the traffic it judges.
 *
 * @param lossRatio part of the acknowledgements that are of what was not seen, 0 to 1
 * @param drops frames lost before they reached the sensor, so far
 */
public record Feed(Visibility visibility, double lossRatio, long drops) {
    public static final Feed FULL = new Feed(Visibility.FULL, 0, 0);

    /** Which directions of connections are seen. */
    public enum Visibility {
        FULL,
        INBOUND_ONLY,
        RESPONDER_ONLY;

        public String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
