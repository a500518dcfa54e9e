package vedette.detect.bruteforce;

import vedette.detect.Level;

/** Why a series of like connections is called a brute force, the surest first. */
enum Rule {
    /** So many in a minute. */
    BURST("burst", 30),
    /** One after the other without a pause, each as long as a refused password takes. */
    WITHOUT_PAUSE("without-pause", 25),
    /** So many in 40 minutes, from outside. */
    STEADY("steady", 25),
    /** So many in two hours, from outside: a program that looks for news may do the same. */
    SLOW("slow", 5),
    /** Even slower. */
    DAILY("daily", 0);

    private final String label;
    private final int confidence;

    Rule(String label, int confidence) {
        this.label = label;
        this.confidence = confidence;
    }

    String label() {
        return label;
    }

    /** Percent that it adds. */
    int confidence() {
        return confidence;
    }

    /** The attempts that the rule counts. */
    int figure(Ledger ledger, int slot) {
        return switch (this) {
            case BURST -> ledger.inAMinute(slot);
            case WITHOUT_PAUSE -> ledger.inTwentyMinutes(slot);
            case STEADY -> ledger.form() == Form.TURNS ? ledger.inTwoHours(slot) : ledger.inFortyMinutes(slot);
            case SLOW -> ledger.inTwoHours(slot);
            case DAILY -> ledger.inADay(slot);
        };
    }

    /** How many of them are needed. */
    int threshold(Form form, BruteForceConfig config) {
        return switch (this) {
            case BURST -> config.burstAttempts();
            case STEADY -> form == Form.TURNS ? BruteForceDetector.LEAST_OF_CLIENTS : config.minAttempts();
            case DAILY -> Math.max(BruteForceDetector.LEAST_IN_A_DAY, config.minAttempts());
            default -> config.minAttempts();
        };
    }

    Level level(Purpose purpose, boolean external) {
        return switch (purpose) {
            case PEOPLE -> this == SLOW || this == DAILY ? Level.LOW : Level.MEDIUM;
            case NEWS -> Level.MEDIUM;
            case PROGRAMS -> external && this != SLOW && this != DAILY ? Level.MEDIUM : Level.LOW;
            default -> Level.LOW;
        };
    }
}
