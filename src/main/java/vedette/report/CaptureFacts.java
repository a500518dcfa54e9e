package vedette.report;

import java.util.List;
import vedette.capture.FrameHandler;
import vedette.decode.Packet;
import vedette.detect.AlertHandler;
import vedette.detect.LocalNets;
import vedette.flow.Flow;
import vedette.flow.FlowHandler;
import vedette.flow.PacketListener;

/** All that a report needs of one capture, gathered while it is replayed. */
public final class CaptureFacts {
    /** Alerts of one level that are told in full. */
    static final int MOST_ALERTS = 300;

    private final FrameFacts frames = new FrameFacts();
    private final ChecksumFacts checksums = new ChecksumFacts();
    private final FlowFacts flows = new FlowFacts();
    private final NameFacts names = new NameFacts();
    private final SourceFacts sources = new SourceFacts();
    private final AlertTally alerts = new AlertTally(MOST_ALERTS);
    private final SiteFacts site;

    public CaptureFacts(LocalNets local) {
        site = new SiteFacts(local);
    }

    public FrameHandler frameHandler() {
        return frames;
    }

    public PacketListener packetListener() {
        return this::onPacket;
    }

    private void onPacket(Flow flow, int direction, Packet packet, long timestampNs) {
        checksums.onPacket(flow, direction, packet, timestampNs);
        sources.onPacket(flow, direction, packet, timestampNs);
    }

    public List<FlowHandler> flowHandlers() {
        return List.of(flows, names, sources, site);
    }

    public AlertHandler alertHandler() {
        return alerts;
    }

    FrameFacts frames() {
        return frames;
    }

    ChecksumFacts checksums() {
        return checksums;
    }

    FlowFacts flows() {
        return flows;
    }

    NameFacts names() {
        return names;
    }

    SourceFacts sources() {
        return sources;
    }

    SiteFacts site() {
        return site;
    }

    public AlertTally alerts() {
        return alerts;
    }
}
