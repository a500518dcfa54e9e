package vedette.daemon;

/** The system's clock, which whoever needs it is given from here. */
final class TimeOfDay {
    private static final long NS_PER_MS = 1_000_000;

    private TimeOfDay() {}

    /** Nanoseconds since 1970; steps when the clock is set. Any thread. */
    static long ns() {
        return System.currentTimeMillis() * NS_PER_MS;
    }
}
