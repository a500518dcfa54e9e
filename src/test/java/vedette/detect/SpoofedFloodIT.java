package vedette.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static vedette.decode.PacketBuilder.ethernet;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import vedette.decode.Packet;
import vedette.decode.PacketBuilder;
import vedette.flow.Flow;
import vedette.flow.FlowConfig;
import vedette.flow.FlowCounters;
import vedette.flow.FlowHandler;
import vedette.flow.FlowLedger;
import vedette.flow.Metering;
import vedette.flow.TcpState;
import vedette.net.LinkType;
import vedette.net.TcpFlags;

/** A million SYNs of made-up sources within a minute, beside ten thousand honest connections and one scan. */
@Timeout(300)
class SpoofedFloodIT {
    private static final int SYNS = 1_000_000;
    private static final int CONNECTIONS = 10_000;
    private static final double SECONDS = 60;
    private static final String VICTIM = "10.0.0.80";
    private static final String SCANNER = "203.0.113.66";
    private static final String SCANNED = "10.0.0.7";
    private static final int SYN_ACK = TcpFlags.SYN | TcpFlags.ACK;
    private static final int FIN_ACK = TcpFlags.FIN | TcpFlags.ACK;

    private static final int SOURCE_ADDRESS = 26;
    private static final int SOURCE_PORT = 34;

    private final List<Alert> alerts = new ArrayList<>();
    private final FlowCounters counters = new FlowCounters();
    private final Detection detection = new Detection(DetectConfig.DEFAULT, 1, alerts::add);
    private final Packet packet = new Packet();
    private final Random random = new Random(7);
    private final ByteBuffer syn = ByteBuffer.wrap(ethernet()
            .ipv4("198.51.100.1", VICTIM)
            .tcp(4000, 443)
            .flags(TcpFlags.SYN)
            .build());

    private long aggregates;
    private long foldedFlows;
    private long honest;
    private long honestPackets;

    private final Metering metering = new Metering(
            FlowConfig.DEFAULT, false, 1, counters, new FlowLedger(counters, handler(), detection, detection, 1));

    private FlowHandler handler() {
        return flow -> {
            if (flow.isAggregate()) {
                aggregates++;
                foldedFlows += flow.originalFlows();
            } else if (flow.initiatorLo() >>> 24 == 192) {
                assertThat(flow.tcpState()).isEqualTo(TcpState.SF);
                honest++;
                honestPackets += flow.packets(Flow.FORWARD) + flow.packets(Flow.REVERSE);
            }
            detection.onFlow(flow);
        };
    }

    @Test
    void harmsNoFlowIsOneAlertAndHidesNoScan() {
        long heapEarly = 0;
        for (int i = 0; i < SYNS; i++) {
            double now = 1 + i * SECONDS / SYNS;
            flood(now);
            if (i % (SYNS / CONNECTIONS) == 0) {
                connect(now, i / (SYNS / CONNECTIONS));
            }
            if (i % 2_000 == 1_000) {
                at(
                        now,
                        ethernet()
                                .ipv4(SCANNER, SCANNED)
                                .tcp(5000, i / 2_000 + 1)
                                .flags(TcpFlags.SYN));
            }
            if (i == SYNS / 2) {
                heapEarly = usedHeap();
            }
        }
        assertThat(metering.openFlows()).isLessThanOrEqualTo(FlowConfig.DEFAULT.maxHalfOpen() + CONNECTIONS);
        assertThat(usedHeap() - heapEarly)
                .as("growth of the heap in the second half")
                .isLessThan(32 << 20);
        end();
        assertThat(honest).isEqualTo(CONNECTIONS);
        assertThat(honestPackets).isEqualTo(9L * CONNECTIONS);
        assertThat(counters.recordPackets.get()).isEqualTo(counters.packets.get());
        assertThat(counters.evictedIdle.get()).isZero();
        assertThat(foldedFlows).isEqualTo(counters.folded.get()).isGreaterThan(SYNS * 9L / 10);
        assertThat(aggregates).isBetween(3L, 20L);
        assertThat(Watch.opened(alerts)).extracting(Alert::type).contains(AlertType.FLOOD_SYN, AlertType.SCAN_VERTICAL);
        assertThat(Watch.opened(alerts))
                .filteredOn(alert -> alert.type() == AlertType.FLOOD_SYN)
                .hasSize(1);
        assertThat(Watch.opened(alerts))
                .filteredOn(alert -> alert.level().compareTo(Level.INFO) > 0)
                .hasSize(2);
    }

    private void flood(double now) {
        syn.putInt(SOURCE_ADDRESS, 0x0B00_0000 | random.nextInt(1 << 24));
        syn.putShort(SOURCE_PORT, (short) random.nextInt());
        meter(now, syn);
    }

    /** Nine packets of a connection; those of several do not overlap, which is all the same to the sensor. */
    private void connect(double now, int number) {
        String client = "192.0." + (number >>> 8 & 0xFF) + "." + (number & 0xFF);
        int port = 10_000 + number;
        at(
                now,
                ethernet()
                        .ipv4(client, VICTIM)
                        .tcp(port, 443)
                        .flags(TcpFlags.SYN)
                        .seq(100));
        at(
                now,
                ethernet()
                        .ipv4(VICTIM, client)
                        .tcp(443, port)
                        .flags(SYN_ACK)
                        .seq(900)
                        .ack(101));
        at(now, ethernet().ipv4(client, VICTIM).tcp(port, 443).seq(101).ack(901));
        at(now, ethernet().ipv4(client, VICTIM).tcp(port, 443).seq(101).ack(901).payload(50));
        at(now, ethernet().ipv4(VICTIM, client).tcp(443, port).seq(901).ack(151).payload(80));
        at(now, ethernet().ipv4(client, VICTIM).tcp(port, 443).seq(151).ack(981));
        at(
                now,
                ethernet()
                        .ipv4(client, VICTIM)
                        .tcp(port, 443)
                        .flags(FIN_ACK)
                        .seq(151)
                        .ack(981));
        at(
                now,
                ethernet()
                        .ipv4(VICTIM, client)
                        .tcp(443, port)
                        .flags(FIN_ACK)
                        .seq(981)
                        .ack(152));
        at(now, ethernet().ipv4(client, VICTIM).tcp(port, 443).seq(152).ack(982));
    }

    private void at(double now, PacketBuilder bytes) {
        meter(now, ByteBuffer.wrap(bytes.build()));
    }

    private void meter(double now, ByteBuffer frame) {
        packet.wrap(frame, 0, frame.capacity(), frame.capacity(), LinkType.ETHERNET);
        metering.onPacket(packet, 0, Watch.timeNs(now), Watch.timeNs(now));
    }

    private void end() {
        long endNs = Watch.timeNs(SECONDS + 120);
        metering.expire(endNs);
        metering.flush(endNs);
    }

    private static long usedHeap() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
