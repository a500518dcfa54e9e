package vedette.detect.scan;

/**
 * Counts in windows of time how often contacts in a row have one value in common, such as their host; now and then another value may
 * come between, but a more frequent one takes over.
 */
final class Streak {
    private int value;
    private int count;
    private int lead;
    private long startNs;

    void clear() {
        count = 0;
        lead = 0;
        startNs = 0;
    }

    /** Adds one. Returns how many there are with this value in the window, 0 if the window is another value's. */
    int add(int added, long windowNs, long nowNs) {
        if (count > 0 && nowNs - startNs >= windowNs) {
            count = 0;
            lead = 0;
        }
        if (added != value && lead > 0) {
            lead--;
            return 0;
        }
        if (added != value || count == 0) {
            value = added;
            count = 0;
            startNs = nowNs;
        }
        lead++;
        return ++count;
    }
}
