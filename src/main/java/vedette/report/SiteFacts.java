package vedette.report;

import vedette.detect.LocalNets;
import vedette.flow.EndReason;
import vedette.flow.Flow;
import vedette.flow.FlowHandler;

/** What this site's hosts exchange with others, and among themselves. Groups are nobody. */
final class SiteFacts implements FlowHandler {
    private static final int MOST_PAIRS = 1 << 15;

    private final LocalNets local;
    private final Largest<HostPair, Transfer> transfers = new Largest<>(MOST_PAIRS, Transfer::new, Transfer::both);
    private final Largest<Host, Transfer> hosts = new Largest<>(MOST_PAIRS, Transfer::new, Transfer::both);
    private final Largest<HostPair, Sums> peers = new Largest<>(MOST_PAIRS, Sums::new, Sums::flows);
    private long localFlows;
    private long outsideFlows;
    private long foreignFlows;

    SiteFacts(LocalNets local) {
        this.local = local;
    }

    @Override
    public void onFlow(Flow flow) {
        if (flow.isAggregate() || flow.isResponderGroup()) {
            return;
        }
        boolean fromHere = local.contains(flow.ipVersion(), flow.initiatorHi(), flow.initiatorLo());
        boolean toHere = local.contains(flow.ipVersion(), flow.responderHi(), flow.responderLo());
        int flows = flow.endReason() == EndReason.ACTIVE ? 0 : 1;
        if (fromHere && toHere) {
            localFlows += flows;
            peers.of(HostPair.ofEither(Host.initiator(flow), Host.responder(flow)))
                    .add(flow);
        } else if (fromHere) {
            outsideFlows += flows;
            add(Host.initiator(flow), Host.responder(flow), flow, Flow.FORWARD, flows);
        } else if (toHere) {
            outsideFlows += flows;
            add(Host.responder(flow), Host.initiator(flow), flow, Flow.REVERSE, flows);
        } else {
            foreignFlows += flows;
        }
    }

    /** @param up the direction in which this site's host sends */
    private void add(Host ours, Host theirs, Flow flow, int up, int flows) {
        long upOctets = flow.payloadOctets(up);
        long downOctets = flow.payloadOctets(1 - up);
        transfers.of(new HostPair(ours, theirs)).add(upOctets, downOctets, flows, flow.endNs());
        hosts.of(ours).add(upOctets, downOctets, flows, flow.endNs());
    }

    LocalNets local() {
        return local;
    }

    /** By a host of this site and one outside. */
    Largest<HostPair, Transfer> transfers() {
        return transfers;
    }

    /** By hosts of this site. */
    Largest<Host, Transfer> hosts() {
        return hosts;
    }

    /** Pairs of this site's hosts. */
    Largest<HostPair, Sums> peers() {
        return peers;
    }

    /** Flows within this site. */
    long localFlows() {
        return localFlows;
    }

    /** Flows between this site and others. */
    long outsideFlows() {
        return outsideFlows;
    }

    /** Flows between others. */
    long foreignFlows() {
        return foreignFlows;
    }
}
