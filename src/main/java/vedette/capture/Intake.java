package vedette.capture;

/** What one interface hands over, counted; told to its counters batch by batch. Of the polling thread. */
final class Intake {
    private final LiveInterface from;
    private final CaptureCounters counters;
    private long frames;
    private long octets;
    private long truncated;

    Intake(LiveInterface from, CaptureCounters counters) {
        this.from = from;
        this.counters = counters;
    }

    LiveInterface from() {
        return from;
    }

    void count(Frame frame) {
        frames++;
        octets += frame.originalLength();
        if (frame.capturedLength() < frame.originalLength()) {
            truncated++;
        }
    }

    /** The batch is over. */
    void settle() {
        if (frames > 0) {
            counters.captured.add(frames);
            counters.capturedOctets.add(octets);
            counters.truncated.add(truncated);
            frames = 0;
            octets = 0;
            truncated = 0;
        }
    }
}
