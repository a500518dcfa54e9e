package vedette.flow;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import vedette.capture.CaptureFiles;
import vedette.capture.CaptureSource;
import vedette.capture.Frame;
import vedette.decode.DecodeResult;
import vedette.decode.Packet;

/** Meters a capture file, from the file to the flow records. */
final class CaptureReplay {
    private static final int FRAMES_PER_TURN = 100;

    private final List<Flow> records = new ArrayList<>();
    private final FlowCounters counters = new FlowCounters();
    private final PacketClock clock = new PacketClock(counters, () -> Long.MAX_VALUE);
    private final Packet packet = new Packet();
    private final Metering metering;

    private CaptureReplay(FlowConfig config) {
        metering = new Metering(
                config, false, 1, counters, new FlowLedger(counters, this::keep, FlowEvents.NONE, Folding.NONE, 1));
    }

    static List<Flow> records(Path capture, FlowConfig config) throws IOException {
        CaptureReplay replay = new CaptureReplay(config);
        try (CaptureFiles files = CaptureFiles.open(List.of(capture.toString()))) {
            while (files.poll(replay::onFrame, FRAMES_PER_TURN) != CaptureSource.END) {
                replay.metering.expire(replay.clock.nowNs());
            }
        }
        replay.metering.flush(replay.clock.nowNs());
        return replay.records;
    }

    static List<Flow> records(Path capture) throws IOException {
        return records(capture, FlowConfig.DEFAULT);
    }

    private void onFrame(Frame frame) {
        clock.advanceTo(frame.timestampNs());
        DecodeResult result = packet.wrap(
                frame.bytes(), frame.offset(), frame.capturedLength(), frame.originalLength(), frame.linkType());
        if (result == DecodeResult.OK) {
            metering.onPacket(packet, frame.observationPoint(), frame.timestampNs(), clock.nowNs());
        }
    }

    private void keep(Flow flow) {
        Flow copy = new Flow().wrap(new long[Flow.WORDS], 0);
        flow.copyTo(copy);
        records.add(copy.with(flow.findings()));
    }
}
