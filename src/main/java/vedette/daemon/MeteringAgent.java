package vedette.daemon;

import java.io.IOException;
import java.util.function.LongSupplier;
import vedette.capture.CaptureSource;
import vedette.capture.Frame;
import vedette.capture.FrameHandler;
import vedette.decode.DecodeCounters;
import vedette.decode.DecodeResult;
import vedette.decode.Packet;
import vedette.detect.Detection;
import vedette.flow.FlowConfig;
import vedette.flow.FlowCounters;
import vedette.flow.FlowHandler;
import vedette.flow.FlowLedger;
import vedette.flow.Happenings;
import vedette.flow.Metering;
import vedette.flow.PacketClock;
import vedette.flow.Share;

/**
 * The way of a packet: a frame from the source is decoded and metered, and what comes of it is told.
 * Owned by one thread; its counters may be read from any.
 */
public final class MeteringAgent implements FrameHandler, MeteringWork {
    static final int FRAMES_PER_TURN = 512;

    /** How long the packets' clock runs on after the last packet, so that what was about to end has ended. */
    static final long AFTERMATH_NS = 5_000_000_000L;

    /** Seed of a replay's hashes unless the configuration has another. */
    static final long REPLAY_SEED = 0x5EDE77EL;

    private final CaptureSource source;
    private final Packet packet = new Packet();
    private final DecodeCounters decoded = new DecodeCounters();
    private final FlowCounters flows;
    private final PacketClock clock;
    private final Metering metering;
    private long lastFrameNs;
    private long drops;

    private MeteringAgent(
            CaptureSource source,
            LongSupplier systemNs,
            FlowConfig config,
            boolean mergePoints,
            long seed,
            Share share,
            FlowCounters flows,
            Happenings happenings) {
        this.source = source;
        this.flows = flows;
        this.clock = new PacketClock(share.isFirst() ? flows : new FlowCounters(), systemNs);
        this.metering = new Metering(config, mergePoints, seed, share, flows, happenings);
    }

    /** Works alone, and tells detection and handler on its own thread. */
    private static MeteringAgent alone(
            CaptureSource source,
            LongSupplier systemNs,
            FlowConfig config,
            boolean mergePoints,
            long seed,
            Detection detection,
            FlowHandler handler) {
        FlowCounters flows = new FlowCounters();
        Happenings records = records(flows, detection, handler);
        return new MeteringAgent(source, systemNs, config, mergePoints, seed, Share.ALL, flows, records);
    }

    /** Where happenings end: records are given to the handler, then to the detectors. */
    static FlowLedger records(FlowCounters flows, Detection detection, FlowHandler handler) {
        FlowHandler handlers = flow -> {
            handler.onFlow(flow);
            detection.onFlow(flow);
        };
        return new FlowLedger(flows, handlers, detection, detection);
    }

    /** Meters a share of a replay's packets, of which it reads all; its counters of frames then count all too. */
    static MeteringAgent share(
            CaptureSource source,
            FlowConfig config,
            boolean mergePoints,
            long seed,
            Share share,
            Happenings happenings) {
        return new MeteringAgent(
                source, () -> Long.MAX_VALUE, config, mergePoints, seed, share, new FlowCounters(), happenings);
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
        return alone(source, () -> Long.MAX_VALUE, config, mergePoints, seed, detection, handler);
    }

    /** For interfaces, whose packets bear the system's time. */
    public static MeteringAgent live(
            CaptureSource source,
            FlowConfig config,
            boolean mergePoints,
            long seed,
            Detection detection,
            FlowHandler handler) {
        return alone(source, TimeOfDay::ns, config, mergePoints, seed, detection, handler);
    }

    /** One turn: a batch of frames, then whatever silence has brought to an end. Returns what the source returned. */
    @Override
    public int turn() throws IOException {
        int polled = source.poll(this, FRAMES_PER_TURN);
        tellDrops(source.counters().dropped());
        expire();
        return polled;
    }

    private void tellDrops(long total) {
        if (total != drops) {
            drops = total;
            metering.onDrops(total);
        }
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
            metering.onArp(packet.arp(), clock.nowNs());
        }
    }

    /** Other timeouts hold from now on; what else of the configuration has changed does not count. */
    void retime(FlowConfig timeouts) {
        metering.retime(timeouts, clock.nowNs());
    }

    /** The packet clock's time. */
    long nowNs() {
        return clock.nowNs();
    }

    /** Time passes without packets. */
    public void elapse(long elapsedNs) {
        clock.elapse(elapsedNs);
    }

    /**
     * After the last packet: lets the clock run on a little, then closes every flow. What of that time a live sensor has waited
     * in vain for another packet is not added, so that it ends as a replay of its packets does.
     */
    @Override
    public void finish() {
        if (clock.isRunning()) {
            clock.runOn(AFTERMATH_NS);
            metering.flush(clock.nowNs());
        }
    }

    @Override
    public DecodeCounters decoded() {
        return decoded;
    }

    @Override
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
