package vedette.detect.scan;

import vedette.detect.memory.Fields;
import vedette.net.IpAddress;

/** The lowest and the highest address that each of many sources turned to. Takes 32 octets for each. Not thread-safe. */
final class AddressRanges {
    private static final int LOW_HI = 0;
    private static final int LOW_LO = 1;
    private static final int HIGH_HI = 2;
    private static final int HIGH_LO = 3;
    private static final int WORDS = 4;

    private final long[] bounds;

    AddressRanges(int sources) {
        bounds = new long[WORDS * sources];
    }

    void clear(int source) {
        int at = WORDS * source;
        bounds[at + LOW_HI] = -1;
        bounds[at + LOW_LO] = -1;
        bounds[at + HIGH_HI] = 0;
        bounds[at + HIGH_LO] = 0;
    }

    void add(int source, long hi, long lo) {
        int at = WORDS * source;
        if (compare(hi, lo, bounds[at + LOW_HI], bounds[at + LOW_LO]) < 0) {
            bounds[at + LOW_HI] = hi;
            bounds[at + LOW_LO] = lo;
        }
        if (compare(hi, lo, bounds[at + HIGH_HI], bounds[at + HIGH_LO]) > 0) {
            bounds[at + HIGH_HI] = hi;
            bounds[at + HIGH_LO] = lo;
        }
    }

    /** Names a source's. */
    void name(int source, Fields fields) {
        fields.of(bounds, WORDS * source, WORDS);
    }

    /** How many addresses there are from the lowest to the highest. */
    double span(int source) {
        int at = WORDS * source;
        long borrow = Long.compareUnsigned(bounds[at + HIGH_LO], bounds[at + LOW_LO]) < 0 ? 1 : 0;
        double high = unsigned(bounds[at + HIGH_HI] - bounds[at + LOW_HI] - borrow);
        return high * 0x1p64 + unsigned(bounds[at + HIGH_LO] - bounds[at + LOW_LO]) + 1;
    }

    private static double unsigned(long value) {
        return (value >>> 1) * 2.0 + (value & 1);
    }

    /** As an operator writes it: {@code 192.0.2.1-192.0.2.254}. */
    String text(int source, int ipVersion) {
        int at = WORDS * source;
        return IpAddress.text(ipVersion, bounds[at + LOW_HI], bounds[at + LOW_LO]) + "-"
                + IpAddress.text(ipVersion, bounds[at + HIGH_HI], bounds[at + HIGH_LO]);
    }

    private static int compare(long hi, long lo, long otherHi, long otherLo) {
        int high = Long.compareUnsigned(hi, otherHi);
        return high != 0 ? high : Long.compareUnsigned(lo, otherLo);
    }
}
