package vedette.detect.scan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import vedette.detect.DetectConfig;
import vedette.detect.Surroundings;

class UnusedAddressesTest {
    private static final long NET = 0x0A000100;
    private static final long DAY_NS = 86_400_000_000_000L;

    private final UnusedAddresses addresses = new UnusedAddresses(new Surroundings(DetectConfig.DEFAULT), 1);

    private boolean isDark(int host, long nowNs) {
        return addresses.isDark(4, 0, NET + host, nowNs);
    }

    private void use(int from, int to, long nowNs) {
        for (int host = from; host < to; host++) {
            addresses.use(NET + host, nowNs);
        }
    }

    @Test
    void anAddressBetweenOthersThatWasSilentForADayIsUnused() {
        use(0, 8, 0);
        assertThat(isDark(200, DAY_NS - 1)).isFalse();
        assertThat(isDark(200, DAY_NS)).isTrue();
        assertThat(isDark(7, DAY_NS)).isFalse();
    }

    @Test
    void whereFewHaveBeenSeenNothingIsKnown() {
        use(0, 7, 0);
        assertThat(isDark(200, 2 * DAY_NS)).isFalse();
        assertThat(addresses.isDark(4, 0, NET + 256, 2 * DAY_NS)).isFalse();
        assertThat(addresses.isDark(6, 0, NET + 200, 2 * DAY_NS)).isFalse();
    }

    @Test
    void whoSpeaksIsUsedAtOnceAndForgottenAfterAWeek() {
        use(0, 9, 0);
        for (int day = 1; day < 10; day++) {
            use(0, 8, day * DAY_NS);
            assertThat(isDark(8, day * DAY_NS)).as("day %d", day).isEqualTo(day >= 8);
        }
        addresses.use(NET + 8, 10 * DAY_NS);
        assertThat(isDark(8, 10 * DAY_NS)).isFalse();
    }
}
