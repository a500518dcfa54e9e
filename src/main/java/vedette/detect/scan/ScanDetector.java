package vedette.detect.scan;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import vedette.detect.AlertDesk;
import vedette.detect.Detector;
import vedette.detect.Detectors;
import vedette.detect.Hash;
import vedette.detect.Parties;
import vedette.detect.Surroundings;
import vedette.detect.Verdicts;
import vedette.detect.memory.Memory;
import vedette.detect.sketch.RecentKeys;
import vedette.flow.Flow;
import vedette.flow.Outcome;
import vedette.flow.Probe;
import vedette.net.IpPrefix;
import vedette.net.IpProtocol;

/**
 * Finds sources that look for targets. For each source and protocol a random walk rises with every failure at a target it has not
 * tried before and falls with every success (threshold random walk: Jung, Paxson, Berger, Balakrishnan 2004; here with a floor and a
 * memory of 24 hours). Fast scans that find much open are found by their rate, and segments that no connection begins with by
 * their number.
 *
 * <p>Bounded: {@code maxSources} sources (about 160 octets each), 16,384 of them with their targets (1.9 KiB each), 65,536
 * services, 4,096 hosts that have peers, 16 MiB for the contacts of the last 12 to 24 hours, and {@link UnusedAddresses}.
 */
public final class ScanDetector implements Detector {
    /** From here on, in place of a protocol: sources of segments that no connection begins with, by kind. */
    static final int STEALTH = 256;

    private static final int CONTACT_BLOCKS = 1 << 17;
    private static final long CONTACT_TURN_NS = 43_200_000_000_000L;
    private static final long VERDICT_NS = 3_600_000_000_000L;
    private static final long WARM_UP_NS = 60_000_000_000L;

    /** Nobody is called silent sooner. */
    private static final long SILENCE_NS = 4_900_000_000L;

    /** Floods are called within two seconds. */
    private static final long SETTLED_NS = 1_900_000_000L;

    private static final int UNUSED_WEIGHT = 2;
    private static final int HIGH_PORTS = 1024;
    private static final int TRACEROUTE_FROM = 33_434;
    private static final int TRACEROUTE_TO = 33_534;

    /** It gives up after 30 hops. */
    private static final int TRACEROUTE_TTL = 30;

    private static final int BROADCAST = 0xFF;

    private final ScanConfig config;
    private final Surroundings surroundings;
    private final AlertDesk desk;
    private final IpPrefix[] unusedNets;
    private final UnusedAddresses unusedAddresses;
    private final RecentKeys contacts = new RecentKeys(CONTACT_BLOCKS, CONTACT_TURN_NS);
    private final Sources sources;
    private final KnownServices services;
    private final PeerToPeer peers;
    private final Weights weights;
    private final ScanAlerts alerts;
    private long startedNs = Long.MIN_VALUE;

    public ScanDetector(ScanConfig config, Detectors.Context context) {
        this.config = config;
        surroundings = context.surroundings();
        desk = context.desk();
        long seed = context.seed();
        unusedAddresses = new UnusedAddresses(surroundings, seed);
        unusedNets = config.unusedNets().stream().map(IpPrefix::parse).toArray(IpPrefix[]::new);
        sources = new Sources(config.maxSources(), config.memory().toNanos(), surroundings, seed);
        services = new KnownServices(surroundings, context.desk(), seed);
        peers = new PeerToPeer(seed);
        weights = new Weights(surroundings);
        alerts = new ScanAlerts(config, context.desk(), sources);
    }

    @Override
    public Set<Event> watches() {
        return EnumSet.of(Event.OUTCOME, Event.RECORD);
    }

    @Override
    public void onOutcome(Flow flow, Outcome outcome, long nowNs) {
        if (outcome == Outcome.SILENT && nowNs - flow.startNs() < SILENCE_NS) {
            // cut short for want of room that others took, or by another attempt from the same port
            return;
        }
        switch (flow.probe()) {
            case SYN, INIT, COOKIE_ECHO -> onAttempt(flow, outcome, nowNs);
            case DATAGRAM -> onDatagram(flow, outcome, nowNs);
            case NULL, XMAS, CONTRADICTORY, FIN, FIN_ACK, ACK -> onOrphan(flow, outcome, nowNs);
            default -> {
                // an answer, or a question that is not for a port
            }
        }
    }

    private void onAttempt(Flow flow, Outcome outcome, long nowNs) {
        double factor = note(flow, outcome, nowNs);
        if (isFirst(flow, flow.protocol(), nowNs)) {
            if (outcome == Outcome.SUCCESS && surroundings.isResponderLocal(flow)) {
                peers.noteReached(flow, nowNs);
            }
            weigh(flow, outcome, factor, nowNs);
        }
    }

