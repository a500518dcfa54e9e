package vedette.detect.flood;

import java.util.Arrays;

/**
 * Counts how often one source turns to a port again within {@link #EPOCH_NS}. Who draws ports by chance does; a scanner does not,
 * since it walks through a permutation and waits for an answer before it asks again (nmap 50 ms at the least). Follows
 * the source that leads. 8 KiB.
 */
final class SoonRepeats {
    static final long EPOCH_NS = 48_000_000;

    private static final int PORTS = 1 << 16;

    private final long[] seen = new long[PORTS / Long.SIZE];
    private long epoch;
    private long leader;
    private int votes;
    private long repeats;

    void add(long source, int port, long nowNs) {
        if (source != leader) {
            if (votes > 0) {
                votes--;
                return;
            }
            leader = source;
            Arrays.fill(seen, 0);
        }
        votes++;
        if (nowNs / EPOCH_NS != epoch) {
            epoch = nowNs / EPOCH_NS;
            Arrays.fill(seen, 0);
        }
        long bit = 1L << port;
        if ((seen[port >> 6] & bit) != 0) {
            repeats++;
        }
        seen[port >> 6] |= bit;
    }

    long count() {
        return repeats;
    }

    void clear() {
        Arrays.fill(seen, 0);
        votes = 0;
        repeats = 0;
    }
}
