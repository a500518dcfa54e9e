package vedette.detect.beacon;

import java.util.ArrayList;
import java.util.List;
import vedette.detect.AlertDesk;
import vedette.detect.AlertType;
import vedette.detect.Finding;
import vedette.detect.Subject;

/**
 * The open alerts of beacons: kept open for as long as another call may be expected, told again when they matter more, and closed
 * with what was found last. As many as the desk has open at most.
 */
final class BeaconAlerts {
    private final AlertDesk desk;
    private final SeriesTable table;
    private final Series series = new Series();
    private final List<Open> open = new ArrayList<>();

    private static final class Open {
        final int entry;
        final long handle;
        Finding finding;

        Open(int entry, long handle, Finding finding) {
            this.entry = entry;
            this.handle = handle;
            this.finding = finding;
        }
    }

    BeaconAlerts(AlertDesk desk, SeriesTable table) {
        this.desk = desk;
        this.table = table;
    }

    /** Opens an alert about a series, and gives the series its handle. */
    void open(Series about, AlertType type, Subject subject, Finding finding, long nowNs) {
        about.alert(desk.open(type, subject, finding, nowNs));
        if (about.alert() != AlertDesk.NONE) {
            open.add(new Open(table.find(about.key()), about.alert(), finding));
        }
    }

    boolean isOpen(Series about) {
        return desk.isOpen(about.alert());
    }

    /** A call came; returns whether the alert is to be told again. */
    boolean goesOn(Series about, long nowNs) {
        return desk.goesOn(about.alert(), about.calls(), nowNs);
    }

    /** How the series stands now. It is told if that is due, or if it matters more than when it was told last. */
    void stands(Series about, Finding finding, boolean due, long nowNs) {
        for (Open alert : open) {
            if (alert.handle == about.alert()) {
                boolean mattersMore = finding.level().compareTo(alert.finding.level()) > 0;
                alert.finding = finding;
                if (due || mattersMore) {
                    desk.update(alert.handle, finding, nowNs);
                }
            }
        }
    }

    /** Closes the alerts of those who have stopped calling; once a minute or so. */
    void expire(long nowNs) {
        for (int i = 0; i < open.size(); i++) {
            Open alert = open.get(i);
            table.wrap(series, alert.entry);
            boolean expected =
                    series.alert() == alert.handle && Ticks.of(nowNs) - series.lastTick() < series.quietAfter();
            if (expected && desk.isOpen(alert.handle)) {
                desk.goesOn(alert.handle, alert.finding.count(), nowNs);
            } else {
                desk.close(alert.handle, alert.finding, nowNs);
                open.remove(i--);
            }
        }
    }

    /** Closes all. */
    void finish(long nowNs) {
        for (Open alert : open) {
            desk.close(alert.handle, alert.finding, nowNs);
        }
        open.clear();
    }
}
