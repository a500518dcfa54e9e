package vedette.detect.scan;

import java.util.Arrays;
import vedette.detect.memory.Fields;

/**
 * Counts within a sliding window, see {@link Quarters}, the contacts of each of the hosts that are tried most of late, so that a
 * scanner who tries several in turn is seen. Eight are kept; another takes the place of the one with the fewest.
 */
final class BusyHosts {
    private static final int KEPT = 8;

    private final int[] hosts = new int[KEPT];
    private final int[] quarters = new int[KEPT];
    private final long[] counts = new long[KEPT];

    void clear() {
        Arrays.fill(counts, 0);
    }

    /** Names what it knows. */
    void name(Fields fields) {
        fields.of(hosts, 0, KEPT);
        fields.of(quarters, 0, KEPT);
        fields.of(counts, 0, KEPT);
    }

    /** Adds a contact of a host, named by its hash. Returns how many it has in the window. */
    int add(int host, long windowNs, long nowNs) {
        int quarter = Quarters.number(nowNs, windowNs);
        int at = find(host);
        if (at == KEPT) {
            at = idlest(quarter);
            hosts[at] = host;
            counts[at] = 0;
        }
        counts[at] = Quarters.plusOne(Quarters.after(counts[at], quarter - quarters[at]));
        quarters[at] = quarter;
        return Quarters.sum(counts[at]);
    }

    private int find(int host) {
        int at = 0;
        while (at < KEPT && hosts[at] != host) {
            at++;
        }
        return at;
    }

    /** That with the fewest contacts in the window; of those, the one that was tried the longest ago. */
    private int idlest(int quarter) {
        int idlest = 0;
        int fewest = Integer.MAX_VALUE;
        for (int at = 0; at < KEPT; at++) {
            int contacts = Quarters.sum(Quarters.after(counts[at], quarter - quarters[at]));
            if (contacts < fewest || contacts == fewest && quarters[at] < quarters[idlest]) {
                fewest = contacts;
                idlest = at;
            }
        }
        return idlest;
    }
}
