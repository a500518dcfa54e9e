package vedette.detect.flood;

import java.util.EnumSet;
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
import vedette.detect.Subject;
import vedette.detect.Surroundings;
import vedette.detect.Verdicts;
import vedette.flow.Flow;
import vedette.flow.Probe;
import vedette.net.IpProtocol;

/**
 * Tells when one host is sent far more packets that it does not answer than usual: datagrams (1102), ICMP messages (1103), answers
 * it never asked for (1104), TCP segments of no connection (1105). Packets of a flow both of whose ends speak count for nothing.
 *
 * <p>Bounded: {@link FloodConfig#destinations} hosts of about 2.6 KiB, admitted once {@link #ADMITTED} such packets come within a
 * second (counted in a table of {@link #CELLS} cells that hosts share); {@link #PORTRAITS} portraits of about 12 KiB, of which the
 * quietest gives way.
 */
public final class FloodDetector implements Detector {
    static final int ADMITTED = 64;
    static final int CELLS = 1 << 14;
    static final int PORTRAITS = 64;

    private static final int REMARKABLE = 128;
    /** Of bins longer ago nothing is known. */
    private static final int MOST_UNSEEN = RateBins.KEPT - 1;

    private static final long SECOND_NS = 1_000_000_000L;
    private static final long PORTRAIT_NS = 2 * SECOND_NS;
    private static final long VERDICT_NS = 15 * SECOND_NS;
    private static final int QUIET_SLOTS = 30;
    private static final int GROWTH = 5;
    /** Fewer flows are one sender's stream: a film, a backup, a log. */
    static final int MANY_FLOWS = 100;

    static final int AMPLIFYING_FLOWS = 20;
    /** What even a stream does not reach. */
    static final int FEW_FLOWS_FACTOR = 10;

    private static final int ERRORS_FACTOR = 10;
    /** Octets a datagram has on the average that is no probe. */
    private static final int LARGE = 256;

    private static final Flood[] KINDS = Flood.values();

    private final FloodConfig config;
    private final Surroundings surroundings;
    private final FloodTeller teller;
    private final long seed;
    private final int[] cells = new int[CELLS];
    private final long[] cellSlots = new long[CELLS];
    private final PortraitPool portraits;
    private final TargetTable<RateTarget> hosts;
    /** Made once, since a tick allocates nothing. */
    private final ToLongFunction<RateTarget> looking = this::look;

    private long startedNs = Long.MIN_VALUE;
    private long tickNs;
    private long nextLookNs;
    /** The earliest bin of the present look: the one after the last look's. */
    private long unseenBin;

    public FloodDetector(FloodConfig config, Detectors.Context context) {
        this(config, context.surroundings(), context.desk(), context.seed());
    }

    FloodDetector(FloodConfig config, Surroundings surroundings, AlertDesk desk, long seed) {
        this.config = config;
        this.surroundings = surroundings;
        portraits = new PortraitPool(PORTRAITS, surroundings, seed);
        this.seed = seed;
        teller = new FloodTeller(config, desk);
        hosts = new TargetTable<>(config.destinations(), RateTarget[]::new, RateTarget::new, seed, portraits::giveBack);
    }

    @Override
    public Set<Event> watches() {
        return EnumSet.of(Event.PACKET);
    }

    /** What may be part of a flood, and what shows that its source answers. */
    @Override
    public boolean mindsPacket(Flow flow, int direction, Packet packet) {
        int opposite = Flow.REVERSE - direction;
        return switch (packet.protocol()) {
            case IpProtocol.TCP ->
                flow.probe() != Probe.SYN
                        && flow.probe() != Probe.UNKNOWN
                        && (flow.packets(direction) == 1
                                || flow.payloadOctets(direction) == 0
                                        && flow.packets(opposite) == flow.rstCount(opposite));
            case IpProtocol.UDP -> flow.packets(opposite) == 0 || flow.packets(direction) == 1;
            case IpProtocol.ICMP, IpProtocol.ICMPV6 ->
                packet.hasTransport() && (direction == Flow.FORWARD || flow.packets(Flow.FORWARD) == 0);
            default -> false;
        };
    }

