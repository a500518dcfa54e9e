package vedette.export.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vedette.export.CollectorConfig;
import vedette.export.CollectorUri;

/**
 * Sends messages to a collector over a TCP connection, with TLS if its scheme says so, that is made again when it is lost.
 * Where others may stand in for the collector, the first that can be reached is used, and the one before it again as soon as
 * that can be reached. Owned by the exporting thread, which {@link #close} alone makes wait.
 */
public final class TcpSender implements StreamConnection {
    private static final Logger LOG = LoggerFactory.getLogger(TcpSender.class);

    /** What Linux gives a connection to receive into by itself, four times: it gives more to one that is read fast. */
    private static final int MOST_UNREAD = 1 << 19;

    /** One place where the collector, or one that stands in for it, may be reached. */
    private static final class Target {
        private final CollectorUri uri;
        private final Backoff backoff;
        private @Nullable String told;

        private Target(CollectorUri uri, Backoff backoff) {
            this.uri = uri;
            this.backoff = backoff;
        }
    }

    /** The first is the one that should be used. */
    private final List<Target> targets;

    private final CollectorUri collector;
    private final @Nullable TlsClient tls;
    private final @Nullable Duration patience;
    private final Link.Limits limits;
    private final EventLoopGroup group;
    private final ConnectionCounters counters = new ConnectionCounters();
    private final List<Link> leaving = new ArrayList<>();

    private @Nullable Link attempt;
    private int attempted;
    private @Nullable Link connection;
    private int connected;
    private long connections;
    private boolean readAtEnd;
    private @Nullable Setback last;

    /**
     * For a live sensor, which tries for ever.
     *
     * @param reconnect time from one attempt to the next at the same place, at least
     * @throws IllegalArgumentException if a file of collector.tls cannot be used; says which and why
     */
    public static TcpSender live(CollectorConfig collector, Duration reconnect) {
        return new TcpSender(collector, null, () -> new Backoff(reconnect, reconnect), Link.Limits.USUAL);
    }

    /**
     * For a replay, which tries more often and gives up.
     *
     * @param patience how long the collector may take nothing
     * @throws IllegalArgumentException if a file of collector.tls cannot be used; says which and why
     */
    public static TcpSender replay(CollectorConfig collector, Duration patience) {
        return new TcpSender(
                collector,
                patience,
                () -> new Backoff(Duration.ofMillis(100), Duration.ofSeconds(2)),
                Link.Limits.USUAL);
    }

    /**
     * Sees to it that the files of a collector over TLS can be used.
     *
     * @throws IllegalArgumentException if one cannot; says which and why
     */
    public static void checkFiles(CollectorConfig collector) {
        tls(collector);
    }

    private static @Nullable TlsClient tls(CollectorConfig collector) {
        return !collector.isFile() && collector.target().scheme().isTls() ? new TlsClient(collector.tls()) : null;
    }

    TcpSender(CollectorConfig collector, @Nullable Duration patience, Supplier<Backoff> backoff, Link.Limits limits) {
        this.collector = collector.target();
        this.targets = collector.targets().stream()
                .map(uri -> new Target(uri, backoff.get()))
                .collect(Collectors.toList());
        this.tls = tls(collector);
        this.patience = patience;
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
        if (attempt == null) {
            tryNext(nowNs);
        }
        leaving.removeIf(Link::hasEnded);
    }

    /** The first that it is time to try; while there is a connection, only what comes before it in the list. */
    private void tryNext(long nowNs) {
        int end = connection == null ? targets.size() : connected;
        for (int i = 0; i < end; i++) {
            Target target = targets.get(i);
            if (target.backoff.isDue(nowNs)) {
                target.backoff.trying(nowNs);
                attempt = Link.begin(target.uri, tls, group, limits);
                attempted = i;
                return;
            }
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
            readAtEnd = false;
            counters.disconnected();
            Target target = targets.get(connected);
            tell(target, "connection to collector " + target.uri + " lost: ", setback);
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
            Target target = targets.get(attempted);
            tell(target, "collector " + target.uri + " cannot be reached: ", setback);
        } else if (watched.isUp()) {
            attempt = null;
            use(watched);
        }
    }

    /** What waits in a connection that is left is still sent. */
    private void use(Link link) {
        if (connection != null) {
            connection.leave();
            leaving.add(connection);
            readAtEnd = true;
        }
        connection = link;
        connected = attempted;
        connections++;
        Target target = targets.get(connected);
        target.backoff.worked();
        target.told = null;
        counters.connected(target.uri);
        if (patience == null) {
            LOG.info(
                    "connected to collector {}{}",
                    target.uri,
                    connected == 0 ? "" : ", which stands in for " + targets.get(0).uri);
        }
    }

    /** The same is told once; a replay says at its end why it gave up. */
    private void tell(Target target, String what, Setback setback) {
        last = setback;
        counters.count(setback.fault());
        String line = what + setback.reason();
        if (!line.equals(target.told)) {
            target.told = line;
            if (patience == null) {
                LOG.warn("{}; trying again every {} s", line, target.backoff.pauseNs() / 1e9);
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
    public long acknowledged() {
        return connection == null ? 0 : connection.acknowledged();
    }

    @Override
    public boolean isReadAtEnd() {
        return readAtEnd;
    }

    @Override
    public int unread() {
        return MOST_UNREAD;
    }

    /** What went wrong last, as an operator reads it. */
    public String trouble() {
        return last == null ? "no answer" : last.reason();
    }

    @Override
    public void close() throws IOException {
        try {
            if (attempt != null) {
                attempt.giveUp(new IOException("not needed any more"));
            }
            if (connection != null) {
                connection.leave();
                leaving.add(connection);
            }
            awaitEnds();
        } finally {
            counters.disconnected();
            end();
        }
    }

    private void awaitEnds() throws IOException {
        Setback broke = null;
        for (Link link : leaving) {
            Setback setback = link.awaitEnd();
            if (setback != null) {
                counters.count(setback.fault());
                broke = setback;
            }
        }
        if (broke != null) {
            throw new IOException("collector " + collector + " broke the connection at the end: " + broke.reason()
                    + "; it may not have read everything");
        }
    }

    /** Its thread is a daemon: nobody waits for its end. */
    @SuppressWarnings("FutureReturnValueIgnored")
    private void end() {
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
}
