package vedette.flow;

import java.util.Arrays;

/**
 * Estimates how many different values it was shown, with 1,024 registers: within 3.3 % (one standard deviation). HyperLogLog
 * (Flajolet et al. 2007) with the correction for small numbers.
 */
final class DistinctCount {
    private static final int INDEX_BITS = 10;
    private static final int REGISTERS = 1 << INDEX_BITS;
    private static final double ALPHA = 0.7213 / (1 + 1.079 / REGISTERS);

    private final byte[] registers = new byte[REGISTERS];

    /** @param hash of the value, every bit as good as random */
    void add(long hash) {
        int index = (int) (hash >>> Long.SIZE - INDEX_BITS);
        byte rank = (byte) (Long.numberOfLeadingZeros(hash << INDEX_BITS | 1L << INDEX_BITS - 1) + 1);
        if (rank > registers[index]) {
            registers[index] = rank;
        }
    }

    long estimate() {
        double sum = 0;
        int empty = 0;
        for (byte rank : registers) {
            sum += 1.0 / (1L << rank);
            empty += rank == 0 ? 1 : 0;
        }
        double raw = ALPHA * REGISTERS * REGISTERS / sum;
        boolean small = raw <= 2.5 * REGISTERS && empty > 0;
        return Math.round(small ? REGISTERS * Math.log((double) REGISTERS / empty) : raw);
    }

    void clear() {
        Arrays.fill(registers, (byte) 0);
    }
}
