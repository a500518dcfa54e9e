package vedette.daemon;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vedette.detect.Detection;
import vedette.detect.memory.MemoryCounters;
import vedette.detect.memory.Snapshot;
import vedette.report.Quantity;

/**
 * Saves what detectors know, every so often and at the end. The metering thread writes a block into memory each turn, and never waits but at the
 * end; a thread of its own takes blocks to the disk, and alone waits for that. Owned by the metering thread.
 */
final class MemoryKeeper {
    private static final Logger LOG = LoggerFactory.getLogger(MemoryKeeper.class);

    /** One is written to the disk while the next is filled. */
    private static final int SLICES = 2;

    private static final long LOOK_NS = 100_000;

    /** A disk that takes longer does not keep the sensor from ending. */
    private static final long MOST_WAIT_NS = TimeUnit.SECONDS.toNanos(20);

    /** A block on its way to the disk. */
    private static final class Slice {
        final ByteBuffer block = ByteBuffer.allocate(Snapshot.BLOCK);

        /** Stands with the first of a file. */
        @Nullable
        MemoryHeader header;

        boolean isLast;

        /** Stands with the last of a file: what the file before may have, and this one has not. */
        List<String> forgotten = List.of();
    }

    private final StateDirectory directory;
    private final Path file;
    private final Detection detection;
    private final MemoryTerms terms;
    private final long intervalNs;
    private final MemoryCounters counters;
    private final BlockingQueue<Slice> free = new ArrayBlockingQueue<>(SLICES);
    private final BlockingQueue<Slice> filled = new ArrayBlockingQueue<>(SLICES);
    private final Thread writing = new Thread(this::write, "save-memory");
    private long begunNs;
    private @Nullable Snapshot snapshot;
    private @Nullable MemoryHeader header;
    private List<String> forgotten = List.of();
    private boolean isEnded;

    /** Of the writing thread. */
    private MemoryFile.@Nullable Writer writer;

    private volatile boolean failsAgain;

    /** @param nowNs by the JVM's steady clock, as everywhere here */
    MemoryKeeper(
            StateDirectory directory,
            Detection detection,
            MemoryTerms terms,
            Duration interval,
            MemoryCounters counters,
            long nowNs) {
        this.directory = directory;
        file = directory.memory();
        this.detection = detection;
        this.terms = terms;
        intervalNs = interval.toNanos();
        this.counters = counters;
        begunNs = nowNs;
        counters.saved(nowNs);
        for (int i = 0; i < SLICES; i++) {
            free.add(new Slice());
        }
        writing.setDaemon(true);
        writing.start();
    }

    /** Called every turn. Begins to save if it is time, and goes on with what was begun. */
    void tick(long nowNs) {
        if (snapshot != null) {
            step();
        } else if (nowNs - begunNs >= intervalNs) {
            begin(nowNs);
        }
    }

    private void begin(long nowNs) {
        begunNs = nowNs;
        snapshot = new Snapshot(detection.memories());
        header = terms.header(snapshot.memories());
    }

    /**
     * Detectors have become others. What was begun is of those that are no more; it is begun anew at once.
     *
     * @param names of the memories that are lost with them
     */
    void beginAnew(List<String> names, long nowNs) {
        List<String> all = new ArrayList<>(forgotten);
        all.addAll(names);
        forgotten = all;
        if (snapshot != null) {
            begin(nowNs);
        }
    }

    /** Writes the next block, unless the disk is still busy with those before. Returns whether it did. */
    private boolean step() {
        Snapshot current = snapshot;
        Slice slice = current == null ? null : free.poll();
        if (slice == null || current == null) {
            return false;
        }
        slice.header = header;
        header = null;
        slice.isLast = !current.write(slice.block.clear());
        slice.block.flip();
        if (slice.isLast) {
            snapshot = null;
            slice.forgotten = forgotten;
            forgotten = List.of();
        }
        return filled.offer(slice);
    }

    /** Saves what is known now, and waits until it is on the disk. Does so once; a failure is told whatever was told before. */
    void saveLast() {
        if (isEnded) {
            return;
        }
        isEnded = true;
        failsAgain = false;
        long nowNs = System.nanoTime();
        begin(nowNs);
        while ((snapshot != null || free.size() < SLICES) && System.nanoTime() - nowNs < MOST_WAIT_NS) {
            if (!step()) {
                LockSupport.parkNanos(LOOK_NS);
            }
        }
        if (snapshot != null || free.size() < SLICES) {
            LOG.warn("{} is not saved, as its disk is busy", file);
        } else {
            writing.interrupt();
        }
    }

    /** On the writing thread, until all is saved. */
    private void write() {
        try {
            while (true) {
                Slice slice = filled.take();
                write(slice);
                free.add(slice);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void write(Slice slice) {
        try {
            if (slice.header != null) {
                discard();
                directory.makeAgain();
                writer = new MemoryFile.Writer(file, slice.header);
            }
            if (writer != null && slice.block.hasRemaining()) {
                writer.block(slice.block);
            }
            if (slice.isLast && !slice.forgotten.isEmpty()) {
                keepForgotten(slice);
            }
            if (writer != null && slice.isLast) {
                saved(writer.end());
            }
        } catch (IOException e) {
            failed(e);
        }
    }

    /** Before the file that has it is replaced. */
    private void keepForgotten(Slice slice) {
        LOG.warn(
                "{}: not used since the reload: {}; {}",
                file,
                MemoryHeader.detectorsOf(slice.forgotten),
                directory.keptMemory());
        slice.forgotten = List.of();
    }

    private void saved(long octets) throws IOException {
        if (failsAgain) {
            LOG.info("{} is saved again", file);
        }
        failsAgain = false;
        counters.saved(System.nanoTime());
        LOG.debug("{}: {} saved", file, Quantity.bytes(octets));
        discard();
    }

    /** Told once, until it can be saved again; counted after it was told. */
    private void failed(IOException e) {
        if (!failsAgain) {
            LOG.warn(
                    "cannot save what detectors know in {}: {}; {}",
                    file,
                    OutputDirectory.reason(e),
                    Files.exists(file) ? "the file of before stays" : "nothing of it is on the disk");
        }
        failsAgain = true;
        try {
            discard();
        } catch (IOException unclosed) {
            LOG.debug("{}", unclosed.toString());
        }
        counters.failures.increment();
    }

    private void discard() throws IOException {
        MemoryFile.Writer last = writer;
        writer = null;
        if (last != null) {
            last.close();
        }
    }
}
