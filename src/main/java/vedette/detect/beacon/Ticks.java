package vedette.detect.beacon;

/** Time in hundredths of a second, cut to 32 bits: only differences below 248 days mean anything. */
public final class Ticks {
    static final double SECONDS = 0.01;
    static final long NS = 10_000_000;
    static final int HOUR = 360_000;
    public static final int DAY = 24 * HOUR;

    private Ticks() {}

    public static int of(long timeNs) {
        return (int) (timeNs / NS);
    }

    /** The time a tick stands for, if it is not long before {@code nowNs}. */
    static long timeNs(int tick, long nowNs) {
        return nowNs - nowNs % NS - (Ticks.of(nowNs) - tick) * NS;
    }
}
