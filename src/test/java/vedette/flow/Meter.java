package vedette.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import vedette.decode.DecodeResult;
import vedette.decode.Packet;
import vedette.decode.PacketBuilder;

/** A metering process under test: packets at times in seconds go in, copies of the records come out. */
public final class Meter {
    public static final long START_NS = 1_700_000_000_000_000_000L;

    final FlowCounters counters = new FlowCounters();
    private final PacketClock clock = new PacketClock(counters, () -> Long.MAX_VALUE);
    private final Packet packet = new Packet();
    private final List<Flow> records = new ArrayList<>();
    final FlowLedger ledger;
    final Metering metering;

    public Meter() {
        this(FlowConfig.DEFAULT);
    }

    public Meter(FlowConfig config) {
        this(config, false);
    }

    public Meter(FlowConfig config, boolean mergePoints) {
        this(config, mergePoints, Folding.NONE);
    }

    Meter(FlowConfig config, Folding folding) {
        this(config, false, folding);
    }

    private Meter(FlowConfig config, boolean mergePoints, Folding folding) {
        ledger = new FlowLedger(counters, this::keep, FlowEvents.NONE, folding, 1);
        metering = new Metering(config, mergePoints, 1, counters, ledger);
    }

    private void keep(Flow flow) {
        long[] copy = new long[Flow.WORDS];
        flow.copyTo(copy, 0);
        records.add(new Flow().wrap(copy, 0).with(flow.findings()).named(flow.named()));
    }

    public Meter at(double seconds, PacketBuilder bytes) {
        return at(seconds, 0, bytes);
    }

    public Meter at(double seconds, int observationPoint, PacketBuilder bytes) {
        long timestampNs = timeNs(seconds);
        assertThat(bytes.into(packet)).isEqualTo(DecodeResult.OK);
        clock.advanceTo(timestampNs);
        metering.onPacket(packet, observationPoint, timestampNs, clock.nowNs());
        return this;
    }

    /** Lets time pass and hands on what it has ended. */
    public Meter pass(double seconds) {
        clock.elapse(Math.round(seconds * 1e9));
        metering.expire(clock.nowNs());
        return this;
    }

    Meter retime(FlowConfig config) {
        metering.retime(config, clock.nowNs());
        return this;
    }

    public static long timeNs(double seconds) {
        return START_NS + Math.round(seconds * 1e9);
    }

    /** The records handed on so far. */
    public List<Flow> records() {
        return records;
    }

    /** All records, after the end of input; every packet must be in one of them. */
    public List<Flow> finish() {
        clock.elapse(5_000_000_000L);
        metering.flush(clock.nowNs());
        assertThat(counters.recordPackets.get()).isEqualTo(counters.packets.get());
        assertThat(counters.recordOctets.get()).isEqualTo(counters.octets.get());
        assertThat(metering.openFlows()).isZero();
        return records;
    }

    public Flow only() {
        assertThat(finish()).hasSize(1);
        return records.get(0);
    }
}
