package vedette.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vedette.Tools;
import vedette.config.Config;
import vedette.config.ConfigException;
import vedette.config.ConfigReader;
import vedette.detect.Detection;
import vedette.detect.memory.MemoryCounters;

/** What a run leaves behind is the next one's, or is put aside with a word why not. */
class EarlierMemoryTest {
    private static final long SEED = 4711;
    private static final long MINUTE_NS = 60_000_000_000L;

    @TempDir
    Path directory;

    private final MemoryCounters counters = new MemoryCounters();
    private StateDirectory state;

    @BeforeEach
    void open() throws ConfigException {
        state = Objects.requireNonNull(StateDirectory.open(config().sensor(), Map.of(), counters));
    }

    @AfterEach
    void close() throws IOException {
        state.close();
    }

    private Config config(String... settings) throws ConfigException {
        List<String> all = new ArrayList<>(List.of(settings));
        all.add("sensor.state-dir=" + directory);
        return ConfigReader.read(null, all);
    }

    private static Detection detection(long seed) {
        return new Detection(Config.DEFAULT.detect(), seed, alert -> {});
    }

    private EarlierMemory.Recalled recall(String... settings) throws ConfigException {
        return EarlierMemory.recall(state, config(settings), EarlierMemoryTest::detection);
    }

    private MemoryKeeper keeper() throws ConfigException {
        return new MemoryKeeper(
                state,
                detection(SEED),
                new MemoryTerms(SEED, config().detect()),
                Duration.ofHours(1),
                counters,
                System.nanoTime());
    }

    /** As a run leaves it that was given a seed at random. */
    private void save() throws ConfigException {
        MemoryKeeper keeper = keeper();
        long begunNs = counters.savedNs();
        keeper.saveLast();
        assertThat(counters.savedNs()).isGreaterThan(begunNs);
    }

    private void saveAt(long timeNs) throws IOException {
        MemoryHeader header = MemoryHeader.of(detection(SEED).memories(), SEED, Config.DEFAULT.detect(), timeNs);
        try (MemoryFile.Writer writer = new MemoryFile.Writer(state.memory(), header)) {
            writer.end();
        }
    }

    private void assertPutAside() {
        assertThat(state.memory()).doesNotExist();
        assertThat(state.unusedMemory()).exists();
    }

    @Test
    void whatIsRememberedBringsItsSeed() throws Exception {
        save();
        assertThat(recall().seed()).isEqualTo(SEED);
        assertThat(state.memory()).exists();
    }

    @Test
    void withoutAFileTheSeedIsNobodysGuess() throws Exception {
        assertThat(recall().seed()).isNotEqualTo(recall().seed());
        assertThat(recall("sensor.hash-seed=12").seed()).isEqualTo(12);
    }

    @Test
    void anotherSeedIsNotThatOfWhatIsRemembered() throws Exception {
        save();
        assertThat(recall("sensor.hash-seed=12").seed()).isEqualTo(12);
        assertPutAside();
    }

    @Test
    void otherLocalNetsAreNotThoseOfWhatIsRemembered() throws Exception {
        save();
        assertThat(recall("detect.local-nets=10.0.0.0/8").seed()).isNotEqualTo(SEED);
        assertPutAside();
    }

    @Test
    void theOrderOfLocalNetsDoesNotMatter() throws Exception {
        save();
        assertThat(recall("detect.local-nets=fd00::/8,192.168.0.0/16,172.16.0.0/12,10.0.0.0/8")
                        .seed())
                .isEqualTo(SEED);
    }

    @Test
    void whatWasSavedInTheFutureIsNotBelieved() throws Exception {
        saveAt(TimeOfDay.ns() + 2 * MINUTE_NS);
        assertThat(recall().seed()).isNotEqualTo(SEED);
        assertPutAside();
    }

    @Test
    void whatWasSavedLongAgoIsOver() throws Exception {
        saveAt(TimeOfDay.ns() - Duration.ofDays(31).toNanos());
        assertThat(recall().seed()).isNotEqualTo(SEED);
        assertPutAside();
    }

    @Test
    void aDamagedFileIsPutAside() throws Exception {
        save();
        byte[] bytes = Files.readAllBytes(state.memory());
        bytes[bytes.length - 1]++;
        Files.write(state.memory(), bytes);
        assertThat(recall().seed()).isNotEqualTo(SEED);
        assertPutAside();
        assertThat(state.unusedMemory()).hasBinaryContent(bytes);
    }

