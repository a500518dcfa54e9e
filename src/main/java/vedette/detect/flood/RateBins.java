package vedette.detect.flood;

import java.util.Arrays;

/** Packets of one kind in the last two seconds, in bins of an eighth of a second. Not thread-safe. */
final class RateBins {
    private static final int RING = 16;

    private final int[] packets = new int[RING];
    private final long[] octets = new long[RING];
    private final int[] begun = new int[RING];
    private final int[] answered = new int[RING];
    private long newest;

    void clear(long bin) {
        Arrays.fill(packets, 0);
        Arrays.fill(octets, 0);
        Arrays.fill(begun, 0);
        Arrays.fill(answered, 0);
        newest = bin;
    }

    /** A packet of a flow that nobody has answered; the flow's first or not. */
    void add(long bin, long packetOctets, boolean first) {
        advance(bin);
        int at = at(bin);
        packets[at]++;
        octets[at] += packetOctets;
        begun[at] += first ? 1 : 0;
    }

    /** A flow was answered. */
    void answer(long bin) {
        advance(bin);
        answered[at(bin)]++;
    }

    private void advance(long bin) {
        if (bin - newest >= RING) {
            clear(bin);
        }
        while (newest < bin) {
            int at = at(++newest);
            packets[at] = 0;
            octets[at] = 0;
            begun[at] = 0;
            answered[at] = 0;
        }
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
        for (long bin = Math.max(from, newest - RING + 1); bin < Math.min(to, newest + 1); bin++) {
            sum += octets[at(bin)];
        }
        return sum;
    }

    private int sum(int[] counts, long from, long to) {
        int sum = 0;
        for (long bin = Math.max(from, newest - RING + 1); bin < Math.min(to, newest + 1); bin++) {
            sum += counts[at(bin)];
        }
        return sum;
    }

    private static int at(long bin) {
        return (int) bin & RING - 1;
    }
}
