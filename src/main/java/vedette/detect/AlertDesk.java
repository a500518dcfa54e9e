package vedette.detect;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where detectors bring what they found. Keeps the open alerts: one for each type and subject, told when it opens, when it has
 * grown fourfold or 15 minutes have passed since it was last told, and when it closes. Owned by the detecting thread.
 *
 * <p>Bounded: at most {@link #MOST_OPEN} alerts are open; what comes then is counted as {@link #refused()}.
 */
public final class AlertDesk {
    /** Stands for no alert. */
    public static final long NONE = -1;

    static final int MOST_OPEN = 8192;

    private static final long UPDATE_AFTER_NS = 900_000_000_000L;
    private static final long CLOSE_AFTER_NS = 900_000_000_000L;
    private static final int GROWTH = 4;

    private final AlertHandler handler;
    private final Surroundings surroundings;
    private final List<@Nullable OpenAlert> slots = new ArrayList<>();
    private long opened;
    private long refused;
    private int open;

    private static final class OpenAlert {
        final long serial;
        final String id;
        final AlertType type;
        final Subject subject;
        final long detectedNs;
        Finding finding;
        int revision;
        long lastNs;
        long toldNs;
        long toldCount;

        OpenAlert(long serial, String id, AlertType type, Subject subject, Finding finding, long nowNs) {
            this.serial = serial;
            this.id = id;
            this.type = type;
            this.subject = subject;
            this.finding = finding;
            this.detectedNs = nowNs;
            this.lastNs = nowNs;
        }
    }

    AlertDesk(Surroundings surroundings, AlertHandler handler) {
        this.surroundings = surroundings;
        this.handler = handler;
    }

    /** Opens an alert. Returns its handle, or {@link #NONE} if it is on an allow-list or there is no room for it. */
    public long open(AlertType type, Subject subject, Finding finding, long nowNs) {
        if (open == MOST_OPEN) {
            refused++;
            return NONE;
        }
        OpenAlert alert = new OpenAlert(opened, id(type, subject, nowNs), type, subject, finding, nowNs);
        int slot = freeSlot();
        slots.set(slot, alert);
        open++;
        opened++;
        publish(alert, AlertState.OPEN, nowNs);
        return alert.serial * MOST_OPEN + slot;
    }

    /** Whether the handle is of an alert that has not been closed. */
    public boolean isOpen(long handle) {
        return find(handle) != null;
    }

    /**
     * Takes note that what the alert tells of goes on.
     *
     * @param count events it rests on by now
     * @return whether an {@link #update} is due
     */
    public boolean goesOn(long handle, long count, long nowNs) {
        OpenAlert alert = find(handle);
        if (alert == null) {
            return false;
        }
        alert.lastNs = nowNs;
        return count >= alert.toldCount * GROWTH || nowNs - alert.toldNs >= UPDATE_AFTER_NS;
    }

    /** Tells how the alert stands now. */
    public void update(long handle, Finding finding, long nowNs) {
        OpenAlert alert = find(handle);
        if (alert != null) {
            alert.finding = finding;
            alert.lastNs = nowNs;
            publish(alert, AlertState.UPDATE, nowNs);
        }
    }

    /** Tells that it is over. */
    public void close(long handle, Finding finding, long nowNs) {
        OpenAlert alert = find(handle);
        if (alert != null) {
            alert.finding = finding;
            close((int) (handle % MOST_OPEN), alert, nowNs);
        }
    }

    /** Alerts that could not be opened since too many were open. */
    public long refused() {
        return refused;
    }

    /** Closes what has been quiet for 15 minutes. */
    void onTick(long nowNs) {
        for (int slot = 0; slot < slots.size(); slot++) {
            OpenAlert alert = slots.get(slot);
            if (alert != null && nowNs - alert.lastNs >= CLOSE_AFTER_NS) {
                close(slot, alert, nowNs);
            }
        }
    }

    /** Closes all, at the end. */
    void finish(long nowNs) {
        for (int slot = 0; slot < slots.size(); slot++) {
            OpenAlert alert = slots.get(slot);
            if (alert != null) {
                close(slot, alert, nowNs);
            }
        }
    }

    private void close(int slot, OpenAlert alert, long nowNs) {
        publish(alert, AlertState.CLOSE, nowNs);
        slots.set(slot, null);
        open--;
    }

    private @Nullable OpenAlert find(long handle) {
        if (handle < 0) {
            return null;
        }
        OpenAlert alert = slots.get((int) (handle % MOST_OPEN));
        return alert != null && alert.serial == handle / MOST_OPEN ? alert : null;
    }

    private int freeSlot() {
        for (int slot = 0; slot < slots.size(); slot++) {
            if (slots.get(slot) == null) {
                return slot;
            }
        }
        slots.add(null);
        return slots.size() - 1;
    }

    private String id(AlertType type, Subject subject, long nowNs) {
        return String.format("%016x%08x%08x", nowNs, subject.hashCode() ^ type.code(), opened);
    }

    private void publish(OpenAlert alert, AlertState state, long nowNs) {
        Finding finding = alert.finding;
        alert.revision++;
        alert.toldNs = nowNs;
        alert.toldCount = finding.count();
        handler.onAlert(new Alert(
                alert.id,
                alert.revision,
                alert.type,
                state,
                finding.level(),
                finding.confidence(),
                finding.technique(),
                alert.subject,
                finding.firstNs(),
                finding.lastNs(),
                nowNs,
                alert.detectedNs,
                finding.count(),
                finding.message(),
                finding.evidence(),
                surroundings.feed()));
    }
}
