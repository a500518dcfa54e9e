package vedette.export.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import vedette.Tools;
import vedette.export.FileConfig;

@Timeout(120)
class FileSeriesTest {
    private static final long KIB_64 = 64 << 10;

    @TempDir
    private Path folder;

    private final AtomicLong reopenings = new AtomicLong();
    private Path path;
    private int written;

    @BeforeEach
    void name() {
        path = folder.resolve("flows.jsonl");
    }

    private FileSeries lines(long maxSize, Duration maxAge, int keep) throws IOException {
        return FileSeries.ofLines(path, new FileConfig(maxSize, maxAge, keep), reopenings::get);
    }

    private FileSeries unlimited() throws IOException {
        return lines(0, Duration.ZERO, 0);
    }

    /** Lines of 1024 octets that are numbered; returns how many were written. */
    private int write(FileSeries series, int count) {
        int before = written;
        for (int i = 0; i < count; i++) {
            if (series.isDue()) {
                series.next();
            }
            byte[] line = String.format("%-1023d%n", written).getBytes(StandardCharsets.US_ASCII);
            if (series.write(line, 0, line.length)) {
                written++;
            }
        }
        return written - before;
    }

    /** The numbers in all files, in the order of their names, that at hand the last. */
    private List<Integer> numbers() throws IOException {
        List<Integer> numbers = new ArrayList<>();
        List<Path> files = new ArrayList<>(EarlierFiles.of(path));
        files.add(path);
        for (Path file : files) {
            for (String line : Files.readAllLines(file)) {
                assertThat(line).hasSize(1023);
                numbers.add(Integer.parseInt(line.strip()));
            }
        }
        return numbers;
    }

    private static List<Integer> upTo(int end) {
        return Stream.iterate(0, i -> i + 1).limit(end).toList();
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void aFileThatIsLargeEnoughMakesWayForTheNext() throws IOException {
        try (FileSeries series = lines(KIB_64, Duration.ZERO, 0)) {
            write(series, 1_000);
        }
        assertThat(EarlierFiles.of(path))
                .hasSize(15)
                .allSatisfy(file -> assertThat(file).hasSize(KIB_64));
        assertThat(EarlierFiles.of(path))
                .allMatch(file -> file.getFileName().toString().matches("flows-\\d{8}T\\d{6}Z(_\\d{3})?\\.jsonl"));
        assertThat(numbers()).isEqualTo(upTo(1_000));
    }

    @Test
    void namesAreInTheOrderOfTimeWithinASecondToo() throws IOException {
        Instant second = Instant.parse("2026-11-25T21:55:00.9Z");
        List<String> given = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            Path name = EarlierFiles.nameFor(path, i < 11 ? second : second.plusSeconds(1));
            given.add(Files.createFile(name).getFileName().toString());
        }
        assertThat(given)
                .startsWith("flows-20261125T215500Z.jsonl", "flows-20261125T215500Z_002.jsonl")
                .endsWith("flows-20261125T215501Z.jsonl");
        Files.createFile(folder.resolve("flows-20261125T215500Z.ipfix"));
        Files.createFile(folder.resolve("flows-old.jsonl"));
        Files.createFile(path);
        assertThat(EarlierFiles.of(path).stream().map(file -> file.getFileName().toString()))
                .isEqualTo(given);
    }

    @Test
    void aFileThatIsOldEnoughMakesWayAndAnEmptyOneDoesNot() throws IOException {
        try (FileSeries series = lines(0, Duration.ofSeconds(1), 0)) {
            write(series, 1);
            Tools.await("the file's end", series::isDue);
            assertThat(series.next()).isTrue();
            assertThat(EarlierFiles.of(path)).hasSize(1);
            long end = System.nanoTime() + Duration.ofMillis(1_200).toNanos();
            Tools.await("more than its time", () -> System.nanoTime() - end > 0);
            assertThat(series.isDue()).isFalse();
            write(series, 1);
        }
        assertThat(numbers()).isEqualTo(upTo(2));
    }

    @Test
    void theOldestAreDeletedBeyondThoseToKeep() throws IOException {
        Files.writeString(folder.resolve("flows-20200101T000000Z.jsonl"), "old");
        Files.writeString(folder.resolve("flows-20200101T000000Z.ipfix"), "another's");
        try (FileSeries series = lines(KIB_64, Duration.ZERO, 3)) {
            write(series, 1_000);
        }
        assertThat(EarlierFiles.of(path)).hasSize(3);
        assertThat(numbers()).isEqualTo(upTo(1_000).subList(1_000 - 3 * 64 - 1_000 % 64, 1_000));
        assertThat(names()).contains("flows-20200101T000000Z.ipfix").doesNotContain("flows-20200101T000000Z.jsonl");
    }

