package vedette.detect;

/**
 * What a detector has found, as every output tells it. An alert is published several times under one id; each time it is
 * complete.
 *
 * @param id 32 hexadecimal digits, made of type, subject, time and ordinal, so that a replay gives the same
 * @param revision from 1, one more each time it is published
 * @param confidence percent
 * @param firstNs when what it tells of began, nanoseconds since 1970
 * @param lastNs when it was last seen
 * @param publishedNs packet time of this publication
 * @param detectedNs packet time at which it was opened
 * @param count events it rests on: the type says which
 * @param message one line in ASCII for an operator, without subject and time
 * @param feed how well the sensor could see
 */
public record Alert(
        String id,
        int revision,
        AlertType type,
        AlertState state,
        Level level,
        int confidence,
        String technique,
        Subject subject,
        long firstNs,
        long lastNs,
        long publishedNs,
        long detectedNs,
        long count,
        String message,
        Evidence evidence,
        Feed feed) {}
