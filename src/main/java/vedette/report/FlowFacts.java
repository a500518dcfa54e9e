package vedette.report;

import java.util.concurrent.TimeUnit;
import vedette.flow.EndReason;
import vedette.flow.Flow;
import vedette.flow.FlowHandler;
import vedette.flow.Probe;
import vedette.net.IpProtocol;

/** What the flows of a capture come to, one by one. */
final class FlowFacts implements FlowHandler {
    private static final long FIRST_WIDTH_NS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final int MOST_SERVICES = 1024;

    private final TimeBins starts = new TimeBins(Answer.values().length, FIRST_WIDTH_NS);
    private final Largest<ServiceKey, Sums> services = new Largest<>(MOST_SERVICES, Sums::new, Sums::octets);
    private final long[] answers = new long[Answer.values().length];
    private final Distribution packets = new Distribution();
    private final Distribution payloadUp = new Distribution();
    private final Distribution payloadDown = new Distribution();
    private final Distribution packetOctets = new Distribution();
    private final Distribution durationsNs = new Distribution();
    private long flows;
    private long tcpFlows;
    private long loneSyns;
    private long tcpOneWay;
    private long aggregated;
    private long retransmitted;
    private long outOfOrder;
    private long missedOctets;
    private long acknowledgements;
    private long acknowledgementsOfUnseen;

    @Override
    public void onFlow(Flow flow) {
        services.of(ServiceKey.of(flow)).add(flow);
        if (flow.isAggregate()) {
            aggregated += flow.originalFlows();
            count(Answer.UNANSWERED, flow, flow.originalFlows());
            return;
        }
        long all = flow.packets(Flow.FORWARD) + flow.packets(Flow.REVERSE);
        quality(flow);
        packetOctets.add((flow.octets(Flow.FORWARD) + flow.octets(Flow.REVERSE)) / Math.max(1, all));
        if (flow.part() == 1) {
            count(Answer.to(flow), flow, 1);
        }
        if (flow.endReason() != EndReason.ACTIVE) {
            flows++;
            packets.add(all);
            payloadUp.add(flow.payloadOctets(Flow.FORWARD));
            payloadDown.add(flow.payloadOctets(Flow.REVERSE));
            durationsNs.add(flow.endNs() - flow.startNs());
            tcp(flow);
        }
    }

    @SuppressWarnings("EnumOrdinal") // Never leaves the class.
    private void count(Answer answer, Flow flow, long times) {
        starts.add(answer.ordinal(), flow.startNs(), times);
        answers[answer.ordinal()] += times;
    }

    private void quality(Flow flow) {
        for (int direction = Flow.FORWARD; direction <= Flow.REVERSE; direction++) {
            retransmitted += flow.retransmitted(direction);
            outOfOrder += flow.outOfOrder(direction);
            missedOctets += flow.missedOctets(direction);
        }
    }

    private void tcp(Flow flow) {
        if (flow.protocol() != IpProtocol.TCP) {
            return;
        }
        tcpFlows++;
        acknowledgements += flow.acknowledgements();
        acknowledgementsOfUnseen += flow.acknowledgementsOfUnseen();
        boolean oneWay = flow.packets(Flow.FORWARD) == 0 || flow.packets(Flow.REVERSE) == 0;
        boolean acknowledges = flow.ackCount(Flow.FORWARD) > 1 || flow.ackCount(Flow.REVERSE) > 1;
        tcpOneWay += oneWay && acknowledges ? 1 : 0;
        loneSyns += flow.probe() == Probe.SYN && flow.packets(Flow.REVERSE) == 0 ? 1 : 0;
    }

    /** Flows by when they began, by {@link #channel} of their answer. */
    TimeBins starts() {
        return starts;
    }

    @SuppressWarnings("EnumOrdinal") // Never leaves the class.
    int channel(Answer answer) {
        return answer.ordinal();
    }

    @SuppressWarnings("EnumOrdinal") // Never leaves the class.
    long answers(Answer answer) {
        return answers[answer.ordinal()];
    }

    Largest<ServiceKey, Sums> services() {
        return services;
    }

    /** Packets of a flow. */
    Distribution packets() {
        return packets;
    }

    /** Payload the initiator sent, in octets. */
    Distribution payloadUp() {
        return payloadUp;
    }

    Distribution payloadDown() {
        return payloadDown;
    }

    /** IP octets of a flow's packet, on the average. */
    Distribution packetOctets() {
        return packetOctets;
    }

    Distribution durationsNs() {
        return durationsNs;
    }

    /** Flows that have ended, without those told of in aggregates. */
    long flows() {
        return flows;
    }

    long tcpFlows() {
        return tcpFlows;
    }

    /** TCP flows that were a SYN or more, and nothing came back. */
    long loneSyns() {
        return loneSyns;
    }

    /** TCP flows of which one direction alone was seen, though it acknowledges the other. */
    long tcpOneWay() {
        return tcpOneWay;
    }

    /** Flows that are told of in aggregates alone. */
    long aggregated() {
        return aggregated;
    }

    long retransmitted() {
        return retransmitted;
    }

    long outOfOrder() {
        return outOfOrder;
    }

    /** Octets of TCP payload that were acknowledged or skipped, and not seen. */
    long missedOctets() {
        return missedOctets;
    }

    /** Part of the acknowledgements that are of what was not seen, 0 to 1. */
    double lossRatio() {
        return acknowledgements == 0 ? 0 : (double) acknowledgementsOfUnseen / acknowledgements;
    }
}
