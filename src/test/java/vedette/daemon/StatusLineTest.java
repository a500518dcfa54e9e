package vedette.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import vedette.capture.CaptureCounters;

class StatusLineTest {
    @Test
    void saysTheRateSinceTheLastLookAndAllThatWasLost() {
        CaptureCounters captured = new CaptureCounters();
        AtomicLong clockNs = new AtomicLong(5);
        StatusLine status = new StatusLine("eth0, eth1", captured, () -> 1, clockNs::get);
        captured.captured.add(10_000);
        clockNs.addAndGet(2_000_000_000L);
        assertThat(status.get()).isEqualTo("eth0, eth1: 5,000 frames/s, 1 open flow, 0 of 10,000 frames dropped");
        captured.captured.add(2);
        captured.kernelDropped.add(3);
        clockNs.addAndGet(2_000_000_000L);
        assertThat(status.get()).isEqualTo("eth0, eth1: 1 frame/s, 1 open flow, 3 of 10,005 frames dropped");
    }
}
