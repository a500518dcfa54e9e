package vedette.report;

import java.util.List;
import java.util.stream.Collectors;
import vedette.capture.CaptureCounters;
import vedette.capture.ObservationPoint;
import vedette.decode.DecodeCounters;
import vedette.decode.DecodeResult;
import vedette.detect.AlertCounters;
import vedette.flow.FlowCounters;

/**
 * What a replay counted: the same counters from which its summary is made.
 *
 * @param captures as the user named them
 * @param warnings what is not as it should be, a line each
 * @param interrupted whether it ended before the captures did
 */
public record Account(
        List<String> captures,
        CaptureCounters captured,
        List<ObservationPoint> points,
        DecodeCounters decoded,
        FlowCounters metered,
        FlowTally tally,
        AlertCounters alerts,
        List<String> warnings,
        boolean interrupted) {
    /** Names of the captures without the directories they lie in. */
    String names() {
        return captures.stream().map(Account::name).collect(Collectors.joining(", "));
    }

    private static String name(String capture) {
        int slash = capture.lastIndexOf('/', capture.length() - 2);
        return capture.equals("-") ? "standard input" : capture.substring(slash + 1);
    }

    /** Frames that are in no flow. */
    long rejected() {
        return captured.captured.sum() - decoded.frames(DecodeResult.OK);
    }
}