    @Override
    public void onPacket(Flow flow, int direction, HeaderFields packet, long nowNs) {
        if (nowNs >= nextLookNs) {
            look(nowNs);
        }
        int opposite = Flow.REVERSE - direction;
        switch (packet.protocol()) {
            case IpProtocol.TCP -> onSegment(flow, direction, opposite, packet, nowNs);
            case IpProtocol.UDP -> onDatagram(flow, direction, opposite, packet, nowNs);
            case IpProtocol.ICMP, IpProtocol.ICMPV6 -> onIcmp(flow, direction, packet, nowNs);
            default -> {}
        }
    }

    private void onSegment(Flow flow, int direction, int opposite, HeaderFields packet, long nowNs) {
        if (flow.probe() == Probe.SYN || flow.probe() == Probe.UNKNOWN) {
            return;
        }
        if (flow.packets(opposite) != flow.rstCount(opposite)) {
            if (flow.packets(direction) == 1 && flow.rstCount(direction) == 0) {
                answer(Flood.TCP, packet, nowNs);
            }
        } else if (flow.packets(direction) == 1 || flow.payloadOctets(direction) == 0) {
            count(Flood.TCP, flow, direction, packet, nowNs);
        }
    }

    private void onDatagram(Flow flow, int direction, int opposite, HeaderFields packet, long nowNs) {
        if (flow.packets(opposite) == 0) {
            int sourcePort = direction == Flow.FORWARD ? flow.initiatorPort() : flow.responderPort();
            count(Amplifiers.isPort(sourcePort) ? Flood.AMPLIFICATION : Flood.UDP, flow, direction, packet, nowNs);
        } else if (flow.packets(direction) == 1) {
            int askedFrom = direction == Flow.FORWARD ? flow.responderPort() : flow.initiatorPort();
            answer(Amplifiers.isPort(askedFrom) ? Flood.AMPLIFICATION : Flood.UDP, packet, nowNs);
        }
    }

    private void onIcmp(Flow flow, int direction, HeaderFields packet, long nowNs) {
        boolean isUnasked = direction == Flow.FORWARD || flow.packets(Flow.FORWARD) == 0;
        if (isUnasked && packet.hasTransport()) {
            Flood kind = packet.isQuoting() ? Flood.ICMP_ERRORS : Flood.ICMP;
            count(kind, flow, direction, packet, nowNs);
        }
    }

    /** A flow was answered by the packet's source. */
    private void answer(Flood kind, HeaderFields packet, long nowNs) {
        RateTarget host = hosts.find(key(packet.sourceHi(), packet.sourceLo()));
        if (host != null) {
            host.answer(kind, nowNs);
        }
    }

    private long key(long hi, long lo) {
        return Hash.of(hi, lo, seed);
    }

    private void count(Flood kind, Flow flow, int direction, HeaderFields packet, long nowNs) {
        long key = key(packet.destinationHi(), packet.destinationLo());
        int cell = (int) key & CELLS - 1;
        long slot = nowNs / SECOND_NS;
        if (cellSlots[cell] != slot) {
            cellSlots[cell] = slot;
            cells[cell] = 0;
        }
        if (++cells[cell] < ADMITTED && hosts.size() == 0) {
            return;
        }
        RateTarget host = hosts.find(key);
        if (host == null) {
            if (cells[cell] < ADMITTED || isGroup(packet)) {
                return;
            }
            host = admit(key, packet, nowNs);
        }
        if (host != null) {
            count(host, kind, flow, direction, packet, nowNs);
        }
    }

    private @Nullable RateTarget admit(long key, HeaderFields packet, long nowNs) {
        int length = packet.ipVersion() == 4 ? Integer.SIZE : 2 * Long.SIZE;
        return hosts.add(key, packet.ipVersion(), packet.destinationHi(), packet.destinationLo(), length, nowNs);
    }

    /** Multicast and broadcast are asked for by joining, not by sending. */
    private static boolean isGroup(HeaderFields packet) {
        return packet.ipVersion() == 4
                ? packet.destinationLo() >>> 28 == 0xE || (packet.destinationLo() & 0xFF) == 0xFF
                : packet.destinationHi() >>> 56 == 0xFF;
    }

