package vedette.capture;

/**
 * What was captured at one interface and what was lost there. All of it is added to the source's {@link CaptureCounters} too.
 * Written by the source's threads, read by any.
 */
public final class InterfaceCounters {
    private final String name;
    private final CaptureCounters all;
    private final CaptureCounters own = new CaptureCounters();
    private volatile boolean absent;

    // Of the polling thread: what was handed over since the last publish().
    private long frames;
    private long octets;
    private long truncated;

    InterfaceCounters(String name, CaptureCounters all) {
        this.name = name;
        this.all = all;
    }

    /** The interface as the configuration names it: it may be deleted, and another of its name come. */
    public String name() {
        return name;
    }

    /** Frames captured and dropped here; what a source counts besides stays 0. */
    public CaptureCounters counts() {
        return own;
    }

    /** Whether there is no interface of that name now, as of the last look, about once a second. */
    public boolean isAbsent() {
        return absent;
    }

    void absent(boolean now) {
        absent = now;
    }

    /** A frame is handed over; on the polling thread. */
    void count(Frame frame) {
        frames++;
        octets += frame.originalLength();
        if (frame.capturedLength() < frame.originalLength()) {
            truncated++;
        }
    }

    /** Lets others see what was handed over by now. */
    void publish() {
        if (frames > 0) {
            addTo(own);
            addTo(all);
            frames = 0;
            octets = 0;
            truncated = 0;
        }
    }

    private void addTo(CaptureCounters counters) {
        counters.captured.add(frames);
        counters.capturedOctets.add(octets);
        counters.truncated.add(truncated);
    }

    void kernelDropped(long more) {
        own.kernelDropped.add(more);
        all.kernelDropped.add(more);
    }

    void interfaceDropped(long more) {
        own.interfaceDropped.add(more);
        all.interfaceDropped.add(more);
    }

    void ringDropped(long more) {
        own.ringDropped.add(more);
        all.ringDropped.add(more);
    }

    void frozen(long times) {
        own.ringFreezes.add(times);
        all.ringFreezes.add(times);
    }

    /** Counters of the whole source. */
    CaptureCounters ofSource() {
        return all;
    }
}
