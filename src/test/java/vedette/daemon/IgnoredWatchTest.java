package vedette.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import vedette.capture.CaptureCounters;
import vedette.decode.DecodeCounters;
import vedette.decode.Packet;
import vedette.export.IgnoredPackets;
import vedette.net.LinkType;

class IgnoredWatchTest {
    private static final long SECOND_NS = 1_000_000_000L;
    private static final long TODAY_NS = 1_700_000_000L * SECOND_NS;

    private final CaptureCounters captured = new CaptureCounters();
    private final DecodeCounters decoded = new DecodeCounters();
    private final IgnoredWatch watch = new IgnoredWatch(captured, decoded);

    private void reject(long timestampNs) {
        Packet packet = new Packet();
        decoded.count(packet.wrap(ByteBuffer.wrap(new byte[] {0x45}), 0, 1, 60, LinkType.RAW), packet, timestampNs);
    }

    @Test
    void nothingIsIgnoredUntilSomethingIs() {
        watch.tick(5 * SECOND_NS, TODAY_NS);
        assertThat(watch.ignored()).isEqualTo(IgnoredPackets.NONE);
    }

    @Test
    void dropsHaveTheTimeAtWhichTheyWereMissed() {
        watch.tick(5 * SECOND_NS, TODAY_NS);
        captured.kernelDropped.add(10);
        watch.tick(5 * SECOND_NS + 1, TODAY_NS + 1);
        assertThat(watch.ignored()).as("looks once a second").isEqualTo(IgnoredPackets.NONE);
        watch.tick(6 * SECOND_NS, TODAY_NS + SECOND_NS);
        captured.ringDropped.add(1);
        captured.interfaceDropped.add(2);
        watch.tick(9 * SECOND_NS, TODAY_NS + 4 * SECOND_NS);
        watch.tick(20 * SECOND_NS, TODAY_NS + 15 * SECOND_NS);
        assertThat(watch.ignored())
                .isEqualTo(new IgnoredPackets(13, 0, TODAY_NS + SECOND_NS, TODAY_NS + 4 * SECOND_NS));
    }

    @Test
    void dropsAndWhatCouldNotBeReadAreToldTogether() {
        reject(TODAY_NS + 7);
        captured.kernelDropped.add(10);
        watch.look(TODAY_NS + SECOND_NS);
        assertThat(watch.ignored()).isEqualTo(new IgnoredPackets(11, 60, TODAY_NS + 7, TODAY_NS + SECOND_NS));
        assertThat(IgnoredWatch.unread(decoded)).isEqualTo(new IgnoredPackets(1, 60, TODAY_NS + 7, TODAY_NS + 7));
    }
}
