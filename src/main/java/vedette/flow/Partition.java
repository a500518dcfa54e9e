package vedette.flow;

import org.jspecify.annotations.Nullable;
import vedette.content.Findings;
import vedette.content.Inspector;
import vedette.decode.Packet;
import vedette.net.IpProtocol;

/**
 * One part of the metering process's state: the flows of some address pairs, their timers and their fragments. When its table
 * is full, a new flow ends the half-open connection that is next to time out, or else the flow that is; and when there are
 * too many half-open connections, one of them.
 */
final class Partition {
    private static final int OTHERS = 0;
    private static final int HALF_OPEN = 1;

    /** Where fewer flows are open, whoever has two of them may be the one to make room for himself. */
    private static final int CROWD = 1024;

    private final int number;
    private final int maxFlows;
    private final int maxHalfOpen;
    private Timeouts timeouts;
    private final FlowCounters counters;
    private final ClosedFlows closed;
    private final FlowStore store = new FlowStore();
    private final FlowIndex index = new FlowIndex(store);
    private final TimerWheel halfOpen = new TimerWheel();
    private final TimerWheel others = new TimerWheel();
    private final FragmentTable fragments;
    private final TcpMeter tcp = new TcpMeter();
    private final Attempts attempts;
    private final FlowIds ids = new FlowIds();
    private final Flow flow = new Flow();
    private final Flow expiring = new Flow();
    private final Flow part = new Flow();
    private final @Nullable ContentTable content;
    private final DnsMessages dns;
    private @Nullable PacketListener listener;
    private long packetsIn;
    private long packetsOut;

    Partition(
            int number,
            FlowConfig config,
            FlowKey heldKey,
            FlowCounters counters,
            ClosedFlows closed,
            FlowEvents events,
            @Nullable Inspector inspector,
            long seed) {
        this.number = number;
        this.maxFlows = config.maxFlows() / Metering.PARTITIONS;
        this.maxHalfOpen = config.maxHalfOpen() / Metering.PARTITIONS;
        this.timeouts = new Timeouts(config);
        this.counters = counters;
        this.closed = closed;
        this.attempts = new Attempts(store, events);
        this.content = inspector == null ? null : new ContentTable(config.content(), inspector, counters);
        this.dns = new DnsMessages(events, content, seed);
        this.fragments = new FragmentTable(this, store, heldKey, counters);
    }

    /** Other timeouts hold from now on, for open flows too. */
    void retime(Timeouts other, long nowNs) {
        timeouts = other;
        index.forEach(record -> {
            long deadlineNs = timeouts.deadlineNs(store.wrap(expiring, record));
            TimerWheel wheel = wheelOf(expiring);
            if (wheel.isSooner(record, deadlineNs)) {
                wheel.remove(record);
                wheel.add(record, deadlineNs, nowNs);
            }
        });
    }

    void tellPacketsTo(PacketListener other) {
        listener = other;
    }

    void onPacket(Packet packet, FlowKey key, long timestampNs, long nowNs) {
        packetsIn++;
        if (packet.isFragment()) {
            fragments.onFragment(packet, key, timestampNs, nowNs);
        } else {
            meter(packet, key, timestampNs, nowNs);
        }
    }

    /** Counts a packet in its flow, which is found, begun anew or turned round as need be. Returns the flow. */
    Flow meter(Packet packet, FlowKey key, long timestampNs, long nowNs) {
        int record = find(packet, key, nowNs);
        if (record == FlowStore.NONE) {
            record = open(packet, key, timestampNs, nowNs);
        } else if (nowNs - flow.partStartedNs() >= timeouts.activeNs()) {
            closePart(record, nowNs);
        }
        int direction = direction(packet, record, key);
        FlowCounting.add(flow, direction, packet, timestampNs);
        flow.lastSeenNs(nowNs);
        if (flow.protocol() == IpProtocol.TCP) {
            followTcp(packet, direction, timestampNs);
        }
        if (content != null && packet.payloadOctets() > 0) {
            content.onPacket(flow, record, direction, packet);
        }
        reschedule(record, nowNs);
        attempts.onPacket(flow, record, direction, packet, nowNs);
        dns.onPacket(flow, record, direction, packet, nowNs);
        if (listener != null) {
            listener.onPacket(flow, direction, packet, timestampNs);
        }
        return flow;
    }