    private void count(RateTarget host, Flood kind, Flow flow, int direction, HeaderFields packet, long nowNs) {
        boolean first = flow.packets(direction) == 1 && flow.part() == 1;
        boolean old = flow.packets(direction) == 2 && flow.part() == 1 && isMet(flow, kind);
        hosts.wake(host);
        host.add(kind, packet.ipOctets(), first ? 1 : old ? -1 : 0, nowNs);
        if (!host.attacked && mayBeFlooded(host, kind)) {
            hosts.hurry();
        }
        RateAttack attack = host.attack;
        if (host.attacked && attack.kind.protocol == kind.protocol) {
            attack.packets++;
            attack.octets += packet.ipOctets();
            attack.flows += first ? 1 : 0;
        }
        if (host.portrait == null && cells[(int) host.key & CELLS - 1] >= REMARKABLE) {
            portraits.give(host, nowNs);
        }
        portray(host, kind, flow, direction, packet, nowNs);
    }

    /** Whether the flow may have begun before the sensor, in whose first second it was met; if it goes on, it is not new. */
    private boolean isMet(Flow flow, Flood kind) {
        return kind != Flood.AMPLIFICATION
                && flow.startNs() - startedNs < SECOND_NS
                && switch (flow.probe()) {
                    case DATAGRAM, ACK, MIDSTREAM -> true;
                    default -> false;
                };
    }

    private void portray(RateTarget host, Flood kind, Flow flow, int direction, HeaderFields packet, long nowNs) {
        Portrait portrait = host.portrait;
        if (portrait == null || host.attacked && host.attack.kind.protocol != kind.protocol) {
            return;
        }
        if (!host.attacked && nowNs - portrait.startNs() >= PORTRAIT_NS) {
            portrait.start(nowNs);
        }
        boolean forward = direction == Flow.FORWARD;
        boolean icmp = kind.protocol == IpProtocol.ICMP;
        int sourcePort = icmp ? Subject.NONE : forward ? flow.initiatorPort() : flow.responderPort();
        int port = icmp ? 0 : forward ? flow.responderPort() : flow.initiatorPort();
        int tcpWindow = kind == Flood.TCP && packet.hasTransport() ? packet.tcpWindow() : -1;
        portrait.add(packet, sourcePort, port, true, tcpWindow, seed, nowNs);
        if (kind == Flood.AMPLIFICATION || isReply(flow, icmp && !forward)) {
            portrait.addReply();
        }
    }

    private static boolean isReply(Flow flow, boolean isEchoReply) {
        return isEchoReply || flow.probe() == Probe.SYN_ACK || flow.probe() == Probe.RST;
    }

    @Override
    public void onTick(long nowNs) {
        look(nowNs);
    }

    /** While there are packets, each bin is looked at; ticks come each second only, and make up for those between. */
    private void look(long nowNs) {
        if (startedNs == Long.MIN_VALUE) {
            startedNs = nowNs;
        }
        tickNs = nowNs;
        long bin = SynBins.of(nowNs);
        unseenBin = Math.min(bin, Math.max(nextLookNs / SynBins.BIN_NS, bin - MOST_UNSEEN));
        nextLookNs = (bin + 1) * SynBins.BIN_NS;
        hosts.lookAt(bin, looking);
    }

    /** Judges what there is to judge; returns from which bin on there will be more. */
    private long look(RateTarget host) {
        boolean slotOver = host.learn(tickNs);
        if (host.attacked) {
            if (slotOver) {
                follow(host);
            }
            return host.dueBin();
        }
        boolean isBusy = false;
        for (Flood kind : KINDS) {
            isBusy |= mayBeFlooded(host, kind);
        }
        if (isBusy && isOpened(host)) {
            return host.dueBin();
        }
        if (!host.staysAwake(tickNs)) {
            portraits.giveBack(host);
            return TargetTable.ASLEEP;
        }
        return isBusy ? 0 : host.dueBin();
    }

    /** Whether there are so many packets that it has to be looked at each bin. */
    private boolean mayBeFlooded(RateTarget host, Flood kind) {
        return host.packets(kind) >= (kind == Flood.AMPLIFICATION ? AMPLIFYING_FLOWS : config.minPackets());
    }

    private boolean isOpened(RateTarget host) {
        for (long bin = unseenBin; bin <= SynBins.of(tickNs); bin++) {
            for (Flood kind : KINDS) {
                if (mayBeFlooded(host, kind) && isFlooded(host, kind, bin)) {
                    open(host, kind, bin);
                    return true;
                }
            }
        }
        return false;
    }

