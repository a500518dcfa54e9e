package vedette.daemon;

import java.util.function.Supplier;
import vedette.capture.CaptureCounters;
import vedette.detect.Detection;
import vedette.metrics.MeteringState;

/**
 * Says once a second, between two turns, what only the metering thread knows: how many flows are open, how full the detectors'
 * tables are, how late packets are metered, and whether all of them are accounted for. Owned by the metering thread; what it
 * said last may be asked for by any.
 */
final class MeteringWatch implements Supplier<MeteringState> {
    private static final long NS_PER_S = 1_000_000_000;

    private final CaptureCounters captured;
    private final MeteringAgent agent;
    private final Detection detection;
    private volatile MeteringState state;
    private long lagNs;

    MeteringWatch(CaptureCounters captured, MeteringAgent agent, Detection detection, long nowNs) {
        this.captured = captured;
        this.agent = agent;
        this.detection = detection;
        this.state = look(nowNs);
    }

    /** A turn that had frames is over. */
    void metered(long timeNs) {
        lagNs = Math.max(lagNs, timeNs - agent.lastFrameNs());
    }

    /** Called every turn; looks once a second. */
    void tick(long nowNs) {
        if (nowNs - state.atNs() >= NS_PER_S) {
            state = look(nowNs);
            lagNs = 0;
        }
    }

    private MeteringState look(long nowNs) {
        long errorPackets = Conservation.errorPacketsNow(captured, agent.decoded(), agent.flows(), agent.audit());
        return new MeteringState(
                nowNs, agent.openFlows(), detection.occupancy(), detection.feed(), lagNs, errorPackets);
    }

    @Override
    public MeteringState get() {
        return state;
    }
}
