package vedette.capture;

import java.io.IOException;
import java.util.List;

/** Shows each frame of another source to somebody before it is handed over. */
public final class WatchedSource implements CaptureSource {
    private final CaptureSource source;
    private final FrameHandler watcher;
    private FrameHandler handler = frame -> {};
    private final FrameHandler watching = this::onFrame;

    public WatchedSource(CaptureSource source, FrameHandler watcher) {
        this.source = source;
        this.watcher = watcher;
    }

    @Override
    public int poll(FrameHandler handler, int maxFrames) throws IOException {
        this.handler = handler;
        return source.poll(watching, maxFrames);
    }

    private void onFrame(Frame frame) {
        watcher.onFrame(frame);
        handler.onFrame(frame);
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
