package vedette.flow;

import vedette.decode.Packet;
import vedette.net.IpProtocol;

/**
 * The metering process (RFC 7011 §2): packets go in, flow records come out in the order of closing time, flow id and part.
 * Its state lies in {@link #PARTITIONS} partitions by address pair. Owned by one thread.
 */
public final class Metering {
    static final int PARTITION_BITS = 6;

    /** Parts the state is divided into, each with its own bounds, so that nothing depends on who works on it. */
    public static final int PARTITIONS = 1 << PARTITION_BITS;

    private static final long NEVER = Long.MIN_VALUE;
    private static final long SECOND_NS = 1_000_000_000L;
    private static final long DAY_TICKS = TimerWheel.tickOf(86_400 * SECOND_NS);

    /** Records that may wait to be put in order, so that packets of one instant cannot fill the memory. */
    static final int MOST_WAITING = 1 << 16;

    private final FlowCounters counters;
    private final FlowHandler handler;
    private final FlowEvents events;
    private final Folding folding;
    private final Aggregates aggregates = new Aggregates();
    private final FlowHandler telling = this::tell;
    private final FlowKey key;
    private final Partition[] partitions = new Partition[PARTITIONS];
    private final ClosedFlows closed = new ClosedFlows();
    private final Flow flow = new Flow();
    private final long[] unaccounted = new long[PARTITIONS];
    private int audited;
    private long tick = NEVER;

    /**
     * @param mergePoints whether the observation points are one: then they are no part of the key
     * @param seed of the table's hash: fixed in a replay, else random, so that nobody can choose colliding flows
     * @param handler is given the records
     * @param events is told what happens to flows
     * @param folding says which attempts are told of in aggregates only
     */
    public Metering(
            FlowConfig config,
            boolean mergePoints,
            long seed,
            FlowCounters counters,
            FlowHandler handler,
            FlowEvents events,
            Folding folding) {
        this.counters = counters;
        this.handler = handler;
        this.events = events;
        this.folding = folding;
        this.key = new FlowKey(config.vlanKey(), !mergePoints, seed);
        FlowKey heldKey = new FlowKey(config.vlanKey(), !mergePoints, seed);
        for (int i = 0; i < PARTITIONS; i++) {
            partitions[i] = new Partition(i, config, heldKey, counters, closed, events);
        }
    }

    /** Meters a decoded packet. {@code nowNs} is the packet clock's time, {@code timestampNs} the packet's own. */
    public void onPacket(Packet packet, int observationPoint, long timestampNs, long nowNs) {
        expire(nowNs);
        counters.packets.increment();
        counters.octets.add(packet.ipOctets());
        key.of(packet, observationPoint);
        partitions[key.partition].onPacket(packet, key, timestampNs, nowNs);
        if (IpProtocol.isIcmp(key.protocol)
                && packet.hasTransport()
                && packet.icmp().isQuoting()) {
            key.ofQuoted(packet, observationPoint);
            partitions[key.partition].onIcmpError(key, packet.icmp().isUnreachable(packet.protocol()), nowNs);
        }
        if (closed.size() >= MOST_WAITING) {
            relieve(nowNs);
        }
    }

    /** Hands closed records on before their tick is over: those closed after them in the same tick come later all the same. */
    private void relieve(long nowNs) {
        expire(nowNs);
        if (closed.size() >= MOST_WAITING) {
            handOn(closed.sortUntil(Long.MAX_VALUE), nowNs);
        }
    }

    /**
     * Other timeouts hold from now on, for open flows too. It takes a moment for each of them.
     *
     * @param config whose timeouts those are; nothing else of it matters
     */
    public void retime(FlowConfig config, long nowNs) {
        Timeouts timeouts = new Timeouts(config);
        for (Partition partition : partitions) {
            partition.retime(timeouts, nowNs);
        }
    }

