package vedette.flow;

/** How the initiator of a flow is known: information element 239, biflowDirection. */
final class Direction {
    /** Turned round or kept by a guess: arbitrary (0). */
    static final int GUESSED = 0;
    /** Forward is the initiator's direction (1). */
    static final int INITIATOR = 1;

    private Direction() {}
}
