package vedette.capture;

import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;

/**
 * Counts frames that are there twice, as a mirror port makes them that copies both what comes in and what goes out: equal, octet
 * for octet, to one of the last {@link #REMEMBERED} within {@link #WINDOW_NS}.
 */
public final class Duplicates {
    static final int REMEMBERED = 256;
    static final long WINDOW_NS = TimeUnit.MILLISECONDS.toNanos(50);

    private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;

    private final long[] digests = new long[REMEMBERED];
    private final long[] times = new long[REMEMBERED];
    private int next;
    private long seen;
    private long copies;

    public void see(Frame frame) {
        long digest = digest(frame);
        seen++;
        for (int i = 0; i < REMEMBERED; i++) {
            if (digests[i] == digest && frame.timestampNs() - times[i] <= WINDOW_NS) {
                copies++;
                digests[i] = 0;
                return;
            }
        }
        digests[next] = digest;
        times[next] = frame.timestampNs();
        next = (next + 1) % REMEMBERED;
    }

    /** Frames that were looked at. */
    public long seen() {
        return seen;
    }

    /** Those of them that were equal to one before, each of which counts once. */
    public long copies() {
        return copies;
    }

    private static long digest(Frame frame) {
        ByteBuffer bytes = frame.bytes();
        int end = frame.offset() + frame.capturedLength();
        long digest = frame.originalLength();
        int at = frame.offset();
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
