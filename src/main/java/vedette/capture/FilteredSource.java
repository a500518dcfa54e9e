package vedette.capture;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import vedette.net.LinkType;

/**
 * Hands on only those frames of another source that pass a filter in libpcap's language. The others count as {@code
 * filtered}, no longer as captured.
 */
public final class FilteredSource implements CaptureSource {
    private final CaptureSource source;
    private final FrameFilter filter;
    private final FrameHandler filtering = this::onFrame;
    private FrameHandler handler = frame -> {};
    private @Nullable IOException failure;

    /**
     * @throws IllegalArgumentException if the expression is wrong, with libpcap's message
     * @throws IOException if libpcap cannot be loaded
     */
    public FilteredSource(CaptureSource source, String expression) throws IOException {
        this.source = source;
        this.filter = new FrameFilter(expression);
    }

    /**
     * Sees to it that the expression means something on Ethernet.
     *
     * @throws IllegalArgumentException if it is wrong, with libpcap's message
     * @throws IOException if libpcap cannot be loaded
     */
    public static void check(String expression) throws IOException {
        BpfFilter.compile(expression, LinkType.ETHERNET);
    }

    /** Also counts, in what it returns, the frames that were turned away. */
    @Override
    public int poll(FrameHandler handler, int maxFrames) throws IOException {
        this.handler = handler;
        int polled = source.poll(filtering, maxFrames);
        if (failure != null) {
            throw failure;
        }
        return polled;
    }

    private void onFrame(Frame frame) {
        if (failure == null && passes(frame)) {
            handler.onFrame(frame);
        } else {
            turnAway(frame);
        }
    }

    private boolean passes(Frame frame) {
        try {
            return filter.passes(frame);
        } catch (IOException e) {
            failure = e;
            return false;
        }
    }

    private void turnAway(Frame frame) {
        CaptureCounters counters = source.counters();
        counters.filtered.increment();
        counters.captured.add(-1);
        counters.capturedOctets.add(-frame.originalLength());
        if (frame.capturedLength() < frame.originalLength()) {
            counters.truncated.add(-1);
        }
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
