package vedette.capture;

import static java.nio.ByteOrder.BIG_ENDIAN;
import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vedette.net.LinkType;

class CaptureFilesTest {
    private static final long NOW = 1_700_000_000_000_000_000L;

    @TempDir
    Path directory;

    @Test
    void manyFilesAreOneStreamInPacketTimeOrder() throws IOException {
        Path late = capture("a.pcap", 30, 31, 50);
        Path early = capture("b.pcap", 10, 20, 40);
        Path between = capture("c.pcap", 15);
        assertThat(times(SeenFrame.in(late, early, between))).containsExactly(10L, 15L, 20L, 30L, 31L, 40L, 50L);
    }

    @Test
    void framesOfOneTimeComeInTheOrderOfTheFiles() throws IOException {
        Path first = CaptureWriter.pcap(LITTLE_ENDIAN, LinkType.ETHERNET)
                .packet(NOW, new byte[] {1})
                .packet(NOW, new byte[] {2})
                .writeTo(directory.resolve("z.pcap"));
        Path second = CaptureWriter.pcap(LITTLE_ENDIAN, LinkType.ETHERNET)
                .packet(NOW, new byte[] {3})
                .writeTo(directory.resolve("a.pcap"));
        assertThat(SeenFrame.in(first, second)).extracting(SeenFrame::octets).containsExactly("01", "02", "03");
        assertThat(SeenFrame.in(second, first)).extracting(SeenFrame::octets).containsExactly("03", "01", "02");
    }

    @Test
    void insideAFileTheOrderIsTheFilesOwn() throws IOException {
        Path stepsBack = capture("a.pcap", 10, 30, 20, 40);
        Path other = capture("b.pcap", 25, 35);
        assertThat(times(SeenFrame.in(stepsBack, other))).containsExactly(10L, 25L, 30L, 20L, 35L, 40L);
    }

    @Test
    void moreFilesThanMayBeOpenAreMergedRightly() throws IOException {
        long seed = 42;
        Random random = new Random(seed);
        int files = 3 * Merge.MAX_OPEN;
        List<Path> paths = new ArrayList<>();
        List<Long> expected = new ArrayList<>();
        for (int i = 0; i < files; i++) {
            long[] times = random.longs(20, 0, 10_000).sorted().toArray();
            for (long time : times) {
                expected.add(time);
            }
            paths.add(i % 2 == 0 ? capture("f" + i, times) : pcapng("f" + i, times));
        }
        expected.sort(Comparator.naturalOrder());
        List<SeenFrame> seen = SeenFrame.in(paths.toArray(Path[]::new));
        assertThat(times(seen)).as("seed %d", seed).isEqualTo(expected);
        assertThat(seen).isEqualTo(SeenFrame.in(paths.toArray(Path[]::new)));
    }

    @Test
    void aFileIsOpenedOnlyOnceTheMergeHasReachedIt() throws IOException {
        Path early = capture("a.pcap", 10, 20);
        Path late = capture("b.pcap", 30);
        try (CaptureFiles files = CaptureFiles.open(List.of(early.toString(), late.toString()))) {
            Files.delete(late);
            List<Long> seen = new ArrayList<>();
            assertThat(files.poll(frame -> seen.add(frame.timestampNs() - NOW), 2))
                    .isEqualTo(2);
            assertThat(seen).containsExactly(10_000L, 20_000L);
            assertThatThrownBy(() -> files.poll(frame -> {}, 1))
                    .isInstanceOf(CaptureException.class)
                    .hasMessageContaining("b.pcap")
                    .hasMessageContaining("no such file");
        }
    }

    @Test
    void filesOfOneCaptureShareTheirObservationPoints() throws IOException {
        Path first = pcapng("a", 10);
        Path second = pcapng("b", 20);
        Path third = capture("c", 30);
        try (CaptureFiles files = CaptureFiles.open(List.of(second.toString(), third.toString(), first.toString()))) {
            assertThat(SeenFrame.in(files))
                    .extracting(SeenFrame::observationPoint)
                    .containsExactly(0, 0, 1);
            assertThat(files.observationPoints())
                    .containsExactly(
                            new ObservationPoint("eth7", 1, LinkType.ETHERNET),
                            new ObservationPoint("if0", 2, LinkType.ETHERNET));
        }
    }

    @Test
    void aDirectoryMeansAllCapturesBelowIt() throws IOException {
        Path below = Files.createDirectories(directory.resolve("x/y"));
        capture("x/b.pcap", 20);
        capture("x/y/c.whatever", 10);
        Files.writeString(below.resolve("README.md"), "# not a capture");
        Files.writeString(directory.resolve("x/empty.pcap"), "");
        try (CaptureFiles files = CaptureFiles.open(List.of(directory.toString()))) {
            assertThat(times(SeenFrame.in(files))).containsExactly(10L, 20L);
            assertThat(files.warnings())
                    .containsExactly(new CaptureWarning(
                            directory.toString(), -1, "a file that is no capture was passed over", 2));
            assertThat(files.progress().bytesRead())
                    .isEqualTo(files.progress().totalBytes())
                    .isPositive();
        }
    }

