package vedette.export.syslog;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import vedette.detect.Alert;
import vedette.detect.AlertType;
import vedette.detect.Evidence;
import vedette.detect.Finding;
import vedette.detect.Findings;
import vedette.detect.Level;
import vedette.detect.Subject;
import vedette.export.SyslogConfig;
import vedette.export.SyslogConfig.Facility;
import vedette.flow.FlowRecords;
import vedette.net.IpPrefix;

class StructuredEncoderTest {
    private static final SyslogIdentity IDENTITY = new SyslogIdentity("sensor1", 4242, 0, "1.0", "eth0");
    private static final Subject PAIR = Findings.between("10.0.0.1", "10.0.0.2", 443);
    private static final Alert ALERT = Findings.alert(AlertType.SCAN_VERTICAL, PAIR);

    private static Finding finding(Level level, String message, Evidence evidence) {
        return new Finding(level, 50, "", Findings.MIDNIGHT_NS, Findings.MIDNIGHT_NS, 1, message, evidence);
    }

    private static SyslogEncoder encoder(SyslogIdentity identity, int most) {
        return SyslogEncoder.of(SyslogConfig.DEFAULT, identity, most);
    }

    private static StrictSyslog.Message read(SyslogIdentity identity, int most, Alert alert) {
        byte[] message = encoder(identity, most).of(alert);
        assertThat(message.length).isLessThanOrEqualTo(most);
        return StrictSyslog.read(message);
    }

    @Test
    void anAlertIsOneMessage() {
        byte[] message = encoder(IDENTITY, 2048).of(ALERT);
        assertThat(new String(message, StandardCharsets.UTF_8))
                .isEqualTo("<132>1 2023-11-14T22:13:20.000000Z sensor1 vedette 4242 ALERT [vedette@32473 id=\""
                        + ALERT.id()
                        + "\" code=\"1001\" kind=\"scan.vertical\" state=\"open\" src=\"10.0.0.1\" dst=\"10.0.0.2\""
                        + " dpt=\"443\" proto=\"TCP\" level=\"medium\" first=\"2023-11-14T22:13:19.000000Z\""
                        + " last=\"2023-11-14T22:13:20.000000Z\" cnt=\"1000\" hosts=\"1\" ports=\"1000\" score=\"1000\" thr=\"5\" conf=\"90\" cat=\"scan\" rev=\"1\""
                        + " mitre=\"T1046\" if=\"eth0\" vis=\"full\" loss=\"0\" drops=\"0\"]"
                        + "[evidence@32473 targets=\"1000\" min_targets=\"5\" failed_ratio=\"0.997\" one_way=\"false\""
                        + " port_kind=\"tcp\" samples=\"10.0.0.2:22, 10.0.0.2:23\"]"
                        + "[origin software=\"vedette\" swVersion=\"1.0\"][meta sequenceId=\"1\"]"
                        + " open scan.vertical from 10.0.0.1 to 10.0.0.2 port 443/tcp:"
                        + " tried 1000 TCP ports of 10.0.0.2, 999 did not answer");
        assertThat(StrictSyslog.read(message).facility()).isEqualTo(16);
    }

    @ParameterizedTest
    @CsvSource({"INFO, 6", "LOW, 5", "MEDIUM, 4", "HIGH, 3", "CRITICAL, 2"})
    void theLevelIsTheSeverity(Level level, int severity) {
        Alert alert = Findings.alert(AlertType.FLOOD_SYN, PAIR, finding(level, "", Evidence.NONE));
        assertThat(read(IDENTITY, 2048, alert).severity()).isEqualTo(severity);
    }

    @ParameterizedTest
    @EnumSource(AlertType.class)
    void whatIsOfTheSensorItselfIsHealth(AlertType type) {
        String expected = type.category().equals("health") ? "HEALTH" : "ALERT";
        assertThat(read(IDENTITY, 2048, Findings.alert(type, PAIR)).msgId()).isEqualTo(expected);
    }

    @Test
    void aFacilityIsItsCode() {
        assertThat(facility(Facility.KERN)).isZero();
        assertThat(facility(Facility.DAEMON)).isEqualTo(3);
        assertThat(facility(Facility.AUTHPRIV)).isEqualTo(10);
        assertThat(facility(Facility.LOCAL0)).isEqualTo(16);
        assertThat(facility(Facility.LOCAL7)).isEqualTo(23);
    }

    private static int facility(Facility facility) {
        SyslogConfig config = SyslogConfig.DEFAULT.withFacility(facility);
        return StrictSyslog.read(SyslogEncoder.of(config, IDENTITY, 2048).of(ALERT))
                .facility();
    }

