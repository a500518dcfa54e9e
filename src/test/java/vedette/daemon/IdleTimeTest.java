package vedette.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class IdleTimeTest {
    private static final long MS = 1_000_000;
    private static final long TURN_NS = 5 * MS;

    private final IdleTime idle = new IdleTime(0);
    private long clockNs;
    private long nowNs;

    /** Turns without frames until then. */
    private void silentUntil(long untilNs) {
        while (nowNs + TURN_NS <= untilNs) {
            nowNs += TURN_NS;
            clockNs += idle.afterTurn(false, nowNs);
        }
    }

    private void frame(long capturedNs, long deliveredNs) {
        nowNs = deliveredNs;
        assertThat(idle.afterTurn(true, nowNs)).isZero();
        assertThat(capturedNs).as("captured, when it is %d", clockNs).isGreaterThanOrEqualTo(clockNs);
        clockNs = capturedNs;
    }

    @Test
    void silenceCountsOnceAFrameWouldHaveBeenDelivered() {
        frame(10 * MS, 10 * MS);
        silentUntil(100 * MS);
        assertThat(clockNs).isEqualTo(10 * MS);
        silentUntil(210 * MS);
        assertThat(clockNs).isEqualTo(110 * MS);
        frame(220 * MS, 220 * MS);
        silentUntil(1_220 * MS);
        assertThat(clockNs).isEqualTo(1_120 * MS);
    }

    /** Each frame is captured some time after the last was delivered, and delivered within 20 ms. */
    @Test
    void noPacketIsLateAndTheClockKeepsUp() {
        Random random = new Random(11);
        for (int i = 0; i < 10_000; i++) {
            long capturedNs = nowNs + random.nextInt(300) * MS;
            long deliveredNs = capturedNs + random.nextInt(20) * MS;
            silentUntil(deliveredNs);
            assertThat(deliveredNs - clockNs).isLessThan(130 * MS);
            frame(capturedNs, deliveredNs);
        }
    }

    /** The whole process has waited for a processor, and the capturing thread for 50 ms more than the metering one. */
    @Test
    void whatCameWhileTheProcessStoodStillIsNotLate() {
        Random random = new Random(12);
        for (int i = 0; i < 1_000; i++) {
            silentUntil(nowNs + 200 * MS);
            long capturedNs = nowNs + random.nextInt(20) * MS;
            nowNs = capturedNs + random.nextInt(250) * MS;
            silentUntil(nowNs + random.nextInt(50) * MS);
            frame(capturedNs, nowNs);
        }
    }

    @Test
    void anHourAsleepIsMadeUpForWithinSeconds() {
        frame(0, 0);
        nowNs += 3_600_000 * MS;
        silentUntil(nowNs + 3_000 * MS);
        assertThat(nowNs - clockNs).isLessThan(110 * MS);
    }
}
