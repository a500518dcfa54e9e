package vedette.daemon;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;
import java.util.zip.CRC32C;
import vedette.detect.memory.Snapshot;
import vedette.os.DurableFile;

/**
 * What detectors know, in a file: a {@link MemoryHeader}, blocks as {@link Snapshot} writes them, and an empty one at the end. Before each
 * stands its length, after each a checksum (CRC-32C, 32 bits) of all there is up to it: so nothing can be missing, and
 * nothing be in another's place.
 */
final class MemoryFile {
    private static final int MOST_OCTETS = Math.max(Snapshot.BLOCK, MemoryHeader.MOST_OCTETS);

    private MemoryFile() {}

    /** Writes one, in place of the last when all of it is there. */
    static final class Writer implements Closeable {
        private final DurableFile file;
        private final ByteBuffer number = ByteBuffer.allocate(Integer.BYTES);
        private final CRC32C checksum = new CRC32C();
        private long octets;

        Writer(Path path, MemoryHeader header) throws IOException {
            file = new DurableFile(path);
            try {
                ByteBuffer bytes = ByteBuffer.allocate(MemoryHeader.MOST_OCTETS);
                header.write(bytes);
                block(bytes.flip());
            } catch (IOException e) {
                close();
                throw e;
            }
        }

        void block(ByteBuffer block) throws IOException {
            checksum.update(number.clear().putInt(block.remaining()).flip());
            file.write(number.flip());
            octets += block.remaining() + 2 * Integer.BYTES;
            checksum.update(block.duplicate());
            file.write(block);
            file.write(number.clear().putInt((int) checksum.getValue()).flip());
        }

        /** There is no more. Returns how many octets there are. */
        long end() throws IOException {
            block(ByteBuffer.allocate(0));
            file.keep();
            return octets;
        }

        /** Before the end, nothing was written. */
        @Override
        public void close() throws IOException {
            file.close();
        }
    }

    /** Reads one, with no more memory than a block takes. */
    static final class Reader implements Closeable {
        private final FileChannel channel;
        private final ByteBuffer number = ByteBuffer.allocate(Integer.BYTES);
        private final ByteBuffer bytes = ByteBuffer.allocate(MOST_OCTETS);
        private final CRC32C checksum = new CRC32C();
        private final MemoryHeader header;

        Reader(Path path) throws IOException, UnusableMemoryException {
            if (!Files.isRegularFile(path)) {
                throw new UnusableMemoryException("is no regular file");
            }
            channel = FileChannel.open(path, StandardOpenOption.READ);
            try {
                header = MemoryHeader.read(block());
            } catch (IOException | UnusableMemoryException e) {
                channel.close();
                throw e;
            }
        }

        MemoryHeader header() {
            return header;
        }

        /** Reads to the end, before any of it is believed; then hands over each block. */
        void blocks(Consumer<ByteBuffer> handler) throws IOException, UnusableMemoryException {
            readAll(block -> {});
            readAll(handler);
        }

        private void readAll(Consumer<ByteBuffer> handler) throws IOException, UnusableMemoryException {
            channel.position(0);
            checksum.reset();
            block();
            for (ByteBuffer block = block(); block.hasRemaining(); block = block()) {
                handler.accept(block);
            }
            if (channel.position() != channel.size()) {
                throw new UnusableMemoryException("is damaged");
            }
        }

        /** Good until the next is read. */
        private ByteBuffer block() throws IOException, UnusableMemoryException {
            fill(number.clear());
            checksum.update(number.duplicate());
            int length = number.getInt();
            if (length < 0 || length > MOST_OCTETS) {
                throw new UnusableMemoryException("is damaged");
            }
            fill(bytes.clear().limit(length));
            checksum.update(bytes.duplicate());
            fill(number.clear());
            if (number.getInt() != (int) checksum.getValue()) {
                throw new UnusableMemoryException("is damaged");
            }
            return bytes;
        }

        private void fill(ByteBuffer target) throws IOException, UnusableMemoryException {
            while (target.hasRemaining()) {
                if (channel.read(target) < 0) {
                    throw new UnusableMemoryException("is cut off");
                }
            }
            target.flip();
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
