package vedette.export.transport;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vedette.export.CollectorUri;
import vedette.export.ExportCounters;

/**
 * The way to a collector over UDP: a socket that is connected to its address. A live sensor that cannot find one, or whose
 * sending fails, looks for it again and again, on a thread of its own.
 */
final class UdpWay {
    private static final Logger LOG = LoggerFactory.getLogger(UdpSender.class);

    private static final int SEND_BUFFER_OCTETS = 1 << 20;
    private static final long LAST_WORDS_NS = TimeUnit.SECONDS.toNanos(5);

    /** How long a socket that was left may still be written to by whoever has just looked at it. */
    private static final long GRACE_MS = 1_000;

    /** Finds the address of a name. */
    interface Resolver {
        InetAddress resolve(String host) throws UnknownHostException;
    }

    private final CollectorUri collector;
    private final ExportCounters counters;
    private final Resolver resolver;
    private final long retryNs;
    private final Supplier<ChannelHandler> answers;
    private final EventLoopGroup group;
    private final AtomicBoolean looking = new AtomicBoolean();
    private volatile @Nullable Channel channel;
    private volatile boolean failing;
    private volatile boolean anew;
    private volatile boolean closed;
    private long lookedNs = System.nanoTime();

    // Of whoever looks for the way: one at a time.
    private @Nullable String told;

    /**
     * @param retryNs from one look for the way to the next
     * @param answers what hears the collector's host, one for each socket
     */
    UdpWay(
            CollectorUri collector,
            ExportCounters counters,
            long retryNs,
            Resolver resolver,
            Supplier<ChannelHandler> answers) {
        this.collector = collector;
        this.counters = counters;
        this.retryNs = retryNs;
        this.resolver = resolver;
        this.answers = answers;
        this.group = new MultiThreadIoEventLoopGroup(
                1, new DefaultThreadFactory("send " + collector, true), NioIoHandler.newFactory());
    }

    /** The socket, null while there is no way. */
    @Nullable
    Channel channel() {
        return channel;
    }

    /**
     * Finds the way or gives up.
     *
     * @throws IOException if the collector's host cannot be resolved or routed to; says which and how to mend it
     */
    void findNow() throws IOException {
        try {
            channel = connect(resolve());
        } catch (IOException e) {
            end();
            throw e;
        }
    }

    private InetSocketAddress resolve() throws IOException {
        try {
            return new InetSocketAddress(resolver.resolve(collector.host()), collector.port());
        } catch (UnknownHostException e) {
            throw new IOException(
                    "cannot resolve the host of collector " + collector
                            + ": check the name and the resolver, or write an address",
                    e);
        }
    }

    private Channel connect(InetSocketAddress address) throws IOException {
        ChannelFuture connected = new Bootstrap()
                .group(group)
                .channel(NioDatagramChannel.class)
                .option(ChannelOption.SO_SNDBUF, SEND_BUFFER_OCTETS)
                .handler(answers.get())
                .connect(address)
                .awaitUninterruptibly();
        if (!connected.isSuccess()) {
            throw new IOException(
                    "cannot send to collector " + collector + ": "
                            + connected.cause().getMessage(),
                    connected.cause());
        }
        return connected.channel();
    }

    /** Looks for the way if there is none, or none that works, and it is time to. Returns at once. */
    void tend() {
        long nowNs = System.nanoTime();
        if ((channel != null && !failing) || nowNs - lookedNs < retryNs || !looking.compareAndSet(false, true)) {
            return;
        }
        lookedNs = nowNs;
        Thread thread = new Thread(
                () -> {
                    look();
                    looking.set(false);
                },
                "reach " + collector);
        thread.setDaemon(true);
        thread.start();
    }

    /** Looks for the way. One that works again by itself is kept: with another socket it would be another transport session. */
    void look() {
        failing = false;
        try {
            InetSocketAddress address = resolve();
            Channel before = channel;
            if (before == null || !address.equals(before.remoteAddress())) {
                use(connect(address), before);
            }
        } catch (IOException e) {
            tellNoWay(String.valueOf(e.getMessage()));
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored")
    private void use(Channel found, @Nullable Channel before) {
        channel = found;
        counters.away(false);
        if (told != null || before != null) {
            told = null;
            anew = true;
            LOG.info("sending to collector {} at {}", collector, found.remoteAddress());
        }
        if (before != null) {
            before.eventLoop().schedule(() -> close(before), GRACE_MS, TimeUnit.MILLISECONDS);
        }
        if (closed) {
            close(found);
        }
    }

    private void tellNoWay(String line) {
        failing = true;
        counters.away(channel == null);
        if (!line.equals(told)) {
            told = line;
            LOG.warn("{}; dropped and counted, trying again every {} s", line, TimeUnit.NANOSECONDS.toSeconds(retryNs));
        }
    }

    /** Sending does not work: it is looked for again. */
    void failing() {
        failing = true;
    }

    /** Whether it was found since this was last asked, and not at the first look. */
    boolean isAnew() {
        boolean found = anew;
        if (found) {
            anew = false;
        }
        return found;
    }

    /** Closes the socket. */
    void close() {
        closed = true;
        Channel last = channel;
        if (last != null) {
            last.close().awaitUninterruptibly(LAST_WORDS_NS, TimeUnit.NANOSECONDS);
        }
        end();
    }

    @SuppressWarnings("FutureReturnValueIgnored")
    private static void close(Channel channel) {
        channel.close();
    }

    /** Its thread is a daemon: nobody waits for its end. */
    @SuppressWarnings("FutureReturnValueIgnored")
    private void end() {
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
}
