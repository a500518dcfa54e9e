package vedette.export.ipfix;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import vedette.Tools;

/** Stands before a collector over UDP on this host, and hands on each message of one session once it was read strictly. */
final class StrictRelay implements AutoCloseable {
    private static final byte[] THE_END = {};

    private final DatagramSocket socket = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"));
    private final CompletableFuture<Void> read = new CompletableFuture<>();
    private final int collector;

    /** @param collector where the messages go */
    StrictRelay(int collector) throws IOException {
        this.collector = collector;
        socket.setReceiveBufferSize(8 << 20);
        Thread reader = new Thread(this::readAll, "relay");
        reader.setDaemon(true);
        reader.start();
    }

    String uri() {
        return "ipfix+udp://127.0.0.1:" + socket.getLocalPort();
    }

    private void readAll() {
        StrictIpfix session = new StrictIpfix(StrictIpfix.Transport.UDP);
        DatagramPacket packet = new DatagramPacket(new byte[65536], 65536);
        try (DatagramSocket onward = new DatagramSocket()) {
            onward.connect(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), collector));
            while (true) {
                packet.setLength(65536);
                socket.receive(packet);
                if (packet.getLength() == THE_END.length) {
                    read.complete(null);
                    return;
                }
                byte[] message = Arrays.copyOf(packet.getData(), packet.getLength());
                session.read(message);
                onward.send(new DatagramPacket(message, message.length));
            }
        } catch (IOException | RuntimeException e) {
            read.completeExceptionally(e);
        }
    }

    /** Waits until all was handed on that was sent. */
    @Override
    public void close() throws IOException {
        try (DatagramSocket last = new DatagramSocket()) {
            last.send(new DatagramPacket(THE_END, 0, socket.getLocalSocketAddress()));
            read.get(Tools.DEADLINE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            assertThat(e.getCause()).as("what the relay was sent").isNull();
        } catch (InterruptedException | TimeoutException e) {
            throw new IOException("the relay did not come to an end", e);
        } finally {
            socket.close();
        }
    }
}
