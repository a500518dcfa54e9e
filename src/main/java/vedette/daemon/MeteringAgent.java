package vedette.daemon;

import java.io.IOException;
import java.util.function.LongSupplier;
import vedette.capture.CaptureSource;
import vedette.capture.Frame;
import vedette.capture.FrameHandler;
import vedette.decode.DecodeCounters;
import vedette.decode.DecodeResult;
import vedette.decode.Packet;
import vedette.detect.DetectConfig;
import vedette.detect.Detection;
import vedette.flow.FlowConfig;
import vedette.flow.FlowCounters;
import vedette.flow.FlowHandler;
import vedette.flow.Metering;
import vedette.flow.PacketClock;

/**
 * The way of a packet: a frame from the source is decoded and metered, detectors are told, and the records that time has
 * closed are handed on.
 * Owned by one thread; its counters may be read from any.
 */
public final class MeteringAgent implements FrameHandler {
    static final int FRAMES_PER_TURN = 512;

    /** How long the packets' clock runs on after the last packet, so that what was about to end has ended. */
    static final long AFTERMATH_NS = 5_000_000_000L;

    /** Seed of a replay's hashes unless the configuration has another. */
    static final long REPLAY_SEED = 0x5EDE77EL;

    private final CaptureSource source;
    private final Packet packet = new Packet();
    private final DecodeCounters decoded = new DecodeCounters();
    private final FlowCounters flows = new FlowCounters();
    private final PacketClock clock;
    private final Metering metering;
    private final Detection detection;
    private long lastFrameNs;

    private MeteringAgent(
            CaptureSource source,
            LongSupplier systemNs,
            FlowConfig config,
            boolean mergePoints,
            long seed,
            Detection detection,
            FlowHandler handler) {
        this.source = source;
        this.clock = new PacketClock(flows, systemNs);
        this.detection = detection;
        FlowHandler handlers = flow -> {
            handler.onFlow(flow);
            detection.onFlow(flow);
        };
        this.metering = new Metering(config, mergePoints, seed, flows, handlers, detection, detection);
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

    /** One turn: a batch of frames, then whatever silence has brought to an end. Returns what the source returned. */
    public int turn() throws IOException {
        int polled = source.poll(this, FRAMES_PER_TURN);
        detection.onDrops(source.counters().dropped());
        expire();
        return polled;
    }

    /** Before the first packet there is no time that could pass. */
    private void expire() {
        if (clock.isRunning()) {
            metering.expire(clock.nowNs());
        }
    }

    @Override
    public void onFrame(Frame frame) {
        lastFrameNs = frame.timestampNs();
        clock.advanceTo(frame.timestampNs());
        DecodeResult result = packet.wrap(
                frame.bytes(), frame.offset(), frame.capturedLength(), frame.originalLength(), frame.linkType());
        decoded.count(result, packet, frame.timestampNs());
        if (result == DecodeResult.OK) {
            metering.onPacket(packet, frame.observationPoint(), frame.timestampNs(), clock.nowNs());
        } else if (packet.hasArp()) {
            expire();
            detection.onArp(packet.arp(), clock.nowNs());
        }
    }

    /** Other timeouts and detectors hold from now on; what else of the configurations has changed does not count. */
    void reconfigure(FlowConfig timeouts, DetectConfig detectors) {
        metering.retime(timeouts, clock.nowNs());
        detection.reconfigure(detectors, clock.nowNs());
    }

    /** Time passes without packets. */
    public void elapse(long elapsedNs) {
        clock.elapse(elapsedNs);
    }

    /**
     * After the last packet: lets the clock run on a little, then closes every flow. What of that time a live sensor has waited
     * in vain for another packet is not added, so that it ends as a replay of its packets does.
     */
    public void finish() {
        if (clock.isRunning()) {
            clock.runOn(AFTERMATH_NS);
            metering.flush(clock.nowNs());
            detection.finish(clock.nowNs());
        }
    }

    public DecodeCounters decoded() {
        return decoded;
    }

    public FlowCounters flows() {
        return flows;
    }

    /** When the last frame was captured, nanoseconds since 1970; for the owning thread. */
    long lastFrameNs() {
        return lastFrameNs;
    }

    /** By how much packets given to the metering process and those in records and open flows are apart; for the owning thread. */
    long audit() {
        return metering.audit();
    }

    /** Flows that are open now; for the owning thread. */
    public int openFlows() {
        return metering.openFlows();
    }
}
