package vedette.capture;

/** What one interface hands over, counted; told to its counters batch by batch. Of the polling thread. */
final class Intake {
    private final LiveInterface from;
    private final CaptureCounters counters;
    private final Duplicates duplicates = new Duplicates();
    private final boolean dropsDuplicates;
    private long frames;
    private long octets;
    private long truncated;
    private long copies;

    /** @param dropsDuplicates whether a frame that comes a second time is left out */
    Intake(LiveInterface from, CaptureCounters counters, boolean dropsDuplicates) {
        this.from = from;
        this.counters = counters;
        this.dropsDuplicates = dropsDuplicates;
    }

    LiveInterface from() {
        return from;
    }

    /** Counts a frame; whether it is to be handed over. */
    boolean count(Frame frame) {
        if (duplicates.isCopy(frame)) {
            copies++;
            if (dropsDuplicates) {
                return false;
            }
        }
        frames++;
        octets += frame.originalLength();
        if (frame.capturedLength() < frame.originalLength()) {
            truncated++;
        }
        return true;
    }

    /** The batch is over. */
    void settle() {
        counters.duplicates.add(copies);
        copies = 0;
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
