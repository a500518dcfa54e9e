package vedette.flow;

import org.jspecify.annotations.Nullable;

/**
 * Folds flows of a flood into aggregated flows (RFC 7015): one for each service, direction of time and ten seconds, which says
 * how many flows it stands for and of how many sources. No packet is lost by it, only who sent it.
 *
 * <p>Bounded: {@link #MOST} services at once; flows of others are told of one by one.
 */
final class Aggregates {
    static final int MOST = 64;
    static final long INTERVAL_NS = 10_000_000_000L;

    private final Aggregate[] slots = new Aggregate[MOST];
    private final Flow out = new Flow();
    private long nextDueNs = Long.MAX_VALUE;
    private int size;

    /** One that is being filled; kept for the next when it has been handed on. */
    private static final class Aggregate {
        private final long[] words = new long[Flow.WORDS];
        private final DistinctCount sources = new DistinctCount();
        private long dueNs;
    }

    /** When the next one is due, the highest number if there is none. */
    long nextDueNs() {
        return nextDueNs;
    }

    /** Takes in a closed flow; false if there is no room for its service. */
    boolean fold(Flow flow) {
        Aggregate aggregate = find(flow);
        if (aggregate == null) {
            return false;
        }
        out.wrap(aggregate.words, 0);
        out.originalFlows(out.originalFlows() + 1);
        aggregate.sources.add(hash(flow));
        FlowCounting.merge(out, Flow.FORWARD, flow);
        FlowCounting.merge(out, Flow.REVERSE, flow);
        return true;
    }

    /** Flow id of the aggregate that took in the last flow. */
    long lastId() {
        return out.flowId();
    }

    /** Packets of the flows taken in and not handed on yet. */
    long packets() {
        long packets = 0;
        for (int i = 0; i < size; i++) {
            packets += FlowCounting.packets(out.wrap(slots[i].words, 0));
        }
        return packets;
    }

    /** Makes all due by now. */
    void finish(long nowNs) {
        for (int i = 0; i < size; i++) {
            slots[i].dueNs = Math.min(slots[i].dueNs, nowNs);
            nextDueNs = Math.min(nextDueNs, nowNs);
        }
    }

    /** Hands on those that are due by {@code endNs}, in the order they are due. */
    void handOn(long endNs, FlowHandler handler) {
        while (nextDueNs <= endNs && size > 0) {
            int due = 0;
            for (int i = 1; i < size; i++) {
                if (slots[i].dueNs < slots[due].dueNs) {
                    due = i;
                }
            }
            handOnSlot(due, handler);
        }
    }

    private void handOnSlot(int slot, FlowHandler handler) {
        Aggregate aggregate = slots[slot];
        slots[slot] = slots[--size];
        slots[size] = aggregate;
        nextDueNs = Long.MAX_VALUE;
        for (int i = 0; i < size; i++) {
            nextDueNs = Math.min(nextDueNs, slots[i].dueNs);
        }
        out.wrap(aggregate.words, 0);
        out.distinctSources(aggregate.sources.estimate());
        out.closedNs(aggregate.dueNs);
        handler.onFlow(out);
    }

    private @Nullable Aggregate find(Flow flow) {
        for (int i = 0; i < size; i++) {
            if (isOfService(out.wrap(slots[i].words, 0), flow)) {
                return slots[i];
            }
        }
        return size == MOST ? null : begin(flow);
    }

    private static boolean isOfService(Flow aggregate, Flow flow) {
        return aggregate.responderLo() == flow.responderLo()
                && aggregate.responderHi() == flow.responderHi()
                && aggregate.responderKeyPort() == flow.responderKeyPort()
                && aggregate.protocol() == flow.protocol()
                && aggregate.ipVersion() == flow.ipVersion()
                && aggregate.observationPoint() == flow.observationPoint()
                && aggregate.outerVlan() == flow.outerVlan()
                && aggregate.innerVlan() == flow.innerVlan();
    }

    private Aggregate begin(Flow flow) {
        if (slots[size] == null) {
            slots[size] = new Aggregate();
        }
        Aggregate aggregate = slots[size++];
        aggregate.sources.clear();
        aggregate.dueNs = flow.closedNs() + INTERVAL_NS;
        nextDueNs = Math.min(nextDueNs, aggregate.dueNs);
        out.wrap(aggregate.words, 0);
        out.beginAggregate(flow);
        return aggregate;
    }

    private static long hash(Flow flow) {
        long x = (flow.initiatorHi() ^ 0x9E3779B97F4A7C15L) * 0xD6E8FEB86659FD93L;
        x = (x ^ x >>> 32 ^ flow.initiatorLo()) * 0x9E3779B97F4A7C15L;
        x = (x ^ x >>> 29) * 0xD6E8FEB86659FD93L;
        return x ^ x >>> 32;
    }
}
