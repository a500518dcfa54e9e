package vedette.flow;

/**
 * Where packets are, as one metering process of several says it; their sum says it of all.
 *
 * @param error by how much what it was given, holds and has ended are apart, found so far
 * @param decoded packets that were there to be metered; told by one for all
 * @param metered those that it metered
 * @param handedOn those in records that it has handed on
 */
public record Audit(long error, long decoded, long metered, long handedOn) {
    static final int WORDS = 4;

    static final Audit NOTHING = new Audit(0, 0, 0, 0);

    Audit plus(Audit other) {
        return new Audit(
                error + other.error, decoded + other.decoded, metered + other.metered, handedOn + other.handedOn);
    }

    void copyTo(long[] words, int at) {
        words[at] = error;
        words[at + 1] = decoded;
        words[at + 2] = metered;
        words[at + 3] = handedOn;
    }

    static Audit read(long[] words, int at) {
        return new Audit(words[at], words[at + 1], words[at + 2], words[at + 3]);
    }
}
