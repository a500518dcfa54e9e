package vedette.detect.byproduct;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import vedette.detect.AlertType;
import vedette.detect.Detector;
import vedette.detect.Detectors;
import vedette.detect.Evidence;
import vedette.detect.Feed;
import vedette.detect.Finding;
import vedette.detect.Hash;
import vedette.detect.Level;
import vedette.detect.OpenAlerts;
import vedette.detect.SeenTimes;
import vedette.detect.SourceAddresses;
import vedette.detect.Subject;
import vedette.detect.Surroundings;
import vedette.detect.memory.Fields;
import vedette.detect.memory.Memory;
import vedette.detect.sketch.HyperLogLog;
import vedette.detect.sketch.KeyTable;
import vedette.detect.sketch.KeyedMemory;
import vedette.flow.Flow;
import vedette.flow.Probe;
import vedette.net.IpProtocol;
import vedette.net.TcpFlags;

/**
 * Finds backscatter (Moore and others 2001): an external host answers, by SYN-ACK or RST, many hosts here that never asked. It is
 * being flooded in their name; nobody here is attacked, and nobody scans. Told once for each host and port within a day.
 *
 * <p>Bounded: {@value #SOURCES} sources with up to two ports each, 1 MB and 4 kB for each that was told; the one that was heard of
 * longest ago gives way.
 */
public final class BackscatterDetector implements Detector {
    static final int SOURCES = 4096;

    /** A host that answers from more ports is no victim of a flood on a service. */
    private static final int PORTS = 2;

    private static final int ENOUGH = 10;
    private static final int PRECISION = 12;
    private static final int ANSWER = TcpFlags.SYN | TcpFlags.ACK | TcpFlags.RST;
    private static final long TOLD_FOR_NS = 86_400_000_000_000L;
    private static final int NO_PORT = -1;

    private final Surroundings surroundings;
    private final OpenAlerts alerts;
    private final long seed;
    private final KeyTable sources;
    private final SourceAddresses addresses = new SourceAddresses(SOURCES);
    private final int[] ports = new int[SOURCES * PORTS];
    private final boolean[] morePorts = new boolean[SOURCES];
    private final long[] targets = new long[SOURCES * PORTS * ENOUGH];
    private final int[] packets = new int[SOURCES * PORTS];
    private final SeenTimes seen = new SeenTimes(SOURCES * PORTS);
    private final boolean[] told = new boolean[SOURCES * PORTS];
    private final @Nullable HyperLogLog[] toldTargets = new HyperLogLog[SOURCES * PORTS];
    private final long[] lastNs = new long[SOURCES];
    private final KeyTable.Worth worth = slot -> lastNs[slot];

    public BackscatterDetector(Detectors.Context context) {
        surroundings = context.surroundings();
        alerts = new OpenAlerts(SOURCES * PORTS, context.desk(), this::finding);
        seed = context.seed();
        sources = new KeyTable(SOURCES, seed);
    }

    @Override
    public Set<Event> watches() {
        return EnumSet.of(Event.RECORD);
    }

    @Override
    public boolean minds(Probe probe) {
        return switch (probe) {
            case SYN_ACK, RST -> true;
            default -> false;
        };
    }

    @Override
    public void onRecord(Flow record) {
        if (record.protocol() != IpProtocol.TCP || record.part() != 1) {
            return;
        }
        Probe probe = record.probe();
        if (probe != Probe.SYN_ACK && probe != Probe.RST
                || surroundings.feed().visibility() == Feed.Visibility.RESPONDER_ONLY) {
            return;
        }
        int answers = probe == Probe.SYN_ACK || record.packets(Flow.FORWARD) == 0 ? Flow.REVERSE : Flow.FORWARD;
        if (isUnasked(record, answers)) {
            note(record, answers == Flow.FORWARD);
        }
    }

    /** Whether nothing but answers came from there, and nothing but their refusal from here. */
    private static boolean isUnasked(Flow record, int answers) {
        return (record.tcpFlags(answers) & 0x3F & ~ANSWER) == 0
                && record.payloadOctets(answers) == 0
                && (record.tcpFlags(1 - answers) & 0x3F & ~TcpFlags.RST) == 0;
    }

