package vedette.export.ipfix;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import vedette.Tools;
import vedette.export.CollectorConfig;
import vedette.export.ExportCounters;
import vedette.export.Exporter;
import vedette.export.IpfixProfile;
import vedette.export.ipfix.StrictIpfix.Message;
import vedette.export.ipfix.StrictIpfix.Transport;
import vedette.flow.FlowRecords;

/** IPFIX over TCP, on the loopback interface: one connection. */
class ConformanceTcpTest extends ConformanceTest {
    @Override
    List<byte[]> export(IpfixProfile profile, ExportCounters counters, Script script) throws Exception {
        try (ServerSocket collector = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            CompletableFuture<byte[]> received = CompletableFuture.supplyAsync(() -> receive(collector));
            CollectorConfig config = CollectorConfig.of("ipfix+tcp://127.0.0.1:" + collector.getLocalPort())
                    .withProfile(profile);
            give(config, counters, script);
            return split(received.get(Tools.DEADLINE.toSeconds(), TimeUnit.SECONDS));
        }
    }

    /** The same flows, one after the other over two transports: what a session has come to is its own. */
    @Test
    void e33aSessionIsOfOneTransport() throws Exception {
        List<byte[]> overUdp = new ArrayList<>();
        ConformanceUdpTest udp = new ConformanceUdpTest();
        List<byte[]> overTcp = export(IpfixProfile.BIFLOW, new ExportCounters(System::nanoTime), toTcp -> {
            toTcp.onFlow(FlowRecords.tcp().flow());
            overUdp.addAll(sentMeanwhile(udp, toTcp));
        });
        for (List<Message> session : List.of(read(overTcp), udp.read(overUdp))) {
            assertThat(StrictIpfix.flows(session)).hasSize(2);
            assertThat(session.stream().filter(message -> message.domain() == DOMAIN))
                    .first()
                    .matches(message ->
                            message.sequence() == 0 && message.templates().size() == 1);
        }
    }

    private static List<byte[]> sentMeanwhile(ConformanceUdpTest udp, Exporter toTcp) throws IOException {
        try {
            return udp.export(IpfixProfile.BIFLOW, new ExportCounters(System::nanoTime), toUdp -> {
                toUdp.onFlow(FlowRecords.tcp().flow());
                toUdp.onFlow(FlowRecords.tcp().flow());
                toTcp.onFlow(FlowRecords.tcp().flow());
            });
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(e);
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
