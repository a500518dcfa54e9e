package vedette.live;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import vedette.export.ipfix.StrictIpfix;
import vedette.export.ipfix.StrictIpfix.DataRecord;
import vedette.export.ipfix.StrictIpfix.Message;

/** Takes IPFIX over UDP on the sensor's loopback and refuses whatever is against a rule. */
final class Collector implements AutoCloseable {
    private final DatagramSocket socket;
    private final StrictIpfix session = new StrictIpfix(StrictIpfix.Transport.UDP);
    private final List<Message> messages = new ArrayList<>();

    Collector(Namespaces.Side side) throws Exception {
        socket = side.call(() -> new DatagramSocket(new InetSocketAddress("127.0.0.1", 0)));
        socket.setSoTimeout(100);
    }

    String uri() {
        return "ipfix+udp://127.0.0.1:" + socket.getLocalPort();
    }

    /** Waits for flow records until they are as wanted; fails after a while. */
    List<DataRecord> await(Predicate<List<DataRecord>> wanted) throws IOException {
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!wanted.test(flows())) {
            if (System.nanoTime() > deadlineNs) {
                throw new AssertionError("after 30 s there are only " + flows());
            }
            receive();
        }
        return flows();
    }

    /** Waits for options records until they are as wanted; fails after a while. */
    List<DataRecord> awaitOptions(Predicate<List<DataRecord>> wanted) throws IOException {
        await(flows -> wanted.test(StrictIpfix.options(messages)));
        return StrictIpfix.options(messages);
    }

    private void receive() throws IOException {
        byte[] octets = new byte[65_536];
        DatagramPacket datagram = new DatagramPacket(octets, octets.length);
        try {
            socket.receive(datagram);
            messages.add(session.read(Arrays.copyOf(octets, datagram.getLength())));
        } catch (SocketTimeoutException e) {
            // Nothing yet.
        }
    }

    private List<DataRecord> flows() {
        return StrictIpfix.flows(messages);
    }

    @Override
    public void close() {
        socket.close();
    }
}
