package vedette.capture;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Capture files as one stream of frames in packet-time order: pcap and pcapng, plain or packed with gzip or zstd, told apart by
 * their content alone. What is damaged is given up to the damage, counted and told in {@link #warnings()}.
 *
 * <p>A frame's time may be any that 64 bits of nanoseconds can say (the years 1677 to 2262); one beyond becomes the first
 * or last of them.
 */
public final class CaptureFiles implements CaptureSource {
    private final CaptureCounters counters = new CaptureCounters();
    private final CaptureWarnings warnings = new CaptureWarnings();
    private final ObservationPoints points = new ObservationPoints();
    private final AtomicLong bytesRead = new AtomicLong();
    private final WindowPool windows = new WindowPool();
    private final long totalBytes;
    private final Merge merge;
    /** What is wrong with the first file of the directory at hand that cannot be read. */
    private @Nullable String unreadable;

    private CaptureFiles(List<String> arguments, InputStream standardInput) throws CaptureException {
        List<CaptureInputs.Input> inputs = new CaptureInputs(standardInput, bytesRead, warnings).find(arguments);
        boolean alone = inputs.size() == 1 && inputs.get(0).files().size() == 1;
        List<Lane> lanes = new ArrayList<>();
        try {
            for (CaptureInputs.Input input : inputs) {
                open(input, alone, lanes);
            }
        } catch (CaptureException e) {
            lanes.forEach(Lane::close);
            throw e;
        }
        merge = new Merge(lanes);
        totalBytes = totalBytes(inputs);
    }

    /**
     * Opens what the arguments name: files, directories, lists of paths ({@code @list}), standard input ({@code -}).
     *
     * @throws CaptureException if something named cannot be read or is no capture; the message is one line that says what, where
     *     and how to mend it
     */
    public static CaptureFiles open(List<String> arguments) throws CaptureException {
        return open(arguments, new FileInputStream(FileDescriptor.in));
    }

    static CaptureFiles open(List<String> arguments, InputStream standardInput) throws CaptureException {
        return new CaptureFiles(arguments, standardInput);
    }

    /** Makes a lane of each file that is a capture. */
    private void open(CaptureInputs.Input input, boolean alone, List<Lane> lanes) throws CaptureException {
        int before = lanes.size();
        unreadable = null;
        for (CaptureFile file : input.files()) {
            FileLog log = new FileLog(file.name(), counters, warnings);
            Lane lane = new Lane(file, lanes.size(), windows, points, log);
            if (input.directory() == null) {
                lanes.add(lane);
                lane.open(alone);
            } else if (isReadable(lane, file, input.directory())) {
                lanes.add(lane);
            }
        }
        if (lanes.size() == before && input.directory() != null) {
            throw nothingIn(input.directory());
        }
    }

    /** With the first reason why a file could not be read: else a directory of captures would be said to hold none. */
    private CaptureException nothingIn(Path directory) {
        String why = unreadable == null ? "" : "; " + unreadable;
        return new CaptureException(directory + ": no capture in this directory (pcap and pcapng are read)" + why);
    }

    private static long totalBytes(List<CaptureInputs.Input> inputs) {
        long total = 0;
        for (CaptureInputs.Input input : inputs) {
            for (CaptureFile file : input.files()) {
                if (file.isPipe()) {
                    return -1;
                }
                total += file.size();
            }
        }
        return total;
    }

    /** Looks into a file that was found in a directory; what cannot be read there is no error. */
    private boolean isReadable(Lane lane, CaptureFile file, Path directory) throws CaptureException {
        try {
            lane.open(false);
            return true;
        } catch (NotACaptureException e) {
            warnings.add(directory.toString(), -1, "a file that is no capture was passed over");
        } catch (CaptureException e) {
            warnings.add(file.name(), -1, "cannot be read and was passed over");
            unreadable = unreadable == null ? e.getMessage() : unreadable;
        }
        file.countRest();
        return false;
    }

    @Override
    public int poll(FrameHandler handler, int maxFrames) throws CaptureException {
        int frames = 0;
        int truncated = 0;
        long octets = 0;
        boolean ended = false;
        try {
            while (frames < maxFrames) {
                Frame frame = merge.next();
                if (frame == null) {
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
        return new CaptureProgress(bytesRead.get(), totalBytes);
    }

    /** What was wrong with the files so far. Any thread. */
    public List<CaptureWarning> warnings() {
        return warnings.list();
    }

    @Override
    public void close() {
        merge.close();
    }
}