    private void onDatagram(Flow flow, Outcome outcome, long nowNs) {
        if (isTraceroute(flow) || isBroadcast(flow)) {
            return;
        }
        double factor = note(flow, outcome, nowNs);
        if (isFirst(flow, IpProtocol.UDP, nowNs)) {
            if (surroundings.isInitiatorLocal(flow)) {
                peers.noteDatagram(flow, outcome, nowNs);
            }
            weigh(flow, outcome, factor, nowNs);
        }
    }

    /** A service that had less time to answer than any has failed nobody. */
    private double note(Flow flow, Outcome outcome, long nowNs) {
        return outcome == Outcome.CROWDED_OUT ? 1 : services.note(flow, outcome, nowNs);
    }

    private void weigh(Flow flow, Outcome outcome, double factor, long nowNs) {
        if (isExplained(flow, nowNs)) {
            return;
        }
        Source source = obtain(flow, flow.protocol(), nowNs);
        if (outcome == Outcome.SUCCESS) {
            sources.weigh(source, outcome, -1, nowNs);
            return;
        }
        double weight = 0;
        if (outcome != Outcome.OPEN_WITHOUT_DATA) {
            weight = factor * weights.ofFailure(source, sources.targets(source), flow, outcome);
            if (weight == 0) {
                return;
            }
        }
        sources.weigh(source, outcome, isUnused(flow, nowNs) ? UNUSED_WEIGHT * weight : weight, nowNs);
        @Nullable Targets targets = addTarget(source, flow, outcome, factor == 1, nowNs);
        if (targets == null) {
            return;
        }
        @Nullable
        Rule rule = flow.protocol() == IpProtocol.UDP
                ? Triggers.ofDatagrams(source, targets, config)
                : Triggers.ofAttempts(source, targets, config);
        if (isSettled(source, outcome, nowNs)) {
            judge(source, targets, rule, flow, nowNs);
        }
    }

    /** Who crowds out his own attempts may be flooding, which is known by then. */
    private static boolean isSettled(Source source, Outcome outcome, long nowNs) {
        return outcome != Outcome.CROWDED_OUT || nowNs - source.triedFromNs >= SETTLED_NS;
    }

    /** Whether something else accounts for the contact: a flood, or the ways of peers among themselves. */
    private boolean isExplained(Flow flow, long nowNs) {
        int port = flow.responderPort();
        boolean isPlain = port >= HIGH_PORTS && !SensitivePorts.contains(port);
        return isPlain && peers.holds(surroundings.partiesOf(flow).initiator(), nowNs)
                || surroundings.isFlooded(flow, nowNs)
                || surroundings.isHostFlooded(flow, nowNs);
    }

    /** A segment without a connection: what is left of one that was cut off, or a probe. */
    private void onOrphan(Flow flow, Outcome outcome, long nowNs) {
        Stealth kind = Stealth.of(flow.probe());
        if (!kind.isBlatant() && flow.payloadOctets(Flow.FORWARD) > 0) {
            return;
        }
        boolean isDoubtful = outcome == Outcome.SILENT && nowNs - startedNs < WARM_UP_NS;
        if (!kind.isBlatant() && isLeftOver(flow, outcome, isDoubtful)
                || !isFirst(flow, STEALTH + kind.code(), nowNs)) {
            return;
        }
        Source source = obtain(flow, kind.isBlatant() ? STEALTH : STEALTH + kind.code(), nowNs);
        Outcome told = outcome == Outcome.SUCCESS ? Outcome.OPEN_WITHOUT_DATA : outcome;
        sources.weigh(source, told, kind.weight(), nowNs);
        source.kinds |= (short) (1 << kind.code());
        @Nullable Targets targets = addTarget(source, flow, outcome, true, nowNs);
        if (targets == null) {
            return;
        }
        @Nullable
        Rule rule = Triggers.ofSegments(source, targets, kind, successes(flow), isDoubtful, surroundings.feed());
        if (isSettled(source, outcome, nowNs)) {
            judge(source, targets, rule, flow, nowNs);
        }
    }

    /** Whether the segment was answered as one of a connection, or looks like a server's, or is of a connection that is known. */
    private boolean isLeftOver(Flow flow, Outcome outcome, boolean isDoubtful) {
        if (outcome == Outcome.SUCCESS || outcome == Outcome.OPEN_WITHOUT_DATA) {
            return true;
        }
        if (flow.probe() == Probe.FIN) {
            return false;
        }
        boolean isToHighPort = flow.responderPort() >= HIGH_PORTS;
        boolean isToClient = isToHighPort && flow.responderPort() > flow.initiatorPort();
        return isToClient || isDoubtful && isToHighPort || isOfConnection(flow, isToHighPort);
    }

