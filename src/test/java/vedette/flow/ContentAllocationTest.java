package vedette.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import vedette.decode.Packet;
import vedette.decode.PacketBuilder;
import vedette.net.TcpFlags;

/** Findings are made once; no packet after the first payloads makes anything. */
class ContentAllocationTest {
    private static final int FLOWS = 2_000;
    private static final int PACKETS = 400_000;
    private static final long MOST_BYTES_OF_A_FLOW = 16 << 10;
    private static final byte[] REQUEST =
            "GET / HTTP/1.1\r\nHost: www.example.com\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    /** Whatever the number of packets: what measuring itself may cost. */
    private static final long ALLOWED_BYTES = 16 << 10;

    private final FlowCounters counters = new FlowCounters();
    private final FlowLedger ledger = new FlowLedger(counters, flow -> {}, FlowEvents.NONE, Folding.NONE, 1);
    private final Metering metering = new Metering(FlowConfig.DEFAULT, false, 1, counters, ledger);

    @BeforeEach
    void theJvmCounts() {
        assumeTrue(ManagementFactory.getThreadMXBean() instanceof ThreadMXBean, "this JVM does not count allocations");
    }

    @Test
    void aPacketAfterTheFirstPayloadsAllocatesNothing() {
        meter(packet(4000, REQUEST), 1);
        Packet later = new Packet();
        PacketBuilder.ethernet()
                .ipv4("10.0.0.1", "10.0.0.2")
                .tcp(4000, 80)
                .flags(TcpFlags.ACK)
                .seq(1 + REQUEST.length)
                .payload(REQUEST)
                .into(later);
        meter(later, PACKETS / 4);
        long before = allocated();
        meter(later, PACKETS);
        assertThat(allocated() - before).isLessThan(ALLOWED_BYTES);
    }

    @Test
    void aFlowsFirstPayloadCostsLittle() {
        Packet[] packets = new Packet[FLOWS];
        for (int i = 0; i < FLOWS; i++) {
            packets[i] = packet(4000 + i, REQUEST);
        }
        long before = allocated();
        for (Packet packet : packets) {
            meter(packet, 1);
        }
        assertThat((allocated() - before) / FLOWS).isLessThan(MOST_BYTES_OF_A_FLOW);
    }

    private void meter(Packet packet, int times) {
        for (int i = 0; i < times; i++) {
            metering.onPacket(packet, 0, Meter.START_NS, Meter.START_NS);
        }
    }

    private static Packet packet(int port, byte[] payload) {
        Packet packet = new Packet();
        PacketBuilder.ethernet()
                .ipv4("10.0.0.1", "10.0.0.2")
                .tcp(port, 80)
                .flags(TcpFlags.ACK)
                .seq(1)
                .payload(payload)
                .into(packet);
        return packet;
    }

    private static long allocated() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }
}
