package vedette.capture;

import java.io.IOException;
import java.util.List;

/** Shows each frame of another source to somebody before it is handed over, and to somebody after. */
public final class WatchedSource implements CaptureSource {
    private final CaptureSource source;
    private final FrameHandler before;
    private final FrameHandler after;
    private FrameHandler handler = frame -> {};
    private final FrameHandler watching = this::onFrame;

    public WatchedSource(CaptureSource source, FrameHandler watcher) {
        this(source, watcher, frame -> {});
    }

    public WatchedSource(CaptureSource source, FrameHandler before, FrameHandler after) {
        this.source = source;
        this.before = before;
        this.after = after;
    }

    @Override
    public int poll(FrameHandler handler, int maxFrames) throws IOException {
        this.handler = handler;
        return source.poll(watching, maxFrames);
    }

    private void onFrame(Frame frame) {
        before.onFrame(frame);
        handler.onFrame(frame);
        after.onFrame(frame);
    }

    @Override
    public List<ObservationPoint> observationPoints() {
        return source.observationPoints();
    }

    @Override
    public CaptureCounters counters() {
        return source.counters();
    }

    @Override
    public void stop() {
        source.stop();
    }

    @Override
    public void close() {
        source.close();
    }
}
