package vedette.detect.scan;

import vedette.detect.memory.Fields;

/**
 * Counts within a sliding window, see {@link Quarters}, how often contacts in a row have one value in common, such as their port;
 * now and then another value may come between, but a more frequent one takes over.
 */
final class Streak {
    private int value;
    private int lead;
    private int quarter;
    private long counts;

    void clear() {
        counts = 0;
        lead = 0;
    }

    /** Names what it knows. */
    void name(Fields fields) {
        value = fields.of(value);
        lead = fields.of(lead);
        quarter = fields.of(quarter);
        counts = fields.of(counts);
    }

    /** Adds one. Returns how many there are with this value in the window, 0 if the window is another value's. */
    int add(int added, long windowNs, long nowNs) {
        slideTo(Quarters.number(nowNs, windowNs));
        if (added != value && lead > 0) {
            lead--;
            return 0;
        }
        if (added != value) {
            value = added;
            counts = 0;
        }
        lead++;
        counts = Quarters.plusOne(counts);
        return Quarters.sum(counts);
    }

    private void slideTo(int now) {
        if (now != quarter) {
            counts = Quarters.after(counts, now - quarter);
            quarter = now;
            lead = Math.min(lead, Quarters.sum(counts));
        }
    }
}
