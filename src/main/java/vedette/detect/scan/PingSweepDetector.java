package vedette.detect.scan;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
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
import vedette.detect.memory.Fields;
import vedette.detect.memory.Memory;
import vedette.detect.sketch.KeyTable;
import vedette.detect.sketch.KeyedMemory;
import vedette.detect.sketch.RecentKeys;
import vedette.flow.Flow;
import vedette.flow.Outcome;
import vedette.flow.Probe;
import vedette.net.IpProtocol;

/**
 * Finds who looks for hosts by ICMP requests (echo, timestamp, address mask, node information): many targets within a minute that
 * the source had not turned to before (within a day, if it is external), most of which do not answer; or so many, or one address after the other, that it does not matter whether they answer.
 *
 * <p>An external source may take a day for what a local one must do in a minute: nobody outside has a reason to ask for silent hosts,
 * while a server that leases addresses pings each before.
 *
 * <p>Bounded: {@value #SOURCES} sources with their last {@value #TARGETS} targets each, 5 MB; the one that was heard of longest
 * ago gives way. What a source turned to before is remembered for 12 to 24 hours, of 200,000 pairs.
 */
public final class PingSweepDetector implements Detector {
    static final int SOURCES = 4096;
    static final int TARGETS = 128;

    /** Targets that are enough for a source of this site: monitoring asks for that many too, but is answered. */
    private static final int FROM_INSIDE = 25;

    private static final int FROM_OUTSIDE = 10;

    /** Targets that are enough even if all answer. */
    private static final int ANSWERED = 100;

    /** Targets that are enough even if all answer, where they are neighbors: so great a part of the range was asked for. */
    private static final int ONE_BY_ONE = 32;

    private static final double DENSITY = 0.75;

    private static final int WINDOW_MS = 60_000;
    private static final int FAMILIAR_BLOCKS = 4096;
    private static final long FAMILIAR_FOR_NS = 12 * 3_600_000_000_000L;
    private static final long DAY_NS = 86_400_000_000_000L;
    private static final long SCANNER_FOR_NS = 3_600_000_000_000L;

    private final Surroundings surroundings;
    private final OpenAlerts alerts;
    private final KeyTable sources;
    private final RecentTargets recent = new RecentTargets(SOURCES, TARGETS, WINDOW_MS, 0);
    private final RecentKeys familiar = new RecentKeys(FAMILIAR_BLOCKS, FAMILIAR_FOR_NS);
    private final AddressRanges ranges = new AddressRanges(SOURCES);
    private final boolean[] mayBeInside = new boolean[SOURCES];
    private final long[] lastNs = new long[SOURCES];
    private final SeenTimes seen = new SeenTimes(SOURCES);
    private final SourceAddresses addresses = new SourceAddresses(SOURCES);
    private final short[] icmpType = new short[SOURCES];
    private final int[] targets = new int[SOURCES];
    private final int[] toldTargets = new int[SOURCES];
    private final int[] answers = new int[SOURCES];
    private final int[] figures = new int[SOURCES];
    private final int[] thresholds = new int[SOURCES];
    private final boolean[] isSlow = new boolean[SOURCES];
    private final KeyTable.Worth worth = slot -> lastNs[slot];

    public PingSweepDetector(Detectors.Context context) {
        surroundings = context.surroundings();
        alerts = new OpenAlerts(SOURCES, context.desk(), this::finding);
        sources = new KeyTable(SOURCES, context.seed());
    }

    @Override
    public Set<Event> watches() {
        return EnumSet.of(Event.OUTCOME);
    }

    @Override
    public boolean minds(Probe probe) {
        return probe == Probe.ICMP_REQUEST;
    }

    @Override
    public void onOutcome(Flow flow, Outcome outcome, long nowNs) {
        int source = sourceOf(flow, nowNs);
        Parties parties = surroundings.partiesOf(flow);
        long target = parties.responder();
        boolean answered = outcome == Outcome.SUCCESS;
        boolean known = familiar.add(Hash.of(parties.source(), target), nowNs);
        if (recent.add(source, (int) target | 1, answered, known, millis(nowNs)) && !known) {
            ranges.add(source, flow.responderHi(), flow.responderLo());
            seen.add(source, flow);
            targets[source]++;
            answers[source] += answered ? 1 : 0;
            icmpType[source] = (short) flow.initiatorPort();
            judge(source, nowNs);
        }
    }

    private int sourceOf(Flow flow, long nowNs) {
        long key = surroundings.partiesOf(flow).source();
        int source = sources.find(key);
        if (source == KeyTable.NONE) {
            if (sources.isFull()) {
                alerts.leave(sources.evict(worth), nowNs);
            }
            source = sources.add(key);
            recent.clear(source);
            forget(source);
            mayBeInside[source] = false;
            addresses.begin(source, flow.ipVersion(), flow.initiatorHi(), flow.initiatorLo());
        } else if (nowNs - lastNs[source] > (isLikeLocal(source) ? WINDOW_MS * 1_000_000L : DAY_NS)
                && !alerts.isOpen(source)) {
            forget(source);
        }
        addresses.again(source, flow.initiatorLo());
        mayBeInside[source] |= flow.ipVersion() == 6 && !surroundings.isResponderLocal(flow);
        lastNs[source] = nowNs;
        return source;
    }