    @Test
    void eachMessageHasTheNextNumber() {
        SyslogEncoder messages = encoder(IDENTITY, 2048);
        for (int i = 1; i < 5; i++) {
            assertThat(StrictSyslog.read(messages.of(ALERT)).value("meta", "sequenceId"))
                    .isEqualTo(Integer.toString(i));
        }
    }

    @Test
    void theEnterpriseNumberThatWasSetIsInTheNames() {
        SyslogIdentity own = new SyslogIdentity("s", 1, 4_294_967_295L, "1.0", null);
        StrictSyslog.Message message = read(own, 2048, ALERT);
        assertThat(message.data()).containsOnlyKeys("vedette@4294967295", "evidence@4294967295", "origin", "meta");
        assertThat(message.data().get("vedette@4294967295")).doesNotContainKey("if");
    }

    @Test
    void aConnectionHasItsCommunityIdAndAPrefixItsLength() {
        Alert connection = Findings.alert(
                AlertType.LONG_CONNECTION, Subject.connection(FlowRecords.tcp().flow()));
        assertThat(read(IDENTITY, 2048, connection).data().get("vedette@32473"))
                .containsEntry("cid", "1:UWHKJ/x6OQ1YiVv4rIl0t3yhjg8=")
                .containsEntry("spt", "40000");
        Alert prefix =
                Findings.alert(AlertType.SCAN_DISTRIBUTED, new Subject(IpPrefix.parse("192.0.2.0/24"), null, 6, 22));
        StrictSyslog.Message message = read(IDENTITY, 2048, prefix);
        assertThat(message.value("vedette@32473", "src")).isEqualTo("192.0.2.0/24");
        assertThat(message.text()).startsWith("open scan.distributed from 192.0.2.0/24 port 22/tcp: ");
    }

    @Test
    void aLongMessageLosesItsTextFirstThenEvidenceFromTheEnd() {
        Evidence evidence = new Evidence();
        for (int i = 0; i < 40; i++) {
            evidence.put("figure_" + i, "x".repeat(40));
        }
        Alert alert = Findings.alert(AlertType.FLOOD_SYN, PAIR, finding(Level.LOW, "m".repeat(900), evidence));
        StrictSyslog.Message whole = read(IDENTITY, 8192, alert);
        assertThat(whole.data().get("evidence@32473")).hasSize(40);
        assertThat(whole.text()).endsWith("m".repeat(900));
        StrictSyslog.Message textCut = read(IDENTITY, 3100, alert);
        assertThat(textCut.data().get("evidence@32473")).hasSize(40);
        assertThat(textCut.text().length()).isBetween(120, 900);
        StrictSyslog.Message shorter = read(IDENTITY, 2048, alert);
        assertThat(shorter.text().length()).isBetween(120, 180);
        assertThat(shorter.data().get("evidence@32473"))
                .hasSizeBetween(15, 39)
                .containsKey("figure_0")
                .doesNotContainKey("figure_39");
        StrictSyslog.Message least = read(IDENTITY, 520, alert);
        assertThat(least.data()).containsOnlyKeys("vedette@32473", "origin", "meta");
        assertThat(least.value("vedette@32473", "state")).isEqualTo("open");
    }

    @Property
    void nothingInAnAlertBreaksAMessage(
            @ForAll List<String> names,
            @ForAll String value,
            @ForAll String sensor,
            @ForAll char half,
            @ForAll @IntRange(min = 512, max = 2048) int most) {
        Evidence evidence = new Evidence().put("first", value + half);
        names.forEach(name -> evidence.put(name, List.of(value, name)));
        SyslogIdentity identity =
                new SyslogIdentity(sensor.repeat(20), 1, 0, "1\"]\\", value.substring(0, Math.min(20, value.length())));
        Alert alert = Findings.alert(AlertType.BEACON_DNS, PAIR, finding(Level.HIGH, value + '\n' + half, evidence));
        StrictSyslog.Message message = read(identity, most, alert);
        assertThat(message.value("vedette@32473", "id")).isEqualTo(alert.id());
        assertThat(message.value("vedette@32473", "state")).isEqualTo("open");
        if (message.data().containsKey("origin") && message.data().get("origin").containsKey("swVersion")) {
            assertThat(message.value("origin", "swVersion")).isEqualTo("1\"]\\");
        }
        if (message.data().containsKey("evidence@32473") && !names.contains("first")) {
            assertThat(message.value("evidence@32473", "first")).isEqualTo(told(value + half));
        }
    }

    private static String told(String text) {
        StringBuilder told = new StringBuilder();
        List<Integer> points = new ArrayList<>(text.codePoints().boxed().toList());
        for (int point : points) {
            boolean half = point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
            told.appendCodePoint(half || Character.isISOControl(point) ? '?' : point);
        }
        return told.toString();
    }
}
