package vedette.daemon;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vedette.capture.CaptureCounters;
import vedette.export.ExportingAgent;

/** Tells, at most once a minute for each, where a live sensor loses frames or records. Owned by the metering thread. */
final class LossWatch {
    private static final Logger LOG = LoggerFactory.getLogger(LossWatch.class);
    private static final long INTERVAL_NS = 60_000_000_000L;

    /** The first look comes soon, for that is when somebody is watching. */
    private static final long FIRST_NS = 5_000_000_000L;

    private static final class Place {
        private final String loss;
        private final LongSupplier count;
        private long told;

        Place(String loss, LongSupplier count) {
            this.loss = loss;
            this.count = count;
        }

        void tellNew() {
            long lost = count.getAsLong();
            if (lost > told) {
                LOG.warn("{} {}, {} since the start", lost - told, loss, lost);
                told = lost;
            }
        }
    }

    private final List<Place> capture;
    private final Map<ExportingAgent, List<Place>> exports = new LinkedHashMap<>();
    private long lookedNs;

    LossWatch(CaptureCounters captured, List<ExportingAgent> exports, long nowNs) {
        capture = List.of(
                new Place("frames dropped by the kernel: the sensor was too slow", captured.kernelDropped::sum),
                new Place("frames dropped by an interface or its driver", captured.interfaceDropped::sum),
                new Place(
                        "frames dropped as the ring was full; capture.ring-size may be raised",
                        captured.ringDropped::sum));
        watch(exports);
        lookedNs = nowNs - INTERVAL_NS + FIRST_NS;
    }

    /** These are the ones to look after now; of those that go what is lost by now is told. */
    void watch(List<ExportingAgent> agents) {
        exports.forEach((agent, places) -> {
            if (!agents.contains(agent)) {
                places.forEach(Place::tellNew);
            }
        });
        exports.keySet().retainAll(agents);
        agents.forEach(agent -> exports.computeIfAbsent(agent, LossWatch::placesOf));
    }

    private static List<Place> placesOf(ExportingAgent export) {
        return List.of(
                new Place(
                        "flow records dropped for " + export.collector(),
                        () -> export.counters().droppedRecords()),
                new Place(
                        "alerts dropped for " + export.collector(),
                        () -> export.counters().alerts().droppedRecords()));
    }

    /** Called every turn; looks once a minute. */
    void tick(long nowNs) {
        if (nowNs - lookedNs >= INTERVAL_NS) {
            lookedNs = nowNs;
            capture.forEach(Place::tellNew);
            exports.values().forEach(places -> places.forEach(Place::tellNew));
        }
    }
}
