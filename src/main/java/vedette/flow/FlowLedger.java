package vedette.flow;

import vedette.content.DnsMessage;
import vedette.content.Findings;

/**
 * The end of metering: folds what is to be told of in aggregates, counts the records and hands them on, and tells detectors the
 * events and the seconds. Owned by the detecting thread.
 */
public final class FlowLedger extends RelayedEvents implements Happenings {
    /** What names of addresses take of the heap from the start. */
    public static final long NAMES_AT_ONCE = NamedAddresses.OCTETS;

    /** What they take at most. */
    public static final long NAMES_IN_ALL = NAMES_AT_ONCE + (long) NamedAddresses.PLACES / 2 * Findings.MOST_OCTETS;

    private static final long NEVER = Long.MIN_VALUE;
    private static final long SECOND_NS = 1_000_000_000L;

    private final FlowCounters counters;
    private final FlowHandler handler;
    private final FlowEvents events;
    private final Folding folding;
    private final NamedAddresses names;
    private final Aggregates aggregates = new Aggregates();
    private final FlowHandler telling = this::tell;
    private FoldListener foldListener = FoldListener.NOBODY;
    private long tick = NEVER;
    private long lastFrameNs;
    private long nowNs = NEVER;
    private long errorPackets;

    /**
     * @param counters of which the records are counted here
     * @param handler is given the records
     * @param events is told what happens to flows
     * @param folding says which attempts are told of in aggregates only
     * @param seed of the hashes, as in {@link Metering}
     */
    public FlowLedger(FlowCounters counters, FlowHandler handler, FlowEvents events, Folding folding, long seed) {
        this.counters = counters;
        this.handler = handler;
        this.events = events;
        this.folding = folding;
        this.names = new NamedAddresses(seed, counters.evictedNames);
    }

    /** Tells somebody of each record that is folded. */
    public void tellFoldedTo(FoldListener listener) {
        foldListener = listener;
    }

    @Override
    public void onClosed(Flow record) {
        if (aggregates.nextDueNs() <= record.closedNs()) {
            aggregates.handOn(record.closedNs(), telling);
        }
        if (!isFolded(record)) {
            tell(record);
        }
    }

    private boolean isFolded(Flow record) {
        boolean folded =
                Attempts.isIncomplete(record) && folding.folds(record, record.endNs()) && aggregates.fold(record);
        if (folded) {
            counters.folded.increment();
            foldListener.onFolded(record, aggregates.lastId());
        }
        return folded;
    }

    private void tell(Flow record) {
        counters.count(record);
        handler.onFlow(record.isAggregate() ? record : record.named(names.of(record)));
    }

    @Override
    public void onDns(Flow flow, int direction, DnsMessage message, long nowNs) {
        if (direction == Flow.REVERSE) {
            names.note(flow, nowNs);
        }
        events.onDns(flow, direction, message, nowNs);
    }

    @Override
    public void onTickBegun(long begun) {
        long startNs = TimerWheel.startOf(begun);
        aggregates.handOn(startNs - 1, telling);
        long before = tick == NEVER ? begun - 1 : tick;
        tick = begun;
        if (Math.floorDiv(startNs, SECOND_NS) != Math.floorDiv(TimerWheel.startOf(before), SECOND_NS)) {
            events.onTick(startNs);
        }
    }

    @Override
    public void onEnd(long nowNs) {
        aggregates.finish(nowNs);
        aggregates.handOn(nowNs, telling);
        events.onEnd(nowNs);
    }

    @Override
    public void onTurn(long frameNs, long turnNs) {
        lastFrameNs = frameNs;
        nowNs = turnNs;
    }

    @Override
    public void onAudit(Audit audit) {
        long told = counters.recordPackets.get() + aggregates.packets();
        errorPackets = audit.error() + Math.abs(audit.decoded() - audit.metered()) + Math.abs(audit.handedOn() - told);
    }

    /** When the last frame was captured of which everything was told, nanoseconds since 1970. */
    public long lastFrameNs() {
        return lastFrameNs;
    }

    /** The packet clock's time up to which everything was told, {@code Long.MIN_VALUE} before the first packet. */
    public long nowNs() {
        return nowNs;
    }

    /** By how much packets that came, are here and were told are apart (rule M10), as the last audit found it. */
    public long errorPackets() {
        return errorPackets;
    }

    @Override
    protected FlowEvents to() {
        return events;
    }
}
