package vedette.capture;

import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;

/**
 * Tells frames that are there twice, as a mirror port makes them that copies both what comes in and what goes out: as long as one
 * within the last {@link #WINDOW_NS}, and equal to it in its first {@link #COMPARED} octets, which hold the headers and so the
 * checksum of the rest. Bounded: {@link #REMEMBERED} frames, each of which makes way for the next one of its place. Owned by one
 * thread.
 */
final class Duplicates {
    private static final int REMEMBERED_BITS = 12;
    static final int REMEMBERED = 1 << REMEMBERED_BITS;
    static final int COMPARED = 96;
    static final long WINDOW_NS = TimeUnit.MILLISECONDS.toNanos(50);

    private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;

    private final long[] digests = new long[REMEMBERED];
    private final long[] times = new long[REMEMBERED];

    /** Whether the frame is a copy of one that was asked of before, and was not found to have one yet. */
    boolean isCopy(Frame frame) {
        long digest = digest(frame);
        int place = (int) (digest * MULTIPLIER >>> Long.SIZE - REMEMBERED_BITS);
        boolean isCopy = digests[place] == digest && frame.timestampNs() - times[place] <= WINDOW_NS;
        digests[place] = isCopy ? 0 : digest;
        times[place] = frame.timestampNs();
        return isCopy;
    }

    private static long digest(Frame frame) {
        ByteBuffer bytes = frame.bytes();
        int at = frame.offset();
        int end = at + Math.min(COMPARED, frame.capturedLength());
        long digest = frame.originalLength();
        for (; at <= end - Long.BYTES; at += Long.BYTES) {
            digest = (digest ^ bytes.getLong(at)) * MULTIPLIER;
            digest ^= digest >>> 32;
        }
        for (; at < end; at++) {
            digest = (digest ^ bytes.get(at)) * MULTIPLIER;
        }
        return digest | 1;
    }
}
