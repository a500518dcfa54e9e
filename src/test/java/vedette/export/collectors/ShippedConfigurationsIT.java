package vedette.export.collectors;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vedette.Tools;
import vedette.detect.AlertType;
import vedette.detect.Findings;
import vedette.export.CollectorConfig;
import vedette.export.ExportCounters;
import vedette.export.Exporter;
import vedette.export.ExportingAgent;
import vedette.export.ObservationPoints;
import vedette.export.syslog.SyslogIdentity;
import vedette.export.syslog.SyslogTcpExporter;
import vedette.export.syslog.SyslogUdpExporter;
import vedette.flow.Flow;

/** What we ship in config/collectors, run as it stands but for ports and paths. That of pmacct is run by the matrix. */
class ShippedConfigurationsIT {
    private static final Path SHIPPED = Path.of("config", "collectors");
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    private List<byte[]> biflows() throws IOException {
        return messages("biflow");
    }

    private List<byte[]> messages(String profile) throws IOException {
        ObservationPoints points = new ObservationPoints();
        points.add("eth0", 2);
        List<Flow> flows = new MixedTraffic().flows(folder);
        Format format = Format.all().stream()
                .filter(each -> each.name().equals(profile))
                .findFirst()
                .orElseThrow();
        return format.messages(flows, points);
    }

    @Test
    void nfcapdStoresWhatItIsSent() throws Exception {
        Tools.tool("nfcapd");
        String nfdump = Tools.tool("nfdump");
        int port = Tools.freeUdpPort();
        Path store = folder.resolve("nfdump");
        List<byte[]> messages = biflows();
        String script = SHIPPED.resolve("nfcapd.sh").toString();
        try (Tools.Background nfcapd =
                Tools.start(folder.resolve("log"), "sh", script, store.toString(), Integer.toString(port))) {
            Tools.awaitUdpListener(port);
            Format.send(messages, port);
            Tools.awaitUdpRead(port);
            assertThat(nfcapd.stop("TERM")).contains("Sequence Errors: 0, Bad Packets: 0");
        }
        Tools.Result flows = Tools.run(nfdump, "-R", store.toString(), "-q", "-o", "fmt:%sap %dap %ipkt %opkt");
        assertThat(flows.lines().stream().map(line -> line.replaceAll(" +", " ").trim()))
                .contains("10.0.0.1:40000 10.0.0.2:80 4 3");
    }

    /** The first of its kind in each message in which tshark, with our script, finds the first of these elements. */
    private List<String> tshark(List<byte[]> messages, String... elements) throws Exception {
        Path capture = Format.capture(messages, 4739, folder.resolve("messages.pcap"));
        String script = "lua_script:" + SHIPPED.resolve("wireshark-vedette.lua");
        List<String> command = new ArrayList<>(List.of(Tools.tool("tshark"), "-X", script, "-r", capture.toString()));
        command.addAll(List.of("-d", "udp.port==4739,cflow", "-Y", elements[0], "-T", "fields", "-E", "occurrence=f"));
        for (String element : elements) {
            command.addAll(List.of("-e", element));
        }
        Tools.Result read = Tools.run(command.toArray(String[]::new));
        assertThat(read.err()).doesNotContain("Lua").doesNotContain("error");
        return read.lines();
    }

    @Test
    void tsharkNamesOurElementsInAlerts() throws Exception {
        assertThat(tshark(
                        biflows(),
                        "vedette.vedetteAlertType",
                        "vedette.vedetteAlertState",
                        "vedette.vedetteEventCount",
                        "vedette.vedetteSensorName"))
                .isNotEmpty()
                .containsOnly("scan.vertical\t1\t1000\tsensor1");
    }

    @Test
    void tsharkNamesOurElementsInFlows() throws Exception {
        assertThat(tshark(
                        messages("full"),
                        "vedette.vedetteTcpState",
                        "vedette.vedetteTcpHistory",
                        "vedette.reverseVedetteRetransmittedCount",
                        "vedette.vedetteFlowPart"))
                .contains("RSTR\tShADdFr\t0\t1", "REJ\tSr\t0\t1", "S0\tS\t\t1");
    }

    @Test
    void rsyslogKeepsEveryAlertTakenApart() throws Exception {
        String rsyslogd = Tools.tool("rsyslogd");
        int udp = Tools.freeUdpPort();
        int tcp = Tools.freeTcpPort();
        Path kept = folder.resolve("vedette-alerts.json");
        String shipped = Files.readString(SHIPPED.resolve("rsyslog.conf"));
        Path configuration = Files.writeString(
                folder.resolve("rsyslog.conf"),
                shipped.replace("port=\"514\"", "address=\"127.0.0.1\" port=\"" + udp + "\"")
                        .replace("port=\"601\"", "address=\"127.0.0.1\" port=\"" + tcp + "\"")
                        .replace("/var/log/vedette-alerts.json", kept.toString()));
        Tools.Result check = Tools.run(rsyslogd, "-N1", "-f", configuration.toString());
        assertThat(check.exit()).as(check.err()).isZero();
        assertThat(check.err()).doesNotContain("error");
        Path pid = folder.resolve("rsyslog.pid");
        try (Tools.Background rsyslog = Tools.start(
                folder.resolve("log"), rsyslogd, "-n", "-f", configuration.toString(), "-i", pid.toString())) {
            Tools.await("rsyslog to listen", () -> accepts(tcp) || !rsyslog.isRunning());
            Tools.awaitUdpListener(udp);
            sendAlerts(udp, tcp);
            Tools.await("two alerts", () -> lines(kept).size() >= 2);
            assertThat(rsyslog.stop("TERM")).doesNotContain("error");
        }
        for (String line : lines(kept)) {
            JsonNode alert = JSON.readTree(line);
            assertThat(alert.path("time").asText()).isEqualTo("2023-11-14T22:13:20.000000Z");
            assertThat(alert.path("severity").asText()).isEqualTo("warning");
            assertThat(alert.path("host").asText()).isEqualTo("sensor1");
            assertThat(alert.path("kind").asText()).isEqualTo("ALERT");
            assertThat(alert.path("message").asText()).contains("tried 1000 TCP ports");
            assertThat(alert.at("/data/vedette@32473/code").asText()).isEqualTo("1001");
        }
    }

    private static void sendAlerts(int udp, int tcp) throws IOException {
        SyslogIdentity identity = new SyslogIdentity("sensor1", 4242, 0, "1.0", "eth0");
        ExportCounters counters = new ExportCounters(System::nanoTime);
        CollectorConfig datagrams = CollectorConfig.of("syslog+udp://127.0.0.1:" + udp);
        sendAlert(SyslogUdpExporter.replay(datagrams, identity, counters), counters);
        CollectorConfig stream = CollectorConfig.of("syslog+tcp://127.0.0.1:" + tcp);
        sendAlert(SyslogTcpExporter.replay(stream, identity, counters, Duration.ofSeconds(30)), counters);
    }

    private static void sendAlert(Exporter exporter, ExportCounters counters) {
        ExportingAgent agent =
                ExportingAgent.replay("rsyslog", exporter, counters, 2).start();
        agent.onAlert(Findings.alert(AlertType.SCAN_VERTICAL, Findings.source(7)));
        agent.close();
        assertThat(agent.failure()).isNull();
    }

    private static boolean accepts(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static List<String> lines(Path path) {
        try (Stream<String> lines = Files.lines(path)) {
            return lines.toList();
        } catch (IOException e) {
            return new ArrayList<>();
        }
    }
}
