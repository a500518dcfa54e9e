package vedette.detect.flood;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import vedette.decode.HeaderFields;
import vedette.decode.Packet;
import vedette.detect.AlertDesk;
import vedette.detect.Detector;
import vedette.detect.Detectors;
import vedette.detect.Feed;
import vedette.detect.Hash;
import vedette.detect.Surroundings;
import vedette.detect.Verdicts;
import vedette.detect.memory.Memory;
import vedette.detect.sketch.CountMin;
import vedette.flow.Flow;
import vedette.flow.Outcome;
import vedette.flow.Probe;
import vedette.net.IpProtocol;
import vedette.net.TcpFlags;

/**
 * Tells when a host, a local prefix or the whole link is asked for far more TCP connections than usual and hardly any is completed
 * (1101), and when a service completes none any more (1803). After Wang, Zhang and Shin, <i>Detecting SYN Flooding Attacks</i>,
 * 2002, but by completed handshakes, see {@link SynBaseline}. Clients that try again and again what answers nobody any more are no
 * flood.
 *
 * <p>Bounded: {@link SynFloodConfig#destinations} hosts of about 1.3 KiB, admitted once two attempts come within a second; 512
 * prefixes; {@link #PORTRAITS} portraits of about 12 KiB, of which the quietest gives way; {@link KnownClients}.
 */
public final class SynFloodDetector implements Detector {
    /** Attempts within a slot that make a portrait worth while. */
    static final int REMARKABLE = 8;

    static final int PORTRAITS = 256;

    private static final int PREFIXES = 512;
    private static final int ADMITTED = 2;
    private static final int PREFIX_ADMITTED = 16;
    private static final int V4_PREFIX = 24;
    private static final int V6_PREFIX = 64;
    private static final long PORTRAIT_NS = 3_000_000_000L;
    /** A prefix or a link is scanned in more places: more must be seen before it is told from a flood. */
    private static final long WIDE_PORTRAIT_NS = 10_000_000_000L;

    private static final int ENOUGH_SEEN = 100;
    private static final int QUIET_SLOTS = 30;
    private static final long VERDICT_NS = 15_000_000_000L;
    private static final int MOST_SYN_RETRIES = 7;
    /** A service that lives answers one in so many, whoever asks. */
    private static final int ANSWERED_BY_THE_LIVING = 4;

    private static final double HOST_COMPLETED = 20;
    private static final double PREFIX_COMPLETED = 100;
    private static final double LINK_COMPLETED = 1000;
    private static final int FLAGS = TcpFlags.SYN | TcpFlags.ACK | TcpFlags.RST | TcpFlags.FIN;

    private final SynFloodConfig config;
    private final Surroundings surroundings;
    private final SynFloodTeller teller;
    private final long seed;
    private final KnownClients clients = new KnownClients();
    private final CountMin recent = new CountMin(8192);
    private long recentSlot;
    private final PortraitPool portraits;
    private final TargetTable<SynTarget> hosts;
    private final TargetTable<SynTarget> prefixes;
    private final SynTarget link;
    private @Nullable SynTarget begunHost;
    private @Nullable SynTarget begunPrefix;
    private @Nullable SynTarget begunLink;
    /** Made once, since a tick allocates nothing. */
    private final ToLongFunction<SynTarget> looking = this::look;

    private long tickNs;
    private long nextLookNs;

    public SynFloodDetector(SynFloodConfig config, Detectors.Context context) {
        this(config, context.surroundings(), context.desk(), context.seed());
    }

    SynFloodDetector(SynFloodConfig config, Surroundings surroundings, AlertDesk desk, long seed) {
        this.config = config;
        this.surroundings = surroundings;
        portraits = new PortraitPool(PORTRAITS, surroundings, seed);
        this.seed = seed;
        teller = new SynFloodTeller(config, desk);
        hosts = new TargetTable<>(
                config.destinations(),
                SynTarget[]::new,
                () -> new SynTarget(HOST_COMPLETED, config.minSyns()),
                seed,
                portraits::giveBack);
        prefixes = new TargetTable<>(
                PREFIXES,
                SynTarget[]::new,
                () -> new SynTarget(PREFIX_COMPLETED, config.prefixSyns()),
                seed,
                portraits::giveBack);
        link = new SynTarget(LINK_COMPLETED, config.linkSyns());
    }

