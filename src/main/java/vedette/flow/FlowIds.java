package vedette.flow;

/**
 * Makes flow ids of 53 bits from the key, the start and an ordinal among the partition's flows that start in the same
 * nanosecond: the same packets give the same ids on every run, live or replayed.
 */
final class FlowIds {
    private static final long K0 = 0x9E3779B97F4A7C15L;
    private static final long K1 = 0xD6E8FEB86659FD93L;

    private long lastStartNs = Long.MIN_VALUE;
    private int ordinal;

    /** The id of a flow whose key is filled in. */
    long next(Flow flow, long startNs) {
        ordinal = startNs == lastStartNs ? ordinal + 1 : 0;
        lastStartNs = startNs;
        long hash = mix(startNs, ordinal);
        hash = mix(hash ^ flow.initiatorHi(), flow.initiatorLo());
        hash = mix(hash ^ flow.responderHi(), flow.responderLo());
        long ports = (long) flow.initiatorKeyPort() << 16 | flow.responderKeyPort();
        hash = mix(hash ^ ports << 8 ^ flow.protocol(), flow.keyVlans());
        return hash >>> (Long.SIZE - 53);
    }

    private static long mix(long a, long b) {
        long x = (a ^ K0) * K1;
        x ^= x >>> 32;
        x = (x + b) * K0;
        return x ^ x >>> 29;
    }
}
