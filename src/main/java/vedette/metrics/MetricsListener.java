package vedette.metrics;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vedette.export.transport.OwnKey;

/**
 * Serves the {@link Pages} over HTTP. Whoever asks has {@link #PATIENCE_NS} for all of it and is given one answer; of more than
 * {@link #MOST_CONNECTIONS} at a time the one that has been there longest must go, so that nobody can keep others out.
 */
public final class MetricsListener implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MetricsListener.class);

    static final int MOST_CONNECTIONS = 16;
    static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(5);

    private static final int LOOK_ROUND_MS = 250;
    private static final int MAKE_ROOM_MS = 1000;
    private static final int BACKLOG = 64;

    private final ServerSocket server;
    private final @Nullable ServerTls tls;
    private final @Nullable Password password;
    private final Deque<Connection> connections = new ArrayDeque<>();
    private final ThreadPoolExecutor answering = threads();
    private final Semaphore room = new Semaphore(MOST_CONNECTIONS);
    private final AtomicBoolean faultTold = new AtomicBoolean();
    private boolean shortageTold;
    private volatile boolean closed;

    private MetricsListener(ServerSocket server, @Nullable ServerTls tls, @Nullable Password password) {
        this.server = server;
        this.tls = tls;
        this.password = password;
    }

    /**
     * Sees to it that the files that are named can be used.
     *
     * @throws IOException that says which cannot, and why
     */
    public static void checkFiles(MetricsConfig config) throws IOException {
        if (!config.certificate().isEmpty()) {
            OwnKey.read("metrics.", config.certificate(), config.key());
        }
        if (!config.user().isEmpty()) {
            Password.read(config.user(), config.passwordFile());
        }
    }

    /**
     * Takes the address; nobody is answered before {@link #serve}.
     *
     * @throws IOException if it cannot be had, or a file of the configuration cannot be used; says which and why
     */
    public static MetricsListener open(MetricsConfig config) throws IOException {
        ServerTls tls = config.certificate().isEmpty() ? null : new ServerTls(config);
        Password password = config.user().isEmpty() ? null : Password.read(config.user(), config.passwordFile());
        ListenAddress address = config.address();
        ServerSocket server = new ServerSocket();
        try {
            server.setReuseAddress(true);
            server.setSoTimeout(LOOK_ROUND_MS);
            server.bind(socketAddress(address), BACKLOG);
        } catch (IOException e) {
            server.close();
            throw new IOException("cannot listen on " + address + " for metrics: " + reason(e), e);
        }
        return new MetricsListener(server, tls, password);
    }

    private static InetSocketAddress socketAddress(ListenAddress address) throws IOException {
        return address.host().isEmpty()
                ? new InetSocketAddress(address.port())
                : new InetSocketAddress(InetAddress.getByName(address.host()), address.port());
    }

    private static String reason(IOException e) {
        String said = String.valueOf(e.getMessage());
        if (e instanceof BindException && said.contains("in use")) {
            return "the port is in use; set metrics.listen to another, or to \"\" for none";
        }
        return (e instanceof UnknownHostException ? "there is no host of that name" : said) + "; see metrics.listen";
    }

    /** Where it listens: {@code http://127.0.0.1:9469/metrics}. */
    public String url() {
        InetAddress address = server.getInetAddress();
        String host = address.getHostAddress();
        return (tls == null ? "http://" : "https://") + (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":"
                + server.getLocalPort() + "/metrics";
    }

    /** Begins to answer. */
    public void serve(Stages stages) {
        Attendant attendant = new Attendant(new Pages(stages, System::nanoTime), password);
        Thread thread = new Thread(() -> accept(attendant), "metrics");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept(Attendant attendant) {
        while (!closed) {
            try {
                admit(new Connection(server.accept(), attendant));
                shortageTold = false;
            } catch (SocketTimeoutException nobody) {
                // The moment to look who has been here too long.
            } catch (IOException e) {
                pause(e);
            }
            endOverdue();
        }
    }

    /** Out of descriptors, say: it may pass. */
    private void pause(IOException e) {
        if (!closed) {
            if (!shortageTold) {
                shortageTold = true;
                LOG.warn("cannot take in who asks for metrics: {}; trying again", e.getMessage());
            }
            try {
                TimeUnit.MILLISECONDS.sleep(MAKE_ROOM_MS);
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void admit(Connection connection) {
        if (!room.tryAcquire()) {
            endOldest();
            if (!hasRoomSoon()) {
                connection.end();
                return;
            }
        }
        synchronized (connections) {
            connections.add(connection);
        }
        answering.execute(connection);
    }

    private static ThreadPoolExecutor threads() {
        ThreadPoolExecutor threads = new ThreadPoolExecutor(
                MOST_CONNECTIONS, MOST_CONNECTIONS, 1, TimeUnit.MINUTES, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, "metrics answer");
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
        threads.setRejectedExecutionHandler((connection, closing) -> ((Connection) connection).end());
        return threads;
    }

    private boolean hasRoomSoon() {
        try {
            return room.tryAcquire(MAKE_ROOM_MS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void endOldest() {
        synchronized (connections) {
            Connection oldest = connections.peek();
            if (oldest != null) {
                oldest.end();
            }
        }
    }

    private void endOverdue() {
        long nowNs = System.nanoTime();
        synchronized (connections) {
            connections.stream().filter(each -> each.isOverdue(nowNs)).forEach(Connection::end);
        }
    }

    /** How many are here now. */
    int connections() {
        synchronized (connections) {
            return connections.size();
        }
    }

    @Override
    public void close() {
        closed = true;
        try {
            server.close();
        } catch (IOException e) {
            LOG.debug("closing the listener for metrics", e);
        }
        List<Connection> open;
        synchronized (connections) {
            open = new ArrayList<>(connections);
        }
        open.forEach(Connection::end);
        answering.shutdown();
    }

    private final class Connection implements Runnable {
        private final Socket socket;
        private final Attendant attendant;
        private final long sinceNs = System.nanoTime();

        Connection(Socket socket, Attendant attendant) {
            this.socket = socket;
            this.attendant = attendant;
        }

        boolean isOverdue(long nowNs) {
            return nowNs - sinceNs >= PATIENCE_NS;
        }

        /** From any thread: whatever the connection waits for fails. */
        void end() {
            try {
                socket.close();
            } catch (IOException e) {
                LOG.debug("closing a connection for metrics", e);
            }
        }

        @Override
        public void run() {
            try (Socket spoken = tls == null ? socket : tls.over(socket)) {
                attendant.attend(spoken);
            } catch (IOException e) {
                LOG.debug("a connection for metrics ended", e);
            } catch (RuntimeException e) {
                if (faultTold.compareAndSet(false, true)) {
                    LOG.error("a request for metrics could not be answered: a fault of Vedette itself", e);
                }
            } finally {
                end();
                synchronized (connections) {
                    connections.remove(this);
                }
                room.release();
            }
        }
    }
}
