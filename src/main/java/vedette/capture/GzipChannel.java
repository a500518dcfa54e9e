package vedette.capture;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipException;

/**
 * Unpacks gzip (RFC 1952), one member after another. Whatever lies before the damage in a damaged file is given first; then
 * {@link #read} throws {@link ZipException}, or {@link EOFException} where the file was cut. Zeros after the last member are
 * padding.
 */
final class GzipChannel implements ReadableByteChannel {
    private static final int MAGIC = 0x1F8B;
    private static final int DEFLATE = 8;

    private static final int METHOD = 2;
    private static final int FLAGS = 3;
    private static final int HEADER_LENGTH = 10;
    private static final int TRAILER_LENGTH = 8;

    private static final int HAS_HEADER_CRC = 0x02;
    private static final int HAS_EXTRA = 0x04;
    private static final int HAS_NAME = 0x08;
    private static final int HAS_COMMENT = 0x10;
    private static final int RESERVED_FLAGS = 0xE0;

    private final ByteFeed packed;
    private final Inflater inflater = new Inflater(true);
    private final CRC32 crc = new CRC32();
    private boolean inMember;
    private boolean damaged;
    private boolean open = true;

    GzipChannel(ByteFeed packed) {
        this.packed = packed;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        while (target.hasRemaining()) {
            if (!inMember && !startMember()) {
                return -1;
            }
            int start = target.position();
            inflate(target);
            if (target.position() > start) {
                crc.update(target.duplicate().flip().position(start));
                return target.position() - start;
            }
        }
        return 0;
    }

    private boolean startMember() throws IOException {
        if (!skipPadding()) {
            return false;
        }
        requirePacked(HEADER_LENGTH);
        int at = packed.position();
        ByteBuffer window = packed.window();
        int flags = window.get(at + FLAGS) & 0xFF;
        if ((window.getShort(at) & 0xFFFF) != MAGIC
                || window.get(at + METHOD) != DEFLATE
                || (flags & RESERVED_FLAGS) != 0) {
            throw new ZipException("something that is not gzip follows");
        }
        skipPacked(HEADER_LENGTH);
        skipOptionalFields(flags);
        inflater.reset();
        crc.reset();
        inMember = true;
        return true;
    }

    private boolean skipPadding() throws IOException {
        while (packed.require(1)) {
            if (packed.window().get(packed.position()) != 0) {
                return true;
            }
            packed.skip(1);
        }
        return false;
    }

    private void skipOptionalFields(int flags) throws IOException {
        if ((flags & HAS_EXTRA) != 0) {
            requirePacked(Short.BYTES);
            int length = Short.reverseBytes(packed.window().getShort(packed.position())) & 0xFFFF;
            skipPacked(Short.BYTES + length);
        }
        if ((flags & HAS_NAME) != 0) {
            skipText();
        }
        if ((flags & HAS_COMMENT) != 0) {
            skipText();
        }
        if ((flags & HAS_HEADER_CRC) != 0) {
            skipPacked(Short.BYTES);
        }
    }

    private void skipText() throws IOException {
        byte last;
        do {
            requirePacked(1);
            last = packed.window().get(packed.position());
            skipPacked(1);
        } while (last != 0);
    }

    private void inflate(ByteBuffer target) throws IOException {
        if (damaged) {
            throw new ZipException("invalid deflate data");
        }
        if (inflater.finished()) {
            endMember();
            return;
        }
        requirePacked(1);
        ByteBuffer input = packed.window().slice(packed.position(), packed.available());
        int start = target.position();
        long written = inflater.getBytesWritten();
        inflater.setInput(input);
        try {
            inflater.inflate(target);
        } catch (DataFormatException e) {
            damaged = true;
            target.position(start + (int) (inflater.getBytesWritten() - written));
        }
        damaged |= inflater.needsDictionary();
        skipPacked(input.position());
    }

    private void endMember() throws IOException {
        requirePacked(TRAILER_LENGTH);
        int at = packed.position();
        int checksum = Integer.reverseBytes(packed.window().getInt(at));
        int length = Integer.reverseBytes(packed.window().getInt(at + Integer.BYTES));
        if (checksum != (int) crc.getValue() || length != (int) inflater.getBytesWritten()) {
            throw new ZipException("checksum or length differ");
        }
        skipPacked(TRAILER_LENGTH);
        inMember = false;
    }

    private void requirePacked(int length) throws IOException {
        if (!packed.require(length)) {
            throw new EOFException();
        }
    }

    private void skipPacked(int length) throws IOException {
        if (!packed.skip(length)) {
            throw new EOFException();
        }
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public void close() throws IOException {
        open = false;
        inflater.end();
        packed.close();
    }
}
