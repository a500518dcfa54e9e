package vedette.detect;

import java.util.Arrays;

/**
 * The open alerts of one detector, by the slots of its table: told again when they have grown, and closed with what they came to
 * when they have been quiet for 15 minutes. Not thread-safe.
 */
public final class OpenAlerts {
    private static final long QUIET_NS = 900_000_000_000L;
    private static final long NEVER = Long.MIN_VALUE;

    private final AlertDesk desk;
    private final Reporter reporter;
    private final long[] handles;
    private final long[] lastNs;
    private final boolean[] isListed;

    /** When the desk last took no alert of a slot. */
    private final long[] turnedAwayNs;

    /** Slots with an open alert, in the order they were opened. */
    private int[] open = new int[16];

    private int openCount;

    /** Says how things stand with what a slot is about. */
    @FunctionalInterface
    public interface Reporter {
        Finding finding(int slot);
    }

    public OpenAlerts(int slots, AlertDesk desk, Reporter reporter) {
        this.desk = desk;
        this.reporter = reporter;
        handles = new long[slots];
        lastNs = new long[slots];
        isListed = new boolean[slots];
        turnedAwayNs = new long[slots];
        Arrays.fill(turnedAwayNs, NEVER);
        Arrays.fill(handles, AlertDesk.NONE);
    }

    public boolean isOpen(int slot) {
        return desk.isOpen(handles[slot]);
    }

    /** Whether to bring the desk an alert of a slot that has none: not again at once if it took none just now. */
    public boolean mayOpen(int slot, long nowNs) {
        return turnedAwayNs[slot] == NEVER || nowNs - turnedAwayNs[slot] >= AlertDesk.TURNED_AWAY_NS;
    }

    public void open(int slot, AlertType type, Subject subject, long nowNs) {
        handles[slot] = desk.open(type, subject, reporter.finding(slot), nowNs);
        turnedAwayNs[slot] = handles[slot] == AlertDesk.NONE ? nowNs : NEVER;
        lastNs[slot] = nowNs;
        if (handles[slot] != AlertDesk.NONE && !isListed[slot]) {
            isListed[slot] = true;
            if (openCount == open.length) {
                open = Arrays.copyOf(open, 2 * openCount);
            }
            open[openCount++] = slot;
        }
    }

    /** What the slot's open alert tells of goes on, and rests on so many events by now. */
    public void goOn(int slot, long count, long nowNs) {
        lastNs[slot] = nowNs;
        if (desk.goesOn(handles[slot], count, nowNs)) {
            desk.update(handles[slot], reporter.finding(slot), nowNs);
        }
    }

    /** Tells at once how the slot's open alert stands, as something has changed that cannot wait. */
    public void tellNow(int slot, long nowNs) {
        lastNs[slot] = nowNs;
        desk.update(handles[slot], reporter.finding(slot), nowNs);
    }

    /** The slot is given to another: its alert is closed as it stands. Before the detector forgets. */
    public void leave(int slot, long nowNs) {
        if (isOpen(slot)) {
            desk.close(handles[slot], reporter.finding(slot), nowNs);
        }
        handles[slot] = AlertDesk.NONE;
        turnedAwayNs[slot] = NEVER;
    }

    /** Closes what has been quiet. */
    public void onTick(long nowNs) {
        int kept = 0;
        for (int i = 0; i < openCount; i++) {
            int slot = open[i];
            if (isOpen(slot) && nowNs - lastNs[slot] >= QUIET_NS) {
                leave(slot, nowNs);
            }
            isListed[slot] = isOpen(slot);
            if (isListed[slot]) {
                open[kept++] = slot;
            }
        }
        openCount = kept;
    }

    /** Closes all. */
    public void finish(long nowNs) {
        for (int i = 0; i < openCount; i++) {
            leave(open[i], nowNs);
            isListed[open[i]] = false;
        }
        openCount = 0;
    }
}
