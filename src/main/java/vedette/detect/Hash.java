package vedette.detect;

/** Mixes numbers into 64 bits that look random, as wyhash does. Not keyed: tables that others may try to fill seed it. */
public final class Hash {
    private static final long K1 = 0xE7037ED1A0B428DBL;
    private static final long K2 = 0x8EBC6AF09C88C6E3L;

    private Hash() {}

    public static long of(long a, long b) {
        long x = a ^ K1;
        long y = b ^ K2;
        return fold(x * y ^ K1, Math.multiplyHigh(x, y) ^ K2);
    }

    private static long fold(long x, long y) {
        return Math.multiplyHigh(x, y) ^ x * y;
    }

    public static long of(long a, long b, long seed) {
        return of(of(a, b), seed);
    }
}
