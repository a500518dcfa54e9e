package vedette.capture;

import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;

/**
 * Tells frames that are there twice, as a mirror port makes them that copies both what comes in and what goes out: as long as one
 * within the last {@link #WINDOW_NS}, and equal to it in its first {@link #COMPARED} octets, which hold the headers and as a rule a
 * checksum of the rest, and in its last {@link #COMPARED_AT_END}. Bounded: {@link #REMEMBERED} frames, each of which makes way for the next one of its place. Owned by one
 * thread.
 */
public final class Duplicates {
    private static final int REMEMBERED_BITS = 12;
    static final int REMEMBERED = 1 << REMEMBERED_BITS;
    static final int COMPARED = 96;
    static final int COMPARED_AT_END = 32;
    public static final long WINDOW_NS = TimeUnit.MILLISECONDS.toNanos(50);

    private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;

    private final long[] digests = new long[REMEMBERED];
    private final long[] times = new long[REMEMBERED];

    /** Whether the frame is a copy of one that was asked of before, and was not found to have one yet. */
    public boolean isCopy(Frame frame) {
        long digest = digest(frame);
        int place = (int) (digest * MULTIPLIER >>> Long.SIZE - REMEMBERED_BITS);
        boolean isCopy = digests[place] == digest && Math.abs(frame.timestampNs() - times[place]) <= WINDOW_NS;
        digests[place] = isCopy ? 0 : digest;
        times[place] = frame.timestampNs();
        return isCopy;
    }

    private static long digest(Frame frame) {
        int begin = frame.offset();
        int end = begin + frame.capturedLength();
        int middle = Math.min(end, begin + COMPARED);
        long digest = digest(frame.originalLength(), frame.bytes(), begin, middle);
        return digest(digest, frame.bytes(), Math.max(middle, end - COMPARED_AT_END), end) | 1;
    }

    private static long digest(long before, ByteBuffer bytes, int begin, int end) {
        long digest = before;
        int at = begin;
        for (; at <= end - Long.BYTES; at += Long.BYTES) {
            digest = (digest ^ bytes.getLong(at)) * MULTIPLIER;
            digest ^= digest >>> 32;
        }
        for (; at < end; at++) {
            digest = (digest ^ bytes.get(at)) * MULTIPLIER;
        }
        return digest;
    }
}
