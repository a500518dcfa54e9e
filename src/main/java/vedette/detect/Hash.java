package vedette.detect;

/**
 * Mixes numbers into 64 bits that look random, as wyhash does. What others may choose, such as an address, is hashed with a seed that
 * they do not know; such hashes may be mixed further without one.
 */
public final class Hash {
    private static final long K1 = 0xE7037ED1A0B428DBL;
    private static final long K2 = 0x8EBC6AF09C88C6E3L;
    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    private Hash() {}

    public static long of(long a, long b) {
        long x = a ^ K1;
        long y = b ^ K2;
        return fold(x * y ^ K1, Math.multiplyHigh(x, y) ^ K2);
    }

    private static long fold(long x, long y) {
        return Math.multiplyHigh(x, y) ^ x * y;
    }

    /** Each number is hidden by another half of the key, so that nobody can choose numbers of one hash, nor one that hides the other. */
    public static long of(long a, long b, long seed) {
        return of(a ^ seed, b ^ Long.rotateLeft(seed * SPREAD, Integer.SIZE));
    }
}
