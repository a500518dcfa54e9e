package vedette.capture;

import static java.nio.ByteOrder.BIG_ENDIAN;
import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import vedette.net.LinkType;

/** Captures that were cut, and captures that lie. */
class DamagedCaptureTest {
    private static final long NOW_US = 1_700_000_000_000_000L;
    private static final int FRAMES = 6;
    private static final int MUTATIONS = 10_000;

    @Test
    void aCaptureCutAnywhereGivesAllFramesBeforeTheCut() throws IOException {
        for (byte[] whole : List.of(pcap(), modifiedPcap(), pcapng())) {
            List<SeenFrame> expected = SeenFrame.in(whole);
            assertThat(expected).hasSize(FRAMES);
            int before = 0;
            for (int length = 4; length <= whole.length; length++) {
                try (CaptureFiles files = SeenFrame.open(Arrays.copyOf(whole, length))) {
                    List<SeenFrame> seen = SeenFrame.in(files);
                    assertThat(seen).as("cut at %d", length).isEqualTo(expected.subList(0, seen.size()));
                    assertThat(seen.size()).as("cut at %d", length).isBetween(before, before + 1);
                    assertThat(files.counters().cutFiles.sum())
                            .as("cut at %d", length)
                            .isBetween(0L, 1L);
                    assertThat(files.warnings())
                            .hasSize((int) files.counters().cutFiles.sum());
                    before = seen.size();
                }
            }
            assertThat(before).isEqualTo(FRAMES);
        }
    }

    @Test
    void onlyACutBetweenPacketsGoesUnnoticed() throws IOException {
        byte[] whole = pcap();
        int unnoticed = 0;
        for (int length = 4; length <= whole.length; length++) {
            try (CaptureFiles files = SeenFrame.open(Arrays.copyOf(whole, length))) {
                SeenFrame.in(files);
                unnoticed += files.counters().cutFiles.sum() == 0 ? 1 : 0;
            }
        }
        assertThat(unnoticed).isEqualTo(FRAMES + 1);
    }

    @Test
    void nothingInAFileMakesTheReaderFailOrHang() throws IOException {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        List<byte[]> captures = List.of(pcap(), modifiedPcap(), pcapng(), gzip(pcap()), gzip(pcapng()));
        for (int i = 0; i < MUTATIONS; i++) {
            byte[] capture = mutated(captures.get(i % captures.size()), random);
            int mutation = i;
            assertThatCode(() -> readAll(capture))
                    .as("seed %d, mutation %d", seed, mutation)
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void aFileOfZerosBehindTheHeaderIsAFileOfEmptyFrames() throws IOException {
        byte[] capture = CaptureWriter.pcap(LITTLE_ENDIAN, LinkType.ETHERNET)
                .raw(new byte[16 * 1000])
                .toBytes();
        assertThat(SeenFrame.in(capture))
                .hasSize(1000)
                .allSatisfy(frame -> assertThat(frame.octets()).isEmpty());
    }

    @Test
    void manyFaultsOfOneKindAreOneWarning() throws IOException {
        PcapngWriter writer = PcapngWriter.pcapng(LITTLE_ENDIAN);
        for (int i = 0; i < 5000; i++) {
            writer.block(0x1000 + i, new byte[4]).packet(9, NOW_US, new byte[4]);
        }
        try (CaptureFiles files = SeenFrame.open(writer.toBytes())) {
            assertThat(SeenFrame.in(files)).isEmpty();
            assertThat(files.counters().unknownBlocks.sum()).isEqualTo(5000);
            assertThat(files.counters().damagedBlocks.sum()).isEqualTo(5000);
            assertThat(files.warnings()).extracting(CaptureWarning::count).containsExactly(5000L, 5000L);
        }
    }

    private static void readAll(byte[] capture) throws IOException {
        try (CaptureFiles files = SeenFrame.open(capture)) {
            int most = capture.length * 1100 / 12;
            int frames = 0;
            int polled = 0;
            while (polled != CaptureSource.END) {
                frames += polled;
                assertThat(frames).isLessThan(most);
                polled = files.poll(DamagedCaptureTest::touch, 100);
            }
        } catch (CaptureException e) {
            assertThat(e.getMessage()).startsWith("standard input: ").doesNotContain("\n");
        }
    }

    private static void touch(Frame frame) {
        for (int i = 0; i < frame.capturedLength(); i++) {
            frame.bytes().get(frame.offset() + i);
        }
    }

    private static byte[] mutated(byte[] capture, Random random) {
        byte[] mutated = capture.clone();
        int changes = 1 + random.nextInt(4);
        for (int i = 0; i < changes; i++) {
            int at = random.nextInt(mutated.length);
            switch (random.nextInt(4)) {
                case 0 -> mutated[at] = (byte) random.nextInt();
                case 1 -> mutated[at] ^= (byte) (1 << random.nextInt(8));
                case 2 ->
                    Arrays.fill(
                            mutated, at, Math.min(at + 4, mutated.length), (byte) (random.nextBoolean() ? 0xFF : 0));
                default -> mutated = Arrays.copyOf(mutated, Math.max(4, at));
            }
        }
        return mutated;
    }

    private static byte[] pcap() {
        CaptureWriter writer = CaptureWriter.pcap(BIG_ENDIAN, LinkType.ETHERNET);
        for (int i = 0; i < FRAMES; i++) {
            writer.packet((NOW_US + i) * 1000, frame(i));
        }
        return writer.toBytes();
    }

    private static byte[] modifiedPcap() {
        CaptureWriter writer = CaptureWriter.modifiedPcap(LITTLE_ENDIAN, LinkType.ETHERNET);
        for (int i = 0; i < FRAMES; i++) {
            writer.packet((NOW_US + i) * 1000, frame(i));
        }
        return writer.toBytes();
    }

    private static byte[] pcapng() {
        PcapngWriter writer = PcapngWriter.pcapng(LITTLE_ENDIAN);
        return writer.networkInterface(LinkType.ETHERNET, 0, writer.name("eth0"), writer.resolution(6))
                .packet(0, NOW_US, frame(0))
                .packet(0, NOW_US + 1, frame(1))
                .simplePacket(frame(2), frame(2).length)
                .section(BIG_ENDIAN)
                .networkInterface(LinkType.RAW, 0, writer.offset(5))
                .obsoletePacket(0, 0, NOW_US + 3, frame(3))
                .block(5, new byte[20])
                .packet(0, NOW_US + 4, frame(4))
                .packet(0, NOW_US + 5, frame(5))
                .toBytes();
    }

    private static byte[] frame(int number) {
        byte[] frame = new byte[number * 7];
        Arrays.fill(frame, (byte) number);
        return frame;
    }

    private static byte[] gzip(byte[] plain) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(plain);
        }
        return packed.toByteArray();
    }
}
