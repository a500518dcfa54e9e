package vedette.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vedette.config.Config;
import vedette.detect.Detection;
import vedette.detect.memory.MemoryCounters;

/** What detectors know is on the disk every so often, and the thread that meters does not wait for it. */
class MemoryKeeperTest {
    private static final long SECOND_NS = 1_000_000_000L;
    private static final Duration INTERVAL = Duration.ofSeconds(10);

    @TempDir
    Path directory;

    private final Detection detection = new Detection(Config.DEFAULT.detect(), 1, alert -> {});
    private final MemoryCounters counters = new MemoryCounters();

    private MemoryKeeper keeper(Path file) {
        return new MemoryKeeper(file, detection, new MemoryTerms(1, Config.DEFAULT.detect()), INTERVAL, counters, 0);
    }

    private interface Condition {
        boolean holds() throws IOException;
    }

    private static void tickUntil(MemoryKeeper keeper, long nowNs, Condition condition) throws IOException {
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!condition.holds()) {
            assertThat(System.nanoTime()).isLessThan(deadlineNs);
            keeper.tick(nowNs);
        }
    }

    @Test
    void itIsSavedWhenItIsTime() throws Exception {
        Path file = directory.resolve("memory");
        MemoryKeeper keeper = keeper(file);
        for (int i = 0; i < 10_000; i++) {
            keeper.tick(INTERVAL.toNanos() - 1);
        }
        assertThat(file).doesNotExist();
        assertThat(counters.savedNs()).isZero();
        tickUntil(keeper, INTERVAL.toNanos(), () -> counters.savedNs() != 0);
        try (MemoryFile.Reader reader = new MemoryFile.Reader(file)) {
            reader.blocks(block -> {});
        }
        Files.delete(file);
        tickUntil(keeper, 2 * INTERVAL.toNanos(), () -> Files.exists(file));
        assertThat(counters.failures.sum()).isZero();
    }

    @Test
    void aDiskThatCannotBeWrittenIsCountedAndTriedAgain() throws Exception {
        Path missing = directory.resolve("missing");
        MemoryKeeper keeper = keeper(missing.resolve("memory"));
        tickUntil(keeper, INTERVAL.toNanos(), () -> counters.failures.sum() == 1);
        tickUntil(keeper, 2 * INTERVAL.toNanos(), () -> counters.failures.sum() == 2);
        assertThat(counters.savedNs()).isZero();
        Files.createDirectory(missing);
        tickUntil(keeper, 3 * INTERVAL.toNanos(), () -> counters.savedNs() != 0);
    }

    @Test
    void whatWasBegunIsBegunAnewWhenDetectorsHaveBecomeOthers() throws Exception {
        Path file = directory.resolve("memory");
        MemoryKeeper keeper = keeper(file);
        keeper.tick(INTERVAL.toNanos());
        keeper.tick(INTERVAL.toNanos());
        detection.reconfigure(Config.DEFAULT.detect().only("scan"), SECOND_NS);
        keeper.beginAnew(INTERVAL.toNanos());
        tickUntil(keeper, INTERVAL.toNanos(), () -> Files.exists(file));
        try (MemoryFile.Reader reader = new MemoryFile.Reader(file)) {
            assertThat(reader.header().names()).contains("scan.sources").doesNotContain("beacon.series");
        }
    }

    @Test
    void savingAllocatesNothingButAtItsBeginning() throws Exception {
        Path file = directory.resolve("memory");
        MemoryKeeper keeper = keeper(file);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        tickUntil(keeper, INTERVAL.toNanos(), () -> counters.savedNs() != 0);
        keeper.tick(2 * INTERVAL.toNanos());
        long savedNs = counters.savedNs();
        long before = threads.getCurrentThreadAllocatedBytes();
        while (counters.savedNs() == savedNs) {
            keeper.tick(2 * INTERVAL.toNanos());
        }
        // A queue's lock may note that it is contended.
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(100_000);
    }
}
