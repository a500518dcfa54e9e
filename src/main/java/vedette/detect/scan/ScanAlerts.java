package vedette.detect.scan;

import java.util.Arrays;
import vedette.detect.AlertDesk;
import vedette.detect.AlertType;
import vedette.detect.Finding;

/** The alerts of scans: opened, told again as they grow or change their shape, and closed with what they came to. */
final class ScanAlerts {
    private static final long QUIET_NS = 900_000_000_000L;

    /** Told anew after a pause when so many more targets were tried without another, or twice as many in all. */
    private static final int AGAIN_TARGETS = 15;

    private static final int AGAIN_GROWTH = 2;

    private final ScanConfig config;
    private final AlertDesk desk;
    private final Sources sources;

    /** Sources with an open alert, by handle, in the order they were told of. */
    private Source[] open = new Source[16];

    private long[] handles = new long[16];
    private int openCount;

    ScanAlerts(ScanConfig config, AlertDesk desk, Sources sources) {
        this.config = config;
        this.desk = desk;
        this.sources = sources;
    }

    void open(Source source, Targets targets, long nowNs) {
        if (source.toldTargets == 0) {
            source.contactsAtDetection = source.contacts;
        }
        AlertType type = ScanReport.type(source, targets);
        Finding finding = ScanReport.finding(source, targets, config);
        source.alertType = type;
        source.toldTargets = source.targets();
        source.burst = 0;
        source.alert = desk.open(type, ScanReport.subject(source, targets), finding, nowNs);
        if (source.alert != AlertDesk.NONE) {
            add(source);
        }
    }

    /** A source of which an alert was told has tried another target. */
    void goOn(Source source, Targets targets, long nowNs) {
        if (!desk.isOpen(source.alert)) {
            if (isWorthAnother(source)) {
                open(source, targets, nowNs);
            }
        } else if (desk.goesOn(source.alert, source.targets(), nowNs)) {
            tellAgain(source, targets, nowNs);
        }
    }

    private static boolean isWorthAnother(Source source) {
        boolean again = source.burst >= AGAIN_TARGETS || source.targets() >= AGAIN_GROWTH * source.toldTargets;
        return again && (source.score > 0 || source.protocol >= ScanDetector.STEALTH);
    }

    /** A scan whose shape has become another is another alert: what it was called stays true of what was told. */
    private void tellAgain(Source source, Targets targets, long nowNs) {
        boolean isSameShape = ScanReport.type(source, targets) == source.alertType;
        if (isSameShape) {
            source.toldTargets = source.targets();
            desk.update(source.alert, ScanReport.finding(source, targets, config), nowNs);
        } else {
            desk.close(source.alert, ScanReport.closing(source, targets, config), nowNs);
            open(source, targets, nowNs);
        }
    }

    /** Closes what has been quiet for 15 minutes. */
    void onTick(long nowNs) {
        int kept = 0;
        for (int i = 0; i < openCount; i++) {
            Source source = open[i];
            boolean isOurs = source.alert == handles[i] && desk.isOpen(handles[i]);
            if (isOurs && nowNs - source.lastNs >= QUIET_NS) {
                close(source, nowNs);
            } else if (isOurs) {
                open[kept] = source;
                handles[kept++] = handles[i];
            }
        }
        openCount = kept;
    }

    void finish(long nowNs) {
        for (int i = 0; i < openCount; i++) {
            if (open[i].alert == handles[i]) {
                close(open[i], nowNs);
            }
        }
        openCount = 0;
    }

    private void close(Source source, long nowNs) {
        Targets targets = sources.targets(source);
        if (targets != null) {
            source.toldTargets = source.targets();
            desk.close(source.alert, ScanReport.finding(source, targets, config), nowNs);
        }
    }

    private void add(Source source) {
        if (openCount == open.length) {
            open = Arrays.copyOf(open, 2 * openCount);
            handles = Arrays.copyOf(handles, 2 * openCount);
        }
        open[openCount] = source;
        handles[openCount++] = source.alert;
    }
}
