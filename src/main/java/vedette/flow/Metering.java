package vedette.flow;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import vedette.content.Inspector;
import vedette.decode.ArpMessage;
import vedette.decode.Packet;
import vedette.flow.Happenings.Step;
import vedette.net.IpProtocol;

/**
 * The metering process (RFC 7011 §2): packets go in, flow records come out in the order of closing time, flow id and part.
 * Its state lies in {@link #PARTITIONS} partitions by address pair, of which it may hold all or a share. Owned by one thread.
 */
public final class Metering {
    static final int PARTITION_BITS = 6;

    /** Parts the state is divided into, each with its own bounds, so that nothing depends on who works on it. */
    public static final int PARTITIONS = 1 << PARTITION_BITS;

    private static final long NEVER = Long.MIN_VALUE;
    private static final long SECOND_NS = 1_000_000_000L;
    private static final long DAY_TICKS = TimerWheel.tickOf(86_400 * SECOND_NS);

    // Of each frame there are places for itself, for what concerns the flow it quotes, and for what follows it.
    private static final int PLACES = 3;
    private static final int QUOTED = 1;
    private static final int AFTER = 2;

    /** After every tick there is. */
    private static final long AT_THE_END = Long.MAX_VALUE;

    private final FlowCounters counters;
    private final Happenings happenings;
    private final FlowKey key;
    private final @Nullable Partition[] byNumber = new Partition[PARTITIONS];
    private final Partition[] partitions;
    private final ClosedFlows closed = new ClosedFlows();
    private final Flow flow = new Flow();
    private final long[] unaccounted;
    /** Of the last packet or message: it gives each its place, whoever meters it. */
    private long ordinal;

    private int audited;
    private long tick = NEVER;

    /**
     * One that works alone.
     *
     * @param mergePoints whether the observation points are one: then they are no part of the key
     * @param seed of the table's hash: fixed in a replay, else random, so that nobody can choose colliding flows
     * @param happenings is told what comes of it
     */
    public Metering(FlowConfig config, boolean mergePoints, long seed, FlowCounters counters, Happenings happenings) {
        this(config, mergePoints, seed, Share.ALL, counters, happenings);
    }

    /** One that works on a share of the partitions. */
    public Metering(
            FlowConfig config,
            boolean mergePoints,
            long seed,
            Share share,
            FlowCounters counters,
            Happenings happenings) {
        this.counters = counters;
        this.happenings = happenings;
        this.key = new FlowKey(config.vlanKey(), !mergePoints, seed);
        FlowKey heldKey = new FlowKey(config.vlanKey(), !mergePoints, seed);
        Inspector inspector = config.content().enabled() ? new Inspector() : null;
        List<Partition> held = new ArrayList<>();
        for (int i = 0; i < PARTITIONS; i++) {
            if (share.holds(i)) {
                Partition partition = new Partition(i, config, heldKey, counters, closed, happenings, inspector, seed);
                byNumber[i] = partition;
                held.add(partition);
            }
        }
        partitions = held.toArray(Partition[]::new);
        unaccounted = new long[partitions.length];
    }

    /** Tells somebody of each packet which flow it was counted in. */
    public void tellPacketsTo(PacketListener listener) {
        for (Partition partition : partitions) {
            partition.tellPacketsTo(listener);
        }
    }

    /** Meters a decoded packet. {@code nowNs} is the packet clock's time, {@code timestampNs} the packet's own. */
    public void onPacket(Packet packet, int observationPoint, long timestampNs, long nowNs) {
        expire(nowNs);
        ordinal++;
        key.of(packet, observationPoint);
        Partition partition = byNumber[key.partition];
        if (partition != null) {
            counters.packets.increment();
            counters.octets.add(packet.ipOctets());
            happenings.at(tick, Step.FRAMES, PLACES * ordinal);
            partition.onPacket(packet, key, timestampNs, nowNs);
            relieve(key.partition);
        }
        if (IpProtocol.isIcmp(packet.protocol())
                && packet.hasTransport()
                && packet.icmp().isQuoting()) {
            onIcmpError(packet, observationPoint, nowNs);
        }
    }

    private void onIcmpError(Packet packet, int observationPoint, long nowNs) {
        key.ofQuoted(packet, observationPoint);
        Partition partition = byNumber[key.partition];
        if (partition != null) {
            happenings.at(tick, Step.FRAMES, PLACES * ordinal + QUOTED);
            partition.onIcmpError(key, packet.icmp().isUnreachable(packet.protocol()), nowNs);
            relieve(key.partition);
        }
    }

    /** An ARP message belongs to no flow, and is told of in its turn. */
    public void onArp(ArpMessage message, long nowNs) {
        expire(nowNs);
        ordinal++;
        if (byNumber[0] != null) {
            happenings.at(tick, Step.FRAMES, PLACES * ordinal);
            happenings.onArp(message, nowNs);
        }
    }

