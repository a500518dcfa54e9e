package vedette.flow;

/**
 * Everything that comes of metering: what happens to flows, and the records of those that are over. It comes in an order that does
 * not depend on how many threads share the work: tick by tick of packet time; within a tick as {@link Step} says. Called on the
 * metering thread.
 */
public interface Happenings extends FlowEvents {
    /** What a tick consists of, in this order. */
    enum Step {
        /** What was due before the tick began, by partition. */
        DUE,
        /** Records closed before it, by the time they were closed, flow id and part. */
        RECORDS,
        /** The tick itself. */
        TICK,
        /** What its frames brought about, frame by frame. */
        FRAMES
    }

    /**
     * What is told from now on belongs there.
     *
     * @param place partition of what was due, or three times the ordinal of a frame, and one more for what concerns the flow it quotes, two
     *     for what follows it
     */
    default void at(long tick, Step step, long place) {}

    /** A record was closed. Incomplete attempts may be folded before anybody is told. */
    void onClosed(Flow record);

    /** All that happened before the tick has been told. */
    void onTickBegun(long tick);

    /**
     * A turn of the metering process is over: nothing that is told from now on belongs before this place.
     *
     * @param lastFrameNs when its last frame was captured
     * @param nowNs the packet clock's time
     */
    default void onTurn(long lastFrameNs, long nowNs) {}

    /** Where the packets are that have come so far. */
    default void onAudit(Audit audit) {}
}