    private void note(Flow record, boolean fromInitiator) {
        long hi = fromInitiator ? record.initiatorHi() : record.responderHi();
        long lo = fromInitiator ? record.initiatorLo() : record.responderLo();
        int port = fromInitiator ? record.initiatorPort() : record.responderPort();
        if (surroundings.isLocal(record.ipVersion(), hi, lo)) {
            return;
        }
        long nowNs = record.closedNs();
        int at = find(record.ipVersion(), hi, lo, port, nowNs);
        if (at == NO_PORT) {
            return;
        }
        seen.add(at, record);
        packets[at] += (int) record.packets(fromInitiator ? Flow.FORWARD : Flow.REVERSE);
        long target = fromInitiator
                ? surroundings.partiesOf(record).responder()
                : surroundings.partiesOf(record).initiator();
        if (told[at]) {
            goOn(at, target, nowNs);
        } else if (isTenth(at, target) && !morePorts[at / PORTS]) {
            told[at] = true;
            HyperLogLog distinct = new HyperLogLog(PRECISION);
            for (int i = at * ENOUGH; i < (at + 1) * ENOUGH; i++) {
                distinct.add(targets[i]);
            }
            toldTargets[at] = distinct;
            Subject subject = new Subject(addresses.told(at / PORTS), null, IpProtocol.TCP, Subject.NONE, port);
            alerts.open(at, AlertType.BACKSCATTER, subject, nowNs);
        }
    }

    private int find(int ipVersion, long hi, long lo, int port, long nowNs) {
        long key = Hash.of(hi, surroundings.sourceLo(ipVersion, hi, lo), seed);
        int source = sources.find(key);
        if (source == KeyTable.NONE) {
            if (sources.isFull()) {
                leave(sources.evict(worth), nowNs);
            }
            source = sources.add(key);
            addresses.begin(source, ipVersion, hi, lo);
            clear(source);
        } else if (nowNs - lastNs[source] >= TOLD_FOR_NS) {
            leave(source, nowNs);
            clear(source);
        }
        addresses.again(source, lo);
        lastNs[source] = nowNs;
        for (int at = source * PORTS; at < (source + 1) * PORTS; at++) {
            if (ports[at] == NO_PORT) {
                ports[at] = port;
            }
            if (ports[at] == port) {
                return at;
            }
        }
        morePorts[source] = true;
        return NO_PORT;
    }

    private void leave(int source, long nowNs) {
        for (int at = source * PORTS; at < (source + 1) * PORTS; at++) {
            alerts.leave(at, nowNs);
        }
    }

    private void clear(int source) {
        morePorts[source] = false;
        for (int at = source * PORTS; at < (source + 1) * PORTS; at++) {
            ports[at] = NO_PORT;
            packets[at] = 0;
            told[at] = false;
            seen.clear(at);
            toldTargets[at] = null;
            for (int i = at * ENOUGH; i < (at + 1) * ENOUGH; i++) {
                targets[i] = 0;
            }
        }
    }

    /** Takes note of a target. Returns whether with it there are enough. */
    private boolean isTenth(int at, long target) {
        long mark = target | 1;
        int last = (at + 1) * ENOUGH - 1;
        for (int i = at * ENOUGH; i <= last; i++) {
            if (targets[i] == mark) {
                return i == last;
            }
            if (targets[i] == 0) {
                targets[i] = mark;
                return i == last;
            }
        }
        return true;
    }

    private void goOn(int at, long target, long nowNs) {
        HyperLogLog distinct = toldTargets[at];
        if (distinct != null) {
            distinct.add(target | 1);
        }
        if (alerts.isOpen(at)) {
            alerts.goOn(at, packets[at], nowNs);
        }
    }

    private Finding finding(int at) {
        int port = ports[at];
        HyperLogLog distinct = toldTargets[at];
        long hosts = distinct == null ? ENOUGH : distinct.estimate();
        Evidence evidence = new Evidence()
                .crossing((double) hosts, ENOUGH)
                .across(hosts, 0)
                .put("targets", hosts)
                .put("packets", packets[at])
                .put("source_port", port)
                .put("threshold_targets", ENOUGH)
                .put("threshold_source_ports", PORTS);
        addresses.describe(at / PORTS, evidence);
        return new Finding(
                Level.INFO,
                80,
                "",
                seen.firstNs(at),
                seen.lastNs(at),
                packets[at],
                "answers about " + hosts + " hosts that never asked, from port " + port
                        + ": somebody floods it in their name",
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
        return List.of(new KeyedMemory("scan.backscatter", 1, sources, TOLD_FOR_NS, new KeyedMemory.Entries() {
            @Override
            public void name(int slot, Fields fields) {
                fields.of(lastNs, slot);
                fields.of(morePorts, slot);
                addresses.name(slot, fields);
                for (int at = slot * PORTS; at < (slot + 1) * PORTS; at++) {
                    namePort(at, fields);
                }
            }

            @Override
            public long lastNs(int slot) {
                return lastNs[slot];
            }
        }));
    }

    /** One whose alert is open is told anew when it goes on. How many it answered is then counted anew. */
    private void namePort(int at, Fields fields) {
        fields.of(ports, at);
        fields.of(packets, at);
        fields.of(targets, at * ENOUGH, ENOUGH);
        seen.name(at, fields);
        told[at] = fields.of(told[at] && !alerts.isOpen(at));
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
