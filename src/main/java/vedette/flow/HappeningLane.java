package vedette.flow;

import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import vedette.content.DnsMessage;
import vedette.decode.ArpMessage;
import vedette.decode.HeaderFields;
import vedette.decode.Packet;
import vedette.flow.HappeningBatch.Kind;

/**
 * Carries happenings from the thread of a metering process to the one where they are merged with those of others. The metering
 * thread tells and {@link #handOver hands over}; the other takes.
 *
 * <p>Bounded: {@link #BATCHES} batches of 128 KiB; whoever tells more waits.
 */
public final class HappeningLane implements Happenings {
    static final int BATCHES = 8;

    /** What it takes of the heap. */
    public static final long OCTETS = (long) BATCHES * HappeningBatch.OCTETS;

    private final FlowEvents minding;
    private final BlockingQueue<HappeningBatch> told = new ArrayBlockingQueue<>(BATCHES);
    private final BlockingQueue<HappeningBatch> empty = new ArrayBlockingQueue<>(BATCHES);
    private HappeningBatch writing = new HappeningBatch();
    private @Nullable HappeningBatch reading;
    private long tick;
    private Step step = Step.DUE;
    private long place;
    private boolean isOver;
    private long reachedTick = Long.MIN_VALUE;
    private long reachedPlace;
    private long turns;
    private long audits;
    private Audit audit = Audit.NOTHING;

    /** @param minding says on the metering thread what is to be told of */
    public HappeningLane(FlowEvents minding) {
        this.minding = minding;
        for (int i = 1; i < BATCHES; i++) {
            empty.add(new HappeningBatch());
        }
    }

    @Override
    public void at(long toTick, Step toStep, long toPlace) {
        tick = toTick;
        step = toStep;
        place = toPlace;
    }

    private HappeningBatch begin(Kind kind, long nowNs, long argument) {
        HappeningBatch batch = roomy();
        batch.add(kind, tick, step, place, nowNs, argument);
        return batch;
    }

    /** The batch that is written, with room for another entry. */
    private HappeningBatch roomy() {
        if (!writing.hasRoom()) {
            handOver();
        }
        return writing;
    }

    /** What was told so far may be taken. Waits until there is room to tell more. */
    public void handOver() {
        if (writing.isEmpty()) {
            return;
        }
        try {
            told.put(writing);
            writing = empty.take();
        } catch (InterruptedException e) {
            throw new GivenUpException();
        }
    }

    /** Nobody takes what is told any more; ends a metering thread. */
    @SuppressWarnings("serial")
    public static final class GivenUpException extends RuntimeException {}

    private void tell(Change change, Kind kind, Flow flow, long nowNs, long argument) {
        if (minding.minds(change, flow.probe())) {
            begin(kind, nowNs, argument).add(flow);
        }
    }

    @Override
    public void onBegin(Flow flow, long nowNs) {
        tell(Change.BEGIN, Kind.BEGIN, flow, nowNs, 0);
    }

    @Override
    public void onSynAck(Flow flow, long nowNs) {
        tell(Change.SYN_ACK, Kind.SYN_ACK, flow, nowNs, 0);
    }

    @Override
    public void onHandshake(Flow flow, long nowNs) {
        tell(Change.HANDSHAKE, Kind.HANDSHAKE, flow, nowNs, 0);
    }

    /** Read by {@link HappeningMerge}, in the same process. */
    @Override
    @SuppressWarnings("EnumOrdinal")
    public void onOutcome(Flow flow, Outcome outcome, long nowNs) {
        tell(Change.OUTCOME, Kind.OUTCOME, flow, nowNs, outcome.ordinal());
    }

    @Override
    public void onBurst(Flow flow, long payloadOctets, long nowNs) {
        tell(Change.BURST, Kind.BURST, flow, nowNs, payloadOctets);
    }

    @Override
    public boolean mindsPacket(Flow flow, int direction, Packet packet) {
        return minding.mindsPacket(flow, direction, packet);
    }

    @Override
    public void onPacket(Flow flow, int direction, HeaderFields packet, long nowNs) {
        HappeningBatch batch = begin(Kind.PACKET, nowNs, direction);
        batch.add(flow);
        batch.add(packet);
    }

    @Override
    public boolean mindsDns() {
        return minding.mindsDns();
    }

    @Override
    public void onDns(Flow flow, int direction, DnsMessage message, long nowNs) {
        HappeningBatch batch = roomy();
        batch.add(Kind.DNS, tick, step, place, nowNs, 2L * batch.nextFindings() + direction);
        batch.addWithFindings(flow);
        batch.add(message);
    }

    @Override
    public void onArp(ArpMessage message, long nowNs) {
        begin(Kind.ARP, nowNs, 0).add(message);
    }

    @Override
    public void onClosed(Flow record) {
        HappeningBatch batch = roomy();
        batch.add(Kind.CLOSED, tick, step, place, 0, batch.nextFindings());
        batch.addWithFindings(record);
    }

    @Override
    public void onTickBegun(long begun) {
        begin(Kind.TICK_BEGUN, 0, begun);
    }

    @Override
    public void onDrops(long total) {
        begin(Kind.DROPS, 0, total);
    }

    @Override
    public void onTurn(long lastFrameNs, long nowNs) {
        begin(Kind.TURN, nowNs, lastFrameNs);
    }

    @Override
    public void onAudit(Audit audit) {
        begin(Kind.AUDIT, 0, 0).add(audit);
    }

    @Override
    public void onEnd(long nowNs) {
        begin(Kind.END, nowNs, 0);
    }

    /** Nothing will be told any more, whether the end was told or not. For the metering thread. */
    public void close() {
        handOver();
        try {
            told.put(new HappeningBatch());
        } catch (InterruptedException e) {
            throw new GivenUpException();
        }
    }

    /**
     * Whether there is an entry now, or comes within so long a wait; if so, {@link #entry} is at the next one. For the thread that
     * takes.
     */
    boolean await(long waitNs) throws InterruptedException {
        while (!isOver && !hasEntry()) {
            giveBack();
            reading = waitNs == 0 ? told.poll() : told.poll(waitNs, TimeUnit.NANOSECONDS);
            if (reading == null) {
                return false;
            }
            isOver = reading.isEmpty();
        }
        return !isOver;
    }

    private boolean hasEntry() {
        return reading != null && reading.hasNext();
    }

    /** What has been read to its end can be written anew. */
    private void giveBack() {
        if (reading != null) {
            reading.clear();
            empty.add(reading);
        }
    }

    /** The batch that stands at the next entry, of which there must be one. */
    HappeningBatch entry() {
        return Objects.requireNonNull(reading);
    }

    /** Keeps what an entry says of the metering thread itself. */
    void note(HappeningBatch entry) {
        if (entry.kind() == Kind.TURN) {
            turns++;
            reachedTick = entry.tick();
            reachedPlace = entry.place();
        } else if (entry.kind() == Kind.AUDIT) {
            audits++;
            audit = entry.audit();
        }
    }

    /** Whether nothing will be told here any more that belongs before an entry at hand, or, if there is none, at all. */
    boolean hasComeTo(@Nullable HappeningBatch entry) {
        return hasEntry() || isOver || entry != null && entry.isUntil(reachedTick, reachedPlace);
    }

    /** Turns that were noted. */
    long turns() {
        return turns;
    }

    /** Audits that were noted. */
    long audits() {
        return audits;
    }

    /** The last of them. */
    Audit audit() {
        return audit;
    }

    /** Whether all that was told has been taken, and nothing more will be told. */
    boolean isOver() {
        return isOver;
    }
}
