package vedette.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import vedette.capture.CaptureProgress;

class ProgressBarTest {
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private long nowNs;

    @Test
    void aLineHasBytesRateAndTimeLeft() {
        assertThat(ProgressBar.line(new CaptureProgress(1 << 20, 4 << 20), 1234567.8, 3))
                .isEqualTo("[======                  ]  25 %  1.0 MiB of 4.0 MiB  1,234,568 packets/s  9 s left");
    }

    @Test
    void aPipeHasNoEndToCountTowards() {
        assertThat(ProgressBar.line(new CaptureProgress(2048, -1), 10, 3)).isEqualTo("2.0 KiB  10 packets/s");
    }

    @Test
    void atTheStartNoTimeLeftIsGuessed() {
        assertThat(ProgressBar.line(new CaptureProgress(0, 4096), 0, 0))
                .isEqualTo("[                        ]   0 %  0 B of 4.0 KiB  0 packets/s");
    }

    @Test
    void onATerminalItIsDrawnNowAndThenAndWipedInTheEnd() {
        ProgressBar bar = bar(true, false);
        tick(bar, 100);
        assertThat(drawn()).isEmpty();
        tick(bar, 150);
        assertThat(drawn()).startsWith("\r[").contains("50 %");
        bar.end();
        assertThat(drawn()).endsWith("\r").matches("(?s).*\r +\r");
    }

    @Test
    void withoutTerminalOrWhenQuietNothingIsDrawn() {
        for (ProgressBar bar : new ProgressBar[] {bar(false, false), bar(true, true)}) {
            tick(bar, 5000);
            bar.end();
        }
        assertThat(drawn()).isEmpty();
    }

    private ProgressBar bar(boolean terminal, boolean quiet) {
        PrintStream stream = new PrintStream(err, true, StandardCharsets.UTF_8);
        return new ProgressBar(
                new Console(stream, stream, terminal), quiet, () -> new CaptureProgress(5, 10), () -> 7, () -> nowNs);
    }

    private void tick(ProgressBar bar, long ms) {
        nowNs += ms * 1_000_000;
        bar.tick();
    }

    private String drawn() {
        return err.toString(StandardCharsets.UTF_8);
    }
}
