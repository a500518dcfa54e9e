package vedette.detect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import vedette.net.IpProtocol;

class OpenAlertsTest {
    private static final long MINUTE_NS = 60_000_000_000L;

    private final List<Alert> told = new ArrayList<>();
    private final AlertDesk desk = new AlertDesk(new Surroundings(DetectConfig.DEFAULT, 1), told::add);
    private final long[] counts = new long[4];
    private final OpenAlerts alerts = new OpenAlerts(4, desk, this::finding);

    private Finding finding(int slot) {
        return new Finding(Level.LOW, 50, "T1046", 0, 0, counts[slot], "slot " + slot, Evidence.NONE);
    }

    private void open(int slot, long nowNs) {
        counts[slot] = 10;
        alerts.open(slot, AlertType.SCAN_BLOCK, Subject.source(4, 0, slot + 1, IpProtocol.TCP), nowNs);
    }

    @Test
    void whatIsQuietForFifteenMinutesIsClosedWithWhatItCameTo() {
        open(1, 0);
        counts[1] = 39;
        alerts.goOn(1, 39, 5 * MINUTE_NS);
        alerts.onTick(20 * MINUTE_NS - 1);
        assertThat(alerts.isOpen(1)).isTrue();
        alerts.onTick(20 * MINUTE_NS);
        assertThat(alerts.isOpen(1)).isFalse();
        assertThat(told).extracting(Alert::state).containsExactly(AlertState.OPEN, AlertState.CLOSE);
        assertThat(told).last().satisfies(alert -> assertThat(alert.count()).isEqualTo(39));
    }

    @Test
    void fourfoldGrowthIsTold() {
        open(1, 0);
        counts[1] = 40;
        alerts.goOn(1, 40, MINUTE_NS);
        assertThat(told).extracting(Alert::state).containsExactly(AlertState.OPEN, AlertState.UPDATE);
    }

    @Test
    void aSlotThatIsLeftAndOpenedAgainIsAnotherAlert() {
        open(1, 0);
        alerts.leave(1, MINUTE_NS);
        open(1, MINUTE_NS + 1);
        open(2, MINUTE_NS + 1);
        alerts.finish(2 * MINUTE_NS);
        assertThat(told)
                .extracting(Alert::message)
                .containsExactly("slot 1", "slot 1", "slot 1", "slot 2", "slot 1", "slot 2");
        assertThat(told.get(0).id()).isNotEqualTo(told.get(2).id());
    }
}
