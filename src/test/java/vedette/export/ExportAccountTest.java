package vedette.export;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ExportAccountTest {
    private static final long NS_PER_MS = 1_000_000;

    private final ExportAccount account = new ExportAccount();

    @Test
    void whatWasDroppedHasTheTimesOfTheFirstAndTheLast() {
        DroppedTotal dropped = account.dropped(DropReason.QUEUE_FULL);
        dropped.add(0, 0, 0);
        assertThat(dropped.firstNs()).as("of no drop").isZero();
        long before = System.currentTimeMillis() * NS_PER_MS;
        dropped.add(1, 10, 100);
        long first = dropped.firstNs();
        assertThat(first).isBetween(before, System.currentTimeMillis() * NS_PER_MS);
        assertThat(dropped.lastNs()).isEqualTo(first);
        while (System.currentTimeMillis() * NS_PER_MS <= first) {
            Thread.onSpinWait();
        }
        dropped.add(1, 10, 100);
        assertThat(dropped.firstNs()).isEqualTo(first);
        assertThat(dropped.lastNs()).isGreaterThan(first);
        assertThat(dropped.records()).isEqualTo(2);
    }

    @Test
    void ignoredPacketsAddUp() {
        IgnoredPackets some = new IgnoredPackets(3, 300, 50, 60);
        IgnoredPackets others = new IgnoredPackets(4, 0, 20, 55);
        assertThat(some.plus(others)).isEqualTo(new IgnoredPackets(7, 300, 20, 60));
        assertThat(some.plus(IgnoredPackets.NONE)).isEqualTo(some);
        assertThat(IgnoredPackets.NONE.plus(others)).isEqualTo(others);
    }
}
