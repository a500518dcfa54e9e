package vedette.detect.lateral;

import vedette.detect.Level;

/** By what a host is told. */
enum Rule {
    /** It reached more hosts than ever, before it is known who reaches whom. */
    UNLEARNT("unlearnt", Level.LOW, 40),
    /** It reached more hosts it had never reached before than is usual. */
    FAN_OUT("fan-out", Level.MEDIUM, 60),
    /** It was reached like that itself and goes on from there. */
    CHAIN("chain", Level.HIGH, 70);

    private final String label;
    private final Level level;
    private final int confidence;

    Rule(String label, Level level, int confidence) {
        this.label = label;
        this.level = level;
        this.confidence = confidence;
    }

    String label() {
        return label;
    }

    Level level() {
        return level;
    }

    /** Percent. */
    int confidence() {
        return confidence;
    }
}
