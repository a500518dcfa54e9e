package vedette.corpus;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import vedette.decode.DecodeResult;
import vedette.flow.Flow;

/** The rule that no packet is lost in silence (M10), held against one capture. */
final class Conservation {
    private long packetsInRecords;
    private long octetsInRecords;
    private long frameOctetsInRecords;
    private final List<String> errors = new ArrayList<>();

    private Conservation() {}

    /** Replays a capture and returns each sum that does not come out. */
    static List<String> errors(Path capture) {
        Conservation conservation = new Conservation();
        try {
            conservation.check(Replay.of(capture, conservation::count));
        } catch (IOException | RuntimeException e) {
            conservation.errors.add(e.toString());
        }
        return conservation.errors;
    }

    private void count(Flow flow) {
        for (int direction : new int[] {Flow.FORWARD, Flow.REVERSE}) {
            packetsInRecords += flow.packets(direction);
            octetsInRecords += flow.octets(direction);
            frameOctetsInRecords += flow.frameOctets(direction);
        }
    }

    private void check(Replay replay) {
        long rejected = 0;
        long rejectedOctets = 0;
        for (DecodeResult result : DecodeResult.values()) {
            if (result != DecodeResult.OK) {
                rejected += replay.decoded().frames(result);
                rejectedOctets += replay.decoded().octets(result);
            }
        }
        long decoded = replay.decoded().frames(DecodeResult.OK);
        long decodedOctets = replay.decoded().octets(DecodeResult.OK);
        equal("frames: captured, decoded + rejected", replay.captured().captured.sum(), decoded + rejected);
        equal(
                "octets: captured, decoded + rejected",
                replay.captured().capturedOctets.sum(),
                decodedOctets + rejectedOctets);
        equal("packets: decoded, in records", decoded, packetsInRecords);
        equal("frame octets: decoded, in records", decodedOctets, frameOctetsInRecords);
        equal("IP octets: metered, in records", replay.metered().octets.get(), octetsInRecords);
        equal(
                "packets: metered, counted in records",
                decoded,
                replay.metered().recordPackets.get());
    }

    private void equal(String what, long one, long other) {
        if (one != other) {
            errors.add(what + ": " + one + ", " + other);
        }
    }
}
