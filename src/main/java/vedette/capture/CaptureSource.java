package vedette.capture;

import java.io.IOException;
import java.util.List;

/** Where frames come from. One thread polls it; {@link #counters()} may be read from any thread. */
public interface CaptureSource extends AutoCloseable {
    /** What {@link #poll} returns when no frame will ever come again. */
    int END = -1;

    /**
     * Hands at most {@code maxFrames} frames to the handler.
     *
     * @return how many frames were handed over; 0 if none is there now (live, it may wait a few milliseconds for one);
     *     {@link #END} after the last
     * @throws IOException if the source failed and cannot go on; the message says what and where
     */
    int poll(FrameHandler handler, int maxFrames) throws IOException;

    /** The observation points seen so far; it grows as a file declares interfaces, and an index never changes its meaning. */
    List<ObservationPoint> observationPoints();

    CaptureCounters counters();

    /**
     * Asks a live source to end, from any thread: what has arrived by now is still handed over, then {@link #poll} returns
     * {@link #END}. A source that ends by itself takes no notice.
     */
    default void stop() {}

    @Override
    void close();
}
