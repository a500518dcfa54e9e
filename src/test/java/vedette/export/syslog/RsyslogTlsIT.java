package vedette.export.syslog;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import vedette.Tools;
import vedette.detect.Alert;
import vedette.detect.AlertType;
import vedette.detect.Findings;
import vedette.export.CollectorConfig;
import vedette.export.ExportCounters;
import vedette.export.ExportingAgent;
import vedette.export.TlsConfig;
import vedette.export.transport.Certificates;

/** Alerts to rsyslog over TLS (RFC 5425), where each side must show who it is. */
@Timeout(120)
class RsyslogTlsIT {
    private static final int MESSAGES = 1_500;
    private static final SyslogIdentity IDENTITY = new SyslogIdentity("sensor1", 4242, 0, "1.0", "eth0");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CUT_OFF = "non-properly terminated";

    @TempDir
    private Path folder;

    private final ExportCounters counters = new ExportCounters(System::nanoTime);
    private Certificates certificates;
    private int port;

    @BeforeEach
    void certify() throws IOException, InterruptedException {
        Tools.require(
                Files.exists(Path.of("/usr/lib/" + architecture() + "-linux-gnu/rsyslog/lmnsd_gtls.so")),
                "rsyslog-gnutls is not installed");
        certificates = new Certificates(folder, "ca")
                .issue("collector", "DNS:localhost")
                .issue("sensor", "DNS:sensor.example")
                .issue("other", "DNS:other.example");
        port = Tools.freeTcpPort();
    }

    private static String architecture() {
        String name = System.getProperty("os.arch");
        return name.equals("amd64") ? "x86_64" : name;
    }

    private Path configuration() throws IOException {
        return Files.writeString(folder.resolve("rsyslog.conf"), """
                global(workDirectory="%1$s" processInternalMessages="on" defaultNetstreamDriver="gtls"
                  defaultNetstreamDriverCAFile="%1$s/ca.pem"
                  defaultNetstreamDriverCertFile="%1$s/collector.pem"
                  defaultNetstreamDriverKeyFile="%1$s/collector.key")
                module(load="imtcp" StreamDriver.Name="gtls" StreamDriver.Mode="1"
                  StreamDriver.AuthMode="x509/name" PermittedPeer=["sensor.example"])
                template(name="all" type="list") {
                  constant(value="{") property(outname="msgid" name="msgid" format="jsonf")
                  constant(value=",") property(outname="data" name="structured-data" format="jsonf")
                  constant(value="}\\n")
                }
                ruleset(name="secured") { action(type="omfile" file="%1$s/kept.json" template="all") }
                input(type="imtcp" address="127.0.0.1" port="%2$d" ruleset="secured")
                action(type="omfile" file="%1$s/internal.log")
                """.formatted(folder, port));
    }

    private Tools.Background start() throws IOException {
        Tools.Background process = Tools.start(
                folder.resolve("rsyslog.log"),
                Tools.tool("rsyslogd"),
                "-n",
                "-f",
                configuration().toString(),
                "-i",
                folder.resolve("rsyslog.pid").toString());
        Tools.await("rsyslog to listen", () -> Tools.isTcpListener(port) || !process.isRunning());
        assertThat(process.isRunning()).as(process.printed()).isTrue();
        return process;
    }

    private ExportingAgent agent(TlsConfig tls, Duration patience) {
        CollectorConfig collector =
                CollectorConfig.of("syslog+tls://localhost:" + port).withTls(tls);
        return ExportingAgent.replay(
                        "rsyslog", SyslogTcpExporter.replay(collector, IDENTITY, counters, patience), counters, 2)
                .start();
    }

    private static Alert alert(int number) {
        return Findings.alert(AlertType.SCAN_UDP, Findings.source(number));
    }

    private List<String> kept() {
        List<String> kept = new ArrayList<>();
        try {
            for (String line : Files.readAllLines(folder.resolve("kept.json"))) {
                kept.add(JSON.readTree(line).path("data").asText());
            }
        } catch (IOException e) {
            // Not there yet, or its last line is not whole.
        }
        return kept;
    }

    private String internal() {
        return read(folder.resolve("internal.log"));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return "";
        }
    }

    @Test
    void rsyslogKeepsEveryAlertAndIsToldTheEnd() throws Exception {
        try (Tools.Background rsyslog = start()) {
            ExportingAgent agent = agent(certificates.trustingAndShowing("sensor"), Duration.ofSeconds(30));
            for (int i = 0; i < MESSAGES; i++) {
                agent.onAlert(alert(i));
            }
            agent.close();
            assertThat(agent.failure()).isNull();
            Tools.await("rsyslog to keep all", () -> kept().size() >= MESSAGES);
            List<String> kept = kept();
            assertThat(kept).hasSize(MESSAGES);
            for (int i = 0; i < MESSAGES; i++) {
                assertThat(kept.get(i)).contains("id=\"" + alert(i).id() + '"');
            }
            rsyslog.stop("TERM");
            assertThat(internal()).contains("exiting on signal 15").doesNotContain(CUT_OFF, "error");
        }
    }

    /** The control of the test above: this is what rsyslog says of one that only goes. */
    @Test
    void rsyslogNoticesOneThatIsCutOff() throws Exception {
        try (Tools.Background rsyslog = start()) {
            Path log = folder.resolve("client.log");
            Process client = new ProcessBuilder(
                            Tools.tool("openssl"),
                            "s_client",
                            "-connect",
                            "127.0.0.1:" + port,
                            "-cert",
                            certificates.certificate("sensor").toString(),
                            "-key",
                            certificates.key("sensor").toString())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            Tools.await("the handshake", () -> read(log).contains("Verify return code"));
            client.destroyForcibly().waitFor();
            Tools.await("rsyslog to notice", () -> internal().contains(CUT_OFF));
            assertThat(rsyslog.isRunning()).isTrue();
        }
    }

    @Test
    void aSensorThatMayNotSendIsToldSo() throws Exception {
        try (Tools.Background rsyslog = start()) {
            ExportingAgent agent = agent(certificates.trustingAndShowing("other"), Duration.ofSeconds(2));
            agent.onAlert(alert(1));
            agent.close();
            assertThat(agent.failure())
                    .hasMessageStartingWith("collector syslog+tls://localhost:" + port + " took nothing for 2 s: ")
                    .hasMessageContaining("does it accept this sensor's certificate?");
            assertThat(counters.alerts().sent().records()).isZero();
            rsyslog.stop("TERM");
            assertThat(internal()).contains("not permitted to talk to it");
            assertThat(kept()).isEmpty();
        }
    }
}