    /** Tells the flow of the key, if it is open, that an ICMP error quoted a packet of it. It keeps no flow alive. */
    void onIcmpError(FlowKey quoted, boolean isUnreachable, long nowNs) {
        int record = find(null, quoted, nowNs);
        if (record == FlowStore.NONE) {
            return;
        }
        flow.icmpErrors(flow.icmpErrors() + 1);
        if (isUnreachable) {
            attempts.onUnreachable(flow, record, nowNs);
        }
        if (listener != null) {
            listener.onQuoted(flow);
        }
    }

    /** Fragments of a datagram are held back in a record. */
    void tellHeld(int record, Packet packet, long timestampNs) {
        if (listener != null) {
            listener.onHeld(datagram(record), packet, timestampNs);
        }
    }

    /** What was held back in the record was counted in a flow. */
    void tellJoined(int record, Flow joined, int direction) {
        if (listener != null) {
            listener.onJoined(datagram(record), joined, direction);
        }
    }

    private long datagram(int record) {
        return (long) number << Integer.SIZE | record;
    }

    private void followTcp(Packet packet, int direction, long timestampNs) {
        if (packet.isFragment()) {
            tcp.onFragment(flow, direction);
        }
        if (packet.hasTransport()) {
            tcp.onSegment(flow, direction, packet.tcp(), packet.payloadOctets(), timestampNs);
        }
    }

    /** Counts packets that were held back, of a datagram whose ports never came, in the flow without ports. */
    void meterHeld(Flow held, int heldRecord, FlowKey key, long nowNs) {
        int record = find(null, key, nowNs);
        boolean began = record == FlowStore.NONE;
        if (began) {
            record = openHeld(held, key, nowNs);
        }
        if (began || flow.isFragmentsOnly()) {
            flow.markFragment(held.fragmentIdentification(), held.fragmentFlags() != 0);
        }
        int direction = key.isForward(flow) ? Flow.FORWARD : Flow.REVERSE;
        FlowCounting.absorb(flow, direction, held);
        flow.lastSeenNs(nowNs);
        reschedule(record, nowNs);
        tellJoined(heldRecord, flow, direction);
    }

    /** Ends flows and gives up datagrams whose time is over. */
    void expire(long nowNs) {
        fragments.expire(nowNs);
        attempts.expire(nowNs);
        expire(halfOpen, nowNs);
        expire(others, nowNs);
    }

    /** The next tick into which time must not pass without a look at this partition; the highest number if there is none. */
    long nextTick() {
        long next = Math.min(halfOpen.nextTick(), others.nextTick());
        long dueNs = Math.min(attempts.nextDueNs(), fragments.nextDueNs());
        return dueNs == Long.MAX_VALUE ? next : Math.min(next, TimerWheel.tickOf(dueNs - 1) + 1);
    }

    void flush(long nowNs) {
        fragments.flush(nowNs);
        attempts.expire(nowNs);
        flush(halfOpen, nowNs);
        flush(others, nowNs);
    }

    int openFlows() {
        return index.size();
    }

    int number() {
        return number;
    }

    /** Packets that came in so far. */
    long packetsIn() {
        return packetsIn;
    }

    /** Packets in records closed so far. */
    long packetsOut() {
        return packetsOut;
    }

    /** Packets that are here, counted one flow after another: as many as came in and did not go out. */
    long packetsHere() {
        return index.packets(expiring) + fragments.heldPackets();
    }

    Flow wrap(Flow flow, int record) {
        return store.wrap(flow, record);
    }

    /** What was found out of a closed record's content. */
    Findings findings(int record) {
        return content == null ? Findings.NONE : content.findings(record);
    }

    void release(int record) {
        if (content != null) {
            content.release(record);
        }
        store.release(record);
    }

