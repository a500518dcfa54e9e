package vedette.export.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.UniqueElements;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import vedette.detect.Alert;
import vedette.detect.AlertType;
import vedette.detect.Evidence;
import vedette.detect.Finding;
import vedette.detect.Findings;
import vedette.detect.Level;
import vedette.detect.Subject;
import vedette.export.ExportCounters;
import vedette.flow.FlowRecords;
import vedette.net.IpPrefix;

class AlertLinesTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Subject PAIR = Findings.between("10.0.0.1", "10.0.0.2", 443);

    private static String line(@Nullable String interfaceName, Alert alert) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ExportCounters counters = new ExportCounters(System::nanoTime);
        AlertLines lines = new AlertLines(out, "sensor1", "1.0", interfaceName, counters);
        lines.onAlert(alert);
        lines.flush();
        assertThat(counters.alerts().sent().records()).isEqualTo(1);
        lines.close();
        return out.toString(StandardCharsets.US_ASCII);
    }

    private static JsonNode json(Alert alert) throws IOException {
        return JSON.readTree(line(null, alert));
    }

    private static Finding finding(Level level, String message, Evidence evidence) {
        return new Finding(level, 50, "", Findings.MIDNIGHT_NS, Findings.MIDNIGHT_NS, 1, message, evidence);
    }

    @Test
    void anAlertIsOneLine() throws IOException {
        Alert alert = Findings.alert(AlertType.SCAN_VERTICAL, PAIR);
        assertThat(line("eth0", alert))
                .isEqualTo(
                        "{\"timestamp\":\"2023-11-14T22:13:20.000000Z\",\"host\":\"sensor1\",\"in_iface\":\"eth0\",\"event_type\":\"alert\","
                                + "\"src_ip\":\"10.0.0.1\",\"dest_ip\":\"10.0.0.2\",\"dest_port\":443,\"proto\":\"TCP\","
                                + "\"alert\":{\"id\":\"" + alert.id() + "\",\"state\":\"open\",\"revision\":1,"
                                + "\"signature_id\":1001,\"signature\":\"scan.vertical\",\"category\":\"scan\",\"severity\":2,"
                                + "\"level\":\"medium\",\"confidence\":90,\"first\":\"2023-11-14T22:13:19.000000Z\","
                                + "\"last\":\"2023-11-14T22:13:20.000000Z\",\"count\":1000,\"hosts\":1,\"ports\":1000,\"score\":1000,\"threshold\":5,"
                                + "\"message\":\"tried 1000 TCP ports of 10.0.0.2, 999 did not answer\","
                                + "\"metadata\":{\"mitre_technique_id\":[\"T1046\"]},"
                                + "\"evidence\":{\"targets\":1000,\"min_targets\":5,\"failed_ratio\":0.997,\"one_way\":false,"
                                + "\"port_kind\":\"tcp\",\"samples\":[\"10.0.0.2:22\",\"10.0.0.2:23\"]}},"
                                + "\"feed\":{\"visibility\":\"full\",\"loss_ratio\":0,\"drops\":0},"
                                + "\"vedette\":{\"version\":\"1.0\"}}\n");
    }

    @Test
    void whatASubjectDoesNotHaveIsLeftOut() throws IOException {
        JsonNode alert = json(Findings.alert(AlertType.ALERTS_SUPPRESSED, new Subject(null, null, -1, -1)));
        List<String> names = new ArrayList<>();
        alert.fieldNames().forEachRemaining(names::add);
        assertThat(names).containsExactly("timestamp", "host", "event_type", "alert", "feed", "vedette");
    }

    @Test
    void aPrefixDoesNotStandWhereAnAddressBelongs() throws IOException {
        JsonNode alert = json(Findings.alert(
                AlertType.SCAN_DISTRIBUTED, new Subject(IpPrefix.parse("2001:db8:1::/64"), null, 6, -1)));
        assertThat(alert.has("src_ip")).isFalse();
        assertThat(alert.path("src_prefix").asText()).isEqualTo("2001:db8:1::/64");
    }

    @Test
    void aSingleConnectionHasTheCommunityIdOfItsFlow() throws IOException {
        JsonNode alert = json(Findings.alert(
                AlertType.LONG_CONNECTION, Subject.connection(FlowRecords.tcp().flow())));
        assertThat(alert.path("src_port").asInt()).isEqualTo(40000);
        assertThat(alert.path("community_id").asText()).isEqualTo("1:UWHKJ/x6OQ1YiVv4rIl0t3yhjg8=");
        assertThat(json(Findings.alert(AlertType.BRUTE_FORCE, PAIR)).has("community_id"))
                .isFalse();
    }

    @ParameterizedTest
    @EnumSource(Level.class)
    void levelsAreSeveritiesAsSuricataCounts(Level level) throws IOException {
        Alert alert = Findings.alert(AlertType.FLOOD_SYN, PAIR, finding(level, "", Evidence.NONE));
        int severity = json(alert).at("/alert/severity").asInt();
        assertThat(severity).isEqualTo(level == Level.MEDIUM ? 2 : level.compareTo(Level.MEDIUM) > 0 ? 1 : 3);
        assertThat(json(alert).at("/alert/metadata").isEmpty()).isTrue();
    }

    @Property
    void nothingInTheEvidenceBreaksALine(
            @ForAll @UniqueElements List<String> names, @ForAll List<String> values, @ForAll char half)
            throws IOException {
        Evidence evidence = new Evidence();
        names.forEach(name -> evidence.put(name, name + half));
        names.forEach(name -> evidence.put("list of " + name, values));
        String message = String.join("\"}\n", values) + half;
        String line = line(null, Findings.alert(AlertType.FLOOD_SYN, PAIR, finding(Level.LOW, message, evidence)));
        assertThat(line).matches("[ -~]*\n");
        JsonNode read = JSON.readTree(line).path("alert");
        assertThat(read.path("message").asText()).isEqualTo(whole(message));
        for (String name : names) {
            assertThat(read.path("evidence").path(name).asText()).isEqualTo(whole(name + half));
            List<String> list = new ArrayList<>();
            read.path("evidence").path("list of " + name).forEach(item -> list.add(item.asText()));
            assertThat(list).isEqualTo(values);
        }
    }

    /** Half a surrogate pair is no character. */
    private static String whole(String text) {
        StringBuilder whole = new StringBuilder();
        text.codePoints()
                .forEach(c -> whole.appendCodePoint(
                        c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 0xFFFD : c));
        return whole.toString();
    }

    @Property
    void everyNumberReadsBackToSixDigits(@ForAll double number) throws IOException {
        Evidence evidence = new Evidence().put("number", number);
        JsonNode read = json(Findings.alert(AlertType.FLOOD_SYN, PAIR, finding(Level.LOW, "", evidence)))
                .at("/alert/evidence/number");
        assertThat(read.asDouble())
                .isCloseTo(number, org.assertj.core.data.Offset.offset(Math.abs(number) * 1e-5 + Double.MIN_NORMAL));
    }

    @Test
    void whatIsNoNumberIsNull() throws IOException {
        Evidence evidence = new Evidence().put("a", Double.NaN).put("b", Double.POSITIVE_INFINITY);
        JsonNode read = json(Findings.alert(AlertType.FLOOD_SYN, PAIR, finding(Level.LOW, "", evidence)))
                .at("/alert/evidence");
        assertThat(read.toString()).isEqualTo("{\"a\":null,\"b\":null}");
    }
}
