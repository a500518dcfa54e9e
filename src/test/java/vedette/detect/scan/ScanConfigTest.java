package vedette.detect.scan;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScanConfigTest {
    private static final Duration DAY = Duration.ofDays(1);

    @Test
    void whatIsOutOfRangeIsRefusedByItsKey() {
        assertThatThrownBy(() -> new ScanConfig(0, DAY, 5, 7, 9, List.of()))
                .hasMessageStartingWith("detect.scan.max-sources must be 1 to");
        assertThatThrownBy(() -> new ScanConfig(1, Duration.ZERO, 5, 7, 9, List.of()))
                .hasMessage("detect.scan.memory must be 1 s to 30 days, was 0 s");
        assertThatThrownBy(() -> new ScanConfig(1, DAY, 0, 7, 9, List.of()))
                .hasMessage("detect.scan.external-targets must be at least 2, was 0");
        assertThatThrownBy(() -> new ScanConfig(1, DAY, 5, 0, 9, List.of()))
                .hasMessage("detect.scan.local-targets must be at least 2, was 0");
        assertThatThrownBy(() -> new ScanConfig(1, DAY, 5, 7, -1, List.of()))
                .hasMessage("detect.scan.outbound-targets must be at least 2, was -1");
        assertThatThrownBy(() -> new ScanConfig(1, DAY, 5, 7, 9, List.of("10.0.0.1/8")))
                .hasMessageStartingWith("detect.scan.unused-nets \"10.0.0.1/8\":");
    }
}