    /** The open flow of the key, with {@link #flow} wrapped round it; one that has ended by now is closed instead. */
    private int find(@Nullable Packet packet, FlowKey key, long nowNs) {
        int record = index.find(key, flow);
        if (record == FlowStore.NONE) {
            return FlowStore.NONE;
        }
        long deadlineNs = timeouts.deadlineNs(flow);
        if (deadlineNs <= nowNs) {
            close(flow, record, EndReason.IDLE, deadlineNs);
            return FlowStore.NONE;
        }
        if (packet != null && isTcpSegment(packet)) {
            int direction = key.isForward(flow) ? Flow.FORWARD : Flow.REVERSE;
            if (tcp.startsNewConnection(flow, direction, packet.tcp())) {
                close(flow, record, EndReason.END_OF_FLOW, nowNs);
                return FlowStore.NONE;
            }
        }
        return record;
    }

    private int open(Packet packet, FlowKey key, long timestampNs, long nowNs) {
        boolean sourceInitiates = Direction.sourceIsInitiator(packet);
        if (packet.protocol() == IpProtocol.TCP && halfOpen.size() >= maxHalfOpen) {
            evict(key, sourceInitiates, nowNs);
        }
        int record = takeRecord(key, sourceInitiates, nowNs);
        store.wrap(flow, record);
        flow.directionCode(Direction.code(packet));
        if (sourceInitiates) {
            flow.key(key);
        } else {
            flow.reversedKey(key);
        }
        flow.vlansOf(packet);
        begin(record, key, timestampNs, nowNs);
        attempts.onBegin(flow, record, packet, sourceInitiates, nowNs);
        return record;
    }

    private int openHeld(Flow held, FlowKey key, long nowNs) {
        int record = takeRecord(key, true, nowNs);
        store.wrap(flow, record);
        flow.key(key);
        flow.directionCode(Direction.INITIATOR);
        flow.vlansOf(held);
        begin(record, key, held.startNs(), nowNs);
        return record;
    }

    private void begin(int record, FlowKey key, long startNs, long nowNs) {
        if (flow.protocol() == IpProtocol.TCP) {
            tcp.open(flow);
        }
        flow.flowId(ids.next(flow, startNs));
        flow.part(1);
        flow.partStartedNs(nowNs);
        flow.lastSeenNs(nowNs);
        index.add(key.hash, record);
        schedule(flow, record, nowNs);
        counters.started.increment();
    }

    private int takeRecord(FlowKey newcomer, boolean sourceInitiates, long nowNs) {
        if (index.size() >= maxFlows) {
            evict(newcomer, sourceInitiates, nowNs);
        }
        return store.take();
    }

    /** Ends the half-open connection that is next to time out, or else the flow that is, to make room for another. */
    private void evict(FlowKey newcomer, boolean sourceInitiates, long nowNs) {
        boolean anyHalfOpen = halfOpen.size() > 0;
        int record = nextToTimeOut(anyHalfOpen ? halfOpen : others, nowNs);
        long deadlineNs = timeouts.deadlineNs(expiring);
        if (deadlineNs <= nowNs) {
            close(expiring, record, EndReason.IDLE, deadlineNs);
            return;
        }
        (anyHalfOpen ? counters.evictedHalfOpen : counters.evictedIdle).increment();
        if (index.size() >= CROWD && newcomer.isInitiatedAs(expiring, sourceInitiates)) {
            attempts.onCrowdedOut(expiring, record, nowNs);
        }
        close(expiring, record, EndReason.LACK_OF_RESOURCES, nowNs);
    }

    /** The wheel's record with the nearest deadline, {@link #expiring} wrapped round it. The wheel must not be empty. */
    private int nextToTimeOut(TimerWheel wheel, long nowNs) {
        while (true) {
            int record = wheel.soonest();
            store.wrap(expiring, record);
            int tick = wheel.tick(record);
            if (wheel.isLater(record, timeouts.deadlineNs(expiring))) {
                wheel.remove(record);
                wheel.add(record, timeouts.deadlineNs(expiring), nowNs);
            }
            if (wheel.tick(record) == tick) {
                return record;
            }
        }
    }

