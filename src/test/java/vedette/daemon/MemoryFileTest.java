package vedette.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file that is whole is read as it was written; nothing of one that is not. */
class MemoryFileTest {
    private static final MemoryHeader HEADER =
            new MemoryHeader(-5, 7, 1_700_000_000_000_000_000L, List.of("one", "another"), List.of(1L, 1L << 40));

    @TempDir
    Path directory;

    private static ByteBuffer block(int octets) {
        ByteBuffer block = ByteBuffer.allocate(octets);
        for (int i = 0; i < octets; i++) {
            block.put((byte) (i * 31));
        }
        return block.flip();
    }

    private static void write(Path file, int... blocks) throws IOException {
        try (MemoryFile.Writer writer = new MemoryFile.Writer(file, HEADER)) {
            for (int octets : blocks) {
                writer.block(block(octets));
            }
            assertThat(writer.end()).isEqualTo(Files.size(file));
        }
    }

    private static List<ByteBuffer> read(Path file) throws IOException, UnusableMemoryException {
        List<ByteBuffer> blocks = new ArrayList<>();
        try (MemoryFile.Reader reader = new MemoryFile.Reader(file)) {
            assertThat(reader.header()).isEqualTo(HEADER);
            reader.blocks(block ->
                    blocks.add(ByteBuffer.allocate(block.remaining()).put(block).flip()));
        }
        return blocks;
    }

    @Test
    void whatIsWrittenIsReadAgain() throws Exception {
        Path file = directory.resolve("memory");
        write(file, 1, 65_536, 4000);
        assertThat(read(file)).containsExactly(block(1), block(65_536), block(4000));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void whatWasNotEndedLeavesTheFileOfBefore() throws Exception {
        Path file = directory.resolve("memory");
        write(file, 3);
        try (MemoryFile.Writer writer = new MemoryFile.Writer(file, HEADER)) {
            writer.block(block(5));
        }
        assertThat(read(file)).containsExactly(block(3));
        try (var files = Files.list(directory)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void nothingIsReadOfOneThatIsCutOffAnywhere() throws Exception {
        Path file = directory.resolve("memory");
        write(file, 20, 40);
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> read(file)).isInstanceOf(UnusableMemoryException.class);
        }
        Files.write(file, Arrays.copyOf(whole, whole.length + 1));
        assertThatThrownBy(() -> read(file)).isInstanceOf(UnusableMemoryException.class);
    }

    @Test
    void nothingIsReadOfOneInWhichABitIsWrong() throws Exception {
        Path file = directory.resolve("memory");
        write(file, 20, 40);
        byte[] bytes = Files.readAllBytes(file);
        for (int bit = 0; bit < bytes.length * Byte.SIZE; bit++) {
            bytes[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
            Files.write(file, bytes);
            assertThatThrownBy(() -> read(file)).isInstanceOf(UnusableMemoryException.class);
            bytes[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
        }
    }

    @Test
    void aBlockMayNotStandInAnothersPlace() throws Exception {
        Path file = directory.resolve("memory");
        write(file, 20, 20);
        byte[] bytes = Files.readAllBytes(file);
        int block = 28;
        int second = bytes.length - 8 - block;
        byte[] first = Arrays.copyOfRange(bytes, second - block, second);
        System.arraycopy(first, 0, bytes, second, block);
        Files.write(file, bytes);
        assertThatThrownBy(() -> read(file)).isInstanceOf(UnusableMemoryException.class);
    }

    /** As if it were of something else altogether, or of a later version that has other numbers there. */
    @Property(tries = 500)
    void anyOctetsAreReadWithoutHarm(@ForAll byte[] octets, @ForAll @IntRange(max = 60) int kept) throws Exception {
        Path file = Files.createTempFile("vedette", ".memory");
        try {
            write(file, 20);
            byte[] bytes = Files.readAllBytes(file);
            System.arraycopy(octets, 0, bytes, kept, Math.min(octets.length, bytes.length - kept));
            boolean isWhole = Arrays.equals(bytes, Files.readAllBytes(file));
            Files.write(file, bytes);
            if (!isWhole) {
                assertThatThrownBy(() -> read(file)).isInstanceOf(UnusableMemoryException.class);
            }
        } finally {
            Files.delete(file);
        }
    }
}
