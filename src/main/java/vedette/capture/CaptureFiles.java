package vedette.capture;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Capture files as one stream of frames in packet-time order. */
public final class CaptureFiles implements CaptureSource {
    private static final int WINDOW_LENGTH = ByteFeed.MAX_WINDOW;

    private final CaptureCounters counters = new CaptureCounters();
    private final CaptureWarnings warnings = new CaptureWarnings();
    private final ObservationPoints points = new ObservationPoints();
    private final AtomicLong bytesRead = new AtomicLong();
    private final Frame frame = new Frame();
    private final CaptureFile file;
    private final FrameReader reader;
    private boolean ended;

    private CaptureFiles(CaptureFile file) throws IOException {
        this.file = file;
        FileLog log = new FileLog(file.name(), counters, warnings);
        this.reader = file.open(points, log, bytesRead, WINDOW_LENGTH);
    }

    /**
     * Opens what the arguments name.
     *
     * @throws IOException if something cannot be read or is no capture; the message is one line that says what and where
     */
    public static CaptureFiles open(List<String> arguments) throws IOException {
        if (arguments.size() != 1) {
            throw new CaptureException("one capture file at a time");
        }
        return new CaptureFiles(new CaptureFile(Path.of(arguments.get(0))));
    }

    @Override
    public int poll(FrameHandler handler, int maxFrames) throws IOException {
        int frames = 0;
        int truncated = 0;
        long octets = 0;
        try {
            while (frames < maxFrames && !ended) {
                if (!reader.next(frame)) {
                    ended = true;
                    break;
                }
                frames++;
                octets += frame.originalLength();
                truncated += frame.originalLength() > frame.capturedLength() ? 1 : 0;
                handler.onFrame(frame);
            }
        } finally {
            counters.captured.add(frames);
            counters.capturedOctets.add(octets);
            counters.truncated.add(truncated);
        }
        return frames == 0 && ended ? END : frames;
    }

    @Override
    public List<ObservationPoint> observationPoints() {
        return points.list();
    }

    @Override
    public CaptureCounters counters() {
        return counters;
    }

    /** How far the reading has come. Any thread. */
    public CaptureProgress progress() {
        return new CaptureProgress(bytesRead.get(), file.size());
    }

    /** What was wrong with the files so far. Any thread. */
    public List<CaptureWarning> warnings() {
        return warnings.list();
    }

    @Override
    public void close() {
        reader.close();
    }
}
