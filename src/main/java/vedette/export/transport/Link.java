package vedette.export.transport;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DuplexChannel;
import io.netty.channel.socket.nio.NioChannelOption;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLEngine;
import jdk.net.ExtendedSocketOptions;
import org.jspecify.annotations.Nullable;
import vedette.export.CollectorUri;
import vedette.os.TcpConnection;

/**
 * One attempt to reach a collector and, once it has succeeded, the connection. The exporting thread begins, asks and ends it;
 * what becomes of it is decided on the event loop.
 */
final class Link {
    /** How far a link may try its owner's patience. */
    record Limits(long attemptMs, int connectMs, long settleMs, long stallMs, long lastWordsMs) {
        static final Limits USUAL = new Limits(20_000, 5_000, 500, 60_000, 5_000);
    }

    private enum State {
        TRYING,
        UP,
        DOWN
    }

    /** What is asked for; the kernel doubles it for its own bookkeeping, and may give less. */
    static final int SEND_BUFFER_OCTETS = 1 << 18;

    /** While nothing is sent, the kernel asks the other host whether it is still there: after 25 s without an answer it is not. */
    private static final int KEEPALIVE_IDLE_S = 10;

    private static final int KEEPALIVE_INTERVAL_S = 5;
    private static final int KEEPALIVE_COUNT = 3;

    private final CollectorUri collector;
    private final @Nullable TlsClient tls;
    private final EventLoopGroup group;
    private final Limits limits;
    private final long begunNs = System.nanoTime();
    private final AtomicLong unsent = new AtomicLong();

    private final Promise<Void> ended;

    private volatile State state = State.TRYING;
    private volatile @Nullable Channel channel;
    private volatile @Nullable Acknowledgements acknowledgements;
    private volatile @Nullable Throwable cause;
    private volatile long progressNs;
    private volatile boolean leaving;

    private Link(CollectorUri collector, @Nullable TlsClient tls, EventLoopGroup group, Limits limits) {
        this.collector = collector;
        this.tls = tls;
        this.group = group;
        this.limits = limits;
        this.ended = group.next().newPromise();
    }

    /** Resolving a name and reading files may take long, so that has a thread for itself. */
    static Link begin(CollectorUri collector, @Nullable TlsClient tls, EventLoopGroup group, Limits limits) {
        Link link = new Link(collector, tls, group, limits);
        Thread thread = new Thread(link::prepare, "reach " + collector);
        thread.setDaemon(true);
        thread.start();
        return link;
    }

    private void prepare() {
        try {
            InetAddress[] addresses = InetAddress.getAllByName(collector.host());
            connect(addresses, 0, tls == null ? null : tls.engine(collector));
        } catch (UnknownHostException | RuntimeException e) {
            down(e);
        }
    }

