package vedette.export.transport;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.DuplexChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vedette.export.CollectorUri;

/**
 * Sends frames over a TCP connection, one after the other, and connects again when the connection is lost. A frame that was
 * not handed to the operating system as a whole is sent again over the next connection, so a collector may get it twice, but
 * not in part. Owned by the exporting thread.
 */
public final class TcpSender {
    private static final Logger LOG = LoggerFactory.getLogger(TcpSender.class);

    private static final int CONNECT_TIMEOUT_MS = 5_000;
    private static final long STALL_NS = TimeUnit.SECONDS.toNanos(60);
    private static final long LAST_WORDS_MS = 5_000;

    private final CollectorUri collector;
    private final @Nullable Duration patience;
    private final Backoff backoff;
    private final EventLoopGroup group;
    private @Nullable Channel channel;
    private boolean toldLost;
    private volatile @Nullable Throwable broken;

    /** For a live sensor, which tries for ever: after a second, then after twice the time each, up to a minute. */
    public static TcpSender live(CollectorUri collector) {
        return new TcpSender(collector, null, new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1)));
    }

    /**
     * For a replay, which gives up.
     *
     * @param patience how long the collector may take nothing
     */
    public static TcpSender replay(CollectorUri collector, Duration patience) {
        return new TcpSender(collector, patience, new Backoff(Duration.ofMillis(100), Duration.ofSeconds(2)));
    }

    private TcpSender(CollectorUri collector, @Nullable Duration patience, Backoff backoff) {
        this.collector = collector;
        this.patience = patience;
        this.backoff = backoff;
        this.group = new MultiThreadIoEventLoopGroup(
                1, new DefaultThreadFactory("send " + collector, true), NioIoHandler.newFactory());
    }

    /** Connects if there is no connection and it is time to try: a collector that is away is noticed before it is needed. */
    public void keepConnected() throws IOException {
        if (!isConnected() && backoff.isDue(System.nanoTime())) {
            connect();
        }
    }

    /**
     * Sends a frame, and waits until it is handed to the operating system.
     *
     * @throws IOException if the collector took nothing for as long as a replay is patient, or the thread is interrupted
     */
    public void send(byte[] frame) throws IOException {
        long sinceNs = System.nanoTime();
        while (true) {
            if (isConnected() || backoff.isDue(System.nanoTime())) {
                if (trySend(frame)) {
                    return;
                }
                giveUpIfLate(sinceNs);
            }
            sleep(backoff.untilDueNs(System.nanoTime()));
        }
    }

    private boolean trySend(byte[] frame) throws IOException {
        if (!isConnected() && !connect()) {
            return false;
        }
        Channel connected = channel;
        if (connected == null) {
            return false;
        }
        ChannelFuture written = connected.writeAndFlush(Unpooled.wrappedBuffer(frame));
        if (await(written, Math.min(STALL_NS, patienceNs())) && written.isSuccess()) {
            return true;
        }
        lost(written.isDone() ? written.cause() : new IOException("it takes nothing more"));
        return false;
    }

    private boolean isConnected() {
        if (channel != null && !channel.isActive()) {
            lost(broken == null ? new IOException("it closed the connection") : broken);
        }
        return channel != null;
    }

    private boolean connect() throws IOException {
        broken = null;
        ChannelFuture connecting = new Bootstrap()
                .group(group)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_TIMEOUT_MS)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_KEEPALIVE, true)
                .option(ChannelOption.ALLOW_HALF_CLOSURE, false)
                .handler(new Peer())
                .connect(collector.host(), collector.port());
        await(connecting, TimeUnit.MILLISECONDS.toNanos(2L * CONNECT_TIMEOUT_MS));
        if (!connecting.isSuccess()) {
            lost(connecting.isDone() ? connecting.cause() : new IOException("no answer"));
            return false;
        }
        channel = connecting.channel();
        backoff.reset();
        if (toldLost) {
            toldLost = false;
            LOG.info("connected to collector {}", collector);
        }
        return true;
    }

    /** Told once, until there is a connection again. */
    private void lost(@Nullable Throwable cause) {
        broken = cause;
        backoff.failed(System.nanoTime());
        Channel old = channel;
        channel = null;
        if (old != null) {
            old.close().awaitUninterruptibly(LAST_WORDS_MS);
        }
        if (!toldLost && patience == null) {
            toldLost = true;
            LOG.warn("collector {} cannot be reached: {}; trying again and again", collector, reason(cause));
        }
    }

    private void giveUpIfLate(long sinceNs) throws IOException {
        if (patience != null && System.nanoTime() - sinceNs >= patience.toNanos()) {
            throw new IOException(
                    "collector " + collector + " took nothing for " + patience.toSeconds() + " s: " + reason(broken));
        }
    }

    private long patienceNs() {
        return patience == null ? Long.MAX_VALUE : patience.toNanos();
    }

    private static String reason(@Nullable Throwable cause) {
        if (cause instanceof UnknownHostException) {
            return "its host cannot be resolved; check the name and the resolver, or write an address";
        }
        String message = cause == null ? null : cause.getMessage();
        return message == null ? String.valueOf(cause) : message;
    }

    private static boolean await(ChannelFuture future, long atMostNs) throws IOException {
        try {
            return future.await(atMostNs, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    private static void sleep(long ns) throws IOException {
        try {
            TimeUnit.NANOSECONDS.sleep(ns);
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    private static IOException interrupted() {
        Thread.currentThread().interrupt();
        return new InterruptedIOException("interrupted while sending");
    }

    /**
     * Says that nothing more comes, waits until the collector has read all and closes.
     *
     * @throws IOException if the collector broke the connection instead: what it read last is not known
     */
    public void close() throws IOException {
        Channel last = channel;
        try {
            if (last != null && last.isActive()) {
                ((DuplexChannel) last).shutdownOutput().awaitUninterruptibly(LAST_WORDS_MS);
                last.closeFuture().awaitUninterruptibly(LAST_WORDS_MS);
                last.close().awaitUninterruptibly(LAST_WORDS_MS);
                if (broken != null) {
                    throw new IOException("collector " + collector + " broke the connection at the end: "
                            + reason(broken) + "; it may not have read everything");
                }
            }
        } finally {
            end();
        }
    }

    /** Its thread is a daemon: nobody waits for its end. */
    @SuppressWarnings("FutureReturnValueIgnored")
    private void end() {
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    /** A syslog collector says nothing; what matters is when it goes. */
    private final class Peer extends SimpleChannelInboundHandler<Object> {
        @Override
        protected void channelRead0(ChannelHandlerContext context, Object ignored) {}

        @Override
        @SuppressWarnings("FutureReturnValueIgnored")
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            broken = cause;
            context.close();
        }
    }
}
