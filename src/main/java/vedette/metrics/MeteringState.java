package vedette.metrics;

import java.util.List;
import vedette.detect.Detection.Occupancy;
import vedette.detect.Feed;

/**
 * What the metering thread alone can say, as it was between two of its turns.
 *
 * @param atNs when that was, by {@link System#nanoTime}
 * @param openFlows flows that were open
 * @param detectors how full their tables were
 * @param feed how well the sensor saw
 * @param lagNs how long after it was captured a packet was metered, at the most since the state before this
 * @param errorPackets by how much the sums of rule M10 were apart
 */
public record MeteringState(
        long atNs, int openFlows, List<Occupancy> detectors, Feed feed, long lagNs, long errorPackets) {
    public MeteringState {
        detectors = List.copyOf(detectors);
    }
}
