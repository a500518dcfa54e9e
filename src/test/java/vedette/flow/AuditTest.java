package vedette.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import vedette.decode.DecodeResult;
import vedette.decode.Packet;
import vedette.decode.PacketBuilder;
import vedette.net.IpProtocol;
import vedette.net.TcpFlags;

/** Whether the metering process finds packets it has lost, and only those. */
class AuditTest {
    private static final int STEPS = 30_000;

    /** Few, so that flows are evicted. */
    private static final FlowConfig SMALL = new FlowConfig(
            1024,
            512,
            VlanKey.NONE,
            Duration.ofSeconds(20),
            Duration.ofSeconds(5),
            Duration.ofSeconds(5),
            Duration.ofSeconds(5),
            Duration.ofSeconds(10),
            Duration.ofSeconds(2));

    /** What is looked at, and who says what was found. */
    private record Audited(FlowCounters counters, Metering metering, FlowLedger ledger) {
        /** An event's listener that forgets packets is the fault to be found. */
        static Audited losing(int forgotten) {
            FlowEvents thief = new FlowEvents() {
                @Override
                public void onBegin(Flow flow, long nowNs) {
                    flow.packets(Flow.FORWARD, flow.packets(Flow.FORWARD) - forgotten);
                }
            };
            FlowCounters counters = new FlowCounters();
            FlowLedger ledger = new FlowLedger(counters, flow -> {}, thief, Folding.NONE, 1);
            return new Audited(counters, new Metering(FlowConfig.DEFAULT, false, 1, counters, ledger), ledger);
        }

        /** Looks at one partition. */
        long audit() {
            metering.audit(0, counters.packets.get());
            return ledger.errorPackets();
        }

        long auditAll() {
            long error = 0;
            for (int i = 0; i < Metering.PARTITIONS; i++) {
                error = audit();
            }
            return error;
        }

        void meterOne() {
            Packet packet = new Packet();
            assertThat(PacketBuilder.ethernet()
                            .ipv4("10.0.0.1", "10.0.0.2")
                            .udp(4000, 53)
                            .payload(40)
                            .into(packet))
                    .isEqualTo(DecodeResult.OK);
            metering.onPacket(packet, 0, Meter.START_NS, Meter.START_NS);
        }
    }

    private static PacketBuilder packet(Random random) {
        PacketBuilder from = PacketBuilder.ethernet()
                .ipv4("10.0." + random.nextInt(4) + "." + random.nextInt(250), "10.1.0." + random.nextInt(8));
        int port = 1024 + random.nextInt(100);
        return switch (random.nextInt(6)) {
            case 0 -> from.tcp(port, 80).flags(TcpFlags.SYN).seq(random.nextInt());
            case 1 ->
                from.tcp(port, 80).flags(TcpFlags.ACK).seq(random.nextInt()).payload(100);
            case 2 -> from.udp(port, 53).payload(40);
            case 3 ->
                from.fragment(random.nextInt(2000), 1480, random.nextBoolean())
                        .next(IpProtocol.UDP)
                        .payload(80);
            case 4 ->
                from.fragment(random.nextInt(2000), 0, true).udp(port, 5000).payload(1472);
            default -> from.icmp(8, 0, port, 1).payload(56);
        };
    }

    @Test
    void whateverComesNothingIsFoundAtAnyMoment() {
        for (long seed = 1; seed <= 3; seed++) {
            Random random = new Random(seed);
            Meter meter = new Meter(SMALL, (flow, lastNs) -> flow.responderLo() % 2 == 0);
            Audited audited = new Audited(meter.counters, meter.metering, meter.ledger);
            double seconds = 0;
            for (int step = 0; step < STEPS; step++) {
                seconds += random.nextInt(1000) == 0 ? 7 : random.nextDouble() / 100;
                meter.at(seconds, packet(random));
                if (step % 100 == 0) {
                    assertThat(audited.auditAll())
                            .as("seed %d, step %d", seed, step)
                            .isZero();
                }
            }
            assertThat(meter.counters.evictedHalfOpen.get() + meter.counters.evictedIdle.get())
                    .isPositive();
            assertThat(meter.counters.folded.get()).isPositive();
            assertThat(meter.counters.incompleteDatagrams.get()).isPositive();
            assertThat(meter.metering.openFlows()).isPositive();
            meter.finish();
            assertThat(audited.auditAll()).as("seed %d, at the end", seed).isZero();
        }
    }

    @Test
    void aPacketMissingInAnOpenFlowIsFoundOnceItsPartitionIsLookedAt() {
        Audited audited = Audited.losing(-4);
        audited.meterOne();
        assertThat(audited.auditAll()).isEqualTo(4);
        assertThat(audited.audit()).as("stays found").isEqualTo(4);
    }

    @Test
    void aPacketThatNoPartitionWasGivenIsFoundAtOnce() {
        Audited audited = Audited.losing(0);
        audited.meterOne();
        assertThat(audited.audit()).isZero();
        audited.counters().packets.increment();
        assertThat(audited.audit()).isEqualTo(1);
    }

    @Test
    void aPacketInARecordThatWasNotToldIsFoundAtOnce() {
        Audited audited = Audited.losing(0);
        audited.meterOne();
        audited.metering().flush(Meter.START_NS + 1_000_000_000L);
        assertThat(audited.audit()).isZero();
        audited.counters().recordPackets.add(-1);
        assertThat(audited.audit()).isEqualTo(1);
    }
}
