package vedette.capture;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * One interface that is captured from, whatever the way: its frames wait here until they are polled. Of the polling thread,
 * but for what an implementation does on a thread of its own.
 */
interface LiveInterface {
    /** How long the kernel gathers frames before it hands them over. */
    int GATHERING_MS = 10;

    /**
     * Opens an interface by the way that is configured, or else by the best there is for it; {@link #start} begins to
     * capture.
     *
     * @param points given the interface's observation point
     * @throws IOException if it cannot be captured from; the message says which, why and how to mend it
     * @throws IllegalArgumentException if the filter is none
     */
    static LiveInterface open(String name, CaptureConfig config, LivePoints points, CaptureCounters counters)
            throws IOException {
        boolean isFree = config.source().equals(CaptureConfig.AUTO);
        if (config.source().equals(PacketRing.WAY) || isFree && PacketRing.isFor(name, config)) {
            try {
                return PacketRing.open(name, config, points, counters);
            } catch (CaptureException e) {
                if (!isFree || !PacketRing.isUnknown(e.getCause())) {
                    throw e;
                }
            }
        }
        return Pcap4jInterface.open(name, config, points, counters);
    }

    /** How it is captured from, as the configuration names it. */
    String way();

    void start();

    ObservationPoint point();

    /**
     * Whether another filter can take the place of the one in force while frames come.
     *
     * @throws IllegalArgumentException if it is none, or cannot; the message says why
     */
    void checkFilter(String filter);

    /** Lets only those frames in from now on that pass a filter which was {@linkplain #checkFilter checked}. */
    void filter(String filter) throws IOException;

    /**
     * A poll begins.
     *
     * @param timeNs the time of day, nanoseconds since 1970
     */
    default void beginPoll(long timeNs) {}

    /** Whether no frame waits now. */
    boolean isEmpty();

    /** When the oldest frame that waits was captured, in nanoseconds since 1970; one must wait. */
    long oldestTimestampNs();

    /** Hands over the oldest frame that waits, valid during the call only; it is gone even if the handler throws. */
    void pollOne(FrameHandler handler);

    /** After how long a frame that was captured is here, hardly ever later; in nanoseconds. */
    long lagNs();

    /** Whether no frame will come any more, but for those that wait. */
    boolean hasEnded();

    /** Why capture ended unasked, null if it has not. */
    @Nullable
    Throwable failure();

    /** Whether there is no interface of that name now; it is captured from once there is. */
    default boolean isAbsent() {
        return false;
    }

    /**
     * Called about once a second: adds what the kernel and the interface have dropped since the last call to the counters, and
     * looks how full the ring and whether the interface is there.
     */
    void readStatistics();

    /** Ends capture; what waits may still be polled. */
    void stop();

    /** Ends capture and lets go of the interface. Frames that still wait count as dropped in the ring. */
    void close();
}
