package vedette.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class UploadsTest {
    private static final long HOUR_NS = TimeUnit.HOURS.toNanos(1);
    private static final long MEGA = 1_000_000;

    private final Largest<HostPair, Transfer> transfers = new Largest<>(1000, Transfer::new, Transfer::both);

    private Transfer between(int ours, int theirs) {
        return transfers.of(new HostPair(new Host(4, 0, ours), new Host(4, 0, 1000 + theirs)));
    }

    private void browsing() {
        for (int ours = 1; ours <= 10; ours++) {
            for (int theirs = 1; theirs <= 5; theirs++) {
                between(ours, theirs).add(20_000, 900_000, 3, HOUR_NS);
            }
        }
    }

    private List<String> reasons() {
        Uploads uploads = new Uploads(transfers);
        return uploads.standingOut().stream().map(uploads::reason).toList();
    }

    @Test
    void browsingDoesNotStandOut() {
        browsing();
        assertThat(reasons()).isEmpty();
    }

    @Test
    void muchWithinAnHourStandsOut() {
        browsing();
        between(3, 77).add(60 * MEGA, 1000, 1, HOUR_NS);
        between(3, 77).add(60 * MEGA, 1000, 1, HOUR_NS + 1);
        assertThat(reasons()).containsExactly("much within an hour");
    }

    @Test
    void muchOverManyHoursStandsOut() {
        for (int hour = 0; hour < 9; hour++) {
            between(3, 77).add(60 * MEGA, 1000, 1, hour * HOUR_NS);
        }
        between(4, 77).add(60 * MEGA, 1000, 1, HOUR_NS);
        assertThat(reasons()).containsExactly("much over many hours");
    }

    @Test
    void farAboveTheUsualStandsOutIfFewTurnThere() {
        browsing();
        between(3, 77).add(4 * MEGA, 100_000, 1, HOUR_NS);
        assertThat(reasons()).hasSize(1).first().asString().endsWith("times the usual");
        for (int ours = 1; ours <= 10; ours++) {
            between(ours, 77).add(1000, 1000, 1, HOUR_NS);
        }
        assertThat(reasons()).isEmpty();
    }

    @Test
    void aDownloadIsNoUpload() {
        between(3, 77).add(120 * MEGA, 900 * MEGA, 1, HOUR_NS);
        assertThat(reasons()).isEmpty();
    }

    @Test
    void theRatioTellsTheDirection() {
        Transfer transfer = new Transfer();
        transfer.add(300, 100, 2, 0);
        assertThat(transfer.ratio()).isEqualTo(0.5);
        assertThat(Map.of(transfer.up(), transfer.down())).containsEntry(300L, 100L);
        assertThat(new Transfer().ratio()).isZero();
    }
}
