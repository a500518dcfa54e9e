package vedette.export.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vedette.export.CollectorConfig;
import vedette.export.CollectorUri;

/**
 * Sends messages to a collector over a TCP connection that is made again when it is lost. Owned by the exporting thread, which
 * {@link #send} alone makes wait.
 */
public final class TcpSender implements StreamConnection {
    private static final Logger LOG = LoggerFactory.getLogger(TcpSender.class);

    private static final long NAP_NS = TimeUnit.MILLISECONDS.toNanos(2);

    private final CollectorUri collector;
    private final @Nullable Duration patience;
    private final Duration reconnect;
    private final Backoff backoff;
    private final Link.Limits limits;
    private final EventLoopGroup group;
    private final ConnectionCounters counters = new ConnectionCounters();

    private @Nullable Link attempt;
    private @Nullable Link connection;
    private long connections;
    private @Nullable Setback last;
    private @Nullable String told;

    /**
     * For a live sensor, which tries for ever.
     *
     * @param reconnect time from one attempt to the next, at least
     */
    public static TcpSender live(CollectorConfig collector, Duration reconnect) {
        return new TcpSender(collector, null, reconnect, new Backoff(reconnect, reconnect), Link.Limits.USUAL);
    }

    /**
     * For a replay, which tries more often and gives up.
     *
     * @param patience how long the collector may take nothing
     */
    public static TcpSender replay(CollectorConfig collector, Duration patience) {
        Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(2));
        return new TcpSender(collector, patience, Duration.ZERO, backoff, Link.Limits.USUAL);
    }

    TcpSender(
            CollectorConfig collector,
            @Nullable Duration patience,
            Duration reconnect,
            Backoff backoff,
            Link.Limits limits) {
        this.collector = collector.target();
        this.patience = patience;
        this.reconnect = reconnect;
        this.backoff = backoff;
        this.limits = limits;
        this.group = new MultiThreadIoEventLoopGroup(
                1, new DefaultThreadFactory("send " + this.collector, true), NioIoHandler.newFactory());
    }

    public ConnectionCounters counters() {
        return counters;
    }

    @Override
    public void tend() {
        long nowNs = System.nanoTime();
        watchConnection(nowNs);
        watchAttempt(nowNs);
        if (connection == null && attempt == null && backoff.isDue(nowNs)) {
            backoff.trying(nowNs);
            attempt = Link.begin(collector, group, limits);
        }
    }

    private void watchConnection(long nowNs) {
        Link watched = connection;
        if (watched == null) {
            return;
        }
        watched.check(nowNs);
        Setback setback = watched.setback();
        if (setback != null) {
            connection = null;
            counters.disconnected();
            tell("connection to collector " + collector + " lost: ", setback);
        }
    }

    private void watchAttempt(long nowNs) {
        Link watched = attempt;
        if (watched == null) {
            return;
        }
        watched.check(nowNs);
        Setback setback = watched.setback();
        if (setback != null) {
            attempt = null;
            tell("collector " + collector + " cannot be reached: ", setback);
        } else if (watched.isUp()) {
            attempt = null;
            connected(watched);
        }
    }

    private void connected(Link link) {
        connection = link;
        connections++;
        counters.connected(collector);
        backoff.worked();
        if (patience == null) {
            LOG.info("connected to collector {}", collector);
        }
        told = null;
    }

    /** The same is told once; a replay says at its end why it gave up. */
    private void tell(String what, Setback setback) {
        last = setback;
        counters.count(setback.fault());
        String line = what + setback.reason();
        if (!line.equals(told)) {
            told = line;
            if (patience == null) {
                LOG.warn("{}; trying again every {} s", line, reconnect.toMillis() / 1e3);
            }
        }
    }

    @Override
    public long ordinal() {
        return connection == null ? 0 : connections;
    }

    @Override
    public boolean isWritable() {
        return connection != null && connection.isUp() && connection.unsent() < Link.SEND_BUFFER_OCTETS;
    }

    /** What becomes of it, the link itself sees. */
    @Override
    @SuppressWarnings("FutureReturnValueIgnored")
    public void write(ByteBuffer message) {
        Link link = connection;
        if (link == null) {
            throw new IllegalStateException("no connection to " + collector);
        }
        ByteBuf copy = link.channel().alloc().buffer(message.remaining()).writeBytes(message.duplicate());
        link.write(copy);
    }

    @Override
    public long unsent() {
        return connection == null ? 0 : connection.unsent();
    }

    @Override
    public int sendBuffer() {
        return 2 * Link.SEND_BUFFER_OCTETS;
    }

    /**
     * Sends a frame, and waits until it is handed to the operating system. A frame that was not, as a whole, is sent again
     * over the next connection: the collector may get it twice, but not in part.
     *
     * @throws IOException if the collector took nothing for as long as a replay is patient, or the thread is interrupted
     */
    public void send(byte[] frame) throws IOException {
        long sinceNs = System.nanoTime();
        while (!trySend(frame)) {
            giveUpIfLate(sinceNs);
            nap();
        }
    }

    private boolean trySend(byte[] frame) throws IOException {
        tend();
        Link link = connection;
        return link != null && isTaken(link, link.write(Unpooled.wrappedBuffer(frame)));
    }

    private boolean isTaken(Link link, ChannelFuture written) throws IOException {
        long mostMs = Math.min(limits.stallMs(), patience == null ? Long.MAX_VALUE : patience.toMillis());
        try {
            if (!written.await(mostMs)) {
                link.giveUp(new Setback.Stall(mostMs));
            }
            return written.isSuccess();
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    private void giveUpIfLate(long sinceNs) throws IOException {
        if (patience != null && System.nanoTime() - sinceNs >= patience.toNanos()) {
            tend();
            throw new IOException("collector " + collector + " took nothing for " + patience.toSeconds() + " s: "
                    + (last == null ? "no answer" : last.reason()));
        }
    }

    private static void nap() throws IOException {
        try {
            TimeUnit.NANOSECONDS.sleep(NAP_NS);
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    private static IOException interrupted() {
        Thread.currentThread().interrupt();
        return new InterruptedIOException("interrupted while sending");
    }

    @Override
    public void close() throws IOException {
        try {
            if (attempt != null) {
                attempt.giveUp(new IOException("not needed any more"));
            }
            if (connection != null) {
                leave(connection);
            }
        } finally {
            counters.disconnected();
            end();
        }
    }

    private void leave(Link last) throws IOException {
        last.leave();
        Setback setback = last.awaitEnd();
        if (setback != null) {
            counters.count(setback.fault());
            throw new IOException("collector " + collector + " broke the connection at the end: " + setback.reason()
                    + "; it may not have read everything");
        }
    }

    /** Its thread is a daemon: nobody waits for its end. */
    @SuppressWarnings("FutureReturnValueIgnored")
    private void end() {
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
}
