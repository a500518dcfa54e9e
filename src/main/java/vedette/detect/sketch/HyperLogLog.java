package vedette.detect.sketch;

import java.util.Arrays;
import vedette.detect.memory.Fields;

/**
 * Estimates how many different items were added (Flajolet and others 2007, with their linear counting for few). Holds 2^precision
 * octets; the standard error is 1.04 / 2^(precision / 2): 3.3 % at precision 10. Not thread-safe.
 */
public final class HyperLogLog {
    private final int precision;
    private final byte[] ranks;

    /** @param precision 7 to 16 */
    public HyperLogLog(int precision) {
        if (precision < 7 || precision > 16) {
            throw new IllegalArgumentException("precision must be 7 to 16, was " + precision);
        }
        this.precision = precision;
        ranks = new byte[1 << precision];
    }

    /** Adds an item by its hash, all 64 bits of which must look random. */
    public void add(long hash) {
        int register = (int) (hash >>> Long.SIZE - precision);
        int rank = Long.numberOfLeadingZeros(hash << precision | 1L << precision - 1) + 1;
        if (rank > ranks[register]) {
            ranks[register] = (byte) rank;
        }
    }

    /** How many different items were added, about. */
    public long estimate() {
        double sum = 0;
        int zeros = 0;
        for (byte rank : ranks) {
            sum += 1.0 / (1L << rank);
            zeros += rank == 0 ? 1 : 0;
        }
        double size = ranks.length;
        double raw = 0.7213 / (1 + 1.079 / size) * size * size / sum;
        return Math.round(raw <= 2.5 * size && zeros > 0 ? size * Math.log(size / zeros) : raw);
    }

    /** Names what it knows. */
    public void name(Fields fields) {
        fields.of(ranks, 0, ranks.length);
    }

    /** Forgets all. */
    public void clear() {
        Arrays.fill(ranks, (byte) 0);
    }
}
