package vedette.detect;

import java.util.Arrays;
import vedette.detect.memory.Fields;
import vedette.flow.Flow;

/**
 * When what an alert tells of was first and last on the wire, by the slots of a table; what became of it may be known seconds later.
 * Not thread-safe.
 */
public final class SeenTimes {
    private final long[] firstNs;
    private final long[] lastNs;

    public SeenTimes(int slots) {
        firstNs = new long[slots];
        lastNs = new long[slots];
        Arrays.fill(firstNs, Long.MAX_VALUE);
        Arrays.fill(lastNs, Long.MIN_VALUE);
    }

    /** The slot is about something else from now on. */
    public void clear(int slot) {
        firstNs[slot] = Long.MAX_VALUE;
        lastNs[slot] = Long.MIN_VALUE;
    }

    /** A flow counts, from its first packet to its last so far. */
    public void add(int slot, Flow flow) {
        firstNs[slot] = Math.min(firstNs[slot], flow.startNs());
        lastNs[slot] = Math.max(lastNs[slot], flow.endNs());
    }

    /** Names what is known of a slot. */
    public void name(int slot, Fields fields) {
        fields.of(firstNs, slot);
        fields.of(lastNs, slot);
    }

    public long firstNs(int slot) {
        return firstNs[slot];
    }

    public long lastNs(int slot) {
        return lastNs[slot];
    }
}
