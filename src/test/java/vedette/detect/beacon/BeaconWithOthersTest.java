package vedette.detect.beacon;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import vedette.detect.Alert;
import vedette.detect.Contexts;
import vedette.detect.Detectors.Context;
import vedette.detect.Level;
import vedette.detect.Verdicts;
import vedette.detect.Verdicts.Kind;
import vedette.flow.Flow;
import vedette.flow.FlowRecords;
import vedette.flow.Outcome;
import vedette.flow.Probe;

/** What the detector does with what others found, and with more pairs than it can follow. */
class BeaconWithOthersTest {
    private static final long START_NS = Calls.START_NS;
    private static final long SECOND_NS = 1_000_000_000L;

    private final List<Alert> alerts = new ArrayList<>();
    private final Context context = Contexts.of(alerts::add);
    private final BeaconDetector detector = new BeaconDetector(Calls.config(false, 1 << 12), context);
    private final FlowRecords records =
            FlowRecords.tcp().ipv4("10.20.0.1", "198.51.100.1").ports(40000, 22).probe(Probe.SYN);
    private final Flow flow = records.flow();

    private void call(int count, boolean answered) {
        for (int i = 0; i < count; i++) {
            long nowNs = START_NS + 60 * i * SECOND_NS;
            detector.onBegin(flow, nowNs);
            if (answered) {
                detector.onOutcome(flow, Outcome.SUCCESS, nowNs);
            }
        }
    }

    private void verdict(Kind kind, long key) {
        context.surroundings().verdicts().tell(kind, key, Long.MAX_VALUE);
    }

    private long service() {
        long responder = context.surroundings().hash(flow.responderHi(), flow.responderLo());
        return Verdicts.ofService(initiator(), Verdicts.ofTarget(responder, 6, 22));
    }

    private long initiator() {
        return context.surroundings().hash(flow.initiatorHi(), flow.initiatorLo());
    }

    @Test
    void whoTriesPasswordsIsRegularAndNoBeacon() {
        verdict(Kind.BRUTE_FORCE, service());
        call(20, true);
        assertThat(alerts).hasSize(1);
        assertThat(alerts.get(0).level()).isEqualTo(Level.INFO);
        assertThat(alerts.get(0).evidence().values()).containsEntry("suppressed_by", "brute-force");
    }

    @Test
    void whatAScannerTriesInVainIsNoBeacon() {
        verdict(Kind.SCANNER, initiator());
        call(20, false);
        assertThat(alerts).isEmpty();
    }

    /** A bot scans and is commanded. */
    @Test
    void aScannerThatIsAnsweredByItsMasterIsTold() {
        verdict(Kind.SCANNER, initiator());
        call(20, true);
        assertThat(alerts).hasSize(1);
        assertThat(alerts.get(0).evidence().values()).containsEntry("source_scans", true);
    }

    /** Each pair calls once; every tenth calls again and again, so that the table of series is full as well. */
    @Test
    void tenMillionPairsStayWithinTheBounds() {
        long nowNs = START_NS;
        int most = 0;
        for (int i = 0; i < 10_000_000; i++) {
            nowNs += 100_000;
            records.ipv6(0x2001_0DB8L << 32, 1 + (i & 0xFF), 0x2001_0DB9L << 32, i);
            detector.onBegin(flow, nowNs);
            if (i % 100 == 0) {
                for (int again = 1; again < 5; again++) {
                    detector.onBegin(flow, nowNs + again * SECOND_NS);
                }
            }
            most = Math.max(most, detector.entries());
        }
        assertThat(most).isLessThanOrEqualTo(3 << 12);
        assertThat(detector.evictions()).isGreaterThan(9_000_000);
        assertThat(alerts).isEmpty();
    }
}
