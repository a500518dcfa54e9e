package vedette.detect.scan;

import java.util.ArrayList;
import java.util.Arrays;
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
import vedette.detect.memory.StateMemory;
import vedette.detect.sketch.HyperLogLog;
import vedette.detect.sketch.KeyTable;
import vedette.detect.sketch.KeyedMemory;
import vedette.detect.sketch.RecentKeys;
import vedette.flow.Flow;
import vedette.flow.Outcome;
import vedette.flow.Probe;

/**
 * Finds ports that many more external sources try in vain within ten minutes than used to: a worm, a botnet, a new
 * vulnerability. What a port is used to is its mean and variance over a day (exponentially weighted, half-life 24 h); they
 * stand still while it surges. In the first hour little is known of a port: it takes 300 sources, and three times the mean.
 *
 * <p>A service that used to answer and does so no more, and one under a flood, are other things: attempts on one target alone do
 * not count if it has ever answered or is {@link Verdicts.Kind#FLOODED}.
 *
 * <p>Bounded: {@value #PORTS} ports, 400 octets each, 0.8 MB; the one with the fewest sources gives way.
 */
public final class PortSurgeDetector implements Detector {
    static final int PORTS = 2048;

    private static final int FEWEST = 30;
    private static final double DEVIATIONS = 6;
    private static final int FEWEST_AT_FIRST = 300;
    private static final int FACTOR_AT_FIRST = 3;
    private static final int SLOTS_OF_PAST = 6;
    private static final long SLOT_NS = 600_000_000_000L;
    private static final long LONG_GAP_NS = 86_400_000_000_000L;
    private static final long JUDGE_EVERY_NS = 10_000_000_000L;
    /** Half of it remains after 144 slots, a day. */
    private static final double NEW_SHARE = 1 - Math.pow(2, -1.0 / 144);

    private static final int PRECISION = 8;
    private static final int SERVICE_BLOCKS = 1024;
    private static final long SERVICE_FOR_NS = 86_400_000_000_000L;

    private final Surroundings surroundings;
    private final OpenAlerts alerts;
    private final long seed;
    private final RecentKeys services = new RecentKeys(SERVICE_BLOCKS, SERVICE_FOR_NS);
    private final KeyTable ports;
    private final HyperLogLog[] sources = new HyperLogLog[PORTS];
    private final int[] keys = new int[PORTS];
    private final int[] attempts = new int[PORTS];
    private final double[] means = new double[PORTS];
    private final double[] variances = new double[PORTS];
    private final long[] targetHi = new long[PORTS];
    private final long[] targetLo = new long[PORTS];
    private final boolean[] severalTargets = new boolean[PORTS];
    private final long[] openedNs = new long[PORTS];
    private final SeenTimes seen = new SeenTimes(PORTS);
    private final long[] most = new long[PORTS];
    private final double[] bars = new double[PORTS];
    private final int[] mostAttempts = new int[PORTS];

    private long slotEndsNs;
    private long judgedNs;
    private int slotsPast;
    private final KeyTable.Worth worth = this::worth;

    public PortSurgeDetector(Detectors.Context context) {
        surroundings = context.surroundings();
        alerts = new OpenAlerts(PORTS, context.desk(), this::finding);
        seed = context.seed();
        ports = new KeyTable(PORTS, seed);
        for (int i = 0; i < PORTS; i++) {
            sources[i] = new HyperLogLog(PRECISION);
        }
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
        if (!parties.isResponderLocal()) {
            return;
        }
        boolean failure = outcome == Outcome.REJECTED || outcome.isSilence();
        int key = parties.service();
        if (failure && !parties.isInitiatorLocal() && !surroundings.isFlooded(flow, nowNs)) {
            int port = ports.find(Hash.of(key, seed));
            onFailure(flow, port == KeyTable.NONE ? add(key, nowNs) : port);
        } else if (!failure) {
            services.add(parties.target(), nowNs);
        }
    }

    private int add(int key, long nowNs) {
        if (ports.isFull()) {
            int gone = ports.evict(worth);
            alerts.leave(gone, nowNs);
        }
        int port = ports.add(Hash.of(key, seed));
        sources[port].clear();
        keys[port] = key;
        attempts[port] = 0;
        means[port] = 0;
        variances[port] = 0;
        severalTargets[port] = false;
        return port;
    }

    private long worth(int port) {
        return alerts.isOpen(port) ? Long.MAX_VALUE : attempts[port] + (long) means[port];
    }

    private void onFailure(Flow flow, int port) {
        if (attempts[port] == 0) {
            seen.clear(port);
            targetHi[port] = flow.responderHi();
            targetLo[port] = flow.responderLo();
        }
        sources[port].add(surroundings.partiesOf(flow).source());
        severalTargets[port] |= flow.responderHi() != targetHi[port] || flow.responderLo() != targetLo[port];
        attempts[port]++;
        seen.add(port, flow);
    }

    @Override
    public void onTick(long nowNs) {
        if (slotEndsNs == 0 || nowNs - slotEndsNs >= LONG_GAP_NS) {
            begin(nowNs);
        }
        if (nowNs - judgedNs >= JUDGE_EVERY_NS || nowNs >= slotEndsNs) {
            judgedNs = nowNs;
            judgeAll(nowNs);
        }
        while (nowNs >= slotEndsNs) {
            slotEndsNs += SLOT_NS;
            endSlot();
        }
        alerts.onTick(nowNs);
    }

