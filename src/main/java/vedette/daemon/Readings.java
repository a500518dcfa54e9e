package vedette.daemon;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import vedette.capture.CaptureException;
import vedette.capture.CaptureFiles;
import vedette.capture.CaptureSource;
import vedette.capture.FilteredSource;
import vedette.capture.ObservationPoint;

/** The captures of a replay, opened once for each thread that meters: each reads all. */
final class Readings implements AutoCloseable {
    private final List<CaptureFiles> files = new ArrayList<>();
    private final List<CaptureSource> sources = new ArrayList<>();

    private Readings() {}

    /**
     * @param filter for all, or null
     * @throws CommandException if the filter is wrong
     */
    static Readings open(List<String> captures, @Nullable String filter, int workers, Console console)
            throws CommandException, IOException {
        Readings readings = new Readings();
        try {
            readings.add(captures, filter);
            if (workers > 1 && !readings.canBeRepeated()) {
                console.warn("a pipe can be read but once, so one thread meters, not " + workers);
                return readings;
            }
            for (int i = 1; i < workers; i++) {
                readings.add(captures, filter);
            }
            return readings;
        } catch (CommandException | IOException | RuntimeException e) {
            readings.close();
            throw e;
        }
    }

    private void add(List<String> captures, @Nullable String filter) throws CommandException, IOException {
        CaptureFiles opened = open(captures);
        try {
            sources.add(filter == null ? opened : new FilteredSource(opened, filter));
        } catch (IllegalArgumentException bad) {
            throw CommandException.usage("--filter: " + bad.getMessage());
        }
    }

    private CaptureFiles open(List<String> captures) throws CaptureException {
        CaptureFiles opened = CaptureFiles.open(captures);
        files.add(opened);
        return opened;
    }

    /** Whether nothing of it is a pipe. */
    boolean canBeRepeated() {
        return first().progress().totalBytes() >= 0;
    }

    /** Whose progress, counters and warnings stand for all. */
    CaptureFiles first() {
        return files.get(0);
    }

    List<CaptureSource> sources() {
        return sources;
    }

    /** The observation points known to whoever has read furthest. */
    List<ObservationPoint> points() {
        return sources.stream()
                .map(CaptureSource::observationPoints)
                .max(Comparator.comparingInt(List::size))
                .orElseThrow();
    }

    @Override
    public void close() {
        files.forEach(CaptureFiles::close);
    }
}