    @Override
    public Set<Event> watches() {
        return EnumSet.of(Event.BEGIN, Event.SYN_ACK, Event.HANDSHAKE, Event.OUTCOME, Event.PACKET);
    }

    @Override
    public boolean minds(Probe probe) {
        return probe == Probe.SYN;
    }

    @Override
    public void onBegin(Flow flow, long nowNs) {
        attempt(flow, nowNs);
    }

    /** Counts a new attempt at its host and, unless that is known to be under attack, at its prefix and the link. */
    private void attempt(Flow flow, long nowNs) {
        SynTarget host = host(flow, nowNs);
        begunHost = null;
        begunPrefix = null;
        begunLink = null;
        if (host != null) {
            begunHost = begin(host, hosts, nowNs);
            if (host.attacked) {
                return;
            }
        }
        SynTarget prefix = prefix(flow, nowNs);
        if (prefix != null) {
            begunPrefix = begin(prefix, prefixes, nowNs);
            if (prefix.attacked) {
                surroundings.verdicts().tell(Verdicts.Kind.FLOODED, service(flow, -1), nowNs + VERDICT_NS);
                return;
            }
        }
        if (link.key == 0) {
            link.assign(1, 4, 0, 0, 0, nowNs);
        }
        begunLink = link;
        begin(link, nowNs);
    }

    private long service(Flow flow, int port) {
        return Verdicts.ofTarget(surroundings.partiesOf(flow).responder(), IpProtocol.TCP, port);
    }

    private SynTarget begin(SynTarget target, TargetTable<SynTarget> table, long nowNs) {
        table.wake(target);
        begin(target, nowNs);
        if (mayBeOverrun(target)) {
            table.hurry();
        }
        return target;
    }

    private void begin(SynTarget target, long nowNs) {
        target.skipIdle(nowNs);
        target.begin(nowNs);
        if (target.portrait == null && target.isRemarkable()) {
            portraits.give(target, nowNs);
            target.attack.forgetAnswers();
        }
    }

    private @Nullable SynTarget host(Flow flow, long nowNs) {
        long key = hostKey(flow);
        SynTarget host = hosts.find(key);
        if (host == null && isFrequent(key, ADMITTED, nowNs)) {
            int length = flow.ipVersion() == 4 ? Integer.SIZE : 2 * Long.SIZE;
            host = hosts.add(key, flow.ipVersion(), flow.responderHi(), flow.responderLo(), length, nowNs);
        }
        return host;
    }

    private @Nullable SynTarget prefix(Flow flow, long nowNs) {
        long key = prefixKey(flow);
        SynTarget prefix = prefixes.find(key);
        if (prefix == null && isFrequent(key, PREFIX_ADMITTED, nowNs) && surroundings.isResponderLocal(flow)) {
            boolean v4 = flow.ipVersion() == 4;
            prefix = prefixes.add(
                    key,
                    flow.ipVersion(),
                    flow.responderHi(),
                    v4 ? flow.responderLo() & -1L << Integer.SIZE - V4_PREFIX : 0,
                    v4 ? V4_PREFIX : V6_PREFIX,
                    nowNs);
        }
        return prefix;
    }

    private long hostKey(Flow flow) {
        return surroundings.partiesOf(flow).responder();
    }

    private long prefixKey(Flow flow) {
        return flow.ipVersion() == 4
                ? Hash.of(V4_PREFIX, flow.responderLo() >>> Integer.SIZE - V4_PREFIX, seed)
                : Hash.of(flow.responderHi(), V6_PREFIX, ~seed);
    }

    private boolean isFrequent(long key, int often, long nowNs) {
        long slot = nowNs / (SynBins.PER_SLOT * SynBins.BIN_NS);
        if (slot != recentSlot) {
            recentSlot = slot;
            recent.clear();
        }
        return recent.add(key) >= often;
    }

    /** The first SYN of a flow, and those that are another attempt. */
    @Override
    public boolean mindsPacket(Flow flow, int direction, Packet packet) {
        return direction == Flow.FORWARD
                && flow.probe() == Probe.SYN
                && packet.hasTransport()
                && (packet.tcp().flags() & FLAGS) == TcpFlags.SYN
                && (flow.packets(Flow.FORWARD) == 1
                        || isAnother(flow, packet.tcp().sequence()));
    }

