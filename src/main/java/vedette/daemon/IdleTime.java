package vedette.daemon;

/**
 * Says by how much the packets' clock is to run on while no packet comes. A frame takes a while from the link to the sensor,
 * so the clock stays that much behind: else each packet after a silence would come late. And what has passed at once, as the
 * process had to wait for a processor, is made up for little by little, so that the capturing thread may hand over what it
 * has.
 */
final class IdleTime {
    /** Longer than the kernel gathers frames before it hands them over, and than the capturing thread waits for its turn. */
    static final long DELIVERY_NS = 100_000_000L;

    /** About twice what a turn without frames takes. */
    private static final long TURN_NS = 10_000_000L;

    private static final int TURNS_TO_CATCH_UP = 48;

    private long lastNs;
    private long behindNs = DELIVERY_NS;
    private long owedNs;

    IdleTime(long nowNs) {
        this.lastNs = nowNs;
    }

    /**
     * A turn has ended, with frames or without. Returns what has to elapse.
     *
     * @param beganNs when the turn began, by any steady clock: if it was without frames, nothing had come until then
     */
    long afterTurn(boolean hadFrames, long beganNs) {
        long passedNs = beganNs - lastNs;
        lastNs = beganNs;
        if (hadFrames) {
            behindNs = DELIVERY_NS;
            owedNs = 0;
            return 0;
        }
        long heldNs = Math.min(behindNs, passedNs);
        behindNs -= heldNs;
        owedNs += passedNs - heldNs;
        long elapsesNs = Math.min(owedNs, Math.max(TURN_NS, owedNs / TURNS_TO_CATCH_UP));
        owedNs -= elapsesNs;
        return elapsesNs;
    }
}
