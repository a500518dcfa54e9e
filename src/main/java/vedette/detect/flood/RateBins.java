package vedette.detect.flood;

import java.util.Arrays;

/** Packets of one kind in the last two seconds, in bins of an eighth of a second. Not thread-safe. */
final class RateBins {
    /** Bins that are kept. */
    static final int KEPT = 16;

    private final int[] packets = new int[KEPT];
    private final long[] octets = new long[KEPT];
    private final int[] begun = new int[KEPT];
    private final int[] answered = new int[KEPT];
    private long newest;
    /** Sum of {@link #packets}. */
    private int kept;

    void clear(long bin) {
        Arrays.fill(packets, 0);
        Arrays.fill(octets, 0);
        Arrays.fill(begun, 0);
        Arrays.fill(answered, 0);
        newest = bin;
        kept = 0;
    }

    /**
     * A packet of a flow that nobody has answered.
     *
     * @param flows 1 if the flow begins with it, -1 if it shows that the flow is not new
     */
    void add(long bin, long packetOctets, int flows) {
        advance(bin);
        int at = at(bin);
        packets[at]++;
        kept++;
        octets[at] += packetOctets;
        begun[at] += flows;
    }

    /** A flow was answered. */
    void answer(long bin) {
        advance(bin);
        answered[at(bin)]++;
    }

    private void advance(long bin) {
        if (bin - newest >= KEPT) {
            clear(bin);
        }
        while (newest < bin) {
            int at = at(++newest);
            kept -= packets[at];
            packets[at] = 0;
            octets[at] = 0;
            begun[at] = 0;
            answered[at] = 0;
        }
    }

    /** Packets in all bins that are kept. */
    int packets() {
        return kept;
    }

    int packets(long from, long to) {
        return sum(packets, from, to);
    }

    int begun(long from, long to) {
        return sum(begun, from, to);
    }

    int answered(long from, long to) {
        return sum(answered, from, to);
    }

    long octets(long from, long to) {
        long sum = 0;
        for (long bin = Math.max(from, newest - KEPT + 1); bin < Math.min(to, newest + 1); bin++) {
            sum += octets[at(bin)];
        }
        return sum;
    }

    /** The first bin from this on that holds a tenth of what the fullest holds. */
    long risingSince(long from) {
        int most = 0;
        for (long bin = Math.max(from, newest - KEPT + 1); bin <= newest; bin++) {
            most = Math.max(most, packets[at(bin)]);
        }
        long first = Math.max(from, newest - KEPT + 1);
        while (first < newest && 10 * packets[at(first)] < most) {
            first++;
        }
        return first;
    }

    private int sum(int[] counts, long from, long to) {
        int sum = 0;
        for (long bin = Math.max(from, newest - KEPT + 1); bin < Math.min(to, newest + 1); bin++) {
            sum += counts[at(bin)];
        }
        return sum;
    }

    private static int at(long bin) {
        return (int) bin & KEPT - 1;
    }
}
