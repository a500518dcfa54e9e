package vedette.daemon;

import java.io.IOException;
import vedette.capture.CaptureSource;
import vedette.decode.DecodeCounters;
import vedette.flow.FlowCounters;

/** The metering of a replay, whoever does it. Owned by the thread that tells detectors and exporters; counters may be read from any. */
interface MeteringWork extends AutoCloseable {
    /**
     * Goes on a little.
     *
     * @return {@link CaptureSource#END} if nothing is left; any other number says nothing
     * @throws IOException if the source failed and cannot go on; the message says what and where
     */
    int turn() throws IOException;

    /** After the last turn, which need not have come to the end: closes every flow. */
    void finish();

    DecodeCounters decoded();

    /** Of the whole, once it is finished. */
    FlowCounters flows();

    /** Ends what still runs for it. */
    @Override
    default void close() {}
}
