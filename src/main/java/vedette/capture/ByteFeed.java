package vedette.capture;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * A window that slides forward over a stream of bytes. Whatever lies in it is read in place, at {@link #position()} of
 * {@link #window()}; {@link #require} moves and refills the window.
 *
 * <p>The window grows to {@link #MAX_WINDOW} when it is full of bytes that were really there, so no length read from a
 * file decides how much memory is taken. A stream whose packing is damaged ends where the damage begins:
 * {@link #damage()} then says what it was.
 */
final class ByteFeed implements Closeable {
    static final int MAX_WINDOW = 512 << 10;

    private static final ByteBuffer CLOSED = ByteBuffer.allocate(0);

    private final ReadableByteChannel channel;
    private final WindowPool windows;
    private ByteBuffer window;
    private int position;
    private int limit;
    /** Offset in the stream of the window's first byte. */
    private long windowOffset;

    private boolean ended;
    private @Nullable IOException damage;

    /** @param offset where in the stream the channel stands */
    ByteFeed(ReadableByteChannel channel, WindowPool windows, long offset) {
        this.channel = channel;
        this.windows = windows;
        this.windowOffset = offset;
        this.window = windows.take();
    }

    /** The bytes, big-endian. A call of {@link #require} may move them or put another buffer in this one's place. */
    ByteBuffer window() {
        return window;
    }

    /** Where in the window the next byte of the stream lies. */
    int position() {
        return position;
    }

    /** Offset in the stream of the next byte. */
    long offset() {
        return windowOffset + position;
    }

    /** Bytes that lie in the window from {@link #position()} on. */
    int available() {
        return limit - position;
    }

    /** Why the stream ended early, or null if it came to its own end. */
    @Nullable
    IOException damage() {
        return damage;
    }

    /**
     * Sees to it that the next {@code length} bytes lie in the window.
     *
     * @param length at most {@link #MAX_WINDOW}
     * @return false if the stream ends before that
     * @throws IOException if the stream could not be read
     */
    boolean require(int length) throws IOException {
        return limit - position >= length || fill(length);
    }

    /**
     * Moves forward.
     *
     * @return false if the stream ends before that; what is left of it lies behind then
     * @throws IOException if the stream could not be read
     */
    boolean skip(long length) throws IOException {
        if (length <= limit - position) {
            position += (int) length;
            return true;
        }
        return skipBeyondWindow(length);
    }

    private boolean skipBeyondWindow(long length) throws IOException {
        long left = length;
        while (left > available()) {
            left -= available();
            position = limit;
            if (!fill(1)) {
                return false;
            }
        }
        position += (int) left;
        return true;
    }

    private boolean fill(int length) throws IOException {
        if (window.capacity() - position < length) {
            slide();
        }
        while (available() < length) {
            if (ended) {
                return false;
            }
            if (limit == window.capacity()) {
                grow();
            }
            readOnce();
        }
        return true;
    }

    private void slide() {
        window.limit(limit).position(position).compact().clear();
        windowOffset += position;
        limit -= position;
        position = 0;
    }

    private void grow() {
        if (window.capacity() >= MAX_WINDOW) {
            throw new IllegalArgumentException("more than " + MAX_WINDOW + " bytes required at once");
        }
        ByteBuffer larger = ByteBuffer.allocateDirect(Math.min(2 * window.capacity(), MAX_WINDOW));
        larger.put(window.limit(limit).position(0));
        windows.give(window);
        window = larger.clear();
    }

    private void readOnce() throws IOException {
        window.limit(window.capacity()).position(limit);
        try {
            ended = channel.read(window) < 0;
        } catch (EOFException | ZipException e) {
            ended = true;
            damage = e;
        }
        limit = window.position();
        window.clear();
    }

    @Override
    public void close() throws IOException {
        windows.give(window);
        window = CLOSED;
        position = 0;
        limit = 0;
        ended = true;
        channel.close();
    }
}
