package vedette.export.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vedette.Tools;
import vedette.export.CollectorConfig;

@Timeout(60)
class TcpSenderTest {
    private static final Duration RECONNECT = Duration.ofMillis(100);

    private ServerSocket server;

    @BeforeEach
    void listen() throws IOException {
        server = new ServerSocket();
        server.setReuseAddress(true);
        server.setReceiveBufferSize(1 << 14);
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        server.setSoTimeout(20_000);
    }

    @AfterEach
    void end() throws IOException {
        server.close();
    }

    private TcpSender sender(Duration reconnect, Link.Limits limits) {
        CollectorConfig collector = CollectorConfig.of("syslog+tcp://localhost:" + server.getLocalPort());
        return new TcpSender(collector, null, () -> new Backoff(reconnect, reconnect), limits);
    }

    private TcpSender sender() {
        return sender(RECONNECT, new Link.Limits(20_000, 5_000, 500, 60_000, 500));
    }

    /** The other side of a connection that is up. */
    private Socket connect(TcpSender sender) {
        CompletableFuture<Socket> accepted = accept();
        Tools.await("the connection", () -> {
            sender.tend();
            return accepted.isDone() && sender.ordinal() > 0;
        });
        return accepted.join();
    }

    private CompletableFuture<Socket> accept() {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return server.accept();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static void awaitLoss(TcpSender sender, ConnectionFault fault) {
        Tools.await("the loss to be noticed", () -> {
            sender.tend();
            return sender.counters().faults(fault) > 0;
        });
    }

    /** Writes numbers until the sender has taken nothing for a while. How many octets it took. */
    private static long fill(TcpSender sender) {
        long octets = 0;
        long before;
        do {
            before = octets;
            octets = fill(sender, octets);
            Tools.sleep(50);
        } while (octets > before);
        return octets;
    }

    private static long fill(TcpSender sender, long from) {
        ByteBuffer message = ByteBuffer.allocate(1_000);
        long octets = from;
        while (sender.isWritable()) {
            message.clear().putLong(0, octets);
            sender.write(message);
            octets += message.remaining();
        }
        return octets;
    }

    private static void read(Socket socket, long octets) throws IOException {
        InputStream in = socket.getInputStream();
        for (long read = 0; read < octets; read += 1_000) {
            assertThat(ByteBuffer.wrap(in.readNBytes(1_000)).getLong(0)).isEqualTo(read);
        }
    }

    @Test
    void e31whatIsWrittenComesInOrderAndTheEndIsTold() throws IOException {
        TcpSender sender = sender();
        try (Socket socket = connect(sender)) {
            ByteBuffer message = ByteBuffer.wrap("..one,two".getBytes());
            message.position(2);
            sender.write(message);
            assertThat(message.position()).isEqualTo(2);
            message.put(2, (byte) 'X');
            sender.write(ByteBuffer.wrap(",three".getBytes()));
            CompletableFuture<String> read = CompletableFuture.supplyAsync(() -> {
                try (socket) {
                    return new String(socket.getInputStream().readAllBytes());
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            sender.close();
            assertThat(read.join()).isEqualTo("one,two,three");
        }
        assertThat(sender.counters().inUse()).isNull();
    }

    @Test
    void e32aCollectorThatDoesNotReadFillsTheBufferAndNoMore() throws IOException {
        TcpSender sender = sender();
        try (Socket socket = connect(sender)) {
            long taken = fill(sender);
            assertThat(sender.isWritable()).isFalse();
            assertThat(sender.unsent()).isBetween((long) Link.SEND_BUFFER_OCTETS, Link.SEND_BUFFER_OCTETS + 1_000L);
            Tools.await("an acknowledgement of what its host has room for", () -> sender.acknowledged() > 0);
            assertThat(taken - sender.unsent() - sender.acknowledged())
                    .isPositive()
                    .isLessThan(2 * Link.SEND_BUFFER_OCTETS + (1 << 16));
            read(socket, taken);
            Tools.await("an empty buffer", () -> sender.unsent() == 0);
            assertThat(sender.isWritable()).isTrue();
            Tools.await("an acknowledgement of all", () -> sender.acknowledged() == taken);
            assertThat(sender.ordinal()).isEqualTo(1);
            sender.close();
        }
    }

    @Test
    void aCollectorThatStopsReadingForLongIsGivenUp() throws IOException {
        TcpSender sender = sender(RECONNECT, new Link.Limits(20_000, 5_000, 500, 300, 1_000));
        try (Socket first = connect(sender)) {
            fill(sender);
            awaitLoss(sender, ConnectionFault.STALLED);
            try (Socket second = connect(sender)) {
                assertThat(sender.ordinal()).isEqualTo(2);
                assertThat(sender.unsent()).isZero();
                assertThat(second.isConnected()).isTrue();
            }
            assertThat(first.isConnected()).isTrue();
        }
        sender.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void e31aConnectionThatIsLostIsMadeAgain(boolean reset) throws IOException {
        TcpSender sender = sender();
        try (Socket socket = connect(sender)) {
            assertThat(sender.ordinal()).isEqualTo(1);
            if (reset) {
                socket.setSoLinger(true, 0);
            }
        }
        awaitLoss(sender, reset ? ConnectionFault.RESET : ConnectionFault.CLOSED);
        assertThat(sender.isReadAtEnd()).isFalse();
        assertThat(sender.counters().inUse()).isNull();
        try (Socket socket = connect(sender)) {
            assertThat(sender.ordinal()).isEqualTo(2);
            assertThat(sender.counters().connections()).isEqualTo(2);
            assertThat(sender.counters().inUse()).hasToString("syslog+tcp://localhost:" + server.getLocalPort());
            sender.write(ByteBuffer.wrap(new byte[] {7}));
            assertThat(socket.getInputStream().read()).isEqualTo(7);
            sender.close();
        }
    }

    @Test
    void aCollectorThatClosesBeforeItHasReadAllHasNotReadAll() throws IOException {
        TcpSender sender = sender();
        try (Socket socket = connect(sender)) {
            sender.write(ByteBuffer.wrap(new byte[10_000]));
            Tools.await("an acknowledgement", () -> sender.acknowledged() == 10_000);
            assertThat(socket.getInputStream().readNBytes(9_000)).hasSize(9_000);
            // It says FIN first, and resets after that.
        }
        Tools.await("the loss to be noticed", () -> {
            sender.tend();
            return sender.ordinal() == 0;
        });
        assertThat(sender.isReadAtEnd()).isFalse();
        sender.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aCollectorThatBreaksTheConnectionAtTheEndIsTold(boolean reset) throws IOException {
        TcpSender sender = sender();
        try (Socket socket = connect(sender)) {
            fill(sender);
            if (reset) {
                socket.setSoLinger(true, 0);
            }
        }
        assertThatThrownBy(sender::close)
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("collector syslog+tcp://localhost:" + server.getLocalPort()
                        + " broke the connection at the end: it ")
                .hasMessageEndingWith("; it may not have read everything");
    }

    @Test
    void aCollectorThatReadsNothingDoesNotHoldUpTheEnd() throws IOException {
        TcpSender sender = sender();
        try (Socket socket = connect(sender)) {
            fill(sender);
            assertThatThrownBy(sender::close).hasMessageContaining("it reads nothing any more");
            assertThat(socket.isConnected()).isTrue();
        }
    }

    @Test
    void e31attemptsAreNoCloserThanReconnectSays() throws IOException {
        TcpSender sender = sender(Duration.ofMillis(250), Link.Limits.USUAL);
        CompletableFuture<Void> tending = CompletableFuture.runAsync(() -> {
            while (sender.counters().faults(ConnectionFault.CLOSED) < 5) {
                sender.tend();
                Tools.sleep(1);
            }
        });
        List<Long> times = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            server.accept().close();
            times.add(System.nanoTime());
        }
        tending.join();
        assertThat(times.get(4) - times.get(1)).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(3 * 250 - 100));
        sender.close();
    }

    @Test
    void aCollectorThatIsNotThereCostsNoTime() throws IOException {
        server.close();
        TcpSender sender = sender();
        for (int i = 0; i < 1_000; i++) {
            long startNs = System.nanoTime();
            sender.tend();
            assertThat(sender.isWritable()).isFalse();
            assertThat(System.nanoTime() - startNs).isLessThan(TimeUnit.SECONDS.toNanos(1));
        }
        awaitLoss(sender, ConnectionFault.REFUSED);
        assertThat(sender.ordinal()).isZero();
        assertThatThrownBy(() -> sender.write(ByteBuffer.allocate(1))).isInstanceOf(IllegalStateException.class);
        sender.close();
    }

    @Test
    void aNameThatCannotBeResolvedIsTold() throws IOException {
        CollectorConfig collector = CollectorConfig.of("syslog+tcp://collector.invalid");
        TcpSender sender = new TcpSender(collector, null, () -> new Backoff(RECONNECT, RECONNECT), Link.Limits.USUAL);
        awaitLoss(sender, ConnectionFault.UNRESOLVED);
        sender.close();
    }
}