    private void expire(TimerWheel wheel, long nowNs) {
        for (int record = wheel.due(nowNs); record != FlowStore.NONE; record = wheel.due(nowNs)) {
            long deadlineNs = timeouts.deadlineNs(store.wrap(expiring, record));
            if (deadlineNs <= nowNs) {
                close(expiring, record, EndReason.IDLE, deadlineNs);
            } else {
                wheel.remove(record);
                wheel.add(record, deadlineNs, nowNs);
            }
        }
    }

    private void flush(TimerWheel wheel, long nowNs) {
        for (int record = wheel.soonest(); record != FlowStore.NONE; record = wheel.soonest()) {
            long deadlineNs = timeouts.deadlineNs(store.wrap(expiring, record));
            boolean ended = deadlineNs <= nowNs;
            close(expiring, record, ended ? EndReason.IDLE : EndReason.FORCED, ended ? deadlineNs : nowNs);
        }
    }

    private void close(Flow ending, int record, EndReason reason, long closedNs) {
        wheelOf(ending).remove(record);
        index.remove(ending.hash(), record);
        attempts.onEnd(ending, record, closedNs);
        if (content != null) {
            content.onEnd(ending, record);
        }
        boolean ended = ending.protocol() == IpProtocol.TCP && ending.phase() == TcpPhase.CLOSED;
        ending.endReasonCode((ended ? EndReason.END_OF_FLOW : reason).code());
        ending.closedNs(closedNs);
        packetsOut += FlowCounting.packets(ending);
        closed.add(ending, number, record);
    }

    /** Closes the flow's part with a copy of its record; the flow goes on with counters of zero. */
    private void closePart(int open, long nowNs) {
        int record = store.take();
        store.wrap(part, record);
        flow.copyTo(part);
        part.endReasonCode(EndReason.ACTIVE.code());
        part.closedNs(nowNs);
        packetsOut += FlowCounting.packets(part);
        closed.add(part, number, record);
        if (content != null) {
            content.onPart(flow, open, record);
        }
        flow.part(flow.part() + 1);
        flow.partStartedNs(nowNs);
        FlowCounting.reset(flow);
        tcp.nextPart(flow);
    }

    /** The packet's direction in {@link #flow}, which is turned round first if the packet proves its guessed initiator wrong. */
    private int direction(Packet packet, int record, FlowKey key) {
        int direction = key.isForward(flow) ? Flow.FORWARD : Flow.REVERSE;
        if (isTcpSegment(packet) && tcp.turnsRound(flow, direction, packet.tcp())) {
            flow.turnRound();
            tcp.onTurnedRound(flow);
            if (content != null) {
                content.turnRound(record);
            }
            return Flow.REVERSE - direction;
        }
        return direction;
    }

    private void schedule(Flow flow, int record, long nowNs) {
        boolean opening = isHalfOpen(flow);
        flow.timerQueue(opening ? HALF_OPEN : OTHERS);
        (opening ? halfOpen : others).add(record, timeouts.deadlineNs(flow), nowNs);
    }

    /** Moves the flow's timer if its deadline came nearer or it is no longer half open; else it may stay where it is. */
    private void reschedule(int record, long nowNs) {
        boolean moves = isHalfOpen(flow) != (flow.timerQueue() == HALF_OPEN);
        TimerWheel wheel = wheelOf(flow);
        if (moves || wheel.isSooner(record, timeouts.deadlineNs(flow))) {
            wheel.remove(record);
            schedule(flow, record, nowNs);
        }
    }

    private TimerWheel wheelOf(Flow flow) {
        return flow.timerQueue() == HALF_OPEN ? halfOpen : others;
    }

    private static boolean isHalfOpen(Flow flow) {
        return flow.protocol() == IpProtocol.TCP && flow.phase() == TcpPhase.OPENING;
    }

    private static boolean isTcpSegment(Packet packet) {
        return packet.protocol() == IpProtocol.TCP && packet.hasTransport();
    }
}
