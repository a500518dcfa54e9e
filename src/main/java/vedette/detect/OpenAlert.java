package vedette.detect;

import org.jspecify.annotations.Nullable;

/** An alert while it is open: what it tells, and when it last did. Its place in {@link AlertRanks} lies in it. */
final class OpenAlert {
    private static final long UPDATE_AFTER_NS = 900_000_000_000L;
    private static final int GROWTH = 4;

    final long serial;
    final int slot;
    final String id;
    final AlertType type;
    final Subject subject;
    final long detectedNs;
    Finding finding;

    /** Number of the last publication; 0 if it was never told, as too many came at once. */
    int revision;

    /** When what it tells of last went on. */
    long lastNs;

    private long toldNs;
    private long toldCount;

    /** The rank it stands in, and its neighbours there. */
    int rank;

    @Nullable
    OpenAlert older;

    @Nullable
    OpenAlert younger;

    OpenAlert(long serial, int slot, AlertType type, Subject subject, Finding finding, long nowNs) {
        this.serial = serial;
        this.slot = slot;
        this.id = AlertIds.of(type, subject, nowNs, serial);
        this.type = type;
        this.subject = subject;
        this.finding = finding;
        this.detectedNs = nowNs;
        this.lastNs = nowNs;
    }

    Level level() {
        return finding.level();
    }

    boolean isDue(long count, long nowNs) {
        return count >= Math.max(1, toldCount) * GROWTH || nowNs - toldNs >= UPDATE_AFTER_NS;
    }

    /** Takes note of when it was last told, or would have been. */
    void told(long nowNs) {
        toldNs = nowNs;
        toldCount = finding.count();
    }
}
