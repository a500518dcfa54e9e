package vedette.report;

import java.util.concurrent.TimeUnit;

/** What one host of this site exchanged with somebody outside, in octets of payload. */
final class Transfer {
    private static final long HOUR_NS = TimeUnit.HOURS.toNanos(1);

    private long up;
    private long down;
    private long flows;
    private long hour = Long.MIN_VALUE;
    private long upThisHour;
    private long mostUpInAnHour;
    private int hoursWithUp;

    /** @param timeNs when the record ended: its octets count to that hour */
    void add(long moreUp, long moreDown, long moreFlows, long timeNs) {
        up += moreUp;
        down += moreDown;
        flows += moreFlows;
        long now = Math.floorDiv(timeNs, HOUR_NS);
        if (now > hour) {
            hour = now;
            upThisHour = 0;
        }
        if (moreUp > 0) {
            hoursWithUp += upThisHour == 0 ? 1 : 0;
            upThisHour += moreUp;
            mostUpInAnHour = Math.max(mostUpInAnHour, upThisHour);
        }
    }

    long up() {
        return up;
    }

    long down() {
        return down;
    }

    long flows() {
        return flows;
    }

    long both() {
        return up + down;
    }

    long mostUpInAnHour() {
        return mostUpInAnHour;
    }

    /** In how many hours of the clock something was sent. */
    int hoursWithUp() {
        return hoursWithUp;
    }

    /** Producer-consumer ratio: 1 if all went up, -1 if all came down. */
    double ratio() {
        return both() == 0 ? 0 : (double) (up - down) / both();
    }
}
