package vedette.capture;

/**
 * How an interface of a pcapng file counts time: the options if_tsresol and if_tsoffset (draft-ietf-opsawg-pcapng §4.2). The
 * sensor's nanoseconds reach from the year 1677 to 2262; a time beyond is taken as the first or last of them.
 */
final class TimestampUnit {
    static final TimestampUnit MICROSECONDS = new TimestampUnit((byte) 6, 0);

    private static final int BINARY = 0x80;
    private static final int EXPONENT = 0x7F;
    private static final long NS_PER_SECOND = 1_000_000_000;
    private static final int NS_EXPONENT = 9;
    private static final int MAX_POWER_OF_TEN = 19;

    private final boolean binary;
    private final int exponent;
    /** Nanoseconds in a unit, or units in a nanosecond where the unit is shorter; 0 if those are too many. */
    private final long factor;

    private final long offsetNs;

    /**
     * @param resolution the unit is 10^-n seconds, or 2^-n if the highest bit is set
     * @param offsetSeconds what the file's times count from, in seconds since 1970
     */
    TimestampUnit(byte resolution, long offsetSeconds) {
        binary = (resolution & BINARY) != 0;
        exponent = resolution & EXPONENT;
        factor = powerOfTen(Math.abs(NS_EXPONENT - exponent));
        offsetNs = multiplySaturating(offsetSeconds, NS_PER_SECOND);
    }

    /** @param units an unsigned number */
    long toNs(long units) {
        return addSaturating(binary ? binaryToNs(units) : decimalToNs(units), offsetNs);
    }

    private long decimalToNs(long units) {
        if (exponent > NS_EXPONENT) {
            return factor == 0 ? 0 : Long.divideUnsigned(units, factor);
        }
        return units < 0 ? Long.MAX_VALUE : multiplySaturating(units, factor);
    }

    /** The 128-bit product of units and nanoseconds, shifted right by the exponent. */
    private long binaryToNs(long units) {
        long high = Math.multiplyHigh(units, NS_PER_SECOND) + (units < 0 ? NS_PER_SECOND : 0);
        long low = units * NS_PER_SECOND;
        if (exponent >= Long.SIZE) {
            return high >>> (exponent - Long.SIZE);
        }
        long ns = exponent == 0 ? low : high << (Long.SIZE - exponent) | low >>> exponent;
        return ns < 0 || high >>> exponent != 0 ? Long.MAX_VALUE : ns;
    }

    /** An unsigned number, or 0 if 64 bits cannot hold it. */
    private static long powerOfTen(int exponent) {
        long power = 1;
        for (int i = 0; i < exponent; i++) {
            power *= 10;
        }
        return exponent > MAX_POWER_OF_TEN ? 0 : power;
    }

    private static long multiplySaturating(long a, long b) {
        long low = a * b;
        if (Math.multiplyHigh(a, b) == low >> (Long.SIZE - 1)) {
            return low;
        }
        return (a < 0) == (b < 0) ? Long.MAX_VALUE : Long.MIN_VALUE;
    }

    private static long addSaturating(long a, long b) {
        long sum = a + b;
        if (((a ^ sum) & (b ^ sum)) >= 0) {
            return sum;
        }
        return a < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
    }
}
