package vedette.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TimestampUnitTest {
    private static final BigInteger NS_PER_SECOND = BigInteger.valueOf(1_000_000_000);
    private static final BigInteger MIN = BigInteger.valueOf(Long.MIN_VALUE);
    private static final BigInteger MAX = BigInteger.valueOf(Long.MAX_VALUE);

    @Test
    void everyResolutionIsReckonedAsExactlyAsWithNumbersOfAnyLength() {
        long seed = 20_231_114;
        Random random = new Random(seed);
        for (int resolution = 0; resolution < 256; resolution++) {
            TimestampUnit unit = new TimestampUnit((byte) resolution, 0);
            for (int i = 0; i < 200; i++) {
                long units = random.nextLong() >>> random.nextInt(64);
                assertThat(unit.toNs(units))
                        .as("seed %d, resolution %d, %s units", seed, resolution, Long.toUnsignedString(units))
                        .isEqualTo(exact(resolution, units));
            }
        }
    }

    @Test
    void anOffsetMovesTheTime() {
        assertThat(new TimestampUnit((byte) 9, 1_700_000_000).toNs(7)).isEqualTo(1_700_000_000_000_000_007L);
        assertThat(new TimestampUnit((byte) 6, -2).toNs(1_000_000)).isEqualTo(-1_000_000_000L);
    }

    @Test
    void aTimeBeyondTheLastIsTheLast() {
        assertThat(new TimestampUnit((byte) 6, 0).toNs(-1)).isEqualTo(Long.MAX_VALUE);
        assertThat(new TimestampUnit((byte) 9, Long.MAX_VALUE).toNs(1)).isEqualTo(Long.MAX_VALUE);
        assertThat(new TimestampUnit((byte) 9, Long.MIN_VALUE).toNs(0)).isEqualTo(Long.MIN_VALUE);
    }

    private static long exact(int resolution, long units) {
        int exponent = resolution & 0x7F;
        BigInteger unsigned = new BigInteger(Long.toUnsignedString(units));
        BigInteger perSecond = BigInteger.valueOf(resolution >= 128 ? 2 : 10).pow(exponent);
        return unsigned.multiply(NS_PER_SECOND)
                .divide(perSecond)
                .min(MAX)
                .max(MIN)
                .longValueExact();
    }
}