    /** Whether the one has turned to the other by a SYN before, and not to scan: then a segment is what is left of that. */
    private boolean isOfConnection(Flow flow, boolean mayBeFromServer) {
        Source ordinary = sources.find(sources.key(flow, IpProtocol.TCP));
        boolean isScanner = ordinary != null && ordinary.told != null;
        return !isScanner && contacts.contains(contact(flow, IpProtocol.TCP))
                || mayBeFromServer && contacts.contains(reverseContact(flow));
    }

    private int successes(Flow flow) {
        Source ordinary = sources.find(sources.key(flow, IpProtocol.TCP));
        return ordinary == null ? 0 : ordinary.successes;
    }

    private Source obtain(Flow flow, int protocol, long nowNs) {
        boolean isLocal = surroundings.isInitiatorLocal(flow);
        return sources.obtain(sources.key(flow, protocol), flow, isLocal, protocol, nowNs);
    }

    private @Nullable Targets addTarget(Source source, Flow flow, Outcome outcome, boolean counts, long nowNs) {
        source.reachesOut |= !surroundings.isResponderLocal(flow);
        Outcome told = outcome.isSilence() ? Outcome.SILENT : outcome;
        return sources.addTarget(source, flow, told, counts, nowNs);
    }

    private void judge(Source source, Targets targets, @Nullable Rule rule, Flow flow, long nowNs) {
        if (source.told != null) {
            goOn(source, source.told, targets, nowNs);
        } else if (rule != null) {
            alerts.open(source, rule, targets, nowNs);
        } else {
            return;
        }
        long scanner = surroundings.partiesOf(flow).initiator();
        surroundings.verdicts().tell(Verdicts.Kind.SCANNER, scanner, nowNs + VERDICT_NS);
    }

    /** An alert that the desk did not take just now is not made again at once. */
    private void goOn(Source source, Source.Told told, Targets targets, long nowNs) {
        if (told.alert != AlertDesk.NONE) {
            alerts.goOn(source, told, targets, nowNs);
        } else if (nowNs - told.turnedAwayNs >= AlertDesk.TURNED_AWAY_NS) {
            told.turnedAwayNs = nowNs;
            alerts.goOn(source, told, targets, nowNs);
        }
    }

    private boolean isFirst(Flow flow, int protocol, long nowNs) {
        if (startedNs == Long.MIN_VALUE) {
            startedNs = nowNs;
        }
        return !contacts.add(contact(flow, protocol), nowNs);
    }

    private long contact(Flow flow, int protocol) {
        Parties parties = surroundings.partiesOf(flow);
        return Hash.of(parties.source(), Verdicts.ofTarget(parties.responder(), protocol, flow.responderPort()));
    }

    /** What it would be if the responder had turned to the initiator. */
    private long reverseContact(Flow flow) {
        long sourceLo = surroundings.sourceLo(flow.ipVersion(), flow.responderHi(), flow.responderLo());
        long initiator = surroundings.partiesOf(flow).initiator();
        long source = surroundings.hash(flow.responderHi(), sourceLo);
        return Hash.of(source, Verdicts.ofTarget(initiator, flow.protocol(), flow.initiatorPort()));
    }

    private boolean isUnused(Flow flow, long nowNs) {
        for (IpPrefix prefix : unusedNets) {
            if (prefix.contains(flow.ipVersion(), flow.responderHi(), flow.responderLo())) {
                return true;
            }
        }
        return unusedAddresses.isDark(flow.ipVersion(), flow.responderHi(), flow.responderLo(), nowNs);
    }

    private static boolean isTraceroute(Flow flow) {
        return flow.responderPort() >= TRACEROUTE_FROM
                && flow.responderPort() <= TRACEROUTE_TO
                && flow.minTtl(Flow.FORWARD) <= TRACEROUTE_TTL;
    }

    /** Whether the datagram goes by all likelihood to all hosts of a subnet. */
    private static boolean isBroadcast(Flow flow) {
        return flow.ipVersion() == 4 && (flow.responderLo() & BROADCAST) == BROADCAST;
    }

    @Override
    public void onRecord(Flow record) {
        unusedAddresses.onRecord(record);
    }

    @Override
    public void onTick(long nowNs) {
        if (startedNs == Long.MIN_VALUE) {
            startedNs = nowNs;
        }
        alerts.onTick(nowNs);
        services.onTick(nowNs);
    }

    @Override
    public void finish(long nowNs) {
        alerts.finish(nowNs);
        services.finish(nowNs);
    }

    /** All but the warm-up: connections that began while no sensor ran look like orphans again. */
    @Override
    public List<Memory> memories() {
        List<Memory> all = new ArrayList<>(contacts.memories("scan.contacts"));
        all.addAll(unusedAddresses.memories());
        all.addAll(List.of(sources.memory(desk), services.memory(), peers.memory()));
        return all;
    }

    @Override
    public int entries() {
        return sources.entries() + services.entries() + peers.entries();
    }

    @Override
    public long evictions() {
        return sources.evictions() + services.evictions() + peers.evictions();
    }
}
