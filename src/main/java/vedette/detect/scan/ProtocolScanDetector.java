package vedette.detect.scan;

import java.util.EnumSet;
import java.util.Set;
import vedette.detect.AlertType;
import vedette.detect.Detector;
import vedette.detect.Detectors;
import vedette.detect.Evidence;
import vedette.detect.Finding;
import vedette.detect.Hash;
import vedette.detect.Level;
import vedette.detect.OpenAlerts;
import vedette.detect.Parties;
import vedette.detect.SeenTimes;
import vedette.detect.SourceAddresses;
import vedette.detect.Subject;
import vedette.detect.Surroundings;
import vedette.detect.Verdicts;
import vedette.detect.sketch.KeyTable;
import vedette.flow.Flow;
import vedette.flow.Outcome;
import vedette.flow.Probe;
import vedette.net.IpPrefix;

/**
 * Finds who tries which IP protocols a host speaks: many protocols besides TCP, UDP, SCTP and ICMP that it refuses or does not
 * answer. A tunnel or a routing protocol that is seen in one direction only is one such protocol, not many.
 *
 * <p>Bounded: {@value #PAIRS} pairs of source and target, 80 kB; the one that was heard of longest ago gives way.
 */
public final class ProtocolScanDetector implements Detector {
    static final int PAIRS = 1024;

    private static final int ENOUGH = 8;
    private static final int WORDS = 4;
    private static final long WINDOW_NS = 600_000_000_000L;
    private static final long SCANNER_FOR_NS = 3_600_000_000_000L;

    private final Surroundings surroundings;
    private final OpenAlerts alerts;
    private final KeyTable pairs;
    /** One bit for each protocol that failed. */
    private final long[] failed = new long[PAIRS * WORDS];

    private final int[] refusals = new int[PAIRS];
    private final SeenTimes seen = new SeenTimes(PAIRS);
    private final long[] lastNs = new long[PAIRS];
    private final SourceAddresses sources = new SourceAddresses(PAIRS);
    private final boolean[] isLocal = new boolean[PAIRS];
    private final KeyTable.Worth worth = slot -> lastNs[slot];

    public ProtocolScanDetector(Detectors.Context context) {
        surroundings = context.surroundings();
        alerts = new OpenAlerts(PAIRS, context.desk(), this::finding);
        pairs = new KeyTable(PAIRS, context.seed());
    }

    @Override
    public Set<Event> watches() {
        return EnumSet.of(Event.OUTCOME);
    }

    @Override
    public boolean minds(Probe probe) {
        return probe == Probe.OTHER;
    }

    @Override
    public void onOutcome(Flow flow, Outcome outcome, long nowNs) {
        if (outcome == Outcome.SUCCESS) {
            return;
        }
        int pair = pairOf(flow, nowNs);
        long bit = 1L << flow.protocol();
        int word = pair * WORDS + (flow.protocol() >>> 6);
        lastNs[pair] = nowNs;
        seen.add(pair, flow);
        if ((failed[word] & bit) == 0) {
            failed[word] |= bit;
            refusals[pair] += outcome == Outcome.REJECTED ? 1 : 0;
            judge(flow, pair, nowNs);
        }
    }

    private int pairOf(Flow flow, long nowNs) {
        Parties parties = surroundings.partiesOf(flow);
        long key = Hash.of(parties.source(), parties.responder());
        int pair = pairs.find(key);
        if (pair == KeyTable.NONE) {
            if (pairs.isFull()) {
                alerts.leave(pairs.evict(worth), nowNs);
            }
            pair = pairs.add(key);
            sources.begin(pair, flow.ipVersion(), flow.initiatorHi(), flow.initiatorLo());
            forget(pair);
        } else if (nowNs - lastNs[pair] > WINDOW_NS) {
            forget(pair);
        }
        sources.again(pair, flow.initiatorLo());
        return pair;
    }

    private void forget(int pair) {
        for (int word = pair * WORDS; word < (pair + 1) * WORDS; word++) {
            failed[word] = 0;
        }
        refusals[pair] = 0;
        seen.clear(pair);
    }

    private int protocols(int pair) {
        int count = 0;
        for (int word = pair * WORDS; word < (pair + 1) * WORDS; word++) {
            count += Long.bitCount(failed[word]);
        }
        return count;
    }

    private void judge(Flow flow, int pair, long nowNs) {
        int count = protocols(pair);
        if (alerts.isOpen(pair)) {
            alerts.goOn(pair, count, nowNs);
        } else if (count >= ENOUGH && alerts.mayOpen(pair, nowNs)) {
            IpPrefix target = IpPrefix.of(flow.ipVersion(), flow.responderHi(), flow.responderLo());
            isLocal[pair] = surroundings.isInitiatorLocal(flow);
            Subject subject = new Subject(sources.told(pair), target, Subject.NONE, Subject.NONE);
            alerts.open(pair, AlertType.SCAN_IP_PROTOCOL, subject, nowNs);
            long scanner = surroundings.partiesOf(flow).initiator();
            surroundings.verdicts().tell(Verdicts.Kind.SCANNER, scanner, nowNs + SCANNER_FOR_NS);
        }
    }

    private Finding finding(int pair) {
        int count = protocols(pair);
        boolean local = isLocal[pair];
        Evidence evidence = new Evidence()
                .crossing(count, ENOUGH)
                .across(1, 0)
                .put("protocols", count)
                .put("refused", refusals[pair])
                .put("unanswered", count - refusals[pair])
                .put("protocol_numbers", numbers(pair))
                .put("window_s", WINDOW_NS / 1_000_000_000)
                .put("threshold_protocols", ENOUGH);
        sources.describe(pair, evidence);
        return new Finding(
                local ? Level.MEDIUM : Level.LOW,
                90,
                local ? "T1046" : "T1595.001",
                seen.firstNs(pair),
                seen.lastNs(pair),
                count,
                "tried " + count + " IP protocols, " + refusals[pair] + " were refused, " + (count - refusals[pair])
                        + " not answered",
                evidence);
    }

    private String numbers(int pair) {
        StringBuilder text = new StringBuilder();
        for (int protocol = 0; protocol < WORDS * Long.SIZE; protocol++) {
            if ((failed[pair * WORDS + (protocol >>> 6)] & 1L << protocol) != 0) {
                text.append(text.isEmpty() ? "" : " ").append(protocol);
            }
        }
        return text.toString();
    }

    @Override
    public void onTick(long nowNs) {
        alerts.onTick(nowNs);
    }

    @Override
    public void finish(long nowNs) {
        alerts.finish(nowNs);
    }

    @Override
    public int entries() {
        return pairs.size();
    }

    @Override
    public long evictions() {
        return pairs.evictions();
    }
}
