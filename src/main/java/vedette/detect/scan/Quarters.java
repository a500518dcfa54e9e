package vedette.detect.scan;

/**
 * Counts within a window that slides by quarters: a count of 16 bits for each, in one number, the newest lowest. What is counted lies
 * within the window, and whatever lies within the last three quarters of it is counted.
 */
final class Quarters {
    private static final int EACH = 4;
    private static final int BITS = 16;
    private static final long FULL = 0xFFFF;

    private Quarters() {}

    /** The number of the quarter that a time lies in. */
    static int number(long nowNs, long windowNs) {
        return (int) Math.floorDiv(nowNs, windowNs / EACH);
    }

    /** The counts when so many quarters have passed. */
    static long after(long counts, int quarters) {
        return quarters >= EACH ? 0 : counts << Math.max(0, quarters) * BITS;
    }

    static long plusOne(long counts) {
        return (counts & FULL) == FULL ? counts : counts + 1;
    }

    static int sum(long counts) {
        return (int)
                ((counts & FULL) + (counts >>> BITS & FULL) + (counts >>> 2 * BITS & FULL) + (counts >>> 3 * BITS));
    }
}
