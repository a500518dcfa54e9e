package vedette.capture;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vedette.net.LinkType;

class PackedCaptureTest {
    private static final long NOW = 1_700_000_000_000_000_000L;
    private static final int FRAMES = 3000;

    @TempDir
    Path directory;

    @Test
    void packedCapturesHoldWhatPlainOnesHold() throws IOException {
        byte[] plain = capture();
        List<SeenFrame> expected = SeenFrame.in(plain);
        assertThat(expected).hasSize(FRAMES);
        assertThat(SeenFrame.in(gzip(plain))).isEqualTo(expected);
        assertThat(SeenFrame.in(Zstd.compress(plain))).isEqualTo(expected);
    }

    @Test
    void theNameOfAFileSaysNothing() throws IOException {
        byte[] plain = capture();
        Path plainFile = Files.write(directory.resolve("plain.zst"), plain);
        Path gzipFile = Files.write(directory.resolve("gzip.pcap"), gzip(plain));
        Path zstdFile = Files.write(directory.resolve("zstd.txt"), Zstd.compress(plain));
        List<SeenFrame> expected = SeenFrame.in(plain);
        assertThat(SeenFrame.in(plainFile)).isEqualTo(expected);
        assertThat(SeenFrame.in(gzipFile)).isEqualTo(expected);
        assertThat(SeenFrame.in(zstdFile)).isEqualTo(expected);
    }

    @Test
    void onePackedPartMayFollowAnother() throws IOException {
        byte[] plain = capture();
        List<SeenFrame> expected = SeenFrame.in(plain);
        byte[] head = Arrays.copyOfRange(plain, 0, 1000);
        byte[] middle = new byte[0];
        byte[] tail = Arrays.copyOfRange(plain, 1000, plain.length);
        assertThat(SeenFrame.in(join(gzip(head), gzip(middle), gzip(tail)))).isEqualTo(expected);
        assertThat(SeenFrame.in(join(Zstd.compress(head), Zstd.compress(middle), Zstd.compress(tail))))
                .isEqualTo(expected);
    }

    @Test
    void aPipeThatGivesOneByteAtATimeIsUnpackedToo() throws IOException {
        byte[] plain = capture();
        List<SeenFrame> expected = SeenFrame.in(plain);
        for (byte[] packed : List.of(join(gzip(plain), new byte[100]), Zstd.compress(plain))) {
            try (CaptureFiles files = CaptureFiles.open(List.of("-"), new Trickle(packed))) {
                assertThat(SeenFrame.in(files)).isEqualTo(expected);
                assertThat(files.warnings()).isEmpty();
            }
        }
    }

    @Test
    void everyOptionalFieldOfAGzipHeaderIsPassedOver() throws IOException {
        byte[] plain = capture();
        byte[] packed = gzip(plain);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(new byte[] {0x1F, (byte) 0x8B, 8, 0x1F, 0, 0, 0, 0, 0, 3});
        bytes.writeBytes(new byte[] {3, 0, 'a', 'b', 'c'});
        bytes.writeBytes("name\0comment\0".getBytes(StandardCharsets.ISO_8859_1));
        CRC32 crc = new CRC32();
        crc.update(bytes.toByteArray());
        bytes.write((int) crc.getValue());
        bytes.write((int) crc.getValue() >> 8);
        bytes.writeBytes(Arrays.copyOfRange(packed, 10, packed.length));
        assertThat(SeenFrame.in(bytes.toByteArray())).isEqualTo(SeenFrame.in(plain));
    }

    @Test
    void aCutPackedFileGivesWhatLiesBeforeTheCut() throws IOException {
        byte[] plain = capture();
        List<SeenFrame> expected = SeenFrame.in(plain);
        for (byte[] packed : List.of(gzip(plain), Zstd.compress(plain))) {
            byte[] cut = Arrays.copyOf(packed, packed.length * 3 / 4);
            try (CaptureFiles files = SeenFrame.open(cut)) {
                List<SeenFrame> seen = SeenFrame.in(files);
                assertThat(seen).isEqualTo(expected.subList(0, seen.size()));
                assertThat(seen).hasSizeGreaterThan(FRAMES / 4);
                assertThat(files.counters().cutFiles.sum()).isEqualTo(1);
                assertThat(files.warnings()).hasSize(1);
            }
        }
    }

