package vedette.decode;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class PacketAllocationTest {
    /** The first ones may pay for the virtual machine's own warming up. */
    private static final int ATTEMPTS = 5;

    private static final int ROUNDS = 10_000;

    private final Packet packet = new Packet();
    private final DecodeCounters counters = new DecodeCounters();
    private long fingerprint;

    @Test
    void aPacketAllocatesNothing() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        ByteBuffer[] frames = Frames.all().stream().map(PacketBuilder::buffer).toArray(ByteBuffer[]::new);
        int[] linkTypes =
                Frames.all().stream().mapToInt(PacketBuilder::linkType).toArray();
        long least = Long.MAX_VALUE;
        for (int attempt = 0; attempt < ATTEMPTS && least > 0; attempt++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            decode(frames, linkTypes);
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }

        assertThat(fingerprint).isNotZero();
        assertThat(least)
                .as("octets allocated by %d packets", ROUNDS * frames.length)
                .isZero();
    }

    private void decode(ByteBuffer[] frames, int[] linkTypes) {
        for (int round = 0; round < ROUNDS; round++) {
            for (int i = 0; i < frames.length; i++) {
                int length = frames[i].limit();
                DecodeResult result = packet.wrap(frames[i], 0, length, length, linkTypes[i]);
                counters.count(result, packet, 0);
                fingerprint += packet.sourceLo() + packet.tcp().windowScale();
            }
        }
    }
}
