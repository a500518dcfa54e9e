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

    private static final double LOSS_BORNE = 0.05;
    private static final double LOSS_FACTOR = 5;

    /** Whoever can make the feed look bad must not be able to hide behind that. */
    private static final double LEAST_WEIGHT = 0.25;

    /** How much an answer that was not seen tells: less beside lost frames, for it may be one of them. */
    public double weightOfSilence() {
        return lossRatio <= LOSS_BORNE ? 1 : Math.max(LEAST_WEIGHT, 1 - LOSS_FACTOR * lossRatio);
    }

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
