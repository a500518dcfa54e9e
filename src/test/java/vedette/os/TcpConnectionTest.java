package vedette.os;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vedette.Tools;

class TcpConnectionTest {
    private static InetSocketAddress local(SocketChannel channel) throws IOException {
        return (InetSocketAddress) channel.getLocalAddress();
    }

    private static InetSocketAddress remote(SocketChannel channel) throws IOException {
        return (InetSocketAddress) channel.getRemoteAddress();
    }

    private static ServerSocketChannel server(String address) throws IOException {
        return ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getByName(address), 0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void aHostThatHasAcknowledgedAllIsNotWaitedFor(String address) throws IOException {
        try (ServerSocketChannel server = server(address);
                SocketChannel other = SocketChannel.open(server.getLocalAddress());
                SocketChannel channel = SocketChannel.open(server.getLocalAddress())) {
            assertThat(other.isConnected()).isTrue();
            TcpConnection connection =
                    TcpConnection.between(local(channel), remote(channel)).orElseThrow();
            channel.write(ByteBuffer.allocate(1_000));
            Tools.await(
                    "an acknowledgement",
                    () -> !connection.answers().orElseThrow().isAwaited());
            assertThat(connection.answers().orElseThrow().silentMs()).isLessThan(20_000);
        }
    }

    @Test
    void aCollectorThatDoesNotReadHasAHostThatAnswers() throws IOException {
        try (ServerSocketChannel server = server("127.0.0.1");
                SocketChannel channel = SocketChannel.open(server.getLocalAddress())) {
            TcpConnection connection =
                    TcpConnection.between(local(channel), remote(channel)).orElseThrow();
            channel.configureBlocking(false);
            Tools.await("a full send buffer", () -> isFull(channel));
            for (int i = 0; i < 5; i++) {
                Tools.await(
                        "an answer", () -> !connection.answers().orElseThrow().isAwaited());
                Tools.sleep(200);
            }
        }
    }

    private static boolean isFull(SocketChannel channel) {
        try {
            int taken = 0;
            for (int i = 0; i < 100; i++) {
                taken += channel.write(ByteBuffer.allocate(100_000));
            }
            return taken == 0;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void whatAnotherHostDidNotAcknowledgeIsCountedInOctets() throws IOException {
        try (ServerSocketChannel server = server("127.0.0.1");
                SocketChannel channel = SocketChannel.open(server.getLocalAddress());
                SocketChannel reader = server.accept()) {
            TcpConnection connection =
                    TcpConnection.between(local(channel), remote(channel)).orElseThrow();
            channel.configureBlocking(false);
            Tools.await("a full send buffer", () -> isFull(channel));
            assertThat(connection.unacknowledged().orElseThrow()).isPositive();
            reader.configureBlocking(false);
            Tools.await(
                    "an acknowledgement of all",
                    () -> hasRead(reader) && connection.unacknowledged().orElseThrow() == 0);
        }
    }

    private static boolean hasRead(SocketChannel channel) {
        try {
            return channel.read(ByteBuffer.allocate(1 << 20)) == 0;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void whatIsNoConnectionOfThisProcessIsNotFound() {
        InetSocketAddress nobody = new InetSocketAddress("192.0.2.1", 9);
        assertThat(TcpConnection.between(nobody, nobody)).isEmpty();
    }
}
