package vedette.flow;

import java.util.List;
import org.jspecify.annotations.Nullable;
import vedette.decode.ArpMessage;
import vedette.decode.HeaderFields;

/**
 * Tells what several metering processes, each with its share of the partitions, have told as one that holds all would have
 * told it. Owned by one thread.
 */
public final class HappeningMerge {
    private static final Outcome[] OUTCOMES = Outcome.values();

    private final HappeningLane[] lanes;
    private final Happenings target;
    private final @Nullable HappeningBatch[] heads;
    private final Flow flow = new Flow();
    private final Flow other = new Flow();
    private final HeaderFields packet = new HeaderFields();
    private final ArpMessage arp = new ArpMessage();
    private long tick = Long.MIN_VALUE;
    private int ended;

    public HappeningMerge(List<HappeningLane> lanes, Happenings target) {
        this.lanes = lanes.toArray(HappeningLane[]::new);
        this.target = target;
        this.heads = new HappeningBatch[this.lanes.length];
    }

    /**
     * Tells at most {@code most} happenings, waiting for them.
     *
     * @return whether there are more
     */
    public boolean tell(int most) throws InterruptedException {
        for (int told = 0; told < most; told++) {
            HappeningBatch next = next();
            if (next == null) {
                return false;
            }
            tell(next);
            next.pass();
        }
        return true;
    }

    /** The batch with the earliest entry. */
    private @Nullable HappeningBatch next() throws InterruptedException {
        HappeningBatch first = null;
        for (int i = 0; i < lanes.length; i++) {
            HappeningBatch head = heads[i];
            if (head == null || !head.hasNext()) {
                head = lanes[i].head();
                heads[i] = head;
            }
            if (head != null && (first == null || head.isBefore(first, flow, other))) {
                first = head;
            }
        }
        return first;
    }

    private void tell(HappeningBatch entry) {
        long nowNs = entry.nowNs();
        switch (entry.kind()) {
            case BEGIN -> target.onBegin(entry.flow(flow), nowNs);
            case SYN_ACK -> target.onSynAck(entry.flow(flow), nowNs);
            case HANDSHAKE -> target.onHandshake(entry.flow(flow), nowNs);
            case OUTCOME -> target.onOutcome(entry.flow(flow), OUTCOMES[(int) entry.argument()], nowNs);
            case BURST -> target.onBurst(entry.flow(flow), entry.argument(), nowNs);
            case PACKET -> target.onPacket(entry.flow(flow), (int) entry.argument(), entry.packet(packet), nowNs);
            case ARP -> target.onArp(entry.arp(arp), nowNs);
            case CLOSED -> target.onClosed(entry.closed(flow));
            case TICK_BEGUN -> beginTick(entry.argument());
            case DROPS -> target.onDrops(entry.argument());
            case END -> end(nowNs);
        }
    }

    /** Told by each of those to whom it matters, and to be told once. */
    private void beginTick(long begun) {
        if (begun > tick) {
            tick = begun;
            target.onTickBegun(begun);
        }
    }

    /** It is over when all say so. */
    private void end(long nowNs) {
        if (++ended == lanes.length) {
            target.onEnd(nowNs);
        }
    }
}
