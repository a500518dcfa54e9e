package vedette.capture;

import java.nio.ByteBuffer;

/** A frame that a test fills itself, again and again, to hand it over as a source does. */
public final class MadeFrame {
    private final Frame frame = new Frame();

    /** The frame, which now is the first octets of a buffer. */
    public Frame of(ByteBuffer bytes, int capturedLength, long originalLength, long timestampNs, int linkType) {
        frame.buffer(bytes);
        frame.set(0, capturedLength, originalLength, timestampNs, linkType, 0);
        return frame;
    }
}
