package vedette.detect.byproduct;

import java.util.EnumSet;
import java.util.Set;
import vedette.detect.AlertType;
import vedette.detect.Detector;
import vedette.detect.Detectors;
import vedette.detect.Evidence;
import vedette.detect.Finding;
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

/**
 * Finds programs that try a service which fails, again and again: a thousand failed attempts in an hour of one host at one
 * service. That is no scan, which turns to many, but something to mend. Of datagrams only those count that are refused, for
 * many need no answer.
 *
 * <p>Bounded: {@value #PAIRS} pairs of host and service, 300 kB; the one with the fewest failures gives way.
 */
public final class RetryStormDetector implements Detector {
    static final int PAIRS = 4096;

    private static final int ENOUGH = 1000;
    /** What goes on for less than that is a flood, or over. */
    private static final long SHORTEST_NS = 60_000_000_000L;

    private static final int SLOTS = 6;
    private static final int SLOT_S = 600;

    private final Surroundings surroundings;
    private final OpenAlerts alerts;
    private final KeyTable pairs;
    private final int[] failures = new int[PAIRS * SLOTS];
    private final int[] slot = new int[PAIRS];
    private final int[] total = new int[PAIRS];
    private final int[] mostInAnHour = new int[PAIRS];
    private final int[] refused = new int[PAIRS];
    private final SourceAddresses sources = new SourceAddresses(PAIRS);
    private final SeenTimes seen = new SeenTimes(PAIRS);
    private final long[] lastNs = new long[PAIRS];
    private final KeyTable.Worth worth = at -> (long) withinAnHour(at) << 32 | slot[at];

    public RetryStormDetector(Detectors.Context context) {
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
        return switch (probe) {
            case SYN, DATAGRAM -> true;
            default -> false;
        };
    }

    @Override
    public void onOutcome(Flow flow, Outcome outcome, long nowNs) {
        Probe probe = flow.probe();
        boolean counts = outcome == Outcome.REJECTED && (probe == Probe.SYN || probe == Probe.DATAGRAM)
                || outcome.isSilence() && probe == Probe.SYN;
        if (counts && !surroundings.isFlooded(flow, nowNs)) {
            count(flow, outcome, nowNs);
        }
    }

    private void count(Flow flow, Outcome outcome, long nowNs) {
        int pair = pairOf(flow, nowNs);
        failures[pair * SLOTS + Math.floorMod(slot[pair], SLOTS)]++;
        total[pair]++;
        refused[pair] += outcome == Outcome.REJECTED ? 1 : 0;
        lastNs[pair] = nowNs;
        seen.add(pair, flow);
        if (alerts.isOpen(pair)) {
            alerts.goOn(pair, total[pair], nowNs);
        } else if (withinAnHour(pair) >= ENOUGH
                && seen.lastNs(pair) - seen.firstNs(pair) >= SHORTEST_NS
                && alerts.mayOpen(pair, nowNs)) {
            Subject service = Subject.service(flow);
            Subject subject = new Subject(
                    sources.told(pair), service.destination(), service.protocol(), service.destinationPort());
            alerts.open(pair, AlertType.RETRY_STORM, subject, nowNs);
        }
    }

    private int pairOf(Flow flow, long nowNs) {
        Parties parties = surroundings.partiesOf(flow);
        long key = Verdicts.ofService(parties.source(), parties.target());
        int now = (int) (nowNs / 1_000_000_000 / SLOT_S);
        int pair = pairs.find(key);
        if (pair == KeyTable.NONE) {
            if (pairs.isFull()) {
                alerts.leave(pairs.evict(worth), nowNs);
            }
            pair = pairs.add(key);
            slot[pair] = now - SLOTS;
            sources.begin(pair, flow.ipVersion(), flow.initiatorHi(), flow.initiatorLo());
        }
        if (now - slot[pair] >= SLOTS) {
            seen.clear(pair);
            total[pair] = 0;
            refused[pair] = 0;
            mostInAnHour[pair] = 0;
            slot[pair] = now - SLOTS;
        }
        sources.again(pair, flow.initiatorLo());
        while (slot[pair] < now) {
            failures[pair * SLOTS + Math.floorMod(++slot[pair], SLOTS)] = 0;
        }
        return pair;
    }

    private int withinAnHour(int pair) {
        int sum = 0;
        for (int i = pair * SLOTS; i < (pair + 1) * SLOTS; i++) {
            sum += failures[i];
        }
        return sum;
    }

    private Finding finding(int pair) {
        int hour = withinAnHour(pair);
        mostInAnHour[pair] = Math.max(mostInAnHour[pair], hour);
        Evidence evidence = new Evidence()
                .crossing(mostInAnHour[pair], ENOUGH)
                .across(1, 1)
                .put("failures_1h", hour)
                .put("failures", total[pair])
                .put("refused", refused[pair])
                .put("unanswered", total[pair] - refused[pair])
                .put("threshold_failures_1h", ENOUGH);
        sources.describe(pair, evidence);
        return new Finding(
                Level.INFO,
                90,
                "",
                seen.firstNs(pair),
                seen.lastNs(pair),
                total[pair],
                "tried this service " + total[pair] + " times in vain, " + hour + " of them within the last hour",
                evidence);
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
