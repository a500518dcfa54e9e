package vedette.capture;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One file of a merge and the frame it stands at. Before the merge reaches its first frame, and while it is parked, it holds
 * no open file and no window.
 */
final class Lane {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final CaptureFile file;
    private final int ordinal;
    private final WindowPool windows;
    private final ObservationPoints points;
    private final FileLog log;
    private final Frame frame = new Frame();
    private @Nullable FrameReader reader;
    private long timestampNs = Long.MIN_VALUE;
    private boolean parked;
    /** Where in the file the frame at hand lies, while parked. */
    private long offset;

    /** @param ordinal decides between frames of the same time */
    Lane(CaptureFile file, int ordinal, WindowPool windows, ObservationPoints points, FileLog log) {
        this.file = file;
        this.ordinal = ordinal;
        this.windows = windows;
        this.points = points;
        this.log = log;
    }

    /** The frame at hand; not while parked. */
    Frame frame() {
        return frame;
    }

    /** Time of the frame at hand; before the start, of the first one, or the lowest number if it has none. */
    long timestampNs() {
        return timestampNs;
    }

    boolean isParked() {
        return parked;
    }

    /** Whether it can be parked. */
    boolean isReopenable() {
        return !file.isPipe();
    }

    boolean isBefore(Lane other) {
        return timestampNs != other.timestampNs ? timestampNs < other.timestampNs : ordinal < other.ordinal;
    }

    /**
     * Sees that the file is a capture, and unless it is the only one, when it begins.
     *
     * @throws CaptureException if it cannot be read or is no capture
     */
    void open(boolean alone) throws CaptureException {
        if (alone || file.isPipe()) {
            start();
        } else {
            peek();
        }
    }

    /** Looks at the first frame's time and leaves everything as it was. */
    private void peek() throws CaptureException {
        FileLog unread = new FileLog(file.name(), new CaptureCounters(), new CaptureWarnings());
        Frame first = new Frame();
        try (FrameReader peeking = file.open(new ObservationPoints(), unread, windows)) {
            timestampNs = next(peeking, first) ? first.timestampNs() : Long.MIN_VALUE;
        }
    }

    /** Opens the file, unless it is open; {@link #advance} leads to its first frame. */
    void start() throws CaptureException {
        if (reader == null) {
            reader = file.open(points, log, windows);
        }
    }

    /**
     * Moves to the next frame.
     *
     * @return false at the end of the file, which has been closed then
     */
    boolean advance() throws CaptureException {
        FrameReader started = reader;
        boolean more = false;
        try {
            more = started != null && next(started, frame);
        } finally {
            if (!more) {
                close();
                file.countRest();
            }
        }
        timestampNs = frame.timestampNs();
        return more;
    }

    private boolean next(FrameReader reading, Frame into) throws CaptureException {
        try {
            return reading.next(into);
        } catch (IOException e) {
            throw new CaptureException(file.name() + ": cannot be read further: " + CaptureException.reason(e), e);
        }
    }

    /** Closes the file until it is wanted again. */
    void park() {
        parked = true;
        offset = reader == null ? 0 : reader.offset();
        close();
    }

    /** Opens the file where it was when it was parked. */
    void unpark() throws CaptureException {
        FrameReader started = Objects.requireNonNull(reader);
        try {
            started.resume(file.reopen(offset, windows));
        } catch (IOException e) {
            throw CaptureFile.cannotRead(file.name(), e);
        }
        parked = false;
        if (!next(started, frame)) {
            throw new CaptureException(file.name() + ": has become shorter while it was read");
        }
    }

    void close() {
        frame.buffer(NOTHING);
        if (reader != null) {
            reader.close();
        }
    }
}
