package vedette.flow;

import vedette.decode.Packet;

/** Adds packets to a flow: what every protocol has (rules M5 and M8). */
final class FlowCounting {
    private FlowCounting() {}

    /** Of both directions. */
    static long packets(Flow flow) {
        return flow.packets(Flow.FORWARD) + flow.packets(Flow.REVERSE);
    }

    static void add(Flow flow, int direction, Packet packet, long timestampNs) {
        long packets = flow.packets(direction);
        if (packets == 0) {
            begin(flow, direction, packet, timestampNs);
        } else {
            widen(flow, direction, timestampNs, timestampNs, packet.ttl(), packet.ttl());
        }
        flow.packets(direction, packets + 1);
        flow.octets(direction, flow.octets(direction) + packet.ipOctets());
        flow.frameOctets(direction, flow.frameOctets(direction) + packet.frameOctets());
        flow.payloadOctets(direction, flow.payloadOctets(direction) + packet.payloadOctets());
    }

    private static void begin(Flow flow, int direction, Packet packet, long timestampNs) {
        flow.firstNs(direction, timestampNs);
        flow.lastNs(direction, timestampNs);
        flow.minTtl(direction, packet.ttl());
        flow.maxTtl(direction, packet.ttl());
        flow.trafficClass(direction, packet.trafficClass());
        flow.mac(direction, packet.sourceMac());
    }

    /** Makes times and TTLs take these in; nearly always only the last time changes. */
    private static void widen(Flow flow, int direction, long firstNs, long lastNs, int minTtl, int maxTtl) {
        if (firstNs < flow.firstNs(direction)) {
            flow.firstNs(direction, firstNs);
        }
        if (lastNs > flow.lastNs(direction)) {
            flow.lastNs(direction, lastNs);
        }
        if (minTtl < flow.minTtl(direction)) {
            flow.minTtl(direction, minTtl);
        }
        if (maxTtl > flow.maxTtl(direction)) {
            flow.maxTtl(direction, maxTtl);
        }
    }

    /** Adds what the forward direction of {@code held} has counted. */
    static void absorb(Flow flow, int direction, Flow held) {
        long packets = flow.packets(direction);
        if (packets == 0) {
            flow.firstNs(direction, held.firstNs(Flow.FORWARD));
            flow.lastNs(direction, held.lastNs(Flow.FORWARD));
            flow.minTtl(direction, held.minTtl(Flow.FORWARD));
            flow.maxTtl(direction, held.maxTtl(Flow.FORWARD));
            flow.trafficClass(direction, held.trafficClass(Flow.FORWARD));
            flow.mac(direction, held.mac(Flow.FORWARD));
        } else {
            widen(
                    flow,
                    direction,
                    held.firstNs(Flow.FORWARD),
                    held.lastNs(Flow.FORWARD),
                    held.minTtl(Flow.FORWARD),
                    held.maxTtl(Flow.FORWARD));
        }
        flow.packets(direction, packets + held.packets(Flow.FORWARD));
        flow.octets(direction, flow.octets(direction) + held.octets(Flow.FORWARD));
        flow.frameOctets(direction, flow.frameOctets(direction) + held.frameOctets(Flow.FORWARD));
        flow.payloadOctets(direction, flow.payloadOctets(direction) + held.payloadOctets(Flow.FORWARD));
    }

    /** Adds what a direction of another flow has counted to an aggregate. */
    static void merge(Flow aggregate, int direction, Flow flow) {
        long packets = aggregate.packets(direction);
        if (flow.packets(direction) == 0) {
            return;
        }
        if (packets == 0) {
            aggregate.firstNs(direction, flow.firstNs(direction));
            aggregate.lastNs(direction, flow.lastNs(direction));
            aggregate.minTtl(direction, flow.minTtl(direction));
            aggregate.maxTtl(direction, flow.maxTtl(direction));
            aggregate.trafficClass(direction, flow.trafficClass(direction));
            aggregate.mac(direction, flow.mac(direction));
        } else {
            widen(
                    aggregate,
                    direction,
                    flow.firstNs(direction),
                    flow.lastNs(direction),
                    flow.minTtl(direction),
                    flow.maxTtl(direction));
        }
        aggregate.packets(direction, packets + flow.packets(direction));
        aggregate.octets(direction, aggregate.octets(direction) + flow.octets(direction));
        aggregate.frameOctets(direction, aggregate.frameOctets(direction) + flow.frameOctets(direction));
        aggregate.payloadOctets(direction, aggregate.payloadOctets(direction) + flow.payloadOctets(direction));
        aggregate.tcpFlags(direction, aggregate.tcpFlags(direction) | flow.tcpFlags(direction));
        aggregate.synCount(direction, aggregate.synCount(direction) + flow.synCount(direction));
        aggregate.rstCount(direction, aggregate.rstCount(direction) + flow.rstCount(direction));
        aggregate.ackCount(direction, aggregate.ackCount(direction) + flow.ackCount(direction));
    }

    /** Begins the next part: counters and times of zero. */
    static void reset(Flow flow) {
        flow.icmpErrors(0);
        for (int direction = Flow.FORWARD; direction <= Flow.REVERSE; direction++) {
            flow.packets(direction, 0);
            flow.octets(direction, 0);
            flow.frameOctets(direction, 0);
            flow.payloadOctets(direction, 0);
            flow.firstNs(direction, 0);
            flow.lastNs(direction, 0);
        }
    }
}
