package vedette.daemon;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vedette.capture.CaptureFiles;
import vedette.capture.CaptureSource;
import vedette.capture.CaptureWriter;
import vedette.decode.PacketBuilder;
import vedette.detect.DetectConfig;
import vedette.detect.Detection;
import vedette.flow.FlowConfig;
import vedette.net.IpProtocol;
import vedette.net.LinkType;
import vedette.net.TcpFlags;

/** The whole way of a packet, from the file to the flow table and out of it as a record. */
class DataPathAllocationTest {
    private static final long START_NS = 1_700_000_000_000_000_000L;
    private static final long STEP_NS = 600_000;
    private static final String SERVER = "10.0.0.2";
    private static final String SERVER6 = "fd00::2";
    private static final int KEPT_OCTETS = 90;

    /** Each comes back after two and a half minutes: some of its flows have ended, some go on. */
    private static final int CLIENTS = 10_000;

    private static final int ROUNDS = 7;

    /** Until flows end as fast as they begin, the tables may grow. */
    private static final int WARM_UP_PACKETS = 600_000;

    /** The same, by what was told, and as many again as a million packets are. */
    private static final int WARM_UP_RECORDS = 200_000;

    private static final int MEASURED_RECORDS = 300_000;

    /** Whatever the number of packets: what measuring itself, and a table's last growth, may cost. */
    private static final long ALLOWED_BYTES = 64 << 10;

    private static final int SYN_ACK = TcpFlags.SYN | TcpFlags.ACK;
    private static final int RST_ACK = TcpFlags.RST | TcpFlags.ACK;
    private static final int FIN_ACK = TcpFlags.FIN | TcpFlags.ACK;

    /** A thread that waits for another's turn allocates some octets for that: of a turn's 512 packets, less than one for each. */
    private static final long ALLOWED_WAITING_BYTES = 512 << 10;

    @TempDir
    Path directory;

    private long records;
    private long alerts;

    @Test
    void aPacketAllocatesNothing() throws IOException {
        assumeTrue(ManagementFactory.getThreadMXBean() instanceof ThreadMXBean, "this JVM does not count allocations");
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        Path capture = capture();
        try (CaptureFiles source = CaptureFiles.open(List.of(capture.toString()))) {
            MeteringAgent agent =
                    MeteringAgent.replay(source, FlowConfig.DEFAULT, false, allDetectors(), flow -> records++);
            while (agent.flows().packets.get() < WARM_UP_PACKETS) {
                agent.turn();
            }
            long packets = agent.flows().packets.get();
            long before = threads.getCurrentThreadAllocatedBytes();
            while (agent.turn() != CaptureSource.END) {
                // the frames are counted by the agent
            }
            long allocated = threads.getCurrentThreadAllocatedBytes() - before;
            assertThat(agent.flows().packets.get() - packets).isGreaterThan(1_000_000);
            assertThat(records).isGreaterThan(8L * ROUNDS * CLIENTS);
            assertThat(alerts).isZero();
            assertThat(allocated).isLessThan(ALLOWED_BYTES);
        }
    }

    /** Nor do the threads of which one reads, two meter and one detects. */
    @Test
    void aPacketAllocatesNothingOnItsWayThroughSeveralThreads() throws IOException {
        assumeTrue(ManagementFactory.getThreadMXBean() instanceof ThreadMXBean, "this JVM does not count allocations");
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        try (CaptureFiles source = CaptureFiles.open(List.of(capture().toString()));
                LiveCrew crew = new LiveCrew(
                        source,
                        (hadFrames, beganNs) -> 0,
                        2,
                        FlowConfig.DEFAULT,
                        false,
                        1,
                        allDetectors(),
                        flow -> records++)) {
            crew.start();
            long[] ids = crew.threadIds();
            turnUntil(crew, WARM_UP_RECORDS);
            long[] before = threads.getThreadAllocatedBytes(ids);
            long ownBefore = threads.getCurrentThreadAllocatedBytes();
            turnUntil(crew, WARM_UP_RECORDS + MEASURED_RECORDS);
            long[] after = threads.getThreadAllocatedBytes(ids);
            assertThat(threads.getCurrentThreadAllocatedBytes() - ownBefore).isLessThan(ALLOWED_WAITING_BYTES);
            for (int i = 0; i < ids.length; i++) {
                assertThat(before[i]).as("is alive").isPositive();
                assertThat(after[i] - before[i]).isBetween(0L, ALLOWED_WAITING_BYTES);
            }
            crew.finish();
        }
    }

    private void turnUntil(LiveCrew crew, int told) throws IOException {
        int turned = 0;
        while (records < told && turned != CaptureSource.END) {
            turned = crew.turn();
        }
        assertThat(turned).isNotEqualTo(CaptureSource.END);
    }

    private Detection allDetectors() {
        return new Detection(DetectConfig.DEFAULT, 1, alert -> alerts++);
    }

