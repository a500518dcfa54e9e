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
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vedette.export.CollectorUri;
import vedette.export.DropReason;
import vedette.export.ExportAccount;
import vedette.export.ExportCounters;

/**
 * Sends messages as UDP datagrams and counts what became of them. A socket that is busy makes the caller wait; nobody
 * listening costs a counter.
 */
public final class UdpSender {
    private static final Logger LOG = LoggerFactory.getLogger(UdpSender.class);

    private static final int MOST_OUTSTANDING = 128;
    private static final long WAIT_NS = 20_000;
    private static final int SEND_BUFFER_OCTETS = 1 << 20;
    private static final long LAST_WORDS_NS = TimeUnit.SECONDS.toNanos(5);

    private final CollectorUri collector;
    private final ExportCounters counters;
    private final EventLoopGroup group;
    private final Channel channel;
    private final AtomicInteger outstanding = new AtomicInteger();

    // Of the event loop alone.
    private boolean toldRefused;
    private boolean toldFailed;

    /** @throws IOException if the collector's host cannot be resolved or routed to; says which and how to mend it */
    public UdpSender(CollectorUri collector, ExportCounters counters) throws IOException {
        this.collector = collector;
        this.counters = counters;
        InetSocketAddress address = resolve(collector);
        this.group = new MultiThreadIoEventLoopGroup(
                1, new DefaultThreadFactory("send " + collector, true), NioIoHandler.newFactory());
        ChannelFuture connected = new Bootstrap()
                .group(group)
                .channel(NioDatagramChannel.class)
                .option(ChannelOption.SO_SNDBUF, SEND_BUFFER_OCTETS)
                .handler(new Answers())
                .connect(address)
                .awaitUninterruptibly();
        if (!connected.isSuccess()) {
            end(group);
            throw new IOException(
                    "cannot send to collector " + collector + ": "
                            + connected.cause().getMessage(),
                    connected.cause());
        }
        this.channel = connected.channel();
    }

    private static InetSocketAddress resolve(CollectorUri collector) throws IOException {
        try {
            return new InetSocketAddress(InetAddress.getByName(collector.host()), collector.port());
        } catch (UnknownHostException e) {
            throw new IOException(
                    "cannot resolve the host of collector " + collector
                            + ": check the name and the resolver, or write an address",
                    e);
        }
    }

    /** Waits until the socket takes another message. */
    public void awaitRoom() {
        while (outstanding.get() >= MOST_OUTSTANDING) {
            LockSupport.parkNanos(WAIT_NS);
        }
    }

    /**
     * Sends a message.
     *
     * @param message from position to limit, valid during the call
     * @param account where these records, packets and octets are counted as sent or dropped
     */
    public void send(ByteBuffer message, ExportAccount account, long records, long packets, long octets) {
        awaitRoom();
        ByteBuf datagram = channel.alloc().directBuffer(message.remaining()).writeBytes(message);
        outstanding.incrementAndGet();
        ChannelFuture written = channel.writeAndFlush(datagram);
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
        if (cause instanceof PortUnreachableException) {
            refused();
        } else if (!toldFailed) {
            toldFailed = true;
            LOG.warn("cannot send to collector {}: {}; counted from now on", collector, cause.toString());
        }
    }

    private void refused() {
        counters.countRefusal();
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
        channel.close().awaitUninterruptibly(LAST_WORDS_NS, TimeUnit.NANOSECONDS);
        end(group);
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