    @Override
    public void onPacket(Flow flow, int direction, HeaderFields packet, long nowNs) {
        if (nowNs >= nextLookNs) {
            look(nowNs);
        }
        if (begunLink != null || begunPrefix != null || begunHost != null) {
            portray(flow, packet, nowNs);
        } else if (direction == Flow.FORWARD
                && flow.probe() == Probe.SYN
                && (packet.tcpFlags() & FLAGS) == TcpFlags.SYN
                && isAnother(flow, packet.tcpSequence())) {
            attempt(flow, nowNs);
            portray(flow, packet, nowNs);
        }
    }

    /** Whether a SYN of a flow that goes on is a new attempt: it has another sequence number, or no client would repeat it so often. */
    private static boolean isAnother(Flow flow, int sequence) {
        return flow.packets(Flow.REVERSE) == 0
                && (sequence != flow.initialSequence(Flow.FORWARD) || flow.synCount(Flow.FORWARD) > MOST_SYN_RETRIES);
    }

    private void portray(Flow flow, HeaderFields packet, long nowNs) {
        if (packet.hasTransport() && packet.protocol() == IpProtocol.TCP) {
            portray(begunHost, true, flow, packet, nowNs);
            portray(begunPrefix, false, flow, packet, nowNs);
            portray(begunLink, false, flow, packet, nowNs);
        }
        begunHost = null;
        begunPrefix = null;
        begunLink = null;
    }

    private void portray(@Nullable SynTarget target, boolean isHost, Flow flow, HeaderFields packet, long nowNs) {
        Portrait portrait = target == null ? null : target.portrait;
        if (portrait == null || target == null) {
            return;
        }
        if (!target.attacked && nowNs - portrait.startNs() >= (isHost ? PORTRAIT_NS : WIDE_PORTRAIT_NS)) {
            portrait.start(nowNs);
            target.attack.forgetAnswers();
        }
        portrait.add(packet, packet.sourcePort(), packet.destinationPort(), isHost, packet.tcpWindow(), seed, nowNs);
        portrait.addSender(clients.contains(surroundings.partiesOf(flow)));
    }

    @Override
    public void onHandshake(Flow flow, long nowNs) {
        clients.add(surroundings.partiesOf(flow), nowNs);
        long begunNs = begunNs(flow, nowNs);
        SynTarget host = hosts.find(hostKey(flow));
        if (host != null) {
            host.complete(begunNs);
            if (host.attacked) {
                return;
            }
        }
        SynTarget prefix = prefixes.find(prefixKey(flow));
        if (prefix != null) {
            prefix.complete(begunNs);
            if (prefix.attacked) {
                return;
            }
        }
        link.complete(begunNs);
    }

    /** When the attempt was made by the packet clock, which may have stood still while packets came with times gone by. */
    private static long begunNs(Flow flow, long nowNs) {
        return nowNs - (flow.endNs() - flow.startNs());
    }

    @Override
    public void onSynAck(Flow flow, long nowNs) {
        SynTarget target = target(flow);
        if (target != null) {
            target.attack.answered++;
        }
    }

    @Override
    public void onOutcome(Flow flow, Outcome outcome, long nowNs) {
        if (outcome == Outcome.SUCCESS || outcome.isSilence()) {
            return;
        }
        boolean refused = outcome == Outcome.REJECTED;
        SynTarget target = target(flow);
        if (target == null || !refused && flow.ackMicros() >= 0) {
            return;
        }
        target.fail(begunNs(flow, nowNs));
        if (refused) {
            target.attack.refused++;
        } else {
            target.attack.givenUp++;
        }
    }

    /** Who is under attack, of host, prefix and link; the host if none is. */
    private @Nullable SynTarget target(Flow flow) {
        SynTarget host = hosts.find(hostKey(flow));
        if (host != null && host.attacked) {
            return host;
        }
        SynTarget prefix = prefixes.find(prefixKey(flow));
        if (prefix != null && prefix.attacked) {
            return prefix;
        }
        return link.attacked ? link : host;
    }

    @Override
    public void onTick(long nowNs) {
        look(nowNs);
    }

