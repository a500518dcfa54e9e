package vedette.live;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Puts frames on the sender's link at a steady rate, on a thread of its own, until it is closed. */
final class SteadySender implements AutoCloseable {
    private static final long PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(5);

    private final Supplier<byte[]> frames;
    private final LinkSocket link;
    private final int perSecond;
    private final Thread thread = new Thread(this::send, "steady-sender");
    private volatile boolean ending;
    private volatile long sent;

    SteadySender(Namespaces.Side sender, Supplier<byte[]> frames, int perSecond) throws Exception {
        this.frames = frames;
        this.link = LinkSocket.open(sender);
        this.perSecond = perSecond;
        thread.start();
    }

    private void send() {
        long beganNs = System.nanoTime();
        while (!ending) {
            long due = (long) ((System.nanoTime() - beganNs) / 1e9 * perSecond);
            for (long next = sent; next < due; next++) {
                link.send(frames.get());
                sent = next + 1;
            }
            LockSupport.parkNanos(PAUSE_NS);
        }
    }

    /** Ends; returns how many frames the link took in all. */
    long end() throws InterruptedException {
        ending = true;
        thread.join();
        return sent;
    }

    @Override
    public void close() {
        try {
            end();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        link.close();
    }
}
