package vedette.daemon;

import java.io.IOException;
import java.util.function.LongSupplier;
import vedette.capture.CaptureSource;
import vedette.decode.DecodeCounters;
import vedette.detect.Detection;
import vedette.flow.FlowConfig;
import vedette.flow.FlowCounters;
import vedette.flow.FlowHandler;
import vedette.flow.FlowLedger;
import vedette.flow.FoldListener;
import vedette.flow.PacketListener;
import vedette.flow.Share;

/**
 * Captures, meters, detects and hands on, all on the one thread that owns it; its counters may be read from any.
 */
public final class MeteringAgent implements MeteringWork {
    static final int FRAMES_PER_TURN = 512;

    /** Seed of a replay's hashes unless the configuration has another. */
    static final long REPLAY_SEED = 0x5EDE77EL;

    private final CaptureSource source;
    private final FlowLedger ledger;
    private final FrameMeter meter;

    private MeteringAgent(
            CaptureSource source,
            LongSupplier systemNs,
            FlowConfig config,
            boolean mergePoints,
            long seed,
            Detection detection,
            FlowHandler handler) {
        this.source = source;
        FlowCounters flows = new FlowCounters();
        this.ledger = records(flows, detection, handler, seed);
        this.meter = new FrameMeter(systemNs, config, mergePoints, seed, Share.ALL, flows, ledger);
    }

    /** Where happenings end: records are given to the handler, then to the detectors. */
    static FlowLedger records(FlowCounters flows, Detection detection, FlowHandler handler, long seed) {
        FlowHandler handlers = flow -> {
            handler.onFlow(flow);
            detection.onFlow(flow);
        };
        return new FlowLedger(flows, handlers, detection, detection, seed);
    }

    /** For captures of any time, with a seed that makes every run the same. */
    public static MeteringAgent replay(
            CaptureSource source, FlowConfig config, boolean mergePoints, Detection detection, FlowHandler handler) {
        return replay(source, config, mergePoints, REPLAY_SEED, detection, handler);
    }

    /** The same with the seed of a live sensor, whose every hash it repeats. */
    static MeteringAgent replay(
            CaptureSource source,
            FlowConfig config,
            boolean mergePoints,
            long seed,
            Detection detection,
            FlowHandler handler) {
        return new MeteringAgent(source, () -> Long.MAX_VALUE, config, mergePoints, seed, detection, handler);
    }

    /** For interfaces, whose packets bear the system's time. */
    public static MeteringAgent live(
            CaptureSource source,
            FlowConfig config,
            boolean mergePoints,
            long seed,
            Detection detection,
            FlowHandler handler) {
        return new MeteringAgent(source, TimeOfDay::ns, config, mergePoints, seed, detection, handler);
    }

    /** Tells somebody of each packet which flow it was counted in. */
    void tellPacketsTo(PacketListener listener) {
        meter.tellPacketsTo(listener);
    }

    /** Tells somebody of each record that is folded into an aggregate. */
    void tellFoldedTo(FoldListener listener) {
        ledger.tellFoldedTo(listener);
    }

    /** One turn: a batch of frames, then whatever silence has brought to an end. Returns what the source returned. */
    @Override
    public int turn() throws IOException {
        int polled = source.poll(meter, FRAMES_PER_TURN);
        meter.endTurn(source.counters().dropped());
        return polled;
    }

    /** Other timeouts hold from now on; what else of the configuration has changed does not count. */
    void retime(FlowConfig timeouts) {
        meter.retime(timeouts);
    }

    /** Time passes without packets. */
    public void elapse(long elapsedNs) {
        meter.elapse(elapsedNs);
    }

    @Override
    public void finish() {
        meter.finish();
    }

    @Override
    public DecodeCounters decoded() {
        return meter.decoded();
    }

    @Override
    public FlowCounters flows() {
        return meter.flows();
    }

    /** The packet clock's time; for the owning thread. */
    long nowNs() {
        return ledger.nowNs();
    }

    /** When the last frame was captured, nanoseconds since 1970; for the owning thread. */
    long lastFrameNs() {
        return ledger.lastFrameNs();
    }

    /** By how much rule M10's sums of packets are apart now; for the owning thread. */
    long errorPackets() {
        meter.audit(source.counters().captured.sum());
        return ledger.errorPackets();
    }

    /** Flows that are open now; for the owning thread. */
    public int openFlows() {
        return meter.openFlows();
    }
}