    @Test
    void aDirectoryWithoutCapturesIsAnError() throws IOException {
        Files.writeString(directory.resolve("README.md"), "# not a capture");
        assertThatThrownBy(() -> CaptureFiles.open(List.of(directory.toString())))
                .isInstanceOf(CaptureException.class)
                .hasMessage(directory + ": no capture in this directory (pcap and pcapng are read)");
        Path empty = Files.createDirectory(directory.resolve("empty"));
        assertThatThrownBy(() -> CaptureFiles.open(List.of(empty.toString())))
                .isInstanceOf(CaptureException.class)
                .hasMessageContaining("no capture in this directory");
    }

    @Test
    void aListThatNamesNothingAndAnEmptyNameAreNoInput() throws IOException {
        Path list = Files.writeString(directory.resolve("list"), "\n  \n");
        assertThatThrownBy(() -> CaptureFiles.open(List.of("@" + list)))
                .isInstanceOf(CaptureException.class)
                .hasMessage(list + ": this list names no capture");
        assertThatThrownBy(() -> CaptureFiles.open(List.of("")))
                .isInstanceOf(CaptureException.class)
                .hasMessage("\"\": an empty name is no capture's");
    }

    @Test
    void aListNamesOnePathPerLine() throws IOException {
        Path one = capture("a b.pcap", 20);
        Path two = capture("c.pcap", 10);
        Path list = Files.writeString(directory.resolve("list"), one + "\n\n  " + two + "  \n");
        try (CaptureFiles files = CaptureFiles.open(List.of("@" + list))) {
            assertThat(times(SeenFrame.in(files))).containsExactly(10L, 20L);
        }
    }

    @Test
    void aFileThatIsNamedTwiceIsReadOnce() throws IOException {
        Path file = capture("a.pcap", 10);
        Path link = Files.createSymbolicLink(directory.resolve("latest.pcap"), file);
        try (CaptureFiles files = CaptureFiles.open(List.of(directory.toString(), file.toString()))) {
            assertThat(SeenFrame.in(files)).hasSize(1);
            assertThat(files.warnings())
                    .extracting(CaptureWarning::file)
                    .containsExactly(link.toString(), file.toString());
        }
    }

    @Test
    void framesOfAPipeAreHandedOverAsTheyCome() throws IOException {
        byte[] capture = CaptureWriter.pcap(BIG_ENDIAN, LinkType.ETHERNET)
                .packet(NOW, new byte[60])
                .packet(NOW + 1000, new byte[60])
                .toBytes();
        PipedInputStream input = new PipedInputStream(1000);
        OutputStream output = new PipedOutputStream(input);
        output.write(capture);
        try (CaptureFiles files = CaptureFiles.open(List.of("-"), input)) {
            assertThat(files.poll(frame -> {}, 1)).isEqualTo(1);
            assertThat(files.poll(frame -> {}, 1)).isEqualTo(1);
            assertThat(files.progress()).isEqualTo(new CaptureProgress(capture.length, -1));
            output.close();
            assertThat(files.poll(frame -> {}, 1)).isEqualTo(CaptureSource.END);
            assertThat(files.poll(frame -> {}, 1)).isEqualTo(CaptureSource.END);
        }
    }

