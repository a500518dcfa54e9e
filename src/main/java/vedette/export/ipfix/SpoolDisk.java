package vedette.export.ipfix;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vedette.export.DropReason;
import vedette.export.ExportCounters;
import vedette.os.PrivateFiles;

/**
 * Whether a spool may be written to: its disk has more left than it must leave, and its directory is there. What is wrong is
 * told once. Owned by the exporting thread.
 */
final class SpoolDisk {
    private static final Logger LOG = LoggerFactory.getLogger(SpoolDisk.class);

    private static final long LOOK_NS = TimeUnit.SECONDS.toNanos(1);

    /** A disk that was low must have this part more before it is written to again. */
    private static final int MORE_TO_GO_ON = 10;

    /** Less than this left after a write that failed means that the disk is full; and it must have as much more to go on. */
    private static final long LEAST_ROOM = 1 << 17;

    private final String collector;
    private final Path directory;
    private final long leastFree;
    private final ExportCounters counters;
    private long lookedNs = System.nanoTime() - LOOK_NS;
    private boolean low;
    private boolean toldFailed;

    /**
     * @param collector what the log calls it
     * @param leastFree octets that are left to others
     */
    SpoolDisk(String collector, Path directory, long leastFree, ExportCounters counters) {
        this.collector = collector;
        this.directory = directory;
        this.leastFree = leastFree;
        this.counters = counters;
    }

    boolean isLow() {
        return low;
    }

    /** Why a message could not be kept. */
    DropReason whyNotKept() {
        return low ? DropReason.DISK_LOW : DropReason.SPOOL_FAILED;
    }

    /** Looks once a second. */
    void look() {
        long now = System.nanoTime();
        if (now - lookedNs < LOOK_NS) {
            return;
        }
        lookedNs = now;
        makeAgain();
        long enough = low ? leastFree + Math.max(leastFree / MORE_TO_GO_ON, LEAST_ROOM) : leastFree;
        low(directory.toFile().getUsableSpace() < enough);
    }

    /** Somebody has removed the directory; what was in it is lost, and is noticed when it is to be read. */
    void makeAgain() {
        if (Files.isDirectory(directory)) {
            return;
        }
        try {
            PrivateFiles.makeDirectory(directory);
            LOG.warn("collector {}: {} was gone, and was made again", collector, directory);
        } catch (IOException e) {
            failed(e);
        }
    }

    /** A message was written. */
    void written() {
        toldFailed = false;
    }

    /** A message could not be written. */
    void notWritten(IOException e) {
        if (Files.isDirectory(directory) && directory.toFile().getUsableSpace() < LEAST_ROOM) {
            low(true);
        } else {
            failed(e);
        }
    }

    /** Something else could not be done. */
    void failed(IOException e) {
        if (!toldFailed) {
            toldFailed = true;
            LOG.warn("collector {}: cannot write its spool {}: {}", collector, directory, e.getMessage());
        }
    }

    private void low(boolean now) {
        if (now && !low) {
            LOG.warn("collector {}: the disk of {} is nearly full; records are dropped", collector, directory);
        }
        low = now;
        counters.diskLow(now);
    }
}
