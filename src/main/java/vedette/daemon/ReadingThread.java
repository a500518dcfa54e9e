package vedette.daemon;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The thread that reads a replay's input, which may wait for a pipe on which nothing comes any more. */
final class ReadingThread {
    private static final long PATIENCE_MS = 500;

    private final CountDownLatch over = new CountDownLatch(1);
    private @Nullable Thread thread;

    /** The calling thread begins to read. */
    synchronized void begin() {
        thread = Thread.currentThread();
    }

    /** The calling thread has read. From here on it is not interrupted. */
    synchronized void ended() {
        thread = null;
        Thread.interrupted();
        over.countDown();
    }

    /** Gives the thread, which has been told to stop, time to do so; one that waits for input is interrupted. */
    void wake() {
        try {
            if (!over.await(PATIENCE_MS, TimeUnit.MILLISECONDS)) {
                interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void interrupt() {
        if (thread != null) {
            thread.interrupt();
        }
    }
}
