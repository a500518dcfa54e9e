package vedette.capture;

import com.github.luben.zstd.ZstdIOException;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.zip.ZipException;

/**
 * Unpacks zstd (RFC 8878), one frame after another. The only class that touches the native zstd library, so that it is loaded
 * only when there is something to unpack. Damage is thrown as {@link ZipException}, a cut as {@link EOFException}, once
 * what lies before has been given.
 */
final class ZstdChannel implements ReadableByteChannel {
    private static final int CHUNK_LENGTH = 32 << 10;

    private final ByteFeed packed;
    private final InputStream unpacked;
    private final byte[] chunk = new byte[CHUNK_LENGTH];
    private boolean open = true;

    /** @throws LinkageError if the native library cannot be loaded */
    ZstdChannel(ByteFeed packed) throws IOException {
        this.packed = packed;
        this.unpacked = new ZstdInputStreamNoFinalizer(new PackedStream(packed));
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        try {
            int read = unpacked.read(chunk, 0, Math.min(target.remaining(), CHUNK_LENGTH));
            if (read > 0) {
                target.put(chunk, 0, read);
            }
            return read;
        } catch (ZstdIOException e) {
            throw damage(e);
        }
    }

    private IOException damage(ZstdIOException e) throws IOException {
        if (!packed.require(1) && "Truncated source".equals(e.getMessage())) {
            return new EOFException();
        }
        ZipException damage = new ZipException(e.getMessage());
        damage.initCause(e);
        return damage;
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public void close() throws IOException {
        open = false;
        unpacked.close();
        packed.close();
    }

    /** The packed bytes as the library wants them. */
    private static final class PackedStream extends InputStream {
        private final ByteFeed packed;

        PackedStream(ByteFeed packed) {
            this.packed = packed;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (!packed.require(1)) {
                return -1;
            }
            int read = Math.min(length, packed.available());
            packed.window().get(packed.position(), target, offset, read);
            packed.skip(read);
            return read;
        }
    }
}