    /** Ends what silence has brought to an end by now, and hands the closed records on. */
    public void expire(long nowNs) {
        long last = TimerWheel.tickOf(nowNs);
        if (tick == NEVER) {
            tick = last - 1;
        }
        while (tick < last) {
            long before = tick;
            tick = last - before == 1 ? last : nextBusyTick(last);
            passInto(tick, before);
        }
    }

    /**
     * The next tick, up to the last, at which something is due or a second begins: what happens in silence happens in the same
     * order whether it is looked at as it passes, or afterwards. Of a silence longer than a day only the last day is told.
     */
    private long nextBusyTick(long last) {
        long second = Math.floorDiv(TimerWheel.startOf(tick), SECOND_NS) + 1;
        long next = last - tick > DAY_TICKS ? last - DAY_TICKS : TimerWheel.tickOf(second * SECOND_NS - 1) + 1;
        for (Partition partition : partitions) {
            next = Math.min(next, partition.nextTick());
        }
        return Math.min(last, Math.max(next, tick + 1));
    }

    private void passInto(long tick, long before) {
        long startNs = TimerWheel.startOf(tick);
        for (Partition partition : partitions) {
            partition.expire(startNs);
        }
        handOn(closed.sortUntil(startNs), startNs - 1);
        if (Math.floorDiv(startNs, SECOND_NS) != Math.floorDiv(TimerWheel.startOf(before), SECOND_NS)) {
            events.onTick(startNs);
        }
    }

    /** Closes every open flow with reason <i>forced</i> (connections that had ended, as ended) and hands all records on. */
    public void flush(long nowNs) {
        expire(nowNs);
        for (Partition partition : partitions) {
            partition.flush(nowNs);
        }
        handOn(closed.sortUntil(Long.MAX_VALUE), nowNs);
        aggregates.finish(nowNs);
        aggregates.handOn(nowNs, telling);
    }

    /** Flows that are open now. */
    public int openFlows() {
        int count = 0;
        for (Partition partition : partitions) {
            count += partition.openFlows();
        }
        return count;
    }

    /**
     * Looks for packets that are in no record, or in two: adds up anew what waits to be handed on, and what is open in one partition,
     * another each time, and compares it with what came in and went out. Returns by how much the sums are apart, for each partition
     * as when it was last looked at.
     */
    public long audit() {
        Partition next = partitions[audited];
        unaccounted[audited] = Math.abs(next.packetsIn() - next.packetsOut() - next.packetsHere());
        audited = (audited + 1) % PARTITIONS;
        long in = 0;
        long out = 0;
        long error = 0;
        for (int i = 0; i < PARTITIONS; i++) {
            in += partitions[i].packetsIn();
            out += partitions[i].packetsOut();
            error += unaccounted[i];
        }
        long notTold = waitingPackets() + aggregates.packets();
        return error + Math.abs(counters.packets.get() - in) + Math.abs(out - counters.recordPackets.get() - notTold);
    }

    private long waitingPackets() {
        long packets = 0;
        for (int i = 0; i < closed.size(); i++) {
            packets += FlowCounting.packets(partitions[closed.partition(i)].wrap(flow, closed.record(i)));
        }
        return packets;
    }

    /** Hands on the first closed records, and the aggregates that are due by {@code endNs} among them. */
    private void handOn(int count, long endNs) {
        for (int i = 0; i < count; i++) {
            Partition partition = partitions[closed.partition(i)];
            partition.wrap(flow, closed.record(i));
            if (aggregates.nextDueNs() <= flow.closedNs()) {
                aggregates.handOn(flow.closedNs(), telling);
            }
            if (!isFolded(flow)) {
                tell(flow);
            }
            partition.release(closed.record(i));
        }
        closed.removeFirst(count);
        aggregates.handOn(endNs, telling);
    }

    private boolean isFolded(Flow record) {
        boolean folded =
                Attempts.isIncomplete(record) && folding.folds(record, record.endNs()) && aggregates.fold(record);
        if (folded) {
            counters.folded.increment();
        }
        return folded;
    }

    private void tell(Flow record) {
        counters.count(record);
        handler.onFlow(record);
    }
}
