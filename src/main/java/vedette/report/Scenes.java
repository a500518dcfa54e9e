package vedette.report;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import vedette.capture.Frame;
import vedette.capture.FrameHandler;
import vedette.decode.DecodeResult;
import vedette.decode.Packet;
import vedette.detect.Alert;
import vedette.flow.Flow;
import vedette.flow.FlowHandler;
import vedette.flow.PacketListener;

/** Gathers what shows each alert, while the captures are replayed once more after the alerts have been found. */
public final class Scenes {
    /** Alerts that are shown; the gravest. */
    public static final int MOST = 60;

    private final List<Scene> all = new ArrayList<>();
    private final Map<Host, List<Scene>> byHost = new HashMap<>();
    private final List<Scene> wide = new ArrayList<>();
    private final List<Scene> ofArp = new ArrayList<>();
    private final Packet arpPacket = new Packet();
    private List<Scene> lastFound = List.of();
    private long lastFlowId = -1;

    public Scenes(List<Alert> alerts) {
        for (Alert alert : alerts) {
            Scene scene = new Scene(alert);
            all.add(scene);
            if (scene.isOfArp()) {
                ofArp.add(scene);
            } else if (scene.scope().isOfSomebody()) {
                Host key = scene.scope().key();
                (key == null ? wide : byHost.computeIfAbsent(key, host -> new ArrayList<>())).add(scene);
            }
        }
    }

    List<Scene> all() {
        return all;
    }

    /** Whether there is nothing to look for. */
    public boolean isEmpty() {
        return all.isEmpty();
    }

    /** Whether frames are to be looked at, for the sake of ARP. */
    public boolean wantsFrames() {
        return !ofArp.isEmpty();
    }

    public FrameHandler frameHandler() {
        return this::onFrame;
    }

    public PacketListener packetListener() {
        return this::onPacket;
    }

    public FlowHandler flowHandler() {
        return this::onFlow;
    }

    private void onFrame(Frame frame) {
        DecodeResult result = arpPacket.wrap(
                frame.bytes(), frame.offset(), frame.capturedLength(), frame.originalLength(), frame.linkType());
        if (result == DecodeResult.NON_IP && arpPacket.hasArp()) {
            for (Scene scene : ofArp) {
                scene.onArp(arpPacket.arp(), frame.timestampNs());
            }
        }
    }

    /** Packets of a flow often follow each other. */
    private void onPacket(Flow flow, int direction, Packet packet, long timestampNs) {
        if (flow.flowId() != lastFlowId) {
            lastFlowId = flow.flowId();
            lastFound = of(flow);
        }
        for (Scene scene : lastFound) {
            scene.onPacket(flow, direction, packet, timestampNs);
        }
    }

    private void onFlow(Flow flow) {
        for (Scene scene : of(flow)) {
            scene.onFlow(flow);
        }
    }

    private List<Scene> of(Flow flow) {
        List<Scene> found = new ArrayList<>();
        Host initiator = Host.initiator(flow);
        Host responder = Host.responder(flow);
        addMatching(byHost.getOrDefault(initiator, List.of()), flow, found);
        if (!responder.equals(initiator)) {
            addMatching(byHost.getOrDefault(responder, List.of()), flow, found);
        }
        addMatching(wide, flow, found);
        return found;
    }

    private static void addMatching(List<Scene> scenes, Flow flow, List<Scene> found) {
        for (Scene scene : scenes) {
            if (scene.scope().matches(flow)) {
                found.add(scene);
            }
        }
    }
}
