package vedette.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class CaptureConfigTest {
    private static CaptureConfig config(List<String> interfaces, String source, int snaplen, long ringSize) {
        return new CaptureConfig(interfaces, source, snaplen, true, ringSize, 1, "", false, false);
    }

    @Test
    void theBoundsThemselvesAreAllowed() {
        assertThat(config(List.of("a", "b"), "pcap4j", 128, 1L << 20).snaplen()).isEqualTo(128);
        assertThat(config(List.of("a"), "af-packet", 128, 1L << 20).source()).isEqualTo("af-packet");
        assertThat(config(List.of(), "auto", 262_144, 1L << 30).ringSize()).isEqualTo(1L << 30);
    }

    @Test
    void whatIsWrongIsNamedWithWhatIsAllowed() {
        refused(List.of("a"), "auto", 127, 1L << 20, "capture.snaplen must be 128 to 262144 octets, was 127");
        refused(List.of("a"), "auto", 262_145, 1L << 20, "capture.snaplen must be 128 to 262144 octets, was 262145");
        refused(List.of("a"), "auto", 128, 1_000, "capture.ring-size must be 1MiB to 1GiB, was 1000 bytes");
        refused(List.of("a"), "auto", 128, 2L << 30, "capture.ring-size must be 1MiB to 1GiB, was 2147483648 bytes");
        refused(List.of("a", "a"), "auto", 128, 1L << 20, "must name each interface once, was [a, a]");
        refused(List.of(" "), "auto", 128, 1L << 20, "must be names of interfaces");
        refused(
                List.of("a"),
                "dpdk",
                128,
                1L << 20,
                "capture.source must be one of auto, af-packet, pcap4j, was \"dpdk\"");
    }

    private static void refused(List<String> interfaces, String source, int snaplen, long ringSize, String message) {
        assertThatThrownBy(() -> config(interfaces, source, snaplen, ringSize))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void captureNeedsAnInterface() {
        assertThatThrownBy(() -> LiveSource.open(CaptureConfig.DEFAULT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("capture.interfaces must name at least one interface");
    }
}
