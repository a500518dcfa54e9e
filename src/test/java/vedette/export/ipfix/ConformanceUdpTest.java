package vedette.export.ipfix;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import vedette.Tools;
import vedette.export.CollectorConfig;
import vedette.export.ExportCounters;
import vedette.export.Exporter;
import vedette.export.IpfixConfig;
import vedette.export.IpfixProfile;
import vedette.export.ipfix.StrictIpfix.Transport;

/** IPFIX over UDP, on the loopback interface. */
class ConformanceUdpTest extends ConformanceTest {
    private static final byte[] THE_END = {};

    @Override
    List<byte[]> export(IpfixProfile profile, ExportCounters counters, Script script) throws Exception {
        try (DatagramSocket collector = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"))) {
            collector.setReceiveBufferSize(4 << 20);
            CompletableFuture<List<byte[]>> received = new CompletableFuture<>();
            Thread reader = new Thread(() -> receive(collector, received), "collector");
            reader.setDaemon(true);
            reader.start();
            CollectorConfig config = CollectorConfig.of("ipfix+udp://127.0.0.1:" + collector.getLocalPort())
                    .withProfile(profile);
            Exporter exporter = IpfixUdpExporter.live(
                            config, IpfixConfig.DEFAULT, ObservationDomains.fixed(DOMAIN), points, counters)
                    .withMetering(METERING)
                    .withOwnElements(ENTERPRISE, "sensor1");
            script.give(exporter);
            exporter.flush();
            exporter.close();
            sendTheEnd(collector);
            List<byte[]> messages = received.get(Tools.DEADLINE.toSeconds(), TimeUnit.SECONDS);
            assertThat(droppedByExporter(counters)).isZero();
            return messages;
        }
    }

    /** Everything was handed to the loopback interface before, so nothing comes after it. */
    private static void sendTheEnd(DatagramSocket collector) throws IOException {
        try (DatagramSocket sender = new DatagramSocket()) {
            sender.send(new DatagramPacket(THE_END, 0, collector.getLocalSocketAddress()));
        }
    }

    private static void receive(DatagramSocket collector, CompletableFuture<List<byte[]>> received) {
        List<byte[]> messages = new ArrayList<>();
        DatagramPacket packet = new DatagramPacket(new byte[65536], 65536);
        try {
            while (true) {
                packet.setLength(65536);
                collector.receive(packet);
                if (packet.getLength() == THE_END.length) {
                    received.complete(messages);
                    return;
                }
                messages.add(Arrays.copyOf(packet.getData(), packet.getLength()));
            }
        } catch (IOException e) {
            received.completeExceptionally(e);
        }
    }

    @Override
    Transport transport() {
        return Transport.UDP;
    }
}
