package vedette.capture;

import java.nio.ByteBuffer;

/**
 * One captured frame, where it lies in the source's buffer. Made once by its source and refilled: it is valid only during
 * {@link FrameHandler#onFrame}, and whoever wants to keep it copies it.
 */
public final class Frame {
    private ByteBuffer bytes = ByteBuffer.allocate(0);
    private int offset;
    private int capturedLength;
    private long originalLength;
    private long timestampNs;
    private int linkType;
    private int observationPoint;

    /** Big-endian buffer that holds the frame; bytes outside the frame belong to the source. */
    public ByteBuffer bytes() {
        return bytes;
    }

    /** Where the frame begins in {@link #bytes()}. */
    public int offset() {
        return offset;
    }

    /** Octets present in the buffer. */
    public int capturedLength() {
        return capturedLength;
    }

    /** Octets the frame had on the link; never less than {@link #capturedLength()}. */
    public long originalLength() {
        return originalLength;
    }

    /** Nanoseconds since 1970-01-01T00:00Z. */
    public long timestampNs() {
        return timestampNs;
    }

    /** Link-layer header type, see {@link vedette.net.LinkType}. */
    public int linkType() {
        return linkType;
    }

    /** Number of the observation point the frame was seen at, an index into {@link CaptureSource#observationPoints()}. */
    public int observationPoint() {
        return observationPoint;
    }

    /** Where the next frames of this source lie. The buffer must be big-endian. */
    void buffer(ByteBuffer bytes) {
        this.bytes = bytes;
    }

    void set(
            int offset, int capturedLength, long originalLength, long timestampNs, int linkType, int observationPoint) {
        this.offset = offset;
        this.capturedLength = capturedLength;
        this.originalLength = Math.max(originalLength, capturedLength);
        this.timestampNs = timestampNs;
        this.linkType = linkType;
        this.observationPoint = observationPoint;
    }
}