    /** At the start, and after a day of which nothing is known. */
    private void begin(long nowNs) {
        slotEndsNs = nowNs + SLOT_NS;
        judgedNs = nowNs;
        slotsPast = 0;
        Arrays.fill(means, 0);
        Arrays.fill(variances, 0);
    }

    @Override
    public void finish(long nowNs) {
        judgeAll(nowNs);
        alerts.finish(nowNs);
    }

    private void judgeAll(long nowNs) {
        for (int port = 0; port < ports.size(); port++) {
            if (attempts[port] > FEWEST) {
                judge(port, nowNs);
            }
        }
    }

    private double bar(int port) {
        double spread = DEVIATIONS * Math.sqrt(variances[port]);
        return slotsPast < SLOTS_OF_PAST
                ? Math.max(FEWEST_AT_FIRST, FACTOR_AT_FIRST * means[port] + spread)
                : Math.max(FEWEST, means[port] + spread);
    }

    private void judge(int port, long nowNs) {
        long count = sources[port].estimate();
        if (count <= bar(port) || isExplained(port, nowNs)) {
            return;
        }
        if (!alerts.isOpen(port)) {
            most[port] = count;
            mostAttempts[port] = attempts[port];
            openedNs[port] = seen.firstNs(port);
            bars[port] = bar(port);
            Subject subject = new Subject(null, null, keys[port] >>> 16, keys[port] & 0xFFFF);
            alerts.open(port, AlertType.SCAN_PORT_SURGE, subject, nowNs);
            return;
        }
        if (count > most[port]) {
            most[port] = count;
            mostAttempts[port] = attempts[port];
        }
        alerts.goOn(port, most[port], nowNs);
    }

    /** Whether what is tried in vain is one service that stopped or is being flooded. */
    private boolean isExplained(int port, long nowNs) {
        long host = surroundings.hash(targetHi[port], targetLo[port]);
        long target = Verdicts.ofTarget(host, keys[port] >>> 16, keys[port] & 0xFFFF);
        return !severalTargets[port]
                && (services.contains(target) || surroundings.verdicts().holds(Verdicts.Kind.FLOODED, target, nowNs));
    }

    /** What was seen becomes part of what the port is used to. */
    private void endSlot() {
        double share = Math.max(NEW_SHARE, 1.0 / (slotsPast + 1));
        slotsPast++;
        for (int port = 0; port < ports.size(); port++) {
            long count = attempts[port] == 0 ? 0 : sources[port].estimate();
            if (!alerts.isOpen(port)) {
                double off = count - means[port];
                means[port] += share * off;
                variances[port] = (1 - share) * (variances[port] + share * off * off);
            }
            if (attempts[port] > 0) {
                sources[port].clear();
                attempts[port] = 0;
                severalTargets[port] = false;
            }
        }
    }

    private Finding finding(int port) {
        long count = most[port];
        Evidence evidence = new Evidence()
                .crossing((double) count, tenths(bars[port]))
                .across(count, 1)
                .put("sources", count)
                .put("attempts", mostAttempts[port])
                .put("several_targets", severalTargets[port])
                .put("sources_mean", tenths(means[port]))
                .put("sources_deviation", tenths(Math.sqrt(variances[port])))
                .put("slot_s", SLOT_NS / 1_000_000_000)
                .put("threshold_sources", tenths(bars[port]));
        return new Finding(
                Level.LOW,
                80,
                "T1595.001",
                openedNs[port],
                seen.lastNs(port),
                count,
                "about " + count + " external sources tried this port in vain within 10 minutes, usual are "
                        + Math.round(means[port]),
                evidence);
    }

    private static double tenths(double value) {
        return Math.round(value * 10) / 10.0;
    }

    @Override
    public List<Memory> memories() {
        List<Memory> all = new ArrayList<>(services.memories("scan.answering"));
        all.add(new StateMemory("scan.surge.slot", 1, this::nameSlot));
        all.add(new KeyedMemory("scan.surge", 1, ports, Long.MAX_VALUE, new KeyedMemory.Entries() {
            @Override
            public void name(int slot, Fields fields) {
                namePort(slot, fields);
            }

            @Override
            public long lastNs(int slot) {
                return slotEndsNs;
            }
        }));
        return all;
    }

    /** A slot that ended while no sensor ran is not known, and no part of what is usual. */
    private void nameSlot(Fields fields, long nowNs) {
        slotEndsNs = fields.of(slotEndsNs);
        judgedNs = fields.of(judgedNs);
        slotsPast = fields.of(slotsPast);
        if (fields.areRead() && nowNs >= slotEndsNs && nowNs - slotEndsNs < LONG_GAP_NS) {
            slotEndsNs = nowNs + SLOT_NS;
        }
    }

    private void namePort(int port, Fields fields) {
        fields.of(keys, port);
        fields.of(attempts, port);
        fields.of(means, port);
        fields.of(variances, port);
        fields.of(targetHi, port);
        fields.of(targetLo, port);
        fields.of(severalTargets, port);
        seen.name(port, fields);
        sources[port].name(fields);
    }

    @Override
    public int entries() {
        return ports.size();
    }

    @Override
    public long evictions() {
        return ports.evictions();
    }
}