    @Test
    @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aPipeInItsPlaceIsPutAsideAndNotWaitedFor() throws Exception {
        Tools.run("mkfifo", state.memory().toString());
        assertThat(recall().seed()).isNotEqualTo(SEED);
        assertPutAside();
        save();
        assertThat(recall().seed()).isEqualTo(SEED);
    }

    @Test
    @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aPipeInPlaceOfTheNextFileIsAFailureAndNotWaitedFor() throws Exception {
        Tools.run("mkfifo", directory.resolve("detectors.memory.new").toString());
        MemoryKeeper keeper = keeper();
        keeper.saveLast();
        assertThat(counters.failures.sum()).isEqualTo(1);
        assertThat(state.memory()).doesNotExist();
    }

    @Test
    @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aPipeInPlaceOfTheLockIsRefusedAndNotWaitedFor() throws Exception {
        Path other = Files.createDirectory(directory.resolve("other"));
        Tools.run("mkfifo", other.resolve("lock").toString());
        Config config = ConfigReader.read(null, List.of("sensor.state-dir=" + other));
        assertThat(StateDirectory.open(config.sensor(), Map.of(), counters)).isNull();
        assertThat(counters.failures.sum()).isEqualTo(1);
    }

    /** Its checksums are right, but no sensor wrote it. */
    @ParameterizedTest
    @ValueSource(strings = {"", "7f", "0000ff", "00000001", "0000000100", "00000018ffffffffffffffff"})
    void whatMakesNoSenseIsPutAside(String block) throws Exception {
        MemoryHeader header =
                MemoryHeader.of(detection(SEED).memories(), SEED, Config.DEFAULT.detect(), TimeOfDay.ns());
        byte[] octets = new byte[block.length() / 2 + 1];
        for (int i = 0; i < block.length(); i += 2) {
            octets[i / 2] = (byte) Integer.parseInt(block.substring(i, i + 2), 16);
        }
        try (MemoryFile.Writer writer = new MemoryFile.Writer(state.memory(), header)) {
            writer.block(ByteBuffer.wrap(octets));
            writer.end();
        }
        assertThat(recall().seed()).isNotEqualTo(SEED);
        assertPutAside();
    }

    @Test
    void aMemoryThereIsNoMoreIsLeftOutAndTheFileKeptAside() throws Exception {
        MemoryHeader header = new MemoryHeader(
                SEED, MemoryHeader.siteOf(Config.DEFAULT.detect()), TimeOfDay.ns(), List.of("x"), List.of(1L));
        try (MemoryFile.Writer writer = new MemoryFile.Writer(state.memory(), header)) {
            writer.block(ByteBuffer.wrap(new byte[] {0, 0, 0, 1, 9}));
            writer.end();
        }
        byte[] bytes = Files.readAllBytes(state.memory());
        assertThat(recall().seed()).isEqualTo(SEED);
        assertThat(state.memory()).hasBinaryContent(bytes);
        assertThat(state.unusedMemory()).hasBinaryContent(bytes);
        save();
        assertThat(state.memory().toFile().length()).isNotEqualTo(bytes.length);
        assertThat(state.unusedMemory()).hasBinaryContent(bytes);
    }

    @Test
    void whatAllIsUsedOfIsNotKeptTwice() throws Exception {
        save();
        recall();
        assertThat(state.unusedMemory()).doesNotExist();
    }

    @Test
    void aDirectoryIsOneSensorsAlone() throws Exception {
        assertThat(StateDirectory.open(config().sensor(), Map.of(), counters)).isNull();
        assertThat(counters.failures.sum()).isEqualTo(1);
    }

    @Test
    void aDirectoryThatCannotBeUsedCounts() throws Exception {
        Path file = Files.createFile(directory.resolve("file"));
        Config config = ConfigReader.read(null, List.of("sensor.state-dir=" + file));
        assertThat(StateDirectory.open(config.sensor(), Map.of(), counters)).isNull();
        assertThat(counters.failures.sum()).isEqualTo(1);
    }

    @Test
    void theServiceManagersDirectoryIsTakenUnlessAnotherIsNamed() {
        Map<String, String> environment = Map.of("STATE_DIRECTORY", "/var/lib/vedette:/var/lib/other");
        assertThat(StateDirectory.named(Config.DEFAULT.sensor(), environment)).hasValue(Path.of("/var/lib/vedette"));
        assertThat(StateDirectory.named(Config.DEFAULT.sensor(), Map.of())).isEmpty();
    }
}
