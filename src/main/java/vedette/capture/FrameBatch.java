package vedette.capture;

import java.nio.ByteBuffer;

/**
 * Copies of frames, on their way to other threads. One thread fills it; then any number may read it, each with a frame of its own,
 * until one that has heard from all of them clears it.
 */
public final class FrameBatch {
    /** The most frames it holds. */
    public static final int FRAMES = 512;

    /** Room for the longest frame there can be, and for {@link #FRAMES} of usual ones. */
    static final int BYTES = 1 << 19;

    private static final int OFFSET = 0;
    private static final int CAPTURED_LENGTH = 1;
    private static final int ORIGINAL_LENGTH = 2;
    private static final int TIMESTAMP = 3;
    private static final int LINK_TYPE = 4;
    private static final int OBSERVATION_POINT = 5;
    private static final int WORDS = 6;

    private final ByteBuffer bytes = ByteBuffer.allocateDirect(BYTES);
    private final long[] words = new long[FRAMES * WORDS];
    private int frames;
    private int end;

    /** Copies a frame, if there is room for it; an empty batch has room for any that a live source hands over. */
    public boolean add(Frame frame) {
        int length = frame.capturedLength();
        if (frames == FRAMES || length > BYTES - end) {
            return false;
        }
        bytes.put(end, frame.bytes(), frame.offset(), length);
        int at = frames++ * WORDS;
        words[at + OFFSET] = end;
        words[at + CAPTURED_LENGTH] = length;
        words[at + ORIGINAL_LENGTH] = frame.originalLength();
        words[at + TIMESTAMP] = frame.timestampNs();
        words[at + LINK_TYPE] = frame.linkType();
        words[at + OBSERVATION_POINT] = frame.observationPoint();
        end += length;
        return true;
    }

    /** Hands all frames over, in the order in which they were added. Any number of threads at once. */
    public void handTo(FrameHandler handler, Frame frame) {
        frame.buffer(bytes);
        for (int at = 0; at < frames * WORDS; at += WORDS) {
            frame.set(
                    (int) words[at + OFFSET],
                    (int) words[at + CAPTURED_LENGTH],
                    words[at + ORIGINAL_LENGTH],
                    words[at + TIMESTAMP],
                    (int) words[at + LINK_TYPE],
                    (int) words[at + OBSERVATION_POINT]);
            handler.onFrame(frame);
        }
    }

    public void clear() {
        frames = 0;
        end = 0;
    }
}
