package vedette.export.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramPacket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
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
    private static final long LAST_WORDS_NS = TimeUnit.SECONDS.toNanos(5);

    /** From one look for the way to the next. */
    private static final Duration RETRY = Duration.ofSeconds(30);

    /** From a refusal to when the collector may listen again. */
    private static final long REFUSAL_NS = TimeUnit.SECONDS.toNanos(3);

    private final CollectorConfig config;
    private final CollectorUri collector;
    private final ExportCounters counters;
    private final UdpWay way;
    private final AtomicInteger outstanding = new AtomicInteger();
    private volatile boolean refused;
    private volatile long refusedNs;

    // Of the event loop alone.
    private boolean toldRefused;
    private boolean toldFailed;

    /** For a live sensor, which goes on for ever. */
    public static UdpSender live(CollectorConfig collector, ExportCounters counters) {
        return live(collector, counters, RETRY, InetAddress::getByName);
    }

    static UdpSender live(
            CollectorConfig collector, ExportCounters counters, Duration retry, UdpWay.Resolver resolver) {
        UdpSender sender = new UdpSender(collector, counters, retry.toNanos(), resolver);
        sender.way.look();
        return sender;
    }

    /**
     * For a replay.
     *
     * @throws IOException if the collector's host cannot be resolved or routed to; says which and how to mend it
     */
    public static UdpSender replay(CollectorConfig collector, ExportCounters counters) throws IOException {
        UdpSender sender = new UdpSender(collector, counters, Long.MAX_VALUE, InetAddress::getByName);
        sender.way.findNow();
        return sender;
    }

    private UdpSender(CollectorConfig config, ExportCounters counters, long retryNs, UdpWay.Resolver resolver) {
        this.config = config;
        this.collector = config.target();
        this.counters = counters;
        this.way = new UdpWay(collector, counters, retryNs, resolver, Answers::new);
    }

    /** Looks for the way to the collector if there is none, or none that works, and it is time to. Returns at once. */
    public void tend() {
        way.tend();
    }

    /**
     * Whether since it was last asked the collector may have begun to listen, so that it does not know the templates: at once
     * when the way was found, and some seconds after messages were refused.
     */
    public boolean hasBegunAnew() {
        boolean found = way.isAnew();
        boolean mayListen = refused && System.nanoTime() - refusedNs >= REFUSAL_NS;
        if (found || mayListen) {
            refused = false;
        }
        return found || mayListen;
    }

    /**
     * Octets of the longest message that leaves the sensor in one piece, no more than {@code max-packet}; tells if it is less.
     * Asked once: a message's room does not change.
     */
    public int maxPacket() {
        return maxPacket(new PacketRoom(config));
    }

    int maxPacket(PacketRoom room) {
        Channel channel = way.channel();
        return room.octets(channel == null ? null : (InetSocketAddress) channel.localAddress());
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
     * @param uniflows what the records are to the collector, see {@link vedette.export.DroppedTotal}
     */
    public void send(
            ByteBuffer message, ExportAccount account, long records, long uniflows, long packets, long octets) {
        tend();
        awaitRoom();
        Channel channel = way.channel();
        if (channel == null) {
            account.dropped(DropReason.SEND_FAILED).add(records, uniflows, packets, octets);
            return;
        }
        ByteBuf datagram = channel.alloc().directBuffer(message.remaining()).writeBytes(message);
        outstanding.incrementAndGet();
        ChannelFuture written = channel.writeAndFlush(datagram);
        written.addListener(done -> {
            if (done.isSuccess()) {
                account.sent().add(records, packets, octets);
            } else {
                account.dropped(DropReason.SEND_FAILED).add(records, uniflows, packets, octets);
                failed(done.cause());
            }
            outstanding.decrementAndGet();
        });
    }

    /** The same for records of which nobody tells the collector how many were dropped. */
    public void send(ByteBuffer message, ExportAccount account, long records, long packets, long octets) {
        send(message, account, records, records, packets, octets);
    }

    private void failed(Throwable cause) {
        way.failing();
        if (cause instanceof PortUnreachableException) {
            refused();
        } else if (!toldFailed) {
            toldFailed = true;
            LOG.warn("cannot send to collector {}: {}; counted from now on", collector, cause.toString());
        }
    }

    private void refused() {
        way.failing();
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
        way.close();
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