    /** Whether it is flooded as things stood in that bin. */
    private boolean isFlooded(RateTarget host, Flood kind, long bin) {
        RateWindow window = host.window(kind, bin);
        boolean seenBothWays = surroundings.feed().visibility() == Feed.Visibility.FULL;
        if (!seenBothWays && !host.isWarm() && kind != Flood.ICMP) {
            return false;
        }
        boolean much = isMuch(kind, window);
        return switch (kind) {
            case AMPLIFICATION -> (much || isAmplified(window)) && isConcentrated(host, true);
            case UDP -> much && window.isUnanswered() && isConcentrated(host, true);
            case TCP -> much && window.isUnanswered() && isConcentrated(host, false);
            case ICMP, ICMP_ERRORS -> much;
        };
    }

    private boolean isMuch(Flood kind, RateWindow window) {
        return window.packets >= leastPackets(kind, window) && window.packets >= GROWTH * window.usual;
    }

    private int leastPackets(Flood kind, RateWindow window) {
        return switch (kind) {
            case ICMP -> config.minPackets();
            case ICMP_ERRORS -> ERRORS_FACTOR * config.minPackets();
            default -> window.begun >= MANY_FLOWS ? config.minPackets() : FEW_FLOWS_FACTOR * config.minPackets();
        };
    }

    private boolean isAmplified(RateWindow window) {
        return 8 * window.octets >= config.minAmplifiedBits()
                && window.octets >= GROWTH * window.usualOctets
                && window.begun >= AMPLIFYING_FLOWS
                && window.isUnanswered();
    }

    /** Whether it is no scan: see {@link Portrait#isConcentrated}; nor do probes carry much. */
    private static boolean isConcentrated(RateTarget host, boolean datagrams) {
        Portrait portrait = host.portrait;
        return portrait != null
                && portrait.packets() >= REMARKABLE
                && (portrait.isConcentrated() || datagrams && portrait.octets() >= LARGE * portrait.packets());
    }

    private void open(RateTarget host, Flood kind, long bin) {
        host.startAttack(kind, bin, tickNs);
        crossing(host.attack, kind, host.window(kind, bin));
        teller.open(host, tickNs);
        tellOthers(host);
    }

    /** Takes note of what was crossed. */
    private void crossing(RateAttack attack, Flood kind, RateWindow window) {
        attack.byOctets = !isMuch(kind, window);
        attack.threshold = attack.byOctets
                ? Math.max((double) config.minAmplifiedBits(), 8.0 * GROWTH * window.usualOctets)
                : Math.max(leastPackets(kind, window), GROWTH * window.usual);
        attack.grow(window);
    }

    private void tellOthers(RateTarget host) {
        long key = Verdicts.ofTarget(surroundings.hash(host.hi, host.lo), host.attack.kind.protocol, host.attack.port);
        surroundings.verdicts().tell(Verdicts.Kind.FLOODED, key, tickNs + VERDICT_NS);
    }

    private void follow(RateTarget host) {
        RateAttack attack = host.attack;
        RateWindow window = host.window(attack.kind, SynBins.of(tickNs));
        attack.grow(window);
        boolean calm = window.packets < Math.max(config.minPackets() / 4.0, 1.5 * attack.usual)
                && 8 * window.octets < config.minAmplifiedBits() / 4;
        attack.quietSlots = calm ? attack.quietSlots + 1 : 0;
        if (!calm) {
            tellOthers(host);
            teller.goesOn(host, tickNs);
        } else if (attack.quietSlots >= QUIET_SLOTS) {
            end(host);
        }
    }

    private void end(RateTarget host) {
        teller.close(host, tickNs);
        host.attacked = false;
        portraits.giveBack(host);
    }

    @Override
    public void finish(long nowNs) {
        tickNs = nowNs;
        hosts.forEachAwake(host -> {
            if (host.attacked) {
                end(host);
            }
        });
    }

    @Override
    public int entries() {
        return hosts.size() + portraits.size();
    }

    @Override
    public long evictions() {
        return hosts.evictions() + portraits.evictions();
    }
}
