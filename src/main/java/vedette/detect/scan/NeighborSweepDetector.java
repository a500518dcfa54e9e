package vedette.detect.scan;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import vedette.decode.ArpMessage;
import vedette.decode.IcmpMessage;
import vedette.detect.AlertDesk;
import vedette.detect.Detector;
import vedette.detect.Detectors;
import vedette.detect.Subject;
import vedette.detect.Surroundings;
import vedette.detect.memory.Memory;
import vedette.flow.Flow;
import vedette.flow.Outcome;
import vedette.net.IpProtocol;

/**
 * Finds who asks for the link addresses of many hosts that do not answer, by ARP (RFC 826) or by neighbor discovery (RFC 4861):
 * on a link, that is what remains of a sweep over addresses that nobody has.
 *
 * <p>Nobody is counted as silent who was heard within ten minutes, for a sensor may not see the answers themselves. Routers
 * are let be, since they ask on behalf of others: they show by the addresses they carry, by router advertisements, and by how
 * many stations ask for them. Probes for one's own address (RFC 5227) and announcements do not count.
 *
 * <p>Bounded: see {@link Neighbors}, once for each version, and {@link AskedFor}.
 */
public final class NeighborSweepDetector implements Detector {
    /** A station that so many others ask for is taken for a router. */
    private static final int ASKED_BY = 4;

    private static final int SOLICITED_NODE_MASK = 0xFF_FFFF;

    private final Surroundings surroundings;
    private final Neighbors v4;
    private final Neighbors v6;
    private final AskedFor askedFor;

    public NeighborSweepDetector(Detectors.Context context) {
        AlertDesk desk = context.desk();
        surroundings = context.surroundings();
        v4 = new Neighbors(4, Subject.NONE, desk, surroundings, context.seed());
        v6 = new Neighbors(6, IpProtocol.ICMPV6, desk, surroundings, context.seed());
        askedFor = new AskedFor(context.seed());
    }

    @Override
    public Set<Event> watches() {
        return EnumSet.of(Event.BEGIN, Event.OUTCOME, Event.ARP);
    }

    @Override
    public void onArp(ArpMessage message, long nowNs) {
        long sender = message.senderAddress();
        long target = message.targetAddress();
        if (sender == 0) {
            return;
        }
        v4.onHeard((int) sender, nowNs);
        if (message.operation() != ArpMessage.REQUEST || sender == target || target == 0) {
            return;
        }
        long mac = message.senderMac();
        v4.onAsk(mac, mac, 0, sender, (int) target, 0, target, nowNs);
        askedFor.add((int) target, mac);
        if (askedFor.count((int) sender) >= ASKED_BY) {
            v4.onRouter(mac, mac, nowNs);
        }
    }

    @Override
    public void onBegin(Flow flow, long nowNs) {
        if (flow.protocol() != IpProtocol.ICMPV6) {
            return;
        }
        if (flow.initiatorPort() == IcmpMessage.V6_NEIGHBOR_SOLICITATION) {
            onNeighbor(flow, nowNs);
        } else if (flow.initiatorPort() == IcmpMessage.V6_ROUTER_SOLICITATION && !flow.isResponderGroup()) {
            v6.onRouter(surroundings.partiesOf(flow).responder(), 0, nowNs);
        }
    }

    /** A solicitation to the group of the neighbor asked for, or the neighbor's answer. */
    private void onNeighbor(Flow flow, long nowNs) {
        int neighbor = neighbor(flow.responderLo());
        if (!flow.isResponderGroup()) {
            v6.onHeard(neighbor, nowNs);
            return;
        }
        if ((flow.initiatorHi() | flow.initiatorLo()) == 0) {
            return;
        }
        v6.onHeard(neighbor(flow.initiatorLo()), nowNs);
        v6.onAsk(
                surroundings.partiesOf(flow).initiator(),
                0,
                flow.initiatorHi(),
                flow.initiatorLo(),
                neighbor,
                flow.responderHi(),
                flow.responderLo(),
                nowNs);
    }

    /** The low 24 bits of an address, which its solicited-node group has too. */
    private static int neighbor(long lo) {
        return (int) lo & SOLICITED_NODE_MASK | SOLICITED_NODE_MASK + 1;
    }

    @Override
    public void onOutcome(Flow flow, Outcome outcome, long nowNs) {
        if (flow.ipVersion() != 4) {
            return;
        }
        boolean answered = flow.packets(Flow.REVERSE) > 0;
        v4.onHeard((int) flow.initiatorLo(), nowNs);
        if (answered) {
            v4.onHeard((int) flow.responderLo(), nowNs);
        }
        if (outcome == Outcome.SUCCESS && flow.mac(Flow.FORWARD) != 0) {
            v4.onCarried(flow.mac(Flow.FORWARD), 0, flow.initiatorLo());
            v4.onCarried(flow.mac(Flow.REVERSE), 0, flow.responderLo());
        }
    }

    @Override
    public void onTick(long nowNs) {
        v4.onTick(nowNs);
        v6.onTick(nowNs);
    }

    @Override
    public void finish(long nowNs) {
        v4.finish(nowNs);
        v6.finish(nowNs);
    }

    @Override
    public List<Memory> memories() {
        List<Memory> all = new ArrayList<>(v4.memories());
        all.addAll(v6.memories());
        all.addAll(askedFor.memories());
        return all;
    }

    @Override
    public int entries() {
        return v4.entries() + v6.entries();
    }

    @Override
    public long evictions() {
        return v4.evictions() + v6.evictions();
    }
}
