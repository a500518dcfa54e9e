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
import vedette.detect.Subject;
import vedette.detect.Surroundings;
import vedette.detect.Verdicts;
import vedette.detect.memory.Fields;
import vedette.detect.memory.Memory;
import vedette.detect.sketch.KeyTable;
import vedette.detect.sketch.KeyedMemory;
import vedette.flow.Flow;
import vedette.flow.Outcome;
import vedette.flow.Probe;
import vedette.net.IpPrefix;

/**
 * Finds external sources that share a scan among them: the walk of the scan detector (threshold random walk, Jung and others 2004,
 * with a floor), taken by a whole /24, of IPv6 a /48. Says nothing while one of them is known to scan: that explains the rest.
 *
 * <p>Bounded: {@value #PREFIXES} prefixes, each with its last {@value #TARGETS} targets and first {@value #SOURCES} sources,
 * 5 MB; of several, the one with the fewest sources gives way, then the one that was heard of longest ago.
 */
public final class PrefixScanDetector implements Detector {
    static final int PREFIXES = 16_384;
    static final int TARGETS = 32;
    static final int SOURCES = 16;

    private static final int FEWEST_SOURCES = 3;
    private static final int FEWEST_TARGETS = 15;

    /** Told anew after a pause when so many times more targets were tried than were told of. */
    private static final int AGAIN_GROWTH = 2;

    /** ln((1 - 0.2) / (1 - 0.8)): what one contact tells for or against. */
    private static final double STEP = Math.log(4);

    /** ln(0.99 / 0.001). */
    private static final double ENOUGH = Math.log(990);

    private static final double FLOOR = -4.6;

    private static final double SILENT_DATAGRAM = 0.25;
    private static final double HALF_LIFE_NS = 86_400e9;
    private static final long EXPLAINED_FOR_NS = 86_400_000_000_000L;
    /** Of its walk a hundredth is left by then. */
    private static final long REMEMBERED_NS = 7 * EXPLAINED_FOR_NS;

    private static final int V4_LENGTH = 24;
    private static final int V6_LENGTH = 48;

    private final Surroundings surroundings;
    private final OpenAlerts alerts;
    private final long seed;
    private final KeyTable prefixes;
    private final float[] walks = new float[PREFIXES];
    /** The highest of an alert. */
    private final float[] mostWalks = new float[PREFIXES];

    private final int[] targets = new int[PREFIXES * TARGETS];
    private final int[] targetCount = new int[PREFIXES];
    private final int[] failed = new int[PREFIXES];
    /** Failed ones of which an alert has told. */
    private final int[] told = new int[PREFIXES];

    private final long[] sources = new long[PREFIXES * SOURCES];
    private final byte[] sourceCount = new byte[PREFIXES];
    private final SeenTimes seen = new SeenTimes(PREFIXES);
    private final long[] lastNs = new long[PREFIXES];
    private final long[] explainedUntilNs = new long[PREFIXES];
    private final byte[] ipVersion = new byte[PREFIXES];
    private final KeyTable.Worth worth = slot -> ((long) sourceCount[slot] << 56) + (lastNs[slot] >>> 8);

    public PrefixScanDetector(Detectors.Context context) {
        surroundings = context.surroundings();
        alerts = new OpenAlerts(PREFIXES, context.desk(), this::finding);
        seed = context.seed();
        prefixes = new KeyTable(PREFIXES, seed);
    }

    @Override
    public Set<Event> watches() {
        return EnumSet.of(Event.OUTCOME);
    }

    @Override
    public boolean minds(Probe probe) {
        return switch (probe) {
            case SYN, DATAGRAM, INIT -> true;
            default -> false;
        };
    }

    @Override
    public void onOutcome(Flow flow, Outcome outcome, long nowNs) {
        Parties parties = surroundings.partiesOf(flow);
        if (parties.isInitiatorLocal() || !parties.isResponderLocal() || surroundings.isFlooded(flow, nowNs)) {
            return;
        }
        boolean failure = outcome == Outcome.REJECTED || outcome.isSilence();
        int prefix = find(flow, failure, nowNs);
        if (prefix != KeyTable.NONE && isFirstContact(prefix, flow)) {
            weigh(prefix, flow, outcome, failure, nowNs);
        }
    }