    private Path capture() throws IOException {
        List<byte[]> frames = new ArrayList<>();
        for (int client = 0; client < CLIENTS; client++) {
            frames.addAll(talk("10.1." + client / 250 + "." + client % 250));
            frames.addAll(fail("10.1." + client / 250 + "." + client % 250));
            frames.addAll(talk6("fd00::1:" + Integer.toHexString(client)));
        }
        CaptureWriter writer = CaptureWriter.pcap(LITTLE_ENDIAN, LinkType.ETHERNET);
        long timeNs = START_NS;
        for (int round = 0; round < ROUNDS; round++) {
            for (byte[] frame : frames) {
                byte[] kept = Arrays.copyOf(frame, Math.min(frame.length, KEPT_OCTETS));
                writer.packet(timeNs, kept, frame.length);
                timeNs += STEP_NS;
            }
        }
        return writer.writeTo(directory.resolve("a.pcap"));
    }

    /** A connection from its SYN to its end, a question and its answer, a datagram in fragments, an echo and an error. */
    private static List<byte[]> talk(String client) {
        return List.of(
                there(client).tcp(4000, 80).flags(TcpFlags.SYN).seq(1000).build(),
                back(client).tcp(80, 4000).flags(SYN_ACK).seq(5000).ack(1001).build(),
                there(client).tcp(4000, 80).seq(1001).ack(5001).build(),
                there(client).tcp(4000, 80).seq(1001).ack(5001).payload(100).build(),
                back(client).tcp(80, 4000).seq(6001).ack(1101).payload(400).build(),
                back(client).tcp(80, 4000).seq(5001).ack(1101).payload(1000).build(),
                there(client).tcp(4000, 80).flags(FIN_ACK).seq(1101).ack(6401).build(),
                back(client).tcp(80, 4000).flags(FIN_ACK).seq(6401).ack(1102).build(),
                there(client).tcp(4000, 80).seq(1102).ack(6402).build(),
                there(client).udp(4000, 53).payload(40).build(),
                back(client).udp(53, 4000).payload(200).build(),
                there(client).fragment(7, 0, true).udp(4000, 5000).payload(1472).build(),
                there(client)
                        .fragment(7, 1480, false)
                        .next(IpProtocol.UDP)
                        .payload(100)
                        .build(),
                there(client).icmp(8, 0, 7, 1).payload(56).build(),
                back(client).icmp(3, 3, 0, 0).payload(question(client)).build());
    }

    /** A question for the server's link address and its answer, a connection that is refused, and one that nobody answers. */
    private static List<byte[]> fail(String client) {
        return List.of(
                PacketBuilder.ethernet().arp(1, client, SERVER).build(),
                PacketBuilder.ethernet().arp(2, SERVER, client).build(),
                there(client).tcp(4001, 81).flags(TcpFlags.SYN).seq(1000).build(),
                back(client).tcp(81, 4001).flags(RST_ACK).ack(1001).build(),
                there(client).tcp(4002, 82).flags(TcpFlags.SYN).seq(1000).build());
    }

    /** The same in IPv6: a connection that succeeds, one that is refused and one that nobody answers, and a datagram. */
    private static List<byte[]> talk6(String client) {
        return List.of(
                there6(client).tcp(4000, 80).flags(TcpFlags.SYN).seq(1000).build(),
                back6(client).tcp(80, 4000).flags(SYN_ACK).seq(5000).ack(1001).build(),
                there6(client).tcp(4000, 80).seq(1001).ack(5001).payload(100).build(),
                back6(client)
                        .tcp(80, 4000)
                        .flags(FIN_ACK)
                        .seq(5001)
                        .ack(1101)
                        .payload(300)
                        .build(),
                there6(client).tcp(4000, 80).flags(FIN_ACK).seq(1101).ack(5302).build(),
                back6(client).tcp(80, 4000).seq(5302).ack(1102).build(),
                there6(client).tcp(4001, 81).flags(TcpFlags.SYN).seq(1000).build(),
                back6(client).tcp(81, 4001).flags(RST_ACK).ack(1001).build(),
                there6(client).tcp(4002, 82).flags(TcpFlags.SYN).seq(1000).build(),
                there6(client).udp(4000, 53).payload(40).build(),
                back6(client).udp(53, 4000).payload(200).build());
    }

    private static PacketBuilder there6(String client) {
        return PacketBuilder.ethernet().ipv6(client, SERVER6);
    }

    private static PacketBuilder back6(String client) {
        return PacketBuilder.ethernet().ipv6(SERVER6, client);
    }

    private static PacketBuilder there(String client) {
        return PacketBuilder.ethernet().ipv4(client, SERVER);
    }

    private static PacketBuilder back(String client) {
        return PacketBuilder.ethernet().ipv4(SERVER, client);
    }

    private static byte[] question(String client) {
        return PacketBuilder.raw()
                .ipv4(client, SERVER)
                .udp(4000, 53)
                .payload(20)
                .build();
    }
}
