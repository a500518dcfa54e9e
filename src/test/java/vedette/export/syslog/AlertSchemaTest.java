package vedette.export.syslog;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vedette.detect.Alert;
import vedette.detect.AlertType;
import vedette.detect.Evidence;
import vedette.detect.Finding;
import vedette.detect.Findings;
import vedette.detect.Level;
import vedette.detect.Subject;
import vedette.export.ExportCounters;
import vedette.export.SyslogConfig;
import vedette.export.SyslogConfig.Format;
import vedette.export.json.AlertLines;
import vedette.flow.FlowRecords;

/** One alert, in JSON, in structured data and in CEF: each field of the schema stands where the schema says. */
class AlertSchemaTest {
    private static final SyslogIdentity IDENTITY = new SyslogIdentity("sensor1", 4242, 0, "1.0", "eth0");

    private static final Alert ALERT = Findings.alert(
            AlertType.LONG_CONNECTION,
            Subject.connection(FlowRecords.tcp().flow()),
            new Finding(
                    Level.HIGH,
                    77,
                    "T1071",
                    Findings.MIDNIGHT_NS - 5_000_000,
                    Findings.MIDNIGHT_NS - 2_000_000,
                    123_456_789_012L,
                    "a long one",
                    new Evidence()
                            .across(3, 4_000)
                            .crossing(0.875, 0.5)
                            .put("window_s", 60.0)
                            .put("flow_id", 4_503_599_627_370_503L)));

    private final JsonNode json = json();
    private final StrictSyslog.Message message = StrictSyslog.read(
            SyslogEncoder.of(SyslogConfig.DEFAULT, IDENTITY, 2048).of(ALERT));
    private final StrictSyslog.Message cefMessage =
            StrictSyslog.read(SyslogEncoder.of(SyslogConfig.DEFAULT.withFormat(Format.CEF), IDENTITY, 2048)
                    .of(ALERT));
    private final StrictCef.Event cef = StrictCef.read(cefMessage.text());

    AlertSchemaTest() throws IOException {}

    private static JsonNode json() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        AlertLines lines = new AlertLines(out, "sensor1", "1.0", "eth0", new ExportCounters(System::nanoTime));
        lines.onAlert(ALERT);
        lines.flush();
        return new ObjectMapper().readTree(out.toByteArray());
    }

    @ParameterizedTest
    @CsvSource({
        // value, in JSON, in vedette@PEN, in CEF
        "1804, /alert/signature_id, code, (signatureId)",
        "long-connection, /alert/signature, kind, (name)",
        "info, /alert/category, cat, cat",
        "open, /alert/state, state, act",
        "77, /alert/confidence, conf, confidence",
        "10.0.0.1, /src_ip, src, src",
        "10.0.0.2, /dest_ip, dst, dst",
        "40000, /src_port, spt, spt",
        "443, /dest_port, dpt, dpt",
        "TCP, /proto, proto, proto",
        "123456789012, /alert/count, cnt, cnt",
        "3, /alert/hosts, hosts, hosts",
        "4000, /alert/ports, ports, ports",
        "0.875, /alert/score, score, score",
        "0.5, /alert/threshold, thr, threshold",
        "60, /alert/evidence/window_s, win, windowSeconds",
        "T1071, /alert/metadata/mitre_technique_id/0, mitre, mitreTechniqueId",
        "4503599627370503, /flow_id, flow, flowId",
        "1:UWHKJ/x6OQ1YiVv4rIl0t3yhjg8=, /community_id, cid, communityId",
        "eth0, /in_iface, if, deviceInboundInterface",
        "1, /alert/revision, rev, revision",
        "full, /feed/visibility, vis, visibility",
        "0, /feed/loss_ratio, loss, lossRatio",
        "0, /feed/drops, drops, drops",
    })
    void aFieldHasItsNameAndItsValueInEveryEncoding(String value, String path, String parameter, String key) {
        assertThat(json.at(path).asText()).isEqualTo(value);
        assertThat(message.value("vedette@32473", parameter)).isEqualTo(value);
        String inCef = switch (key) {
            case "(signatureId)" -> cef.signatureId();
            case "(name)" -> cef.name();
            default -> cef.labelled(key) == null ? cef.value(key) : cef.labelled(key);
        };
        assertThat(inCef).isEqualTo(value);
    }

    @Test
    void idTimesSeverityMessageAndSensorStandInEveryEncoding() {
        assertThat(json.at("/alert/id").asText())
                .isEqualTo(ALERT.id())
                .isEqualTo(message.value("vedette@32473", "id"))
                .isEqualTo(cef.value("externalId"));
        assertThat(json.at("/timestamp").asText())
                .isEqualTo("2023-11-14T22:13:20.000000Z")
                .isEqualTo(message.timestamp())
                .isEqualTo(cefMessage.timestamp());
        assertThat(cef.value("rt")).isEqualTo("1700000000000");
        assertThat(json.at("/alert/first").asText())
                .isEqualTo("2023-11-14T22:13:19.995000Z")
                .isEqualTo(message.value("vedette@32473", "first"));
        assertThat(cef.value("start")).isEqualTo("1699999999995");
        assertThat(json.at("/alert/last").asText())
                .isEqualTo("2023-11-14T22:13:19.998000Z")
                .isEqualTo(message.value("vedette@32473", "last"));
        assertThat(cef.value("end")).isEqualTo("1699999999998");
        assertThat(json.at("/alert/severity").asInt()).isEqualTo(1);
        assertThat(json.at("/alert/level").asText())
                .isEqualTo("high")
                .isEqualTo(message.value("vedette@32473", "level"));
        assertThat(message.severity()).isEqualTo(3);
        assertThat(cef.severity()).isEqualTo(8);
        assertThat(json.at("/alert/message").asText()).isEqualTo("a long one").isEqualTo(cef.value("msg"));
        assertThat(message.text()).isEqualTo("open long-connection from 10.0.0.1 to 10.0.0.2 port 443/tcp: a long one");
        assertThat(json.at("/host").asText())
                .isEqualTo("sensor1")
                .isEqualTo(message.hostname())
                .isEqualTo(cef.value("dvchost"));
        assertThat(json.at("/vedette/version").asText())
                .isEqualTo("1.0")
                .isEqualTo(message.value("origin", "swVersion"))
                .isEqualTo(cef.version());
    }
}
