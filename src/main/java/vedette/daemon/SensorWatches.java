package vedette.daemon;

import java.util.List;
import vedette.capture.LiveSource;
import vedette.detect.Detection;
import vedette.export.ExportingAgent;

/** Those who look after a live sensor itself while it runs. Owned by the detecting thread. */
record SensorWatches(LossWatch losses, CaptureWatch capture, IgnoredWatch ignored, CollectorWatch collectors) {
    static SensorWatches of(
            LiveSource source, LiveWork work, IgnoredWatch ignored, Detection detection, List<ExportingAgent> exports) {
        long nowNs = System.nanoTime();
        return new SensorWatches(
                new LossWatch(source.counters(), exports, nowNs),
                new CaptureWatch(
                        source.counters(), work::flows, source::absent, detection::feed, detection.desk(), nowNs),
                ignored,
                new CollectorWatch(exports, detection.desk()));
    }

    /**
     * Called every turn.
     *
     * @param nowNs by the sensor's clock
     * @param timeNs the time of day, nanoseconds since 1970
     */
    void tick(long nowNs, long timeNs) {
        losses.tick(nowNs);
        capture.tick(nowNs, timeNs);
        ignored.tick(nowNs, timeNs);
        collectors.tick(nowNs, timeNs);
    }
}
