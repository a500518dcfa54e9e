package vedette.capture;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;

/** Windows to read files through, used again and again: direct memory comes back late if it is left to the collector. */
final class WindowPool {
    /** Larger ones read no faster: this one stays in a core's cache. */
    static final int WINDOW_LENGTH = 128 << 10;

    private static final int MAX_KEPT = 16;

    private final ArrayDeque<ByteBuffer> free = new ArrayDeque<>();

    ByteBuffer take() {
        ByteBuffer window = free.poll();
        return window == null ? ByteBuffer.allocateDirect(WINDOW_LENGTH) : window;
    }

    /** Takes back a window that nobody reads any more. */
    void give(ByteBuffer window) {
        if (window.capacity() == WINDOW_LENGTH && free.size() < MAX_KEPT) {
            free.push(window.clear());
        }
    }
}
