package vedette.detect;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import vedette.detect.AlertCounters.Fate;

/**
 * Where detectors bring what they found. Keeps the open alerts: one for each type and subject, told when it opens, when it has
 * grown fourfold or 15 minutes have passed since it was last told, and when it closes. Owned by the detecting thread; its
 * counters may be read from any.
 *
 * <p>Bounded: at most {@link #MOST_OPEN} alerts are open. What comes then takes the place of the one that matters least: of the
 * lowest level, and of those the one that has not gone on for longest. It must be above it, or on its level while that has been
 * still for {@link #STILL_NS}; else it is counted as refused. In a second of packet time only so many alerts are opened or told
 * again as {@link AlertLimit} admits; what comes then is counted as suppressed. One alert of the type
 * {@link AlertType#ALERTS_SUPPRESSED} tells how many were suppressed and refused. As many allowed alerts are remembered as may
 * be open. An alert that was told is always told to be over.
 */
public final class AlertDesk {
    /** Stands for no alert. */
    public static final long NONE = -1;

    /** Stands for an alert of an earlier run of the sensor, which is not open any more. */
    public static final long OVER = -3;

    /** A detector whose alert was not taken, since it is allowed or refused, does well to bring it again no sooner. */
    public static final long TURNED_AWAY_NS = 10_000_000_000L;

    static final int MOST_OPEN = 8192;

    /** One that has not gone on for so long gives way to another of its level. */
    static final long STILL_NS = 60_000_000_000L;

    private static final long CLOSE_AFTER_NS = 900_000_000_000L;

    private final AlertHandler handler;
    private final Surroundings surroundings;
    private final AlertCounters counters = new AlertCounters();
    private final AlertLimit limit = new AlertLimit(MOST_OPEN);

    /** The open alerts in the order in which they were opened. */
    private final Map<About, OpenAlert> open = new LinkedHashMap<>();

    private final AlertRanks ranks = new AlertRanks();

    /** When those that are allowed last went on, the one that did so longest ago first. */
    private final Map<About, Long> allowed = new LinkedHashMap<>(16, 0.75f, true);

    private final List<@Nullable OpenAlert> slots = new ArrayList<>();
    private final Deque<Integer> freeSlots = new ArrayDeque<>();
    private @Nullable OpenAlert suppression;
    private long serials;

    private record About(AlertType type, Subject subject) {}

    AlertDesk(Surroundings surroundings, AlertHandler handler) {
        this.surroundings = surroundings;
        this.handler = handler;
    }

    /**
     * Opens an alert. If one of this type about this subject is open, it goes on, and is told again if that is due.
     *
     * @return its handle, or {@link #NONE} if it is on an allow-list or there is no room for it
     */
    public long open(AlertType type, Subject subject, Finding finding, long nowNs) {
        About about = new About(type, subject);
        if (isAllowed(type, subject)) {
            countAllowed(about, nowNs);
            return NONE;
        }
        OpenAlert alert = open.get(about);
        if (alert != null) {
            goesOn(alert, finding, nowNs);
            return handle(alert);
        }
        if (open.size() == MOST_OPEN && !makesRoom(finding.level(), nowNs)) {
            counters.count(Fate.REFUSED, type);
            limit.refuse(type, nowNs);
            return NONE;
        }
        alert = new OpenAlert(serials++, freeSlot(), type, subject, finding, nowNs);
        slots.set(alert.slot, alert);
        open.put(about, alert);
        ranks.add(alert);
        tellWithinLimit(alert, nowNs);
        return handle(alert);
    }

    /** Gives up the open alert that matters least, if one of this level matters more. */
    private boolean makesRoom(Level level, long nowNs) {
        OpenAlert least = ranks.least();
        if (least == null || least.level().compareTo(level) > 0) {
            return false;
        }
        if (least.level() == level && nowNs - least.lastNs < STILL_NS) {
            return false;
        }
        counters.count(Fate.DISPLACED, least.type);
        least.finding = least.finding.saying("; not followed any more, as others came that matter more");
        forget(least);
        tellEnd(least, nowNs);
        return true;
    }

    private void forget(OpenAlert alert) {
        open.remove(new About(alert.type, alert.subject));
        ranks.remove(alert);
    }

    /** Counts it once for as long as it would be open. */
    private void countAllowed(About about, long nowNs) {
        Long last = allowed.put(about, nowNs);
        if (last == null || nowNs - last >= CLOSE_AFTER_NS) {
            counters.count(Fate.ALLOWED, about.type);
        }
        if (allowed.size() > MOST_OPEN) {
            allowed.remove(allowed.keySet().iterator().next());
        }
    }

    private void goesOn(OpenAlert alert, Finding finding, long nowNs) {
        alert.lastNs = nowNs;
        boolean isDue = alert.isDue(finding.count(), nowNs);
        if (isDue) {
            alert.finding = finding;
        }
        ranks.renew(alert);
        if (isDue) {
            tellWithinLimit(alert, nowNs);
        }
    }