    /** Ticks come each second only; while there are packets, each bin is looked at. */
    private void look(long nowNs) {
        tickNs = nowNs;
        long bin = SynBins.of(nowNs);
        nextLookNs = (bin + 1) * SynBins.BIN_NS;
        hosts.lookAt(bin, looking);
        prefixes.lookAt(bin, looking);
        if (link.key != 0) {
            look(link);
        }
    }

    /** Judges what there is to judge; returns from which bin on there will be more. */
    private long look(SynTarget target) {
        while (target.hasNext(tickNs)) {
            judge(target, target.judgeNext());
            target.skipIdle(tickNs);
        }
        if (mayBeOverrun(target) && isSeen() && target.isOverrun(newTargetSyns(target), tickNs)) {
            open(target, SynAttack.Rule.NEW_DESTINATION);
        }
        if (target.staysAwake(tickNs)) {
            return mayBeOverrun(target) ? 0 : target.dueBin();
        }
        portraits.giveBack(target);
        return TargetTable.ASLEEP;
    }

    /** Whether so many ask that it has to be looked at each bin, while it is not known what is usual. */
    private boolean mayBeOverrun(SynTarget target) {
        return !target.attacked && !target.baseline.isWarm() && target.mayBeOverrun(newTargetSyns(target));
    }

    /** A feed that shows answers only begins with connections that seem incomplete. */
    private boolean isSeen() {
        return surroundings.feed().visibility() != Feed.Visibility.RESPONDER_ONLY;
    }

    private int newTargetSyns(SynTarget target) {
        if (target == link) {
            return 3 * config.linkSyns();
        }
        return target.isHost() ? config.newDestinationSyns() : 3 * config.prefixSyns();
    }

    private void judge(SynTarget target, SynBaseline.Verdict verdict) {
        if (target.attacked) {
            follow(target, verdict);
        } else if (verdict == SynBaseline.Verdict.FLOOD) {
            open(target, target.baseline.isBlind() ? SynAttack.Rule.RATE_ONLY : SynAttack.Rule.CUSUM);
        } else if (verdict == SynBaseline.Verdict.UNRESPONSIVE && target.isHost() && !isToldUnresponsive(target)) {
            open(target, SynAttack.Rule.UNRESPONSIVE);
        } else if (target.isHealthy()) {
            portraits.giveBack(target);
        }
    }

    /** Whether others have told it, of the same port. */
    private boolean isToldUnresponsive(SynTarget target) {
        long host = surroundings.hash(target.hi, target.lo);
        long key = Verdicts.ofTarget(host, IpProtocol.TCP, SynFloodTeller.port(target));
        return surroundings.verdicts().holds(Verdicts.Kind.UNRESPONSIVE, key, tickNs);
    }

    private void open(SynTarget target, SynAttack.Rule rule) {
        boolean flood = rule != SynAttack.Rule.UNRESPONSIVE;
        Portrait portrait = target.portrait;
        if (flood && isDeserted(target)) {
            target.baseline.excuse();
            if (target.isHost() && target.baseline.isWarm() && !isToldUnresponsive(target)) {
                open(target, SynAttack.Rule.UNRESPONSIVE);
            }
            return;
        }
        if (flood && !isRecognised(target, portrait)) {
            return;
        }
        long firstNs = target.risingSinceNs(tickNs);
        target.attack.start(rule, firstNs, target.baseline);
        long from = SynBins.of(firstNs);
        target.attack.attempts = target.bins.begun(from, Long.MAX_VALUE);
        target.attack.completed = target.bins.completed(from, Long.MAX_VALUE);
        target.attack.failed = target.bins.decided(from, Long.MAX_VALUE) - target.attack.completed;
        target.attack.peak = peak(target, from);
        target.attack.figure = target.figure();
        target.attacked = true;
        if (flood) {
            takeFromWider(target);
        }
        teller.open(target, tickNs);
        tellOthers(target);
    }

    private static int peak(SynTarget target, long from) {
        int most = 0;
        for (long bin = from; bin <= target.bins.newest(); bin++) {
            most = Math.max(most, target.bins.begun(bin, bin + SynBins.PER_SLOT));
        }
        return most;
    }

    /** Whether enough was seen of it to say that it is no scan. */
    private static boolean isRecognised(SynTarget target, @Nullable Portrait portrait) {
        return portrait != null
                && portrait.packets() >= Math.min(ENOUGH_SEEN, target.slotBegun())
                && portrait.packets() >= REMARKABLE
                && portrait.isConcentrated();
    }

