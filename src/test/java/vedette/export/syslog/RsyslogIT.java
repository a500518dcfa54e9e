package vedette.export.syslog;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vedette.Tools;
import vedette.detect.Alert;
import vedette.detect.AlertType;
import vedette.detect.Evidence;
import vedette.detect.Finding;
import vedette.detect.Findings;
import vedette.detect.Level;
import vedette.export.CollectorConfig;
import vedette.export.ExportCounters;
import vedette.export.Exporter;
import vedette.export.ExportingAgent;

/** What rsyslog makes of what we send. */
class RsyslogIT {
    private static final int MESSAGES = 1_500;
    private static final SyslogIdentity IDENTITY = new SyslogIdentity("sensor1", 4242, 0, "1.0", "eth0");
    private static final String HARD = "quote \" backslash \\ bracket ] umlaut \u00fc";

    @TempDir
    private Path folder;

    private final ExportCounters counters = new ExportCounters();

    private static Alert alert(int number) {
        Evidence evidence = new Evidence().put("ports", number).put("hard", HARD);
        return Findings.alert(
                AlertType.SCAN_VERTICAL,
                Findings.source(number),
                new Finding(
                        Level.HIGH,
                        90,
                        "T1046",
                        Findings.MIDNIGHT_NS,
                        Findings.MIDNIGHT_NS,
                        number,
                        "tried " + number + " TCP ports \u00fc",
                        evidence));
    }

    private static int freeTcpPort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    private static boolean accepts(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private void send(Exporter exporter, Supplier<List<JsonNode>> kept) {
        ExportingAgent agent =
                ExportingAgent.replay("rsyslog", exporter, counters, 2).start();
        for (int i = 0; i < MESSAGES; i++) {
            agent.onAlert(alert(i));
        }
        agent.close();
        assertThat(agent.failure()).isNull();
        assertThat(counters.alerts().sent().records()).isEqualTo(MESSAGES);
        Tools.await("rsyslog to keep all", () -> kept.get().size() >= MESSAGES);
    }

    private static void everyAlertWasUnderstood(List<JsonNode> kept) {
        assertThat(kept).hasSize(MESSAGES);
        for (int i = 0; i < MESSAGES; i++) {
            JsonNode message = kept.get(i);
            assertThat(message.path("sev").asText()).isEqualTo("err");
            assertThat(message.path("facility").asText()).isEqualTo("local0");
            assertThat(message.path("time").asText()).isEqualTo("2023-11-14T22:13:20.000000Z");
            assertThat(message.path("host").asText()).isEqualTo("sensor1");
            assertThat(message.path("app").asText()).isEqualTo("vedette");
            assertThat(message.path("procid").asText()).isEqualTo("4242");
            assertThat(message.path("msgid").asText()).isEqualTo("ALERT");
            assertThat(message.path("msg").asText()).endsWith(": tried " + i + " TCP ports ?");
            assertThat(message.at("/data/vedette@32473/id").asText()).isEqualTo(alert(i).id());
            assertThat(message.at("/data/vedette@32473/code").asText()).isEqualTo("1001");
            assertThat(message.at("/data/evidence@32473/ports").asInt()).isEqualTo(i);
            assertThat(message.at("/data/evidence@32473/hard").asText()).isEqualTo(HARD);
            assertThat(message.at("/data/meta/sequenceid").asInt()).isEqualTo(i + 1);
        }
    }

    private Tools.Background start(Rsyslogd rsyslog, int udp, int tcp) throws IOException {
        Tools.Background process =
                Tools.start(folder.resolve("rsyslog.log"), rsyslog.command().toArray(String[]::new));
        Tools.await("rsyslog to listen", () -> accepts(tcp) || !process.isRunning());
        assertThat(process.isRunning()).as(process.printed()).isTrue();
        Tools.awaitUdpListener(udp);
        return process;
    }

    @Test
    void overTcpRsyslogUnderstandsEveryAlert() throws Exception {
        int udp = Tools.freeUdpPort();
        int tcp = freeTcpPort();
        Rsyslogd rsyslog = new Rsyslogd(folder, udp, tcp);
        try (Tools.Background process = start(rsyslog, udp, tcp)) {
            CollectorConfig collector = CollectorConfig.of("syslog+tcp://127.0.0.1:" + tcp);
            send(SyslogTcpExporter.replay(collector, IDENTITY, counters, Duration.ofSeconds(30)), rsyslog::overTcp);
            everyAlertWasUnderstood(rsyslog.overTcp());
            assertThat(process.stop("TERM")).doesNotContain("error");
        }
    }

    @Test
    void overUdpRsyslogUnderstandsEveryAlertAndLosesNone() throws Exception {
        int udp = Tools.freeUdpPort();
        int tcp = freeTcpPort();
        Rsyslogd rsyslog = new Rsyslogd(folder, udp, tcp);
        try (Tools.Background process = start(rsyslog, udp, tcp)) {
            CollectorConfig collector = CollectorConfig.of("syslog+udp://127.0.0.1:" + udp);
            send(SyslogUdpExporter.replay(collector, IDENTITY, counters), rsyslog::overUdp);
            everyAlertWasUnderstood(rsyslog.overUdp());
            assertThat(process.stop("TERM")).doesNotContain("error");
        }
    }
}
