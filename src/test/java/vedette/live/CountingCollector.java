package vedette.live;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import vedette.export.ipfix.StrictIpfix;
import vedette.export.ipfix.StrictIpfix.DataRecord;

/**
 * Takes what a sensor sends over TCP on its loopback, for as long as anybody likes: holds each message to the rules, counts it and keeps
 * nothing.
 */
abstract class CountingCollector implements AutoCloseable {
    private final ServerSocket server;
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    CountingCollector(Namespaces.Side side) throws Exception {
        server = side.call(() -> {
            ServerSocket listening = new ServerSocket();
            listening.bind(new InetSocketAddress("127.0.0.1", 0));
            return listening;
        });
    }

    final void start() {
        daemon(this::accept);
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "counting-collector");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (true) {
                Socket connection = server.accept();
                daemon(() -> read(connection));
            }
        } catch (SocketException closed) {
            // As it was told.
        } catch (IOException e) {
            failure.set(e);
        }
    }

    private void read(Socket connection) {
        try (connection) {
            read(new DataInputStream(new java.io.BufferedInputStream(connection.getInputStream())));
        } catch (EOFException end) {
            // Between two messages, or the books will show it.
        } catch (IOException | RuntimeException | AssertionError e) {
            failure.set(e);
        }
    }

    /** Reads messages until {@link EOFException}. */
    abstract void read(DataInputStream in) throws IOException;

    final int port() {
        return server.getLocalPort();
    }

    /** Fails if a message broke a rule. */
    final void wasNeverBroken() {
        Throwable broken = failure.get();
        if (broken != null) {
            throw new AssertionError("the collector refused what it was sent", broken);
        }
    }

    @Override
    public final void close() throws IOException {
        server.close();
    }

    /** Of flow records over IPFIX. */
    static final class OfIpfix extends CountingCollector {
        final AtomicLong records = new AtomicLong();
        final AtomicLong packets = new AtomicLong();

        OfIpfix(Namespaces.Side side) throws Exception {
            super(side);
            start();
        }

        String uri() {
            return "ipfix+tcp://127.0.0.1:" + port();
        }

        @Override
        void read(DataInputStream in) throws IOException {
            StrictIpfix session = new StrictIpfix(StrictIpfix.Transport.TCP);
            byte[] head = new byte[4];
            while (true) {
                in.readFully(head);
                int length = ByteBuffer.wrap(head).getShort(2) & 0xFFFF;
                byte[] message = java.util.Arrays.copyOf(head, length);
                in.readFully(message, head.length, length - head.length);
                session.read(message).records().forEach(this::count);
            }
        }

        private void count(DataRecord record) {
            if (!record.isOptions()) {
                records.incrementAndGet();
                packets.addAndGet(record.number("packetDeltaCount")
                        + (Long) record.values().getOrDefault("reversePacketDeltaCount", 0L));
            }
        }
    }

    /** Of alerts over syslog, each with the number of its octets before it. */
    static final class OfSyslog extends CountingCollector {
        final AtomicLong messages = new AtomicLong();

        OfSyslog(Namespaces.Side side) throws Exception {
            super(side);
            start();
        }

        String uri() {
            return "syslog+tcp://127.0.0.1:" + port();
        }

        @Override
        void read(DataInputStream in) throws IOException {
            while (true) {
                int length = 0;
                for (int next = in.readUnsignedByte(); next != ' '; next = in.readUnsignedByte()) {
                    length = 10 * length + Character.digit(next, 10);
                }
                byte[] message = new byte[length];
                in.readFully(message);
                if (message[0] != '<') {
                    throw new AssertionError(
                            "no message of syslog: " + new String(message, java.nio.charset.StandardCharsets.US_ASCII));
                }
                messages.incrementAndGet();
            }
        }
    }
}
