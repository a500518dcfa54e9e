package vedette.detect.scan;

import java.util.Arrays;
import vedette.detect.memory.Fields;

/**
 * Which values came most often (Misra and Gries 1982). Up to {@link #KEPT} values are counted exactly. If there are more, a value may
 * have come more often than is counted, by {@link #mostMissed} at the most, which is never more than a seventeenth of all; so whoever
 * makes up more than that is kept, whenever it came.
 */
final class Tally {
    static final int KEPT = 16;

    /** Stands for a value that is not kept. */
    static final int NONE = -1;

    private final int[] values = new int[KEPT];
    private final int[] hits = new int[KEPT];
    private int kept;
    private int missed;

    void clear() {
        kept = 0;
        missed = 0;
        Arrays.fill(hits, 0);
    }

    /** Names what it knows. */
    void name(Fields fields) {
        fields.of(values, 0, KEPT);
        fields.of(hits, 0, KEPT);
        kept = fields.of(kept, 0, KEPT);
        missed = fields.of(missed);
    }

    /** Adds a value. Returns the place where it is kept, or {@link #NONE}. */
    int add(int value) {
        int at = find(value);
        if (at == NONE) {
            at = kept < KEPT ? kept++ : free();
        }
        if (at == NONE) {
            missOne();
            return NONE;
        }
        values[at] = value;
        hits[at]++;
        return at;
    }

    private int free() {
        for (int at = 0; at < KEPT; at++) {
            if (hits[at] == 0) {
                return at;
            }
        }
        return NONE;
    }

    /** All lose one, as the value that finds no place does. */
    private void missOne() {
        missed++;
        for (int at = 0; at < KEPT; at++) {
            hits[at]--;
        }
    }

    /** Where the value is kept, or {@link #NONE}. */
    int find(int value) {
        for (int at = 0; at < kept; at++) {
            if (values[at] == value) {
                return at;
            }
        }
        return NONE;
    }

    /** Places that are in use, from 0. */
    int kept() {
        return kept;
    }

    int value(int at) {
        return values[at];
    }

    /** How often the value in this place came, at the least. */
    int hits(int at) {
        return hits[at];
    }

    /** By how much any value may have come more often than is counted. */
    int mostMissed() {
        return missed;
    }

    /** Whether every value that came is kept, and counted exactly. */
    boolean isExact() {
        return missed == 0;
    }

    /** The place of the most frequent value. */
    int top() {
        int top = 0;
        for (int at = 1; at < kept; at++) {
            top = hits[at] > hits[top] ? at : top;
        }
        return top;
    }

    /** How many of the most frequent values make up so many of all that came; 0 if those that are kept do not. */
    int mostFor(double many) {
        int[] sorted = Arrays.copyOf(hits, kept);
        Arrays.sort(sorted);
        int sum = missed;
        for (int i = 1; i <= kept; i++) {
            sum += sorted[kept - i];
            if (sum >= many) {
                return i;
            }
        }
        return 0;
    }
}
