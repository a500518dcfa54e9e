package vedette.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import vedette.config.Config;
import vedette.config.ConfigException;
import vedette.config.ConfigReader;
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

    private final Logger log = (Logger) LoggerFactory.getLogger(MemoryKeeper.class);
    private final ListAppender<ILoggingEvent> told = new ListAppender<>();
    private StateDirectory state;
    private MemoryKeeper made;

    @BeforeEach
    void open() throws ConfigException {
        Config config = ConfigReader.read(null, List.of("sensor.state-dir=" + directory.resolve("state")));
        state = Objects.requireNonNull(StateDirectory.open(config.sensor(), Map.of(), counters));
        told.start();
        log.addAppender(told);
        log.setAdditive(false);
        log.setLevel(Level.INFO);
    }

    @AfterEach
    void close() throws IOException {
        made.saveLast();
        log.detachAppender(told);
        log.setAdditive(true);
        log.setLevel(null);
        state.close();
    }

    private MemoryKeeper keeper() {
        made = new MemoryKeeper(state, detection, new MemoryTerms(1, Config.DEFAULT.detect()), INTERVAL, counters, 0);
        return made;
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
        Path file = state.memory();
        MemoryKeeper keeper = keeper();
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
        MemoryKeeper keeper = keeper();
        block();
        tickUntil(keeper, INTERVAL.toNanos(), () -> counters.failures.sum() == 1);
        tickUntil(keeper, 2 * INTERVAL.toNanos(), () -> counters.failures.sum() == 2);
        assertThat(counters.savedNs()).isZero();
        Files.delete(directory.resolve("state"));
        tickUntil(keeper, 3 * INTERVAL.toNanos(), () -> counters.savedNs() != 0);
        assertThat(told.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly(
                        "cannot save what detectors know in " + state.memory()
                                + ": a file of that name is in the way; nothing of it is on the disk",
                        state.memory() + " is saved again");
    }

    /** A file stands where the directory was. */
    private void block() throws IOException {
        Path path = directory.resolve("state");
        Files.delete(path.resolve("lock"));
        Files.delete(path);
        Files.createFile(path);
    }

    @Test
    void aDirectoryThatWasRemovedIsMadeAgain() throws Exception {
        MemoryKeeper keeper = keeper();
        Path path = directory.resolve("state");
        Files.delete(path.resolve("lock"));
        Files.delete(path);
        keeper.saveLast();
        assertThat(state.memory()).exists();
        assertThat(path.resolve("lock")).exists();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("rwx------");
        assertThat(counters.failures.sum()).isZero();
    }

    @Test
    void whatCannotBeSavedAtTheEndIsToldOnceMore() throws Exception {
        MemoryKeeper keeper = keeper();
        block();
        tickUntil(keeper, INTERVAL.toNanos(), () -> counters.failures.sum() == 1);
        keeper.saveLast();
        keeper.saveLast();
        assertThat(counters.failures.sum()).isEqualTo(2);
        assertThat(told.list).hasSize(2);
    }

    @Test
    void theEndLeavesNothingHalfWritten() throws Exception {
        MemoryKeeper keeper = keeper();
        tickUntil(keeper, INTERVAL.toNanos(), () -> Files.exists(directory.resolve("state/detectors.memory.new")));
        keeper.saveLast();
        assertThat(directory.resolve("state/detectors.memory.new")).doesNotExist();
        assertThat(state.memory()).exists();
    }

    @Test
    void whatWasBegunIsBegunAnewWhenDetectorsHaveBecomeOthers() throws Exception {
        Path file = state.memory();
        MemoryKeeper keeper = keeper();
        keeper.tick(INTERVAL.toNanos());
        keeper.tick(INTERVAL.toNanos());
        keeper.beginAnew(detection.reconfigure(Config.DEFAULT.detect().only("scan"), SECOND_NS), INTERVAL.toNanos());
        tickUntil(keeper, INTERVAL.toNanos(), () -> Files.exists(file));
        try (MemoryFile.Reader reader = new MemoryFile.Reader(file)) {
            assertThat(reader.header().names()).contains("scan.sources").doesNotContain("beacon.series");
        }
    }

    @Test
    void whatAReloadForgetsIsKeptAsideBeforeTheNextSave() throws Exception {
        MemoryKeeper keeper = keeper();
        tickUntil(keeper, INTERVAL.toNanos(), () -> counters.savedNs() != 0);
        byte[] whole = Files.readAllBytes(state.memory());
        keeper.beginAnew(detection.reconfigure(Config.DEFAULT.detect().only("scan"), SECOND_NS), INTERVAL.toNanos());
        keeper.saveLast();
        assertThat(state.unusedMemory()).hasBinaryContent(whole);
        assertThat(Files.size(state.memory())).isLessThan(whole.length);
        assertThat(told.list)
                .singleElement()
                .satisfies(event -> assertThat(event.getFormattedMessage())
                        .contains(
                                "not used since the reload: ", "beacon", "all of it is kept as " + state.unusedMemory())
                        .doesNotContain("scan,"));
    }

    @Test
    void savingAllocatesNothingButAtItsBeginning() throws Exception {
        Path file = state.memory();
        MemoryKeeper keeper = keeper();
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