    /** Frames were lost before the sensor: {@code total} so far. */
    public void onDrops(long total) {
        if (byNumber[0] != null) {
            happenings.at(tick, Step.FRAMES, PLACES * ordinal + AFTER);
            happenings.onDrops(total);
        }
    }

    /** Hands closed records on before their tick is over: those closed after them in the same tick come later all the same. */
    private void relieve(int partition) {
        if (closed.isCrowded(partition)) {
            handOn(closed.sortOf(partition));
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
            passInto(last - tick == 1 ? last : nextBusyTick(last));
        }
    }

    /**
     * The next tick, up to the last, at which something is due or a second begins: what happens in silence happens in the same
     * order whether it is looked at as it passes, or afterwards. Of a silence longer than a day only the last day is told.
     */
    private long nextBusyTick(long last) {
        long second = Math.floorDiv(TimerWheel.startOf(tick), SECOND_NS) + 1;
        long next = last - tick > DAY_TICKS ? last - DAY_TICKS : TimerWheel.tickOf(second * SECOND_NS - 1) + 1;
        next = Math.min(next, closed.nextTick());
        for (Partition partition : partitions) {
            next = Math.min(next, partition.nextTick());
        }
        return Math.min(last, Math.max(next, tick + 1));
    }

    private void passInto(long next) {
        tick = next;
        long startNs = TimerWheel.startOf(tick);
        for (Partition partition : partitions) {
            happenings.at(tick, Step.DUE, partition.number());
            partition.expire(startNs);
        }
        happenings.at(tick, Step.RECORDS, 0);
        handOn(closed.sortUntil(startNs));
        happenings.at(tick, Step.TICK, 0);
        happenings.onTickBegun(tick);
    }

    /** Closes every open flow with reason <i>forced</i> (connections that had ended, as ended) and hands all records on. */
    public void flush(long nowNs) {
        expire(nowNs);
        for (Partition partition : partitions) {
            happenings.at(AT_THE_END, Step.DUE, partition.number());
            partition.flush(nowNs);
        }
        happenings.at(AT_THE_END, Step.RECORDS, 0);
        handOn(closed.sortUntil(Long.MAX_VALUE));
        happenings.at(AT_THE_END, Step.FRAMES, 0);
        happenings.onEnd(nowNs);
    }

    /** Flows that are open now. */
    public int openFlows() {
        int count = 0;
        for (Partition partition : partitions) {
            count += partition.openFlows();
        }
        return count;
    }

    /** A turn is over: whoever merges what several tell need not wait for anything of it. */
    public void endTurn(long lastFrameNs, long nowNs) {
        happenings.at(tick, Step.FRAMES, PLACES * ordinal + AFTER);
        happenings.onTurn(lastFrameNs, nowNs);
    }

    /**
     * Looks for packets that are in no record, or in two: adds up anew what waits to be handed on, and what is open in one partition,
     * another each time, and compares it with what came in and went out, for each partition as when it was last looked at.
     *
     * @param error what is missing already before metering
     * @param decoded packets there were to meter
     */
    public void audit(long error, long decoded) {
        boolean tellsForAll = byNumber[0] != null;
        happenings.at(tick, Step.FRAMES, PLACES * ordinal + AFTER);
        happenings.onAudit(lookAround(tellsForAll ? error : 0, tellsForAll ? decoded : 0));
    }

    private Audit lookAround(long errorBefore, long decoded) {
        Partition next = partitions[audited];
        unaccounted[audited] = Math.abs(next.packetsIn() - next.packetsOut() - next.packetsHere());
        audited = (audited + 1) % partitions.length;
        long in = 0;
        long out = 0;
        long error = errorBefore;
        for (int i = 0; i < partitions.length; i++) {
            in += partitions[i].packetsIn();
            out += partitions[i].packetsOut();
            error += unaccounted[i];
        }
        long metered = counters.packets.get();
        return new Audit(error + Math.abs(metered - in), decoded, metered, out - waitingPackets());
    }

    private long waitingPackets() {
        long packets = 0;
        for (int i = 0; i < closed.size(); i++) {
            packets += FlowCounting.packets(partition(closed.partition(i)).wrap(flow, closed.record(i)));
        }
        return packets;
    }

    /** Hands on the first closed records. */
    private void handOn(int count) {
        for (int i = 0; i < count; i++) {
            Partition partition = partition(closed.partition(i));
            int record = closed.record(i);
            happenings.onClosed(partition.wrap(flow, record).with(partition.findings(record)));
            partition.release(record);
        }
        closed.removeFirst(count);
    }

    private Partition partition(int number) {
        Partition partition = byNumber[number];
        if (partition == null) {
            throw new IllegalStateException("partition " + number + " is another's");
        }
        return partition;
    }
}
