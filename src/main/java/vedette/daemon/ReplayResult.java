package vedette.daemon;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import vedette.capture.CaptureCounters;
import vedette.capture.CaptureWarning;
import vedette.capture.ObservationPoint;
import vedette.decode.DecodeCounters;
import vedette.decode.DecodeResult;
import vedette.detect.AlertCounters;
import vedette.export.DropReason;
import vedette.export.ExportAccount;
import vedette.export.ExportingAgent;
import vedette.flow.FlowCounters;
import vedette.net.LinkType;
import vedette.report.Account;
import vedette.report.AlertTally;
import vedette.report.FlowTally;
import vedette.report.Quantity;

/**
 * All there is to say about a replay that is over.
 *
 * @param captures as the user named them
 * @param bytesRead bytes of the files, packed if they are
 * @param interrupted whether it ended before the captures did
 */
record ReplayResult(
        List<String> captures,
        long bytesRead,
        CaptureCounters captured,
        List<ObservationPoint> points,
        DecodeCounters decoded,
        FlowCounters flows,
        FlowTally tally,
        AlertCounters alerts,
        AlertTally alertTally,
        List<ExportingAgent> exports,
        List<CaptureWarning> captureWarnings,
        long elapsedNs,
        boolean interrupted) {

    private static final int MOST_TYPES = 4;
    private static final String KNOWN_TYPES = "Ethernet, Linux cooked, raw IP, BSD loopback, PPP and HDLC are read";

    /** What of it a report tells. */
    Account account() {
        return new Account(captures, captured, points, decoded, flows, tally, alerts, warnings(), interrupted);
    }

    Conservation conservation() {
        return Conservation.of(captured, decoded, flows, exports);
    }

    long rejected() {
        return captured.captured.sum() - decoded.frames(DecodeResult.OK);
    }

    /** Whether there were frames, and not one of a link type that is known. */
    boolean isNothingKnown() {
        long frames = captured.captured.sum();
        return frames > 0 && decoded.frames(DecodeResult.UNSUPPORTED_LINK_TYPE) == frames;
    }

    String nothingKnown() {
        return String.join(", ", captures) + ": no frame has a link type that is known (" + unknownTypes() + "); "
                + KNOWN_TYPES;
    }

    /** What is not as it should be, and did not keep the replay from being done; a line each. */
    List<String> warnings() {
        List<String> lines = new ArrayList<>();
        captureWarnings.forEach(warning -> lines.add(warning.toString()));
        if (!isNothingKnown() && decoded.frames(DecodeResult.UNSUPPORTED_LINK_TYPE) > 0) {
            lines.add(unsupported());
        }
        for (ExportingAgent export : exports) {
            if (export.failure() == null) {
                addDropped(export, export.counters(), "record", lines);
                addDropped(export, export.counters().alerts(), "alert", lines);
            }
            if (export.counters().splits() > 0) {
                lines.add(export.collector() + " has more than one line of "
                        + Quantity.count(export.counters().splits(), "connection")
                        + ": too many were longer than the active timeout at once");
            }
        }
        return lines;
    }

    private String unsupported() {
        return Quantity.count(decoded.frames(DecodeResult.UNSUPPORTED_LINK_TYPE), "frame")
                + " rejected: their link type is not known (" + unknownTypes() + ")";
    }

    private String unknownTypes() {
        return points.stream()
                .filter(point -> !LinkType.isKnown(point.linkType()))
                .map(point -> LinkType.nameOf(point.linkType()) + ", of interface " + point.name())
                .distinct()
                .limit(MOST_TYPES)
                .collect(Collectors.joining("; "));
    }

    private static void addDropped(ExportingAgent export, ExportAccount account, String noun, List<String> lines) {
        List<String> reasons = new ArrayList<>();
        for (DropReason reason : DropReason.values()) {
            long records = account.dropped(reason).records();
            if (records > 0) {
                reasons.add(reason.label() + " " + Quantity.count(records));
            }
        }
        if (!reasons.isEmpty()) {
            lines.add(export.collector() + " did not get " + Quantity.count(account.droppedRecords()) + " of "
                    + Quantity.count(account.offered().records(), noun) + " (" + String.join(", ", reasons)
                    + "); is it running?");
        }
    }
}
