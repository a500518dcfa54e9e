package vedette.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import vedette.detect.Alert;
import vedette.detect.AlertType;
import vedette.detect.Findings;
import vedette.detect.Subject;
import vedette.flow.Flow;
import vedette.flow.FlowRecords;

@Timeout(60)
class FilteredFeedTest {
    private final ExportCounters counters = new ExportCounters(System::nanoTime);
    private final List<Long> flows = new ArrayList<>();
    private final List<AlertType> alerts = new ArrayList<>();
    private final ExportingAgent agent = ExportingAgent.replay("file", new Noting(), counters, 8);

    private final class Noting implements Exporter {
        @Override
        public void onFlow(Flow flow) {
            flows.add(flow.flowId());
            counters.sent().add(flow);
        }

        @Override
        public void onAlert(Alert alert) {
            alerts.add(alert.type());
            counters.alerts().sent().add(1, 0, 0);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    private FilteredFeed feed(Set<RecordKind> kinds, String... only) {
        agent.start();
        return new FilteredFeed(agent, kinds, RecordFilter.of(List.of(only)));
    }

    private static void tellAll(FilteredFeed feed) {
        Subject nobody = new Subject(null, null, Subject.NONE, Subject.NONE);
        feed.onAlert(Findings.alert(AlertType.SCAN_VERTICAL, Findings.between("10.0.0.1", "192.0.2.7", 22)));
        feed.onAlert(Findings.alert(AlertType.ALERTS_SUPPRESSED, nobody));
        feed.onAlert(Findings.alert(AlertType.FLOOD_SYN, Findings.between("198.51.100.1", "203.0.113.7", 80)));
    }

    @Test
    void offeredIsFilteredAndSentInEveryUnit() {
        FilteredFeed feed = feed(EnumSet.allOf(RecordKind.class), "udp");
        for (int i = 0; i < 1_000; i++) {
            feed.onFlow((i % 4 == 0 ? FlowRecords.udp() : FlowRecords.tcp())
                    .id(i, 1)
                    .flow());
        }
        agent.close();
        assertThat(flows).hasSize(250).allMatch(id -> id % 4 == 0);
        assertThat(counters.offered().records()).isEqualTo(1_000);
        assertThat(counters.filtered().records()).isEqualTo(750);
        assertThat(counters.filtered().packets()).isEqualTo(750 * 9);
        assertThat(counters.filtered().octets()).isEqualTo(750 * 490);
        assertThat(counters.sent().octets()).isEqualTo(250 * 180);
        assertThat(counters.droppedRecords()).isZero();
        assertThat(counters.queuedRecords()).isZero();
    }

    @Test
    void whoAsksForHealthAloneIsToldOfTheSensorAlone() {
        tellAll(feed(EnumSet.of(RecordKind.HEALTH)));
        agent.close();
        assertThat(alerts).containsExactly(AlertType.ALERTS_SUPPRESSED);
        assertThat(counters.alerts().offered().records()).isEqualTo(3);
        assertThat(counters.alerts().filtered().records()).isEqualTo(2);
        assertThat(counters.alerts().queuedRecords()).isZero();
    }

    @Test
    void whoAsksForAlertsAloneIsNotToldOfTheSensor() {
        tellAll(feed(EnumSet.of(RecordKind.ALERTS)));
        agent.close();
        assertThat(alerts).containsExactly(AlertType.SCAN_VERTICAL, AlertType.FLOOD_SYN);
    }

    @Test
    void alertsOfOthersAreFiltered() {
        tellAll(feed(EnumSet.allOf(RecordKind.class), "10.0.0.0/8"));
        agent.close();
        assertThat(alerts).containsExactly(AlertType.SCAN_VERTICAL, AlertType.ALERTS_SUPPRESSED);
        assertThat(counters.alerts().filtered().records()).isEqualTo(1);
    }
}