    @Test
    void aNamedPipeIsReadLikeAFile() throws Exception {
        Path pipe = directory.resolve("pipe");
        assumeTrue(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() == 0, "no mkfifo here");
        byte[] capture = CaptureWriter.pcap(BIG_ENDIAN, LinkType.ETHERNET)
                .packet(NOW, new byte[60])
                .toBytes();
        Thread writer = new Thread(() -> {
            try {
                Files.write(pipe, capture, StandardOpenOption.WRITE);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        writer.start();
        assertThat(SeenFrame.in(pipe, capture("b.pcap", 5))).hasSize(2);
        writer.join();
    }

    @Test
    void progressReachesTheSizeOfAllFiles() throws IOException {
        Path one = capture("a.pcap", 10, 20, 30);
        Path cut = Files.write(directory.resolve("cut.pcap"), Arrays.copyOf(Files.readAllBytes(one), 50));
        try (CaptureFiles files = CaptureFiles.open(List.of(one.toString(), cut.toString()))) {
            SeenFrame.in(files);
            assertThat(files.progress())
                    .isEqualTo(
                            new CaptureProgress(Files.size(one) + Files.size(cut), Files.size(one) + Files.size(cut)));
        }
    }

    @Test
    void whatCannotBeReadIsAnErrorInOneLine() throws IOException {
        Path text = Files.writeString(directory.resolve("notes.txt"), "Hello, world");
        Path empty = Files.createFile(directory.resolve("empty.pcap"));
        Path few = Files.write(directory.resolve("few.pcap"), new byte[] {1, 2, 3});
        Map<String, String> expected = new HashMap<>();
        expected.put(directory + "/missing.pcap", directory + "/missing.pcap: no such file");
        expected.put("@" + directory + "/missing", directory + "/missing: no such file");
        expected.put("nul\0", "nul\0: cannot be the name of a file");
        expected.put(empty.toString(), empty + ": not a capture, it is empty");
        expected.put(few.toString(), few + ": not a capture, it is too short for one");
        expected.put(
                text.toString(),
                text
                        + ": not a capture, it begins with 48656c6c (pcap and pcapng are read, plain or packed with gzip or zstd)");
        expected.forEach((argument, message) -> assertThatThrownBy(() -> CaptureFiles.open(List.of(argument)))
                .isInstanceOf(CaptureException.class)
                .hasMessage(message));
        Path good = capture("good.pcap", 1);
        assertThatThrownBy(() -> CaptureFiles.open(List.of(good.toString(), text.toString())))
                .isInstanceOf(CaptureException.class)
                .hasMessageStartingWith(text.toString());
    }

    @Test
    void noRightToReadIsAnErrorThatSaysSo() throws IOException {
        assertThat(CaptureFile.cannotRead("a.pcap", new AccessDeniedException("a.pcap")))
                .hasMessage("a.pcap: no permission to read it");
        Path file = capture("a.pcap", 1);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
        assumeFalse(Files.isReadable(file), "this user may read everything");
        assertThatThrownBy(() -> CaptureFiles.open(List.of(file.toString())))
                .isInstanceOf(CaptureException.class)
                .hasMessage(file + ": no permission to read it");
    }

    @Test
    void aDirectoryInWhichNothingCanBeReadSaysWhy() throws IOException {
        Path unreadable = Files.createSymbolicLink(directory.resolve("a.pcap"), Path.of("/proc/self/mem"));
        assertThatThrownBy(() -> CaptureFiles.open(List.of(directory.toString())))
                .isInstanceOf(CaptureException.class)
                .hasMessageStartingWith(directory + ": no capture in this directory")
                .hasMessageContaining("; " + unreadable + ": cannot be read: ");
    }

    @Test
    void aLinkToNothingIsPassedOverWithAWord() throws IOException {
        capture("a.pcap", 10);
        Path dangling = Files.createSymbolicLink(directory.resolve("b.pcap"), Path.of("gone.pcap"));
        try (CaptureFiles files = CaptureFiles.open(List.of(directory.toString()))) {
            assertThat(SeenFrame.in(files)).hasSize(1);
            assertThat(files.warnings())
                    .containsExactly(
                            new CaptureWarning(dangling.toString(), -1, "is a link to nothing and was passed over", 1));
        }
    }

    @Test
    void aFailingDiskIsAnErrorOnceEverythingBeforeItWasGiven() throws IOException {
        byte[] capture = CaptureWriter.pcap(BIG_ENDIAN, LinkType.ETHERNET)
                .packet(NOW, new byte[60])
                .toBytes();
        InputStream failing = new SequenceInputStream(new ByteArrayInputStream(capture), new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("Input/output error");
            }
        });
        try (CaptureFiles files = CaptureFiles.open(List.of("-"), failing)) {
            assertThat(files.poll(frame -> {}, 1)).isEqualTo(1);
            assertThatThrownBy(() -> files.poll(frame -> {}, 1))
                    .isInstanceOf(CaptureException.class)
                    .hasMessage("standard input: cannot be read further: Input/output error");
            assertThat(files.poll(frame -> {}, 1)).isEqualTo(CaptureSource.END);
            assertThat(files.counters().captured.sum()).isEqualTo(1);
        }
    }

    private Path capture(String name, long... microseconds) throws IOException {
        CaptureWriter writer = CaptureWriter.pcap(LITTLE_ENDIAN, LinkType.ETHERNET);
        for (long time : microseconds) {
            writer.packet(NOW + time * 1000, new byte[60]);
        }
        return writer.writeTo(directory.resolve(name));
    }

    private Path pcapng(String name, long... microseconds) throws IOException {
        PcapngWriter writer = PcapngWriter.pcapng(BIG_ENDIAN);
        writer.networkInterface(LinkType.ETHERNET, 0, writer.name("eth7"));
        for (long time : microseconds) {
            writer.packet(0, NOW / 1000 + time, new byte[60]);
        }
        return writer.writeTo(directory.resolve(name));
    }

    private static List<Long> times(List<SeenFrame> frames) {
        return frames.stream().map(frame -> (frame.timestampNs() - NOW) / 1000).toList();
    }
}
