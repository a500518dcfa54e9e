package vedette.daemon;

import java.util.function.LongSupplier;
import vedette.capture.Frame;
import vedette.capture.FrameHandler;
import vedette.decode.DecodeCounters;
import vedette.decode.DecodeResult;
import vedette.decode.Packet;
import vedette.flow.FlowConfig;
import vedette.flow.FlowCounters;
import vedette.flow.Happenings;
import vedette.flow.Metering;
import vedette.flow.PacketClock;
import vedette.flow.PacketListener;
import vedette.flow.Share;

/**
 * The way of a packet: a frame is decoded and metered, and what comes of it is told. Meters all packets or a share of them, of all
 * of which it decodes then. Owned by one thread; its counters may be read from any.
 */
final class FrameMeter implements FrameHandler {
    /** How long the packets' clock runs on after the last packet, so that what was about to end has ended. */
    private static final long AFTERMATH_NS = 5_000_000_000L;

    private final Packet packet = new Packet();
    private final DecodeCounters decoded = new DecodeCounters();
    private final FlowCounters flows;
    private final PacketClock clock;
    private final Metering metering;
    private long lastFrameNs;
    private long drops;

    /**
     * @param systemNs nanoseconds since 1970; in a replay the end of time
     * @param mergePoints whether all observation points are one
     * @param happenings is told what comes of it
     */
    FrameMeter(
            LongSupplier systemNs,
            FlowConfig config,
            boolean mergePoints,
            long seed,
            Share share,
            FlowCounters flows,
            Happenings happenings) {
        this.flows = flows;
        this.clock = new PacketClock(share.isFirst() ? flows : new FlowCounters(), systemNs);
        this.metering = new Metering(config, mergePoints, seed, share, flows, happenings);
    }

    /** Tells somebody of each packet which flow it was counted in. */
    void tellPacketsTo(PacketListener listener) {
        metering.tellPacketsTo(listener);
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

    /**
     * A batch of frames is over: whatever silence has brought to an end by now ends.
     *
     * @param dropped frames lost before the sensor so far
     */
    void endTurn(long dropped) {
        if (dropped != drops) {
            drops = dropped;
            metering.onDrops(dropped);
        }
        if (clock.isRunning()) {
            metering.expire(clock.nowNs());
        }
        metering.endTurn(lastFrameNs, clock.nowNs());
    }

    /** Other timeouts hold from now on; what else of the configuration has changed does not count. */
    void retime(FlowConfig timeouts) {
        metering.retime(timeouts, clock.nowNs());
    }

    /** Time passes without packets. */
    void elapse(long elapsedNs) {
        clock.elapse(elapsedNs);
    }

    /**
     * Looks for packets that went astray, and tells what it finds; between two turns.
     *
     * @param captured frames that the source has handed over so far
     */
    void audit(long captured) {
        long frames = 0;
        for (DecodeResult result : DecodeResult.values()) {
            frames += decoded.frames(result);
        }
        metering.audit(Math.abs(captured - frames), decoded.frames(DecodeResult.OK));
    }

    /**
     * After the last packet: lets the clock run on a little, then closes every flow. What of that time a live sensor has waited
     * in vain for another packet is not added, so that it ends as a replay of its packets does.
     */
    void finish() {
        if (clock.isRunning()) {
            clock.runOn(AFTERMATH_NS);
            metering.flush(clock.nowNs());
        }
    }

    DecodeCounters decoded() {
        return decoded;
    }

    FlowCounters flows() {
        return flows;
    }

    /** Flows that are open now. */
    int openFlows() {
        return metering.openFlows();
    }
}
