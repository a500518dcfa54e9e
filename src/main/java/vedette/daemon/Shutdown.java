package vedette.daemon;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets SIGTERM and SIGINT end a command in good order: it is asked to stop, has time to hand on what it holds, and its own
 * exit code becomes the process's.
 */
final class Shutdown {
    /** As long as a service manager commonly waits before it kills, less a little. */
    private static final long GRACE_S = 80;

    private final CountDownLatch left = new CountDownLatch(1);
    private volatile Runnable listener = () -> {};
    private volatile boolean asked;
    private volatile int exitCode;

    void listenToSignals() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::onExit, "shutdown"));
    }

    private void onExit() {
        if (left.getCount() == 0) {
            return;
        }
        ask();
        try {
            if (left.await(GRACE_S, TimeUnit.SECONDS)) {
                Runtime.getRuntime().halt(exitCode);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Asks the command to stop; any thread. */
    void ask() {
        asked = true;
        listener.run();
    }

    boolean isAsked() {
        return asked;
    }

    /** Is called on another thread when the command is asked to stop. */
    void onAsk(Runnable wake) {
        listener = wake;
        if (asked) {
            wake.run();
        }
    }

    /** The command is over, and the process may end. */
    void leave(int code) {
        exitCode = code;
        left.countDown();
    }
}
