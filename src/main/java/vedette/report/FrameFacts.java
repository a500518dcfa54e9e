package vedette.report;

import java.util.concurrent.TimeUnit;
import vedette.capture.Duplicates;
import vedette.capture.Frame;
import vedette.capture.FrameHandler;

/** What the frames of a capture come to, before anybody has looked into them. */
final class FrameFacts implements FrameHandler {
    static final int FRAMES = 0;
    static final int OCTETS = 1;
    static final int HOURS = 24;

    private static final long FIRST_WIDTH_NS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long HOUR_NS = TimeUnit.HOURS.toNanos(1);

    private final Distribution lengths = new Distribution();
    private final Distribution gapsNs = new Distribution();
    private final TimeBins bins = new TimeBins(2, FIRST_WIDTH_NS);
    private final long[] hourFrames = new long[HOURS];
    private final long[] hourOctets = new long[HOURS];
    private final Duplicates recent = new Duplicates();
    private long copies;
    private long frames;
    private long backSteps;
    private long firstNs;
    private long lastNs;
    private long previousNs;

    @Override
    public void onFrame(Frame frame) {
        long timeNs = frame.timestampNs();
        long octets = frame.originalLength();
        if (frames == 0) {
            firstNs = timeNs;
            lastNs = timeNs;
        } else if (timeNs < previousNs) {
            backSteps++;
        } else {
            gapsNs.add(timeNs - previousNs);
        }
        frames++;
        previousNs = timeNs;
        firstNs = Math.min(firstNs, timeNs);
        lastNs = Math.max(lastNs, timeNs);
        lengths.add(octets);
        bins.add(FRAMES, timeNs, 1);
        bins.add(OCTETS, timeNs, octets);
        int hour = (int) Math.floorMod(Math.floorDiv(timeNs, HOUR_NS), (long) HOURS);
        hourFrames[hour]++;
        hourOctets[hour] += octets;
        copies += recent.isCopy(frame) ? 1 : 0;
    }

    /** Octets of frames on the link. */
    Distribution lengths() {
        return lengths;
    }

    /** Times from a frame to the next one of the capture, but for those that are older than the one before. */
    Distribution gapsNs() {
        return gapsNs;
    }

    TimeBins bins() {
        return bins;
    }

    /** Frames of an hour of the day, in UTC. */
    long hourFrames(int hour) {
        return hourFrames[hour];
    }

    long hourOctets(int hour) {
        return hourOctets[hour];
    }

    /** Frames that came a second time. */
    long copies() {
        return copies;
    }

    /** Frames that are older than the one before. */
    long backSteps() {
        return backSteps;
    }

    long frames() {
        return frames;
    }

    long firstNs() {
        return firstNs;
    }

    long lastNs() {
        return lastNs;
    }
}
