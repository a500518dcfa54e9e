package vedette.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import vedette.detect.Alert;
import vedette.detect.AlertType;
import vedette.detect.Finding;
import vedette.detect.Findings;
import vedette.detect.Level;

class AlertTallyTest {
    private final AlertTally tally = new AlertTally();

    private static Alert alert(Level level, int number) {
        long nowNs = Findings.MIDNIGHT_NS + number * Findings.SECOND_NS;
        Finding finding = Findings.of(number, nowNs);
        return Findings.alert(
                AlertType.SCAN_VERTICAL,
                Findings.source(number),
                new Finding(
                        level,
                        finding.confidence(),
                        finding.technique(),
                        finding.firstNs(),
                        finding.lastNs(),
                        finding.count(),
                        finding.message(),
                        finding.evidence()));
    }

    @Test
    void theGravestComeFirstAndOfALevelTheEarliest() {
        List<Alert> alerts = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            alerts.add(alert(Level.values()[i % 5], i));
        }
        Collections.shuffle(alerts, new Random(1));
        alerts.forEach(tally::onAlert);
        List<Alert> gravest = tally.gravest(100);
        assertThat(gravest).hasSize(50);
        assertThat(gravest.subList(0, 10)).allMatch(alert -> alert.level() == Level.CRITICAL);
        assertThat(gravest.subList(0, 10))
                .extracting(Alert::count)
                .containsExactly(4L, 9L, 14L, 19L, 24L, 29L, 34L, 39L, 44L, 49L);
        assertThat(gravest.get(49).level()).isEqualTo(Level.INFO);
        assertThat(tally.gravest(3)).isEqualTo(gravest.subList(0, 3));
    }

    @Test
    void anAlertStandsOnceAsItWasToldLast() {
        Alert low = alert(Level.LOW, 7);
        tally.onAlert(low);
        tally.onAlert(alert(Level.HIGH, 7));
        assertThat(tally.gravest(9)).extracting(Alert::level).containsExactly(Level.HIGH);
        assertThat(low.id()).isEqualTo(tally.gravest(1).get(0).id());
    }

    @Test
    void ofALevelTheFirstAreKeptAndThoseKeptStayTrue() {
        for (int i = 0; i < 1_000; i++) {
            tally.onAlert(alert(Level.LOW, i));
        }
        tally.onAlert(alert(Level.MEDIUM, 999));
        assertThat(tally.gravest(1_000)).hasSize(AlertTally.MOST_KEPT + 1);
        assertThat(tally.gravest(1).get(0).count()).isEqualTo(999);
    }
}
