package vedette.daemon;

import java.util.ArrayList;
import java.util.List;
import vedette.capture.CaptureSource;
import vedette.capture.FrameHandler;
import vedette.capture.WatchedSource;
import vedette.detect.AlertHandler;
import vedette.flow.FlowHandler;
import vedette.flow.PacketListener;

/**
 * Who watches a replay besides the exporters, all on the thread that meters: of each frame first the frame, then in which flow its packet was
 * counted; of each flow its records, and every alert.
 */
final class Onlookers {
    private final List<FrameHandler> frames = new ArrayList<>();
    private final List<PacketListener> packets = new ArrayList<>();
    private final List<FlowHandler> flows = new ArrayList<>();
    private final List<AlertHandler> alerts = new ArrayList<>();

    void addFrames(FrameHandler handler) {
        frames.add(handler);
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

    /** Whether somebody wants to see frames or packets one by one: then one thread has to do it all. */
    boolean lookAtPackets() {
        return !frames.isEmpty() || !packets.isEmpty();
    }

    /** The source, with its frames shown to those who want to see them. */
    CaptureSource watched(CaptureSource source) {
        CaptureSource watched = source;
        for (FrameHandler handler : frames) {
            watched = new WatchedSource(watched, handler);
        }
        return watched;
    }

    PacketListener packets() {
        return (flow, direction, packet, timestampNs) ->
                packets.forEach(listener -> listener.onPacket(flow, direction, packet, timestampNs));
    }

    List<FlowHandler> flows() {
        return flows;
    }

    List<AlertHandler> alerts() {
        return alerts;
    }
}