    /** Only who fails is remembered. */
    private int find(Flow flow, boolean failure, long nowNs) {
        long key = Hash.of(prefixHi(flow), prefixLo(flow), seed);
        int prefix = prefixes.find(key);
        if (prefix == KeyTable.NONE && failure) {
            if (prefixes.isFull()) {
                alerts.leave(prefixes.evict(worth), nowNs);
            }
            prefix = prefixes.add(key);
            clear(prefix, nowNs);
            ipVersion[prefix] = (byte) flow.ipVersion();
        }
        return prefix;
    }

    private void clear(int prefix, long nowNs) {
        walks[prefix] = 0;
        mostWalks[prefix] = 0;
        targetCount[prefix] = 0;
        failed[prefix] = 0;
        told[prefix] = 0;
        sourceCount[prefix] = 0;
        seen.clear(prefix);
        lastNs[prefix] = nowNs;
        explainedUntilNs[prefix] = Long.MIN_VALUE;
    }

    private static long prefixHi(Flow flow) {
        return flow.ipVersion() == 4 ? 0 : flow.initiatorHi() >>> Long.SIZE - V6_LENGTH;
    }

    private static long prefixLo(Flow flow) {
        return flow.ipVersion() == 4 ? flow.initiatorLo() >>> Integer.SIZE - V4_LENGTH : -1;
    }

    private boolean isFirstContact(int prefix, Flow flow) {
        Parties parties = surroundings.partiesOf(flow);
        int target = (int) parties.target();
        int first = prefix * TARGETS;
        int known = Math.min(targetCount[prefix], TARGETS);
        for (int at = first; at < first + known; at++) {
            if (targets[at] == target) {
                return false;
            }
        }
        targets[first + targetCount[prefix] % TARGETS] = target;
        targetCount[prefix] = targetCount[prefix] == Integer.MAX_VALUE ? TARGETS : targetCount[prefix] + 1;
        return true;
    }

    private void weigh(int prefix, Flow flow, Outcome outcome, boolean failure, long nowNs) {
        double idle = Math.max(0, nowNs - lastNs[prefix]);
        double walk = walks[prefix] * Math.pow(2, -idle / HALF_LIFE_NS) + weight(flow, outcome) * STEP;
        walks[prefix] = (float) Math.max(walk, FLOOR);
        lastNs[prefix] = nowNs;
        if (failure) {
            failed[prefix]++;
            seen.add(prefix, flow);
            addSource(prefix, flow);
            judge(prefix, flow, nowNs);
        }
    }

    private double weight(Flow flow, Outcome outcome) {
        return switch (outcome) {
            case SUCCESS -> -1;
            case OPEN_WITHOUT_DATA -> 0;
            case REJECTED -> 1;
            case SILENT, CROWDED_OUT ->
                (flow.probe() == Probe.DATAGRAM ? SILENT_DATAGRAM : 1)
                        * surroundings.feed().weightOfSilence();
        };
    }

    /** IPv4: the address; IPv6: the /64. */
    private void addSource(int prefix, Flow flow) {
        long source = flow.ipVersion() == 4 ? flow.initiatorLo() : flow.initiatorHi();
        int first = prefix * SOURCES;
        for (int at = first; at < first + sourceCount[prefix]; at++) {
            if (sources[at] == source) {
                return;
            }
        }
        if (sourceCount[prefix] < SOURCES) {
            sources[first + sourceCount[prefix]++] = source;
        }
    }

