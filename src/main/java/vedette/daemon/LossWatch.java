package vedette.daemon;

import java.util.ArrayList;
import java.util.List;
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

    private final List<Place> places;
    private long lookedNs;

    LossWatch(CaptureCounters captured, List<ExportingAgent> exports, long nowNs) {
        List<Place> all = new ArrayList<>();
        all.add(new Place("frames dropped by the kernel: the sensor was too slow", captured.kernelDropped::sum));
        all.add(new Place("frames dropped by an interface or its driver", captured.interfaceDropped::sum));
        all.add(new Place(
                "frames dropped as the ring was full; capture.ring-size may be raised", captured.ringDropped::sum));
        for (ExportingAgent export : exports) {
            all.add(new Place(
                    "flow records dropped for " + export.collector(),
                    () -> export.counters().droppedRecords()));
            all.add(new Place(
                    "alerts dropped for " + export.collector(),
                    () -> export.counters().alerts().droppedRecords()));
        }
        places = List.copyOf(all);
        lookedNs = nowNs - INTERVAL_NS + FIRST_NS;
    }

    /** Called every turn; looks once a minute. */
    void tick(long nowNs) {
        if (nowNs - lookedNs >= INTERVAL_NS) {
            lookedNs = nowNs;
            places.forEach(Place::tellNew);
        }
    }
}
