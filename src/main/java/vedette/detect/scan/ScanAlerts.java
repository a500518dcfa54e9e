package vedette.detect.scan;

import java.util.Arrays;
import vedette.detect.AlertDesk;
import vedette.detect.AlertType;
import vedette.detect.Finding;
import vedette.detect.Subject;

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

    /** A rule has just called the source a scanner. */
    void open(Source source, Rule rule, Targets targets, long nowNs) {
        Source.Told told = new Source.Told(rule, source, targets);
        source.told = told;
        open(source, told, targets, nowNs);
    }

    private void open(Source source, Source.Told told, Targets targets, long nowNs) {
        told.lastNs = nowNs;
        AlertType type = ScanReport.type(source, targets);
        Finding finding = ScanReport.finding(source, told, targets, config);
        told.type = type;
        told.targets = source.targets();
        source.burst = 0;
        told.alert = desk.open(type, subject(type, source, told, targets), finding, nowNs);
        if (told.alert != AlertDesk.NONE) {
            add(source, told.alert);
        }
    }

    /**
     * Whom the alert is about. One of many hosts is about none in particular, but may be allowed as one about the prefix in which all
     * of them lie; as the first such then, so that it is counted once.
     */
    private Subject subject(AlertType type, Source source, Source.Told told, Targets targets) {
        Subject subject = ScanReport.subject(source, targets);
        Subject reaching = subject.destination() == null ? subject.to(targets.range()) : subject;
        if (!desk.isAllowed(type, reaching)) {
            return subject;
        }
        if (told.allowed == null || !desk.isAllowed(type, told.allowed)) {
            told.allowed = reaching;
        }
        return told.allowed;
    }

    /** A source of which an alert was told has tried another target. */
    void goOn(Source source, Source.Told told, Targets targets, long nowNs) {
        told.lastNs = nowNs;
        if (!desk.isOpen(told.alert)) {
            if (isWorthAnother(source, told)) {
                open(source, told, targets, nowNs);
            }
        } else if (desk.goesOn(told.alert, source.targets(), nowNs)) {
            tellAgain(source, told, targets, nowNs);
        }
    }

    private static boolean isWorthAnother(Source source, Source.Told told) {
        boolean again = source.burst >= AGAIN_TARGETS || source.targets() >= AGAIN_GROWTH * told.targets;
        return again && (source.score > 0 || source.protocol >= ScanDetector.STEALTH);
    }

    /** A scan whose shape has become another is another alert: what it was called stays true of what was told. */
    private void tellAgain(Source source, Source.Told told, Targets targets, long nowNs) {
        boolean isSameShape = ScanReport.type(source, targets) == told.type;
        if (isSameShape) {
            told.targets = source.targets();
            desk.update(told.alert, ScanReport.finding(source, told, targets, config), nowNs);
        } else {
            desk.close(told.alert, ScanReport.closing(source, told, targets, config), nowNs);
            open(source, told, targets, nowNs);
        }
    }

    /** Closes what has been quiet for 15 minutes, before the desk does, which does not know what it has come to. */
    void onTick(long nowNs) {
        int kept = 0;
        for (int i = 0; i < openCount; i++) {
            Source source = open[i];
            boolean isOurs = isToldOf(source, handles[i]) && desk.isOpen(handles[i]);
            if (isOurs && isQuiet(source, nowNs)) {
                close(source, handles[i], nowNs);
            } else if (isOurs) {
                open[kept] = source;
                handles[kept++] = handles[i];
            }
        }
        openCount = kept;
    }

    void finish(long nowNs) {
        for (int i = 0; i < openCount; i++) {
            if (isToldOf(open[i], handles[i])) {
                close(open[i], handles[i], nowNs);
            }
        }
        openCount = 0;
    }

    private static boolean isQuiet(Source source, long nowNs) {
        return source.told != null && nowNs - source.told.lastNs >= QUIET_NS;
    }

    private static boolean isToldOf(Source source, long alert) {
        return source.told != null && source.told.alert == alert;
    }

    private void close(Source source, long alert, long nowNs) {
        Targets targets = sources.targets(source);
        Source.Told told = source.told;
        if (targets != null && told != null) {
            told.targets = source.targets();
            desk.close(alert, ScanReport.finding(source, told, targets, config), nowNs);
        }
    }

    private void add(Source source, long alert) {
        if (openCount == open.length) {
            open = Arrays.copyOf(open, 2 * openCount);
            handles = Arrays.copyOf(handles, 2 * openCount);
        }
        open[openCount] = source;
        handles[openCount++] = alert;
    }
}