    private void forget(int source) {
        ranges.clear(source);
        seen.clear(source);
        targets[source] = 0;
        toldTargets[source] = 0;
        answers[source] = 0;
    }

    private void judge(int source, long nowNs) {
        recent.count(source, millis(nowNs), RecentTargets.Known.NOBODY);
        if (alerts.isOpen(source)) {
            int figure = isSlow[source] ? targets[source] - answers[source] : recent.fresh();
            figures[source] = Math.max(figures[source], figure);
            alerts.goOn(source, targets[source], nowNs);
            return;
        }
        if (alerts.mayOpen(source, nowNs) && crosses(source)) {
            toldTargets[source] = targets[source];
            int protocol = addresses.ipVersion(source) == 4 ? IpProtocol.ICMP : IpProtocol.ICMPV6;
            Subject subject = new Subject(addresses.told(source), null, protocol, Subject.NONE);
            alerts.open(source, AlertType.SCAN_ICMP_SWEEP, subject, nowNs);
            long scanner = surroundings.hash(addresses.hi(source), addresses.lo(source));
            surroundings.verdicts().tell(Verdicts.Kind.SCANNER, scanner, nowNs + SCANNER_FOR_NS);
        }
    }

    /** Whether a rule holds; then takes note of its figure and its threshold. */
    private boolean crosses(int source) {
        boolean mostlyUnanswered = 2 * recent.unanswered() > recent.asked();
        boolean oneByOne = ranges.span(source) * DENSITY <= targets[source];
        boolean isFast = mostlyUnanswered && isEnough(source, recent.fresh(), enough(source))
                || oneByOne && isEnough(source, recent.fresh(), ONE_BY_ONE)
                || isEnough(source, recent.fresh(), ANSWERED);
        isSlow[source] =
                !isFast && isSlowSweep(source) && isEnough(source, targets[source] - answers[source], FROM_OUTSIDE);
        return isFast || isSlow[source];
    }

    private boolean isEnough(int source, int figure, int threshold) {
        figures[source] = figure;
        thresholds[source] = threshold;
        return figure >= threshold;
    }

    /** Nobody outside has a reason to ask for many silent hosts, however slowly. */
    private boolean isSlowSweep(int source) {
        return !isLikeLocal(source)
                && 2 * (targets[source] - answers[source]) > targets[source]
                && targets[source] >= 2 * toldTargets[source];
    }

    private boolean isLocal(int source) {
        return surroundings.isLocal(addresses.ipVersion(source), addresses.hi(source), addresses.lo(source));
    }

    /**
     * Whether only what is done within a minute counts, as of a source of this site. One that asks for hosts outside is of it by all
     * likelihood where IPv6 is spoken: addresses of this site are seldom known to be local there.
     */
    private boolean isLikeLocal(int source) {
        return mayBeInside[source] || isLocal(source);
    }

    private int enough(int source) {
        return isLikeLocal(source) ? FROM_INSIDE : FROM_OUTSIDE;
    }

    private Finding finding(int source) {
        boolean local = isLocal(source);
        String range = ranges.text(source, addresses.ipVersion(source));
        Evidence evidence = new Evidence()
                .crossing(figures[source], thresholds[source])
                .across(targets[source], 0)
                .put("targets", targets[source])
                .put("answered", answers[source])
                .put("target_range", range)
                .put("icmp_type", icmpType[source])
                .put("window_s", WINDOW_MS / 1000)
                .put("threshold_targets", enough(source))
                .put("threshold_answered_share", 0.5)
                .put("threshold_targets_in_row", ONE_BY_ONE)
                .put("threshold_targets_answered", ANSWERED);
        addresses.describe(source, evidence);
        return new Finding(
                local ? Level.MEDIUM : Level.LOW,
                90,
                local ? "T1018" : "T1595.001",
                seen.firstNs(source),
                seen.lastNs(source),
                targets[source],
                "sent ICMP requests to " + targets[source] + " hosts (" + range + "), " + answers[source] + " answered",
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
    public List<Memory> memories() {
        List<Memory> all = new ArrayList<>(familiar.memories("scan.pings.familiar"));
        all.add(new KeyedMemory("scan.pings", 1, sources, DAY_NS, new KeyedMemory.Entries() {
            @Override
            public void name(int slot, Fields fields) {
                nameSource(slot, fields);
            }

            @Override
            public long lastNs(int slot) {
                return lastNs[slot];
            }
        }));
        return all;
    }

    private void nameSource(int source, Fields fields) {
        addresses.name(source, fields);
        recent.name(source, fields);
        ranges.name(source, fields);
        seen.name(source, fields);
        fields.of(mayBeInside, source);
        fields.of(lastNs, source);
        fields.of(icmpType, source);
        fields.of(targets, source);
        // One that was told of is told anew when it goes on.
        toldTargets[source] = fields.of(alerts.isOpen(source) ? 0 : toldTargets[source]);
        fields.of(answers, source);
    }

    private static int millis(long nowNs) {
        return (int) (nowNs / 1_000_000);
    }

    @Override
    public int entries() {
        return sources.size();
    }

    @Override
    public long evictions() {
        return sources.evictions();
    }
}
