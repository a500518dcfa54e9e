package vedette.export.syslog;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import vedette.Tools;
import vedette.detect.AlertType;
import vedette.detect.Findings;
import vedette.export.Exporter;
import vedette.export.SyslogConfig;

/** What syslog-ng makes of what we send. */
class SyslogngIT extends SyslogReceiverContract {
    private static final Path SHIPPED = Path.of("config", "collectors", "syslog-ng.conf");
    private static final SyslogIdentity IDENTITY = new SyslogIdentity("sensor1", 4242, 0, "1.0", "eth0");
    private static final ObjectMapper JSON = new ObjectMapper();

    @Override
    SyslogReceiver receiver(Path folder, Map<Way, Integer> ports) {
        return new Syslogng(folder, ports);
    }

    /** As it stands but for ports and paths. */
    @Test
    void theShippedConfigurationKeepsEveryAlertTakenApart() throws Exception {
        Map<Way, Integer> ports = SyslogReceiver.freePorts();
        int udp = ports.get(Way.UDP);
        int tcp = ports.get(Way.TCP);
        Path kept = folder.resolve("vedette-alerts.json");
        String shipped = Files.readString(SHIPPED);
        assertThat(shipped).contains("port(514)", "port(601)", "/var/log/vedette-alerts.json");
        Path configuration = Files.writeString(
                folder.resolve("shipped.conf"),
                shipped.replace("port(514)", "ip(\"127.0.0.1\") port(" + udp + ")")
                        .replace("port(601)", "ip(\"127.0.0.1\") port(" + tcp + ")")
                        .replace("/var/log/vedette-alerts.json", kept.toString()));
        List<String> check = new ArrayList<>(Syslogng.command(folder, configuration));
        check.add("--syntax-only");
        Tools.Result checked = Tools.run(check.toArray(String[]::new));
        assertThat(checked.exit()).as(checked.err()).isZero();
        assertThat(checked.err()).doesNotContainIgnoringCase("error").doesNotContainIgnoringCase("warning");

        String[] command = Syslogng.command(folder, configuration).toArray(String[]::new);
        try (Tools.Background process = Tools.start(folder.resolve("shipped.log"), command)) {
            Tools.await("syslog-ng to listen", () -> Tools.isTcpListener(tcp) || !process.isRunning());
            assertThat(process.isRunning()).as(process.printed()).isTrue();
            Tools.awaitUdpListener(udp);
            sendOfAnother(udp);
            send(SyslogUdpExporter.replay(Way.UDP.collector(udp, SyslogConfig.DEFAULT), IDENTITY, counters));
            send(SyslogTcpExporter.replay(
                    Way.TCP.collector(tcp, SyslogConfig.DEFAULT), IDENTITY, counters, Duration.ofSeconds(30)));
            Tools.await("two alerts", () -> lines(kept).size() >= 2);
            assertThat(process.stop("TERM")).doesNotContainIgnoringCase("error");
        }
        assertThat(lines(kept)).hasSize(2);
        for (String line : lines(kept)) {
            JsonNode alert = JSON.readTree(line);
            assertThat(alert.path("time").asText()).isEqualTo("2023-11-14T22:13:20.000000+00:00");
            assertThat(alert.path("severity").asText()).isEqualTo("warning");
            assertThat(alert.path("host").asText()).isEqualTo("sensor1");
            assertThat(alert.path("kind").asText()).isEqualTo("ALERT");
            assertThat(alert.path("message").asText()).contains("tried 1000 TCP ports");
            assertThat(alert.at("/_SDATA/vedette@32473/code").asText()).isEqualTo("1001");
        }
    }

    private static void send(Exporter exporter) throws IOException {
        exporter.onAlert(Findings.alert(AlertType.SCAN_VERTICAL, Findings.source(7)));
        exporter.flush();
        exporter.close();
    }

    /** What no sensor of ours sent is not kept. */
    private static void sendOfAnother(int port) throws IOException {
        byte[] message = "<14>1 2023-11-14T22:13:20Z host other - - - text".getBytes(StandardCharsets.US_ASCII);
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.send(new DatagramPacket(message, message.length, InetAddress.getLoopbackAddress(), port));
        }
    }

    private static List<String> lines(Path path) {
        try {
            return Files.readAllLines(path);
        } catch (IOException e) {
            return List.of();
        }
    }
}
