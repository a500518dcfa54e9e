package vedette.capture;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Bounded ring of frames between one thread that captures and one that meters. The producer copies a frame in, the
 * consumer is handed it where it lies; a frame that does not fit is refused, never waited for. Nothing is allocated after
 * construction.
 *
 * <pre>
 *  0       4         8             16               24         28                  32
 *  | extent | captured | timestampNs | originalLength | linkType | observationPoint | bytes ... | to a multiple of 8
 * </pre>
 *
 * A record is never split: what is left before the end of the ring is skipped, and marked by an extent of {@link #SKIP}.
 */
final class FrameRing {
    static final int MAX_CAPACITY = 1 << 30;

    private static final int EXTENT = 0;
    private static final int CAPTURED_LENGTH = 4;
    private static final int TIMESTAMP_NS = 8;
    private static final int ORIGINAL_LENGTH = 16;
    private static final int LINK_TYPE = 24;
    private static final int OBSERVATION_POINT = 28;
    private static final int HEADER = 32;
    private static final int ALIGNMENT = 8;
    private static final int SKIP = -1;

    /** Places of the two positions, far apart so that the threads do not share a cache line. */
    private static final int PRODUCED = 16;

    private static final int CONSUMED = 32;

    private final ByteBuffer bytes;
    private final int capacity;
    private final int maxFrameLength;
    private final AtomicLongArray positions = new AtomicLongArray(48);
    private final Frame frame = new Frame();

    /** The producer's last look at the consumer's position. */
    private long consumedSeen;

    /** The consumer's last look at the producer's position. */
    private long producedSeen;

    /**
     * @param atLeast capacity in bytes, rounded up to a power of two and to two of the largest frames
     * @param maxFrameLength the largest frame that is taken, in octets
     */
    FrameRing(long atLeast, int maxFrameLength) {
        long wanted = Math.max(atLeast, 2L * extent(maxFrameLength));
        if (wanted > MAX_CAPACITY) {
            throw new IllegalArgumentException("a frame ring holds at most " + MAX_CAPACITY + " bytes, not " + wanted);
        }
        this.capacity = wanted <= 1 ? 1 : Integer.highestOneBit((int) wanted - 1) << 1;
        this.maxFrameLength = maxFrameLength;
        this.bytes = ByteBuffer.allocateDirect(capacity);
        frame.buffer(bytes);
    }

    int capacity() {
        return capacity;
    }

    /** Producer: copies a frame in. False if there is no room for it now, or it is longer than any frame may be. */
    boolean offer(
            byte[] source,
            int capturedLength,
            long originalLength,
            long timestampNs,
            int linkType,
            int observationPoint) {
        if (capturedLength > maxFrameLength) {
            return false;
        }
        long produced = positions.getPlain(PRODUCED);
        int at = indexOf(produced);
        int extent = extent(capturedLength);
        int skipped = capacity - at < extent ? capacity - at : 0;
        if (!hasRoom(produced, skipped + extent)) {
            return false;
        }
        if (skipped > 0) {
            bytes.putInt(at + EXTENT, SKIP);
            at = 0;
        }
        bytes.putInt(at + EXTENT, extent);
        bytes.putInt(at + CAPTURED_LENGTH, capturedLength);
        bytes.putLong(at + TIMESTAMP_NS, timestampNs);
        bytes.putLong(at + ORIGINAL_LENGTH, originalLength);
        bytes.putInt(at + LINK_TYPE, linkType);
        bytes.putInt(at + OBSERVATION_POINT, observationPoint);
        bytes.put(at + HEADER, source, 0, capturedLength);
        positions.setRelease(PRODUCED, produced + skipped + extent);
        return true;
    }

    private boolean hasRoom(long produced, int needed) {
        if (capacity - (produced - consumedSeen) >= needed) {
            return true;
        }
        consumedSeen = positions.getAcquire(CONSUMED);
        return capacity - (produced - consumedSeen) >= needed;
    }

    /** Consumer: hands over at most {@code maxFrames} frames, each valid during the call only. Returns how many. */
    int poll(FrameHandler handler, int maxFrames) {
        int polled = 0;
        while (polled < maxFrames && !isEmpty()) {
            polled++;
            pollOne(handler);
        }
        return polled;
    }

    /** Consumer: hands over the oldest frame of a ring that is not empty; it is gone even if the handler throws. */
    void pollOne(FrameHandler handler) {
        long consumed = skipToRecord();
        int at = indexOf(consumed);
        frame.set(
                at + HEADER,
                bytes.getInt(at + CAPTURED_LENGTH),
                bytes.getLong(at + ORIGINAL_LENGTH),
                bytes.getLong(at + TIMESTAMP_NS),
                bytes.getInt(at + LINK_TYPE),
                bytes.getInt(at + OBSERVATION_POINT));
        try {
            handler.onFrame(frame);
        } finally {
            positions.setRelease(CONSUMED, consumed + bytes.getInt(at + EXTENT));
        }
    }

    /** Consumer: whether there is no frame now. */
    boolean isEmpty() {
        long consumed = positions.getPlain(CONSUMED);
        if (consumed != producedSeen) {
            return false;
        }
        producedSeen = positions.getAcquire(PRODUCED);
        return consumed == producedSeen;
    }

    /** Which part of it is taken. Any thread. */
    double filled() {
        return (double) (positions.getOpaque(PRODUCED) - positions.getOpaque(CONSUMED)) / capacity;
    }

    /** Consumer: when the oldest frame of a ring that is not empty was captured, in nanoseconds since 1970. */
    long oldestTimestampNs() {
        return bytes.getLong(indexOf(skipToRecord()) + TIMESTAMP_NS);
    }

    private long skipToRecord() {
        long consumed = positions.getPlain(CONSUMED);
        int at = indexOf(consumed);
        return bytes.getInt(at + EXTENT) == SKIP ? consumed + capacity - at : consumed;
    }

    private int indexOf(long position) {
        return (int) position & capacity - 1;
    }

    private static int extent(int capturedLength) {
        return HEADER + capturedLength + ALIGNMENT - 1 & -ALIGNMENT;
    }
}