    /** Whether nobody is answered, or was a moment ago, and most of those who ask were served before. */
    private boolean isDeserted(SynTarget target) {
        Portrait portrait = target.portrait;
        if (portrait == null
                || surroundings.feed().visibility() != Feed.Visibility.FULL
                || !portrait.isOfClients(tickNs)) {
            return false;
        }
        if (portrait.packets() >= REMARKABLE && ANSWERED_BY_THE_LIVING * target.attack.answered < portrait.packets()) {
            target.desertedUntilNs = tickNs + PORTRAIT_NS;
        }
        return tickNs < target.desertedUntilNs;
    }

    /** The attack is told of its target: what the prefix and the link have counted of it is none of theirs. */
    private void takeFromWider(SynTarget target) {
        if (target == link) {
            return;
        }
        link.bins.subtract(target.bins);
        if (target.isHost()) {
            long key = target.ipVersion == 4
                    ? Hash.of(V4_PREFIX, target.lo >>> Integer.SIZE - V4_PREFIX, seed)
                    : Hash.of(target.hi, V6_PREFIX, ~seed);
            SynTarget prefix = prefixes.find(key);
            if (prefix != null) {
                prefix.bins.subtract(target.bins);
            }
        }
    }

    private void tellOthers(SynTarget target) {
        if (target != link) {
            long host = surroundings.hash(target.hi, target.lo);
            long key = Verdicts.ofTarget(host, IpProtocol.TCP, target.attack.port);
            Verdicts.Kind kind = target.attack.isFlood() ? Verdicts.Kind.FLOODED : Verdicts.Kind.UNRESPONSIVE;
            surroundings.verdicts().tell(kind, key, tickNs + VERDICT_NS);
        }
    }

    private void follow(SynTarget target, SynBaseline.Verdict verdict) {
        SynAttack attack = target.attack;
        boolean mayBeFlood = !attack.isFlood() && verdict == SynBaseline.Verdict.FLOOD;
        boolean isExcused = mayBeFlood && isDeserted(target);
        if (mayBeFlood && !isExcused && isRecognised(target, target.portrait)) {
            end(target);
            open(target, SynAttack.Rule.CUSUM);
            return;
        }
        attack.peak = Math.max(attack.peak, target.slotBegun());
        attack.figure = Math.max(attack.figure, target.figure());
        boolean quiet = attack.isFlood() ? isCalm(target) : isBack(target);
        attack.quietSlots = quiet ? attack.quietSlots + 1 : 0;
        if (isExcused) {
            target.baseline.excuse();
        }
        if (!quiet) {
            tellOthers(target);
            teller.goesOn(target, tickNs);
        } else if (attack.quietSlots >= QUIET_SLOTS) {
            end(target);
        }
    }

    private static boolean isBack(SynTarget target) {
        return 2 * target.slotCompleted() >= target.attack.usualCompleted && target.baseline.y() <= SynBaseline.ALARM;
    }

    private boolean isCalm(SynTarget target) {
        double usual = 1.5 * target.attack.usualAttempts;
        int least = target == link ? config.linkSyns() : config.minSyns();
        if (target.slotBegun() < Math.max(usual, least)) {
            return true;
        }
        return target.baseline.isWarm() ? target.baseline.y() < 1 : target.isHealthy();
    }

    private void end(SynTarget target) {
        teller.close(target, tickNs);
        target.attacked = false;
        target.baseline.calmDown();
        portraits.giveBack(target);
    }

    @Override
    public void finish(long nowNs) {
        tickNs = nowNs;
        hosts.forEachAwake(this::closeIfAttacked);
        prefixes.forEachAwake(this::closeIfAttacked);
        closeIfAttacked(link);
    }

    private void closeIfAttacked(SynTarget target) {
        if (target.attacked) {
            end(target);
        }
    }

    /** What is usual is learnt within minutes, and an attack that goes on is seen again at once. */
    @Override
    public List<Memory> memories() {
        return clients.memories();
    }

    @Override
    public int entries() {
        return hosts.size() + prefixes.size() + portraits.size();
    }

    @Override
    public long evictions() {
        return hosts.evictions() + prefixes.evictions() + portraits.evictions();
    }
}
