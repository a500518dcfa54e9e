package vedette.export.transport;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.PortUnreachableException;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vedette.export.CollectorConfig;
import vedette.export.CollectorUri;
import vedette.export.DropReason;
import vedette.export.ExportAccount;
import vedette.export.ExportCounters;

/**
 * Sends messages as UDP datagrams and counts what became of them. A socket that is busy makes the caller wait; nobody
 * listening costs a counter. Where a live sensor's collector cannot be resolved or routed to, what is sent is dropped and
 * counted, and the way is looked for again and again; so is it while sending fails. Owned by the exporting thread.
 */
public final class UdpSender {
    private static final Logger LOG = LoggerFactory.getLogger(UdpSender.class);

    private static final int MOST_OUTSTANDING = 128;
    private static final long WAIT_NS = 20_000;
    private static final int SEND_BUFFER_OCTETS = 1 << 20;
    private static final long LAST_WORDS_NS = TimeUnit.SECONDS.toNanos(5);

    /** From one look for the way to the next. */
    private static final Duration RETRY = Duration.ofSeconds(30);

    /** How long a socket that was left may still be written to by whoever has just looked at it. */
    private static final long GRACE_MS = 1_000;

    /** From a refusal to when the collector may listen again. */
    private static final long REFUSAL_NS = TimeUnit.SECONDS.toNanos(3);

    /** Finds the address of a name. */
    interface Resolver {
        InetAddress resolve(String host) throws UnknownHostException;
    }

    /** Octets of the longest payload while the path is not known (RFC 7011 §10.3.3). */
    private static final int UNKNOWN_PATH = 512;

    private static final int IPV4_AND_UDP = 28;
    private static final int IPV6_AND_UDP = 48;

    /** Finds the interface that has an address. */
    interface Interfaces {
        /** The longest packet it takes, with its IP header. */
        int mtu(InetAddress local) throws IOException;
    }

    private final CollectorConfig config;
    private final CollectorUri collector;
    private final ExportCounters counters;
    private final Resolver resolver;
    private final long retryNs;
    private final EventLoopGroup group;
    private final AtomicInteger outstanding = new AtomicInteger();
    private final AtomicBoolean looking = new AtomicBoolean();
    private volatile @Nullable Channel channel;
    private volatile boolean failing;
    private volatile boolean anew;
    private volatile boolean refused;
    private volatile long refusedNs;
    private volatile boolean closed;
    private long lookedNs = System.nanoTime();

    // Of whoever looks for the way: one at a time.
    private @Nullable String told;

    // Of the event loop alone.
    private boolean toldRefused;
    private boolean toldFailed;

    /** For a live sensor, which goes on for ever. */
    public static UdpSender live(CollectorConfig collector, ExportCounters counters) {
        return live(collector, counters, RETRY, InetAddress::getByName);
    }

    static UdpSender live(CollectorConfig collector, ExportCounters counters, Duration retry, Resolver resolver) {
        UdpSender sender = new UdpSender(collector, counters, retry.toNanos(), resolver);
        sender.look();
        return sender;
    }

    /**
     * For a replay.
     *
     * @throws IOException if the collector's host cannot be resolved or routed to; says which and how to mend it
     */
    public static UdpSender replay(CollectorConfig collector, ExportCounters counters) throws IOException {
        UdpSender sender = new UdpSender(collector, counters, Long.MAX_VALUE, InetAddress::getByName);
        try {
            sender.channel = sender.connect(sender.resolve());
            return sender;
        } catch (IOException e) {
            end(sender.group);
            throw e;
        }
    }

