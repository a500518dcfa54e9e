package vedette.detect.flood;

/** Figures of an attack, or of a service's silence, while it goes on. */
final class SynAttack {
    /** Why it was called. */
    enum Rule {
        /** Too many incomplete attempts at a destination whose usual traffic is not known. */
        NEW_DESTINATION("new-destination"),
        /** The cumulative sum. */
        CUSUM("cusum"),
        /** Rate alone, where handshakes are not seen. */
        RATE_ONLY("rate-only"),
        /** Attempts as usual, and no handshake is completed any more. */
        UNRESPONSIVE("unresponsive");

        private final String label;

        Rule(String label) {
            this.label = label;
        }

        String label() {
            return label;
        }
    }

    Rule rule = Rule.NEW_DESTINATION;
    long firstNs;
    long attempts;
    long completed;
    /** Attempts that were refused, or reset before they were completed. */
    long failed;

    long answered;
    long refused;
    long givenUp;
    int peak;

    /** The most that the figure has come to by which it was called. */
    double figure;

    int quietSlots;
    int port;
    /** Whether it was watched long enough to know what is usual. */
    boolean isUsualKnown;
    /** Usual when it began; 0 if not known. */
    double usualAttempts;

    double usualCompleted;
    double chronic;

    void start(Rule why, long startNs, SynBaseline baseline) {
        rule = why;
        firstNs = startNs;
        attempts = 0;
        completed = 0;
        failed = 0;
        peak = 0;
        figure = 0;
        quietSlots = 0;
        isUsualKnown = baseline.isWarm();
        usualAttempts = baseline.isWarm() ? baseline.attempts() : 0;
        usualCompleted = baseline.isWarm() ? baseline.completed() : 0;
        chronic = baseline.isWarm() ? baseline.chronic() : 0;
    }

    /** Answers are counted from before it is known to be an attack: forgets those of what was none. */
    void forgetAnswers() {
        answered = 0;
        refused = 0;
        givenUp = 0;
    }

    boolean isFlood() {
        return rule != Rule.UNRESPONSIVE;
    }

    long incomplete() {
        return Math.max(0, attempts - completed);
    }

    int incompletePercent() {
        return attempts == 0 ? 0 : (int) (100 * incomplete() / attempts);
    }
}
