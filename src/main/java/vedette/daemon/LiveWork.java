package vedette.daemon;

import java.io.IOException;
import vedette.flow.FlowConfig;

/**
 * The metering of a live sensor, whoever does it. Owned by the thread that tells detectors and exporters; counters may be read from
 * any.
 */
interface LiveWork extends MeteringWork {
    /** Whoever has a part in it begins. */
    default void start() {}

    /** What is done to the source between two polls. */
    interface SourceChange {
        void make() throws IOException;
    }

    /** Has it done by the thread that polls the source: at once if that is this one, else soon. */
    void change(SourceChange change) throws IOException;

    /** Other timeouts hold from now on; what else of the configuration has changed does not count. */
    void retime(FlowConfig timeouts);

    /** Whether everybody who has a part in it has gone on since this was last asked. */
    boolean hasGoneOn();

    /** The packet clock's time. */
    long nowNs();

    /** When the last frame was captured of which everything was told, nanoseconds since 1970. */
    long lastFrameNs();

    /** Flows that were open when it was last looked at, not long ago. */
    int openFlows();

    /** By how much rule M10's sums of packets were apart when they were last looked at, not long ago. */
    long errorPackets();
}
