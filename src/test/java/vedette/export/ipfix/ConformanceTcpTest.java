package vedette.export.ipfix;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
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
import vedette.export.transport.TcpSender;

/** IPFIX over TCP, on the loopback interface: one connection. */
class ConformanceTcpTest extends ConformanceTest {
    @Override
    List<byte[]> export(IpfixProfile profile, ExportCounters counters, Script script) throws Exception {
        try (ServerSocket collector = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            CompletableFuture<byte[]> received = CompletableFuture.supplyAsync(() -> receive(collector));
            CollectorConfig config = CollectorConfig.of("ipfix+tcp://127.0.0.1:" + collector.getLocalPort())
                    .withProfile(profile);
            Exporter exporter = IpfixStreamExporter.replay(
                            TcpSender.replay(config, Tools.DEADLINE),
                            config,
                            IpfixConfig.DEFAULT,
                            ObservationDomains.fixed(DOMAIN),
                            points,
                            counters,
                            Tools.DEADLINE)
                    .withMetering(METERING)
                    .withOwnElements(ENTERPRISE, "sensor1");
            script.give(exporter);
            exporter.flush();
            exporter.close();
            assertThat(droppedByExporter(counters)).isZero();
            return split(received.get(Tools.DEADLINE.toSeconds(), TimeUnit.SECONDS));
        }
    }

    private static byte[] receive(ServerSocket collector) {
        try (Socket socket = collector.accept()) {
            return socket.getInputStream().readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    Transport transport() {
        return Transport.TCP;
    }
}