    private UdpSender(CollectorConfig config, ExportCounters counters, long retryNs, Resolver resolver) {
        this.config = config;
        this.collector = config.target();
        this.counters = counters;
        this.retryNs = retryNs;
        this.resolver = resolver;
        this.group = new MultiThreadIoEventLoopGroup(
                1, new DefaultThreadFactory("send " + collector, true), NioIoHandler.newFactory());
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
                .handler(new Answers())
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

    /** Looks for the way to the collector if there is none, or none that works, and it is time to. Returns at once. */
    public void tend() {
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

    /** A way that works again by itself is kept: with another socket it would be another transport session. */
    private void look() {
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

    /**
     * Whether since it was last asked the collector may have begun to listen, so that it does not know the templates: at once
     * when the way was found, and some seconds after messages were refused.
     */
    public boolean hasBegunAnew() {
        boolean found = anew;
        boolean mayListen = refused && System.nanoTime() - refusedNs >= REFUSAL_NS;
        if (found || mayListen) {
            anew = false;
            refused = false;
        }
        return found || mayListen;
    }

    /**
     * Octets of the longest message that leaves the sensor in one piece, no more than {@code max-packet}; tells if it is less.
     * Asked once: a message's room does not change.
     */
    public int maxPacket() {
        return maxPacket(UdpSender::mtu);
    }

    int maxPacket(Interfaces interfaces) {
        int asked = config.maxPacket();
        Channel way = channel;
        if (way == null) {
            return least(asked, UNKNOWN_PATH, "the way to it is not known yet");
        }
        InetAddress local = ((InetSocketAddress) way.localAddress()).getAddress();
        try {
            int mtu = interfaces.mtu(local);
            int headers = local instanceof Inet6Address ? IPV6_AND_UDP : IPV4_AND_UDP;
            return least(
                    asked,
                    Math.max(UNKNOWN_PATH, mtu - headers),
                    "packets from " + local.getHostAddress() + " take no more than " + mtu + " with their headers");
        } catch (IOException e) {
            return least(asked, UNKNOWN_PATH, String.valueOf(e.getMessage()));
        }
    }

    private int least(int asked, int fitting, String why) {
        if (fitting < asked) {
            LOG.info("messages to collector {} have at most {} octets: {}", collector, fitting, why);
        }
        return Math.min(asked, fitting);
    }

    private static int mtu(InetAddress local) throws IOException {
        NetworkInterface found = NetworkInterface.getByInetAddress(local);
        if (found == null) {
            throw new IOException("no interface has the address " + local.getHostAddress());
        }
        return found.getMTU();
    }

    /** Waits until the socket takes another message. */
    public void awaitRoom() {
        while (outstanding.get() >= MOST_OUTSTANDING) {
            LockSupport.parkNanos(WAIT_NS);
        }
    }

    /**
     * Sends a message, or drops it if there is no way.
     *
     * @param message from position to limit, valid during the call
     * @param account where these records, packets and octets are counted as sent or dropped
     */
    public void send(ByteBuffer message, ExportAccount account, long records, long packets, long octets) {
        tend();
        awaitRoom();
        Channel way = channel;
        if (way == null) {
            account.dropped(DropReason.SEND_FAILED).add(records, packets, octets);
            return;
        }
        ByteBuf datagram = way.alloc().directBuffer(message.remaining()).writeBytes(message);
        outstanding.incrementAndGet();
        ChannelFuture written = way.writeAndFlush(datagram);
        written.addListener(done -> {
            if (done.isSuccess()) {
                account.sent().add(records, packets, octets);
            } else {
                account.dropped(DropReason.SEND_FAILED).add(records, packets, octets);
                failed(done.cause());
            }
            outstanding.decrementAndGet();
        });
    }

    private void failed(Throwable cause) {
        failing = true;
        if (cause instanceof PortUnreachableException) {
            refused();
        } else if (!toldFailed) {
            toldFailed = true;
            LOG.warn("cannot send to collector {}: {}; counted from now on", collector, cause.toString());
        }
    }

    private void refused() {
        failing = true;
        counters.countRefusal();
        if (!refused) {
            refusedNs = System.nanoTime();
            refused = true;
        }
        if (!toldRefused) {
            toldRefused = true;
            LOG.warn("nobody listens at collector {}; counted from now on", collector);
        }
    }

    /** Waits until everything is handed to the operating system, a few seconds at most, and closes the socket. */
    public void close() {
        long deadline = System.nanoTime() + LAST_WORDS_NS;
        while (outstanding.get() > 0 && System.nanoTime() - deadline < 0) {
            LockSupport.parkNanos(WAIT_NS);
        }
        closed = true;
        Channel last = channel;
        if (last != null) {
            last.close().awaitUninterruptibly(LAST_WORDS_NS, TimeUnit.NANOSECONDS);
        }
        end(group);
    }

    @SuppressWarnings("FutureReturnValueIgnored")
    private static void close(Channel channel) {
        channel.close();
    }

    /** Its thread is a daemon: nobody waits for its end. */
    @SuppressWarnings("FutureReturnValueIgnored")
    private static void end(EventLoopGroup group) {
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    /** A collector says nothing over UDP, but its host says when nobody listens. */
    private final class Answers extends SimpleChannelInboundHandler<DatagramPacket> {
        @Override
        protected void channelRead0(ChannelHandlerContext context, DatagramPacket ignored) {}

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            if (cause instanceof PortUnreachableException) {
                refused();
            } else {
                failed(cause);
            }
        }
    }
}
