package vedette.corpus;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import vedette.capture.CaptureCounters;
import vedette.capture.CaptureFiles;
import vedette.capture.CaptureSource;
import vedette.daemon.MeteringAgent;
import vedette.decode.DecodeCounters;
import vedette.detect.DetectConfig;
import vedette.detect.Detection;
import vedette.flow.FlowConfig;
import vedette.flow.FlowCounters;
import vedette.flow.FlowHandler;

/** A capture that has gone through the stages, and what they counted. */
record Replay(CaptureCounters captured, DecodeCounters decoded, FlowCounters metered) {
    private static final Detection NOTHING_SOUGHT = new Detection(DetectConfig.DEFAULT.only(), 1, alert -> {});

    /** Replays one capture; the handler is given each flow record, to be copied if it is to be kept. */
    static Replay of(Path capture, FlowHandler handler) throws IOException {
        try (CaptureFiles source = CaptureFiles.open(List.of(capture.toString()))) {
            MeteringAgent agent = MeteringAgent.replay(source, FlowConfig.DEFAULT, false, NOTHING_SOUGHT, handler);
            while (agent.turn() != CaptureSource.END) {
                // every turn hands on what it closed
            }
            agent.finish();
            return new Replay(source.counters(), agent.decoded(), agent.flows());
        }
    }
}
