package vedette.flow;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import vedette.content.DnsMessage;
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
    private final Flow flow = new Flow();
    private final Flow other = new Flow();
    private final HeaderFields packet = new HeaderFields();
    private final DnsMessage dns = new DnsMessage(0);
    private final ArpMessage arp = new ArpMessage();
    private long tick = Long.MIN_VALUE;
    private long turns;
    private long audits;
    private int ended;

    public HappeningMerge(List<HappeningLane> lanes, Happenings target) {
        this.lanes = lanes.toArray(HappeningLane[]::new);
        this.target = target;
    }

    /**
     * Tells what is there, at most {@code most} happenings; waits for the first no longer than {@code waitNs}.
     *
     * @return how many
     */
    public int tell(int most, long waitNs) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        int told = 0;
        while (told < most) {
            HappeningLane lane = next(told == 0 ? waitNs : 0);
            if (lane == null) {
                break;
            }
            HappeningBatch entry = lane.entry();
            lane.note(entry);
            try {
                tell(entry);
            } finally {
                entry.pass();
            }
            told++;
        }
        return told;
    }

    /** Turns that all have taken, and of which everything was told. */
    public long turns() {
        return turns;
    }

    /** Whether everything was told, and no more will come. */
    public boolean isOver() {
        return Arrays.stream(lanes).allMatch(HappeningLane::isOver);
    }

    /** The lane with the earliest entry, null if there is none, or if another may still tell of something earlier. */
    private @Nullable HappeningLane next(long waitNs) throws InterruptedException {
        HappeningLane first = earliest();
        for (HappeningLane lane = behind(first); lane != null; lane = behind(first)) {
            if (!lane.await(waitNs) && !lane.isOver()) {
                return null;
            }
            first = earliest();
        }
        return first;
    }

    /** The lane with the earliest entry of those that are there. */
    private @Nullable HappeningLane earliest() throws InterruptedException {
        HappeningLane first = null;
        for (HappeningLane lane : lanes) {
            if (lane.await(0) && (first == null || lane.entry().isBefore(first.entry(), flow, other))) {
                first = lane;
            }
        }
        return first;
    }

    /** A lane in which something earlier than the next of another may still be told, null if there is none. */
    private @Nullable HappeningLane behind(@Nullable HappeningLane first) {
        for (HappeningLane lane : lanes) {
            if (!lane.hasComeTo(first == null ? null : first.entry())) {
                return lane;
            }
        }
        return null;
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
            case DNS ->
                target.onDns(
                        entry.flow(flow, entry.argument() / 2), (int) (entry.argument() % 2), entry.dns(dns), nowNs);
            case ARP -> target.onArp(entry.arp(arp), nowNs);
            case CLOSED -> target.onClosed(entry.flow(flow, entry.argument()));
            case TICK_BEGUN -> beginTick(entry.argument());
            case DROPS -> target.onDrops(entry.argument());
            case TURN -> endTurn(entry.argument(), nowNs);
            case AUDIT -> audit();
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

    /** All take the same turns: one is over when the last of them says so, and everything before it has been told. */
    private void endTurn(long lastFrameNs, long nowNs) {
        long taken = Long.MAX_VALUE;
        for (HappeningLane lane : lanes) {
            taken = Math.min(taken, lane.turns());
        }
        if (taken > turns) {
            turns = taken;
            target.onTurn(lastFrameNs, nowNs);
        }
    }

    /** The same of an audit, which all are asked for. */
    private void audit() {
        long told = Long.MAX_VALUE;
        Audit sum = Audit.NOTHING;
        for (HappeningLane lane : lanes) {
            told = Math.min(told, lane.audits());
            sum = sum.plus(lane.audit());
        }
        if (told > audits) {
            audits = told;
            target.onAudit(sum);
        }
    }

    /** It is over when all say so. */
    private void end(long nowNs) {
        if (++ended == lanes.length) {
            target.onEnd(nowNs);
        }
    }
}
