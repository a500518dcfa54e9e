package vedette.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class IdleTimeTest {
    private static final long MS = 1_000_000;

    @Test
    void silenceCountsOnceAFrameWouldHaveBeenDelivered() {
        IdleTime idle = new IdleTime(0);
        assertThat(idle.afterTurn(true, 10 * MS)).isZero();
        assertThat(idle.afterTurn(false, 40 * MS)).isZero();
        assertThat(idle.afterTurn(false, 70 * MS)).isEqualTo(10 * MS);
        assertThat(idle.afterTurn(false, 170 * MS)).isEqualTo(100 * MS);
        assertThat(idle.afterTurn(true, 180 * MS)).isZero();
        assertThat(idle.afterTurn(false, 1_180 * MS)).isEqualTo(950 * MS);
    }

    /** Each frame is captured some time after the last was delivered, and delivered within 20 ms. */
    @Test
    void noPacketIsLateAndTheClockKeepsUp() {
        long seed = 11;
        Random random = new Random(seed);
        IdleTime idle = new IdleTime(0);
        long clockNs = 0;
        long nowNs = 0;
        for (int i = 0; i < 10_000; i++) {
            long capturedNs = nowNs + random.nextInt(300) * MS;
            long deliveredNs = capturedNs + random.nextInt(20) * MS;
            for (; nowNs + 2 * MS < deliveredNs; nowNs += 2 * MS) {
                clockNs += idle.afterTurn(false, nowNs + 2 * MS);
            }
            assertThat(capturedNs).as("frame %d, seed %d", i, seed).isGreaterThanOrEqualTo(clockNs);
            assertThat(capturedNs - clockNs).as("frame %d, seed %d", i, seed).isLessThan(100 * MS);
            clockNs = capturedNs;
            nowNs = deliveredNs;
            assertThat(idle.afterTurn(true, nowNs)).isZero();
        }
    }
}
