package vedette.export.transport;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;
import vedette.Tools;
import vedette.export.CollectorConfig;

/** Three collectors that stand in for each other. */
@Timeout(60)
class FailoverTest {
    private static final Duration RECONNECT = Duration.ofMillis(100);

    private final ServerSocket[] servers = new ServerSocket[3];
    private final String[] uris = new String[3];
    private final ListAppender<ILoggingEvent> told = new ListAppender<>();
    private final Logger log = (Logger) LoggerFactory.getLogger(TcpSender.class);
    private TcpSender sender;

    @BeforeEach
    void listen() throws IOException {
        for (int i = 0; i < servers.length; i++) {
            servers[i] = listen(0);
            uris[i] = "syslog+tcp://127.0.0.1:" + servers[i].getLocalPort();
        }
        told.start();
        log.addAppender(told);
        log.setLevel(Level.INFO);
        CollectorConfig collector = CollectorConfig.of(uris[0]).withFailover(List.of(uris[1], uris[2]));
        sender = new TcpSender(
                collector,
                null,
                () -> new Backoff(RECONNECT, RECONNECT),
                new Link.Limits(9_000, 5_000, 0, 60_000, 500));
    }

    @AfterEach
    void end() throws IOException {
        log.detachAppender(told);
        log.setLevel(null);
        for (ServerSocket server : servers) {
            server.close();
        }
    }

    private static ServerSocket listen(int port) throws IOException {
        ServerSocket server = new ServerSocket();
        server.setReuseAddress(true);
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return server;
    }

    private void awaitUse(int which) {
        Tools.await("collector " + which, () -> {
            sender.tend();
            return uris[which].equals(String.valueOf(sender.counters().inUse()));
        });
    }

    private static CompletableFuture<String> readAll(Socket socket) {
        return CompletableFuture.supplyAsync(() -> {
            try (socket) {
                return new String(socket.getInputStream().readAllBytes());
            } catch (IOException e) {
                return e.toString();
            }
        });
    }

    private void write(String text) {
        sender.write(ByteBuffer.wrap(text.getBytes()));
    }

    private int port(int which) {
        return Integer.parseInt(uris[which].substring(uris[which].lastIndexOf(':') + 1));
    }

    @Test
    void theFirstThatCanBeReachedIsUsedAndLeftForOneBeforeIt() throws IOException {
        servers[0].close();
        servers[1].close();
        awaitUse(2);
        assertThat(sender.ordinal()).isEqualTo(1);
        CompletableFuture<String> atThird = readAll(servers[2].accept());
        write("to the third,");
        servers[0] = listen(port(0));
        write("to the end");
        awaitUse(0);
        assertThat(sender.ordinal()).isEqualTo(2);
        CompletableFuture<String> atFirst = readAll(servers[0].accept());
        write("to the first");
        // The one that is left is not cut off.
        assertThat(atThird.join()).isEqualTo("to the third,to the end");
        sender.close();
        assertThat(atFirst.join()).isEqualTo("to the first");
        assertThat(told.list.stream().map(ILoggingEvent::getFormattedMessage))
                .containsExactly(
                        "collector " + uris[0]
                                + " cannot be reached: nobody listens there, connection refused; trying again every 0.1 s",
                        "collector " + uris[1]
                                + " cannot be reached: nobody listens there, connection refused; trying again every 0.1 s",
                        "connected to collector " + uris[2] + ", which stands in for " + uris[0],
                        "connected to collector " + uris[0]);
    }

    @Test
    void oneThatIsLostIsReplacedAtOnce() throws IOException {
        awaitUse(0);
        try (Socket socket = servers[0].accept()) {
            servers[0].close();
            socket.setSoLinger(true, 0);
        }
        awaitUse(1);
        assertThat(sender.ordinal()).isEqualTo(2);
        assertThat(sender.counters().connections()).isEqualTo(2);
        CompletableFuture<String> atSecond = readAll(servers[1].accept());
        write("here");
        sender.close();
        assertThat(atSecond.join()).isEqualTo("here");
        assertThat(told.list.get(1).getFormattedMessage())
                .startsWith("connection to collector " + uris[0] + " lost: it reset the connection");
    }

    @Test
    void theOthersAreLeftInPeaceWhileTheFirstIsThere() throws IOException {
        awaitUse(0);
        CompletableFuture<String> atFirst = readAll(servers[0].accept());
        servers[1].setSoTimeout(500);
        assertThat(CompletableFuture.supplyAsync(() -> {
                    try {
                        servers[1].accept();
                        return true;
                    } catch (IOException e) {
                        return false;
                    }
                }))
                .satisfies(visited -> {
                    while (!visited.isDone()) {
                        sender.tend();
                        Tools.sleep(5);
                    }
                    assertThat(visited.join()).isFalse();
                });
        assertThat(sender.ordinal()).isEqualTo(1);
        sender.close();
        assertThat(atFirst.join()).isEmpty();
    }
}