    private void judge(int prefix, Flow flow, long nowNs) {
        long scanner = surroundings.partiesOf(flow).initiator();
        if (surroundings.verdicts().holds(Verdicts.Kind.SCANNER, scanner, nowNs)) {
            explainedUntilNs[prefix] = nowNs + EXPLAINED_FOR_NS;
        }
        if (alerts.isOpen(prefix)) {
            told[prefix] = failed[prefix];
            alerts.goOn(prefix, failed[prefix], nowNs);
        } else if (isScan(prefix) && nowNs >= explainedUntilNs[prefix] && alerts.mayOpen(prefix, nowNs)) {
            Subject subject = new Subject(prefixOf(flow), null, Subject.NONE, Subject.NONE);
            alerts.open(prefix, AlertType.SCAN_DISTRIBUTED, subject, nowNs);
            told[prefix] = alerts.isOpen(prefix) ? failed[prefix] : told[prefix];
        }
    }

    private boolean isScan(int prefix) {
        return walks[prefix] >= ENOUGH
                && sourceCount[prefix] >= FEWEST_SOURCES
                && failed[prefix] >= Math.max(FEWEST_TARGETS, AGAIN_GROWTH * told[prefix]);
    }

    private static IpPrefix prefixOf(Flow flow) {
        return new IpPrefix(
                flow.ipVersion(),
                flow.initiatorHi(),
                flow.ipVersion() == 4 ? flow.initiatorLo() : 0,
                flow.ipVersion() == 4 ? V4_LENGTH : V6_LENGTH);
    }

    private Finding finding(int prefix) {
        String many = sourceCount[prefix] == SOURCES ? SOURCES + " or more" : Integer.toString(sourceCount[prefix]);
        mostWalks[prefix] = Math.max(mostWalks[prefix], walks[prefix]);
        Evidence evidence = new Evidence()
                .crossing(hundredths(mostWalks[prefix]), hundredths(ENOUGH))
                .across(sourceCount[prefix], 0)
                .put("sources", sourceCount[prefix])
                .put("failed_targets", failed[prefix])
                .put("llr", hundredths(walks[prefix]));
        if (ipVersion[prefix] == 4) {
            evidence.put("source_addresses", samples(prefix));
        }
        evidence.put("threshold_sources", FEWEST_SOURCES)
                .put("threshold_failed_targets", FEWEST_TARGETS)
                .put("threshold_llr", hundredths(ENOUGH));
        return new Finding(
                Level.LOW,
                80,
                "T1595.001",
                seen.firstNs(prefix),
                seen.lastNs(prefix),
                failed[prefix],
                many + " sources of one network tried " + failed[prefix] + " services here that refused or were silent",
                evidence);
    }

    private static double hundredths(double value) {
        return Math.round(value * 100) / 100.0;
    }

    private List<String> samples(int prefix) {
        List<String> samples = new ArrayList<>();
        for (int i = 0; i < sourceCount[prefix]; i++) {
            samples.add(IpPrefix.of(4, 0, sources[prefix * SOURCES + i]).toString());
        }
        return samples;
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
        return List.of(new KeyedMemory("scan.prefixes", 1, prefixes, REMEMBERED_NS, new KeyedMemory.Entries() {
            @Override
            public void name(int slot, Fields fields) {
                namePrefix(slot, fields);
            }

            @Override
            public long lastNs(int slot) {
                return lastNs[slot];
            }
        }));
    }

    private void namePrefix(int prefix, Fields fields) {
        fields.of(ipVersion, prefix);
        fields.of(walks, prefix);
        fields.of(mostWalks, prefix);
        targetCount[prefix] = fields.of(targetCount[prefix], 0, Integer.MAX_VALUE);
        fields.of(targets, prefix * TARGETS, TARGETS);
        fields.of(failed, prefix);
        // One that was told of is told anew when it goes on.
        told[prefix] = fields.of(alerts.isOpen(prefix) ? 0 : told[prefix]);
        sourceCount[prefix] = (byte) fields.of(sourceCount[prefix], 0, SOURCES);
        fields.of(sources, prefix * SOURCES, SOURCES);
        seen.name(prefix, fields);
        fields.of(lastNs, prefix);
        fields.of(explainedUntilNs, prefix);
    }

    @Override
    public int entries() {
        return prefixes.size();
    }

    @Override
    public long evictions() {
        return prefixes.evictions();
    }
}
