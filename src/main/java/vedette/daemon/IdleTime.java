package vedette.daemon;

/**
 * Says by how much the packets' clock is to run on while no packet comes. A frame takes a while from the link to the sensor,
 * so the clock stays that much behind: else each packet after a silence would come late.
 */
final class IdleTime {
    /** Longer than the kernel gathers frames before it hands them over. */
    static final long DELIVERY_NS = 50_000_000L;

    private long lastNs;
    private long behindNs = DELIVERY_NS;

    IdleTime(long nowNs) {
        this.lastNs = nowNs;
    }

    /** A turn has ended, with frames or without; {@code nowNs} is any steady clock's. Returns what has to elapse. */
    long afterTurn(boolean hadFrames, long nowNs) {
        long passedNs = nowNs - lastNs;
        lastNs = nowNs;
        if (hadFrames) {
            behindNs = DELIVERY_NS;
            return 0;
        }
        long heldNs = Math.min(behindNs, passedNs);
        behindNs -= heldNs;
        return passedNs - heldNs;
    }
}
