package vedette.daemon;

import java.util.function.Supplier;
import vedette.detect.Detection;
import vedette.metrics.MeteringState;

/**
 * Says once a second, between two turns, what only the detecting thread knows: how many flows are open, how full the detectors'
 * tables are, how late packets are told of, and whether all of them are accounted for. Owned by the detecting thread; what it
 * said last may be asked for by any.
 */
final class MeteringWatch implements Supplier<MeteringState> {
    private static final long NS_PER_S = 1_000_000_000;

    private final LiveWork work;
    private final Detection detection;
    private volatile MeteringState state;
    private long lagNs;

    MeteringWatch(LiveWork work, Detection detection, long nowNs) {
        this.work = work;
        this.detection = detection;
        this.state = look(nowNs);
    }

    /** A turn that had frames is over. */
    void metered(long timeNs) {
        lagNs = Math.max(lagNs, timeNs - work.lastFrameNs());
    }

    /** Called when all threads have gone on; looks once a second. */
    void tick(long nowNs) {
        if (nowNs - state.atNs() >= NS_PER_S) {
            state = look(nowNs);
            lagNs = 0;
        }
    }

    private MeteringState look(long nowNs) {
        long errorPackets = work.errorPackets();
        return new MeteringState(nowNs, work.openFlows(), detection.occupancy(), detection.feed(), lagNs, errorPackets);
    }

    @Override
    public MeteringState get() {
        return state;
    }
}
