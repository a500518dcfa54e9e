package vedette.detect;

/**
 * What a detector has to say of an alert at one moment.
 *
 * @param confidence percent
 * @param technique ATT&CK technique, "T1046"
 * @param firstNs when it began
 * @param lastNs when it was last seen
 * @param count events it rests on
 * @param message one line in ASCII for an operator, without subject and time
 */
public record Finding(
        Level level,
        int confidence,
        String technique,
        long firstNs,
        long lastNs,
        long count,
        String message,
        Evidence evidence) {

    /** The same, with something added to its message. */
    Finding saying(String more) {
        return new Finding(level, confidence, technique, firstNs, lastNs, count, message + more, evidence);
    }
}
