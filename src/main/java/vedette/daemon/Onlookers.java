package vedette.daemon;

import java.util.ArrayList;
import java.util.List;
import vedette.capture.CaptureSource;
import vedette.capture.FrameHandler;
import vedette.capture.WatchedSource;
import vedette.decode.Packet;
import vedette.detect.AlertHandler;
import vedette.flow.Flow;
import vedette.flow.FlowHandler;
import vedette.flow.FoldListener;
import vedette.flow.PacketListener;

/**
 * Who watches a replay besides the exporters, all on the thread that meters: of each frame first the frame, then in which flow its packet was
 * counted; of each flow its records, and every alert.
 */
final class Onlookers {
    private final List<FrameHandler> frames = new ArrayList<>();
    private final List<FrameHandler> framesOver = new ArrayList<>();
    private final List<PacketListener> packets = new ArrayList<>();
    private final List<FlowHandler> flows = new ArrayList<>();
    private final List<AlertHandler> alerts = new ArrayList<>();
    private final List<FoldListener> folded = new ArrayList<>();

    void addFrames(FrameHandler handler) {
        frames.add(handler);
    }

    /** Who is told of each frame when everything else has been told of it. */
    void addFramesOver(FrameHandler handler) {
        framesOver.add(handler);
    }

    void addPackets(PacketListener listener) {
        packets.add(listener);
    }

    void addFlows(FlowHandler handler) {
        flows.add(handler);
    }

    void addAlerts(AlertHandler handler) {
        alerts.add(handler);
    }

    /** Who is told of attempts whose records are told in an aggregate alone. */
    void addFolded(FoldListener listener) {
        folded.add(listener);
    }

    /** Whether somebody wants to see frames or packets one by one: then one thread has to do it all. */
    boolean lookAtPackets() {
        return !frames.isEmpty() || !framesOver.isEmpty() || !packets.isEmpty();
    }

    /** The source, with its frames shown to those who want to see them. */
    CaptureSource watched(CaptureSource source) {
        CaptureSource watched = source;
        for (FrameHandler handler : frames) {
            watched = new WatchedSource(watched, handler);
        }
        for (FrameHandler handler : framesOver) {
            watched = new WatchedSource(watched, frame -> {}, handler);
        }
        return watched;
    }

    PacketListener packets() {
        return new PacketListener() {
            @Override
            public void onPacket(Flow flow, int direction, Packet packet, long timestampNs) {
                packets.forEach(listener -> listener.onPacket(flow, direction, packet, timestampNs));
            }

            @Override
            public void onHeld(long datagram, Packet packet, long timestampNs) {
                packets.forEach(listener -> listener.onHeld(datagram, packet, timestampNs));
            }

            @Override
            public void onJoined(long datagram, Flow flow, int direction) {
                packets.forEach(listener -> listener.onJoined(datagram, flow, direction));
            }

            @Override
            public void onQuoted(Flow flow) {
                packets.forEach(listener -> listener.onQuoted(flow));
            }
        };
    }

    FoldListener folded() {
        return (attempt, aggregateId) -> folded.forEach(listener -> listener.onFolded(attempt, aggregateId));
    }

    List<FlowHandler> flows() {
        return flows;
    }

    List<AlertHandler> alerts() {
        return alerts;
    }
}
