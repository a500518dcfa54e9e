package vedette.export;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ExportAccountTest {
    private long nowNs = 1_700_000_000_000_000_000L;
    private final ExportAccount account = new ExportAccount(() -> nowNs);

    @Test
    void whatWasDroppedHasTheTimesOfTheFirstAndTheLast() {
        DroppedTotal dropped = account.dropped(DropReason.QUEUE_FULL);
        dropped.add(0, 0, 0);
        assertThat(dropped.firstNs()).as("of no drop").isZero();
        dropped.add(1, 10, 100);
        assertThat(dropped.firstNs()).isEqualTo(nowNs);
        assertThat(dropped.lastNs()).isEqualTo(nowNs);
        nowNs += 5;
        dropped.add(1, 10, 100);
        assertThat(dropped.firstNs()).isEqualTo(nowNs - 5);
        assertThat(dropped.lastNs()).isEqualTo(nowNs);
        assertThat(dropped.records()).isEqualTo(2);
    }

    @Test
    void aClockThatIsSetBackPutsNoLastBeforeTheFirst() {
        DroppedTotal dropped = account.dropped(DropReason.QUEUE_FULL);
        dropped.add(1, 10, 100);
        nowNs -= 1_000;
        dropped.add(1, 10, 100);
        assertThat(dropped.lastNs()).isEqualTo(dropped.firstNs());
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