    @Test
    void aFileThatWasMovedAwayIsMadeAnewWhenAskedFor() throws IOException {
        Path moved = folder.resolve("flows.jsonl.1");
        try (FileSeries series = unlimited()) {
            write(series, 3);
            Files.move(path, moved);
            write(series, 2);
            assertThat(path).doesNotExist();
            reopenings.incrementAndGet();
            write(series, 4);
            reopenings.incrementAndGet();
            write(series, 1);
        }
        assertThat(Files.readAllLines(moved)).hasSize(5);
        assertThat(Files.readAllLines(path)).hasSize(5).first().asString().startsWith("5 ");
        assertThat(names()).containsExactly("flows.jsonl", "flows.jsonl.1");
    }

    @Test
    void whatHasTakenItsPlaceIsUsedIfEmptyAndKeptIfNot() throws IOException {
        try (FileSeries series = unlimited()) {
            write(series, 1);
            Files.move(path, folder.resolve("flows.jsonl.1"));
            Files.createFile(path);
            reopenings.incrementAndGet();
            write(series, 1);
            assertThat(path).hasSize(1024);
            Files.move(path, folder.resolve("flows.jsonl.2"));
            Files.writeString(path, "somebody's");
            reopenings.incrementAndGet();
            write(series, 1);
        }
        assertThat(path).hasSize(1024);
        assertThat(EarlierFiles.of(path))
                .singleElement()
                .satisfies(file -> assertThat(file).hasContent("somebody's"));
    }

    @Test
    void aFileThatWasDeletedIsMadeAnewWhenItIsDue() throws IOException {
        try (FileSeries series = lines(KIB_64, Duration.ZERO, 0)) {
            write(series, 60);
            Files.delete(path);
            assertThat(write(series, 10)).isEqualTo(10);
        }
        assertThat(path).hasSize(6 * 1024);
        assertThat(EarlierFiles.of(path)).isEmpty();
    }

    @Test
    void aFolderThatIsGoneIsWaitedFor() throws IOException {
        Path away = folder.resolve("away");
        Files.createDirectory(away);
        path = away.resolve("flows.jsonl");
        try (FileSeries series = unlimited()) {
            write(series, 1);
            Files.delete(path);
            Files.delete(away);
            reopenings.incrementAndGet();
            assertThat(write(series, 5)).isZero();
            Files.createDirectory(away);
            Tools.await("the file", () -> write(series, 1) == 1);
        }
        assertThat(path).hasSize(1024);
    }

    @Test
    void aFolderThatIsNotThereIsToldAtOnce() {
        path = folder.resolve("absent").resolve("flows.jsonl");
        assertThatThrownBy(this::unlimited)
                .isInstanceOf(IOException.class)
                .hasMessage("cannot write " + path + ": No such file or directory");
    }

    @Test
    void aFullDiskCostsWholePiecesUntilThereIsRoomAgain() throws Exception {
        try (SmallDisk disk = SmallDisk.mount(Files.createDirectory(folder.resolve("disk")), 256)) {
            path = disk.path().resolve("flows.jsonl");
            try (FileSeries series = unlimited()) {
                List<String> told = listen();
                write(series, 10);
                disk.fill();
                int more = write(series, 100);
                assertThat(more).isLessThan(100);
                assertThat(write(series, 100)).isZero();
                long end = System.nanoTime() + Duration.ofMillis(2_500).toNanos();
                Tools.await("two more tries", () -> write(series, 1) > 0 || System.nanoTime() - end > 0);
                assertThat(told)
                        .containsExactly("cannot write " + path
                                + ": No space left on device; what is for it is dropped and counted until it can be");
                disk.makeRoom();
                Tools.await("a line to be written", () -> write(series, 1) == 1);
                assertThat(write(series, 20)).isEqualTo(20);
            }
            assertThat(numbers()).isEqualTo(upTo(written));
            assertThat(EarlierFiles.of(path)).isEmpty();
        }
    }

    /** What is told as an error from now on. */
    private static List<String> listen() {
        List<String> told = new CopyOnWriteArrayList<>();
        AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
            @Override
            protected void append(ILoggingEvent event) {
                if (event.getLevel().equals(Level.ERROR)) {
                    told.add(event.getFormattedMessage());
                }
            }
        };
        appender.start();
        ((Logger) LoggerFactory.getLogger(FileSeries.class)).addAppender(appender);
        return told;
    }

    @Test
    void afterAMissingPieceASessionBeginsAnew() throws Exception {
        try (SmallDisk disk = SmallDisk.mount(Files.createDirectory(folder.resolve("disk")), 256)) {
            path = disk.path().resolve("flows.jsonl");
            try (FileSeries series =
                    FileSeries.ofSessions(path, new FileConfig(0, Duration.ZERO, 0), reopenings::get)) {
                write(series, 10);
                disk.fill();
                write(series, 100);
                int before = written;
                disk.makeRoom();
                Tools.await("a line to be written", () -> write(series, 1) == 1);
                assertThat(EarlierFiles.of(path))
                        .singleElement()
                        .satisfies(file -> assertThat(file).hasSize(before * 1024L));
                assertThat(path).hasSize(1024);
            }
            assertThat(numbers()).isEqualTo(upTo(written));
        }
    }
}