    /** Whether such an alert would not be told, as an operator said that it is fine. */
    public boolean isAllowed(AlertType type, Subject subject) {
        return surroundings.allowed().allows(type, subject);
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
        ranks.renew(alert);
        return alert.isDue(count, nowNs);
    }

    /** Tells how the alert stands now. */
    public void update(long handle, Finding finding, long nowNs) {
        OpenAlert alert = find(handle);
        if (alert != null) {
            alert.finding = finding;
            alert.lastNs = nowNs;
            ranks.renew(alert);
            tellWithinLimit(alert, nowNs);
        }
    }

    /** Tells that it is over. */
    public void close(long handle, Finding finding, long nowNs) {
        OpenAlert alert = find(handle);
        if (alert != null) {
            alert.finding = finding;
            forget(alert);
            tellEnd(alert, nowNs);
        }
    }

    /** What became of the alerts. */
    public AlertCounters counters() {
        return counters;
    }

    /** Alerts that are open now. */
    public int openAlerts() {
        return open.size();
    }

    /** Closes what has been quiet for 15 minutes. */
    void onTick(long nowNs) {
        if (limit.isOver(nowNs)) {
            tellSuppressed(nowNs);
        }
        if (!open.isEmpty()) {
            closeQuiet(nowNs);
        }
        if (suppression != null && nowNs - suppression.lastNs >= CLOSE_AFTER_NS) {
            tell(suppression, AlertState.CLOSE, nowNs);
            suppression = null;
            limit.forget();
        }
    }

    private void closeQuiet(long nowNs) {
        for (Iterator<OpenAlert> each = open.values().iterator(); each.hasNext(); ) {
            OpenAlert alert = each.next();
            if (nowNs - alert.lastNs >= CLOSE_AFTER_NS) {
                each.remove();
                ranks.remove(alert);
                tellEnd(alert, nowNs);
            }
        }
    }

    /** Closes all, at the end. */
    void finish(long nowNs) {
        if (limit.untold() > 0) {
            tellSuppressed(nowNs);
        }
        for (OpenAlert alert : open.values()) {
            ranks.remove(alert);
            tellEnd(alert, nowNs);
        }
        open.clear();
        if (suppression != null) {
            tell(suppression, AlertState.CLOSE, nowNs);
            suppression = null;
        }
    }

    /** Tells of a new alert or how an old one stands; one whose beginning was held back is told as new. */
    private void tellWithinLimit(OpenAlert alert, long nowNs) {
        alert.told(nowNs);
        if (limit.admits(alert.level(), nowNs)) {
            tell(alert, alert.revision == 0 ? AlertState.OPEN : AlertState.UPDATE, nowNs);
        } else {
            limit.suppress(alert.type, nowNs);
            counters.count(Fate.SUPPRESSED, alert.type);
        }
    }

    private void tellEnd(OpenAlert alert, long nowNs) {
        if (alert.revision > 0) {
            tell(alert, AlertState.CLOSE, nowNs);
        }
        slots.set(alert.slot, null);
        freeSlots.push(alert.slot);
    }

    private void tellSuppressed(long nowNs) {
        OpenAlert alert = suppression;
        if (alert == null) {
            AlertType type = AlertType.ALERTS_SUPPRESSED;
            alert = new OpenAlert(serials++, 0, type, Subject.ALL, limit.takeFinding(), nowNs);
            suppression = alert;
            tell(alert, AlertState.OPEN, nowNs);
            return;
        }
        alert.finding = limit.takeFinding();
        alert.lastNs = nowNs;
        if (alert.isDue(alert.finding.count(), nowNs)) {
            tell(alert, AlertState.UPDATE, nowNs);
        }
    }

    private long handle(OpenAlert alert) {
        return alert.serial * MOST_OPEN + alert.slot;
    }

    private @Nullable OpenAlert find(long handle) {
        if (handle < 0) {
            return null;
        }
        OpenAlert alert = slots.get((int) (handle % MOST_OPEN));
        return alert != null && alert.serial == handle / MOST_OPEN ? alert : null;
    }

    private int freeSlot() {
        Integer free = freeSlots.poll();
        if (free != null) {
            return free;
        }
        slots.add(null);
        return slots.size() - 1;
    }

    private void tell(OpenAlert alert, AlertState state, long nowNs) {
        Finding finding = alert.finding;
        alert.revision++;
        alert.told(nowNs);
        counters.count(fate(state), alert.type);
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

    private static Fate fate(AlertState state) {
        return switch (state) {
            case OPEN -> Fate.OPENED;
            case UPDATE -> Fate.UPDATED;
            case CLOSE -> Fate.CLOSED;
        };
    }
}