    /** A name may have several addresses: the first that answers will do. */
    private synchronized void connect(InetAddress[] addresses, int next, @Nullable SSLEngine engine) {
        if (state != State.TRYING) {
            return;
        }
        Bootstrap bootstrap = new Bootstrap()
                .group(group)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, limits.connectMs)
                .option(ChannelOption.SO_SNDBUF, SEND_BUFFER_OCTETS)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_KEEPALIVE, true)
                .option(NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPIDLE), KEEPALIVE_IDLE_S)
                .option(NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPINTERVAL), KEEPALIVE_INTERVAL_S)
                .option(NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPCOUNT), KEEPALIVE_COUNT)
                .option(ChannelOption.ALLOW_HALF_CLOSURE, false)
                .handler(new Pipeline(engine));
        bootstrap
                .connect(new InetSocketAddress(addresses[next], collector.port()))
                .addListener(done -> {
                    if (!done.isSuccess() && next + 1 < addresses.length) {
                        connect(addresses, next + 1, engine);
                    } else if (!done.isSuccess()) {
                        down(done.cause());
                    }
                });
    }

    private synchronized void up(Channel connected) {
        channel = connected;
        if (state == State.TRYING) {
            watch(connected);
            state = State.UP;
        } else if (state == State.DOWN) {
            close(connected);
        }
    }

    private void watch(Channel connected) {
        Optional<TcpConnection> known = Acknowledgements.find(
                (InetSocketAddress) connected.localAddress(), (InetSocketAddress) connected.remoteAddress());
        PathWatch path = new PathWatch(known, System.nanoTime());
        Acknowledgements asked = new Acknowledgements(known);
        acknowledgements = asked;
        Future<?> looks = connected
                .eventLoop()
                .scheduleWithFixedDelay(
                        () -> look(path, asked), PathWatch.LOOK_MS, PathWatch.LOOK_MS, TimeUnit.MILLISECONDS);
        connected.closeFuture().addListener(closed -> looks.cancel(false));
    }

    private void look(PathWatch path, Acknowledgements asked) {
        asked.ask(System.nanoTime());
        if (path.isCut(System.nanoTime())) {
            down(new Setback.Silence("its host has acknowledged nothing for " + PathWatch.LONGEST_SILENCE_S
                    + " s; check routes and firewalls"));
        }
    }

    /** The first cause is the one that counts. */
    private synchronized void down(Throwable why) {
        if (state != State.DOWN) {
            cause = why;
            state = State.DOWN;
        }
        Channel broken = channel;
        if (broken != null) {
            close(broken);
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored")
    private static void close(Channel channel) {
        channel.close();
    }

    boolean isUp() {
        return state == State.UP;
    }

    /** Why it is down, null while it is not. */
    @Nullable
    Setback setback() {
        return state == State.DOWN ? Setback.of(cause, tls != null && tls.hasCertificate()) : null;
    }

    /** Gives up an attempt that takes too long, and a connection that takes nothing any more. */
    void check(long nowNs) {
        if (state == State.TRYING && nowNs - begunNs > TimeUnit.MILLISECONDS.toNanos(limits.attemptMs)) {
            down(new Setback.Silence("no connection within " + limits.attemptMs / 1_000 + " s"));
        } else if (isStalled(nowNs)) {
            down(new Setback.Stall(limits.stallMs));
        }
    }

    private boolean isStalled(long nowNs) {
        return state == State.UP
                && unsent.get() > 0
                && nowNs - progressNs > TimeUnit.MILLISECONDS.toNanos(limits.stallMs);
    }

    void giveUp(IOException why) {
        down(why);
    }

    long unsent() {
        return unsent.get();
    }

    /** Octets written that the other host has acknowledged, at least. */
    long acknowledged() {
        Acknowledgements asked = acknowledgements;
        return asked == null ? 0 : asked.octets();
    }

    /** Takes the buffer over. */
    ChannelFuture write(ByteBuf message) {
        int octets = message.readableBytes();
        Acknowledgements asked = Objects.requireNonNull(acknowledgements, "not up");
        if (unsent.getAndAdd(octets) == 0) {
            progressNs = System.nanoTime();
        }
        return channel().writeAndFlush(message).addListener(done -> {
            progressNs = System.nanoTime();
            if (done.isSuccess()) {
                unsent.addAndGet(-octets);
                if (channel().isOpen()) {
                    asked.onTaken(octets, progressNs);
                }
            } else {
                down(done.cause());
            }
        });
    }

    Channel channel() {
        Channel connected = channel;
        if (connected == null) {
            throw new IllegalStateException("no connection to " + collector);
        }
        return connected;
    }

    boolean hasEnded() {
        return ended.isDone();
    }

    /** Begins to end it as both sides should: all that waits is sent, then the end is told, then the other side's awaited. */
    @SuppressWarnings("FutureReturnValueIgnored")
    void leave() {
        leaving = true;
        Channel last = channel();
        SslHandler secured = last.pipeline().get(SslHandler.class);
        Future<?> allSent = secured == null ? last.writeAndFlush(Unpooled.EMPTY_BUFFER) : secured.closeOutbound();
        allSent.addListener(done -> ((DuplexChannel) last).shutdownOutput());
        last.eventLoop().schedule(() -> endWaiting(last), limits.lastWordsMs, TimeUnit.MILLISECONDS);
    }

    private void endWaiting(Channel last) {
        if (unsent.get() > 0) {
            down(new Setback.Stall(limits.lastWordsMs));
        } else {
            close(last);
        }
    }

    /** Waits until it has ended, no longer than last words may take. Returns what went wrong. */
    @Nullable
    Setback awaitEnd() {
        if (!ended.awaitUninterruptibly(2 * limits.lastWordsMs)) {
            down(new Setback.Stall(2 * limits.lastWordsMs));
        }
        Setback setback = setback();
        boolean hadAll = setback != null && setback.fault() == ConnectionFault.CLOSED && unsent.get() == 0;
        return hadAll ? null : setback;
    }

    /** Without TLS, or with it and one who watches for the first sign that the collector goes on after the handshake. */
    private final class Pipeline extends ChannelInitializer<Channel> {
        private final @Nullable SSLEngine engine;

        private Pipeline(@Nullable SSLEngine engine) {
            this.engine = engine;
        }

        @Override
        protected void initChannel(Channel made) {
            Peer peer = new Peer();
            if (engine != null) {
                SslHandler secured = new SslHandler(engine);
                secured.setHandshakeTimeoutMillis(2L * limits.connectMs);
                made.pipeline().addLast(new FirstSign(peer), secured);
            }
            made.pipeline().addLast(peer);
        }
    }

    /**
     * Tells the peer's handler of what comes after the handshake. In TLS 1.3 a collector looks at the sensor's certificate when
     * for the sensor the handshake is over: one that says something else than no, and one that says nothing for a moment, has
     * accepted it.
     */
    private static final class FirstSign extends ChannelInboundHandlerAdapter {
        private final Peer peer;

        private FirstSign(Peer peer) {
            this.peer = peer;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object octets) {
            boolean afterHandshake = peer.settling;
            context.fireChannelRead(octets);
            if (afterHandshake) {
                peer.settled(context);
            }
        }
    }

    /** A collector says nothing; what matters is when it goes. */
    private final class Peer extends SimpleChannelInboundHandler<Object> {
        private boolean settling;

        @Override
        public void channelActive(ChannelHandlerContext context) {
            if (tls == null) {
                up(context.channel());
            }
        }

        @Override
        @SuppressWarnings("FutureReturnValueIgnored")
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (event instanceof SslHandshakeCompletionEvent handshake) {
                if (handshake.isSuccess()) {
                    settling = true;
                    context.executor().schedule(() -> settled(context), limits.settleMs, TimeUnit.MILLISECONDS);
                } else {
                    broken(context, handshake.cause());
                }
            } else if (event instanceof SslCloseCompletionEvent goodbye && goodbye.isSuccess() && !leaving) {
                broken(context, new EOFException());
            }
        }

        private void settled(ChannelHandlerContext context) {
            if (settling && context.channel().isActive()) {
                settling = false;
                up(context.channel());
            }
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, Object ignored) {}

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            if (!leaving || unsent.get() > 0) {
                broken(context, new EOFException());
            }
            ended.trySuccess(null);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable thrown) {
            broken(context, thrown);
        }

        private void broken(ChannelHandlerContext context, Throwable why) {
            boolean wordless = why instanceof EOFException || why instanceof SocketException;
            down(settling && wordless ? new Setback.Dismissal(why) : why);
            settling = false;
            close(context.channel());
        }
    }
}
