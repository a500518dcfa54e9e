package vedette.flow;

import vedette.decode.Packet;

/** How the initiator of a flow is known: information element 239, biflowDirection. */
final class Direction {
    /** Turned round or kept by a guess: arbitrary (0). */
    static final int GUESSED = 0;
    /** Forward is the initiator's direction (1). */
    static final int INITIATOR = 1;

    private Direction() {}

    /** Whether a flow's first packet comes from the initiator (rule M2). */
    static boolean sourceIsInitiator(Packet packet) {
        return packet.protocol() >= 0;
    }

    /** How that is known. */
    static int code(Packet packet) {
        return packet.protocol() >= 0 ? INITIATOR : GUESSED;
    }
}
