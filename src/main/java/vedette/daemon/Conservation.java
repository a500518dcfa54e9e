package vedette.daemon;

import java.util.List;
import vedette.capture.CaptureCounters;
import vedette.decode.DecodeCounters;
import vedette.decode.DecodeResult;
import vedette.export.ExportingAgent;
import vedette.flow.FlowCounters;

/**
 * Rule M10 once nothing is open or queued any more: captured = decoded + rejected, decoded = packets in records, and each
 * collector was offered what it sent, filtered, spooled and dropped. Both figures are 0, or the sensor has a fault.
 */
record Conservation(long errorPackets, long errorOctets) {
    static Conservation of(
            CaptureCounters captured, DecodeCounters decoded, FlowCounters flows, List<ExportingAgent> exports) {
        long frames = 0;
        long octets = 0;
        for (DecodeResult result : DecodeResult.values()) {
            frames += decoded.frames(result);
            octets += decoded.octets(result);
        }
        long errorPackets = apart(captured.captured.sum(), frames)
                + apart(decoded.frames(DecodeResult.OK), flows.packets.get())
                + apart(flows.packets.get(), flows.recordPackets.get());
        long errorOctets =
                apart(captured.capturedOctets.sum(), octets) + apart(flows.octets.get(), flows.recordOctets.get());
        for (ExportingAgent export : exports) {
            errorPackets += apart(export.counters().queuedRecords(), 0);
            errorPackets += apart(export.counters().alerts().queuedRecords(), 0);
        }
        return new Conservation(errorPackets, errorOctets);
    }

    private static long apart(long a, long b) {
        return Math.abs(a - b);
    }

    boolean holds() {
        return errorPackets == 0 && errorOctets == 0;
    }
}