    @Test
    void aDamagedPackedFileGivesWhatLiesBeforeTheDamage() throws IOException {
        byte[] plain = capture();
        List<SeenFrame> expected = SeenFrame.in(plain);
        for (byte[] packed : List.of(gzip(plain), Zstd.compress(plain, 1))) {
            Arrays.fill(packed, packed.length * 3 / 4, packed.length * 3 / 4 + 200, (byte) 0xFF);
            try (CaptureFiles files = SeenFrame.open(packed)) {
                List<SeenFrame> seen = SeenFrame.in(files);
                assertThat(seen.size()).isGreaterThan(FRAMES / 4);
                assertThat(seen.subList(0, FRAMES / 4)).isEqualTo(expected.subList(0, FRAMES / 4));
                assertThat(files.counters().corruptFiles.sum()).isEqualTo(1);
                assertThat(files.warnings()).hasSize(1);
            }
        }
    }

    @Test
    void aWrongChecksumIsToldAfterAllFrames() throws IOException {
        byte[] packed = gzip(capture());
        packed[packed.length - 8] ^= 1;
        try (CaptureFiles files = SeenFrame.open(packed)) {
            assertThat(SeenFrame.in(files)).hasSize(FRAMES);
            assertThat(files.counters().corruptFiles.sum()).isEqualTo(1);
            assertThat(files.warnings()).singleElement().asString().contains("checksum");
        }
    }

    @Test
    void whatFollowsAPackedFileIsTold() throws IOException {
        byte[] packed = join(gzip(capture()), "something that is no capture".getBytes(StandardCharsets.UTF_8));
        try (CaptureFiles files = SeenFrame.open(packed)) {
            assertThat(SeenFrame.in(files)).hasSize(FRAMES);
            assertThat(files.counters().corruptFiles.sum()).isEqualTo(1);
        }
    }

    @Test
    void packedByAnotherProgramIsAnErrorThatSaysHowToUnpack() throws IOException {
        Path file = Files.write(directory.resolve("a.xz"), new byte[] {(byte) 0xFD, '7', 'z', 'X', 'Z', 0, 0, 0});
        assertThatThrownBy(() -> CaptureFiles.open(List.of(file.toString())))
                .isInstanceOf(CaptureException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("xz -dc");
    }

    @Test
    void damageBeforeTheFirstFrameIsAnError() throws IOException {
        byte[] packed = gzip(capture());
        assertThatThrownBy(() -> SeenFrame.open(Arrays.copyOf(packed, 12)))
                .isInstanceOf(CaptureException.class)
                .hasMessageContaining("cannot be unpacked");
    }

    private static byte[] capture() {
        Random random = new Random(7);
        CaptureWriter writer = CaptureWriter.nanosecondPcap(LITTLE_ENDIAN, LinkType.ETHERNET);
        for (int i = 0; i < FRAMES; i++) {
            byte[] frame = new byte[60 + random.nextInt(400)];
            random.nextBytes(frame);
            Arrays.fill(frame, 0, 50, (byte) i);
            writer.packet(NOW + i, frame);
        }
        return writer.toBytes();
    }

    private static byte[] gzip(byte[] plain) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(plain);
        }
        return packed.toByteArray();
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            whole.writeBytes(part);
        }
        return whole.toByteArray();
    }

    /** Gives one byte at a time and never says how many are left. */
    private static final class Trickle extends InputStream {
        private final byte[] bytes;
        private int position;

        Trickle(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public int read() {
            return position == bytes.length ? -1 : bytes[position++] & 0xFF;
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            int next = read();
            if (next < 0) {
                return -1;
            }
            target[offset] = (byte) next;
            return 1;
        }
    }
}
