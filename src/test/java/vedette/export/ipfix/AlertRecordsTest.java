package vedette.export.ipfix;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import vedette.detect.Alert;
import vedette.detect.AlertType;
import vedette.detect.Evidence;
import vedette.detect.Finding;
import vedette.detect.Findings;
import vedette.detect.Level;
import vedette.detect.Subject;
import vedette.export.ExportCounters;
import vedette.export.IpfixProfile;
import vedette.export.ObservationPoints;
import vedette.export.ipfix.StrictIpfix.DataRecord;
import vedette.export.ipfix.StrictIpfix.Message;
import vedette.export.ipfix.StrictIpfix.Transport;
import vedette.flow.FlowRecords;
import vedette.net.IpPrefix;

class AlertRecordsTest {
    private static final long ENTERPRISE = 32473;
    private static final int ALERT_IPV4 = 0x0410;

    private final RecordingSink sink = new RecordingSink(Transport.UDP);
    private final ObservationPoints points = new ObservationPoints();

    private ExportSession session(int mostOctets, int copies, String sensorName) {
        points.add("eth0", 2);
        ExportSession session = plain(mostOctets, copies, sink);
        session.withOwnElements(ENTERPRISE, sensorName);
        return session;
    }

    private ExportSession plain(int mostOctets, int copies, MessageSink to) {
        return ExportSession.direct(
                IpfixProfile.BIFLOW,
                points,
                ObservationDomains.fixed(7),
                mostOctets,
                copies,
                () -> 1_700_000_000,
                contents -> 1_700_000_000,
                to);
    }

    private List<DataRecord> alerts() {
        return StrictIpfix.options(sink.messages).stream()
                .filter(record -> record.template() >= ALERT_IPV4)
                .toList();
    }

    private static Alert alert(Subject subject, Finding finding) {
        return Findings.alert(AlertType.SCAN_VERTICAL, subject, finding);
    }

    private static Finding finding(Level level, String message, Evidence evidence) {
        return new Finding(
                level, 80, "T1046", Findings.MIDNIGHT_NS, Findings.MIDNIGHT_NS + 5_000_000, 77, message, evidence);
    }

    @Test
    void anAlertComesBackAsItWentIn() throws IOException {
        ExportSession session = session(1420, 1, "sensor \u00e9");
        Evidence evidence = new Evidence().across(3, 4_000).crossing(0.875, 0.5).put("hosts", "are not these");
        Subject subject = Subject.connection(FlowRecords.tcp().flow());
        Alert alert = alert(subject, finding(Level.HIGH, "found it", evidence));
        session.onAlert(alert);
        session.flush();
        assertThat(sink.alerts).isEqualTo(1);
        DataRecord record = alerts().get(0);
        assertThat(record.isOptions()).isTrue();
        assertThat(record.values())
                .containsEntry("observationPointId", 0L)
                .containsEntry("observationTimeMilliseconds", Findings.MIDNIGHT_NS / 1_000_000)
                .containsEntry("flowStartMilliseconds", Findings.MIDNIGHT_NS / 1_000_000)
                .containsEntry("flowEndMilliseconds", Findings.MIDNIGHT_NS / 1_000_000 + 5)
                .containsEntry("sourceIPv4Address", "10.0.0.1")
                .containsEntry("sourceIPv4PrefixLength", 32L)
                .containsEntry("destinationIPv4Address", "10.0.0.2")
                .containsEntry("destinationIPv4PrefixLength", 32L)
                .containsEntry("protocolIdentifier", 6L)
                .containsEntry("sourceTransportPort", 40000L)
                .containsEntry("destinationTransportPort", 443L)
                .containsEntry("vedetteAlertId", alert.id())
                .containsEntry("vedetteAlertType", "scan.vertical")
                .containsEntry("vedetteAlertState", 1L)
                .containsEntry("vedetteAlertSeverity", 73L)
                .containsEntry("vedetteAlertConfidence", 80L)
                .containsEntry("vedetteEventCount", 77L)
                .containsEntry("vedetteDistinctHosts", 3L)
                .containsEntry("vedetteDistinctPorts", 4_000L)
                .containsEntry("vedetteScore", 0.875)
                .containsEntry("vedetteThreshold", 0.5)
                .containsEntry("vedetteMessage", "found it")
                .containsEntry("vedetteTechnique", "T1046")
                .containsEntry("vedetteAlertRevision", 1L)
                .containsEntry("vedetteCommunityId", "1:UWHKJ/x6OQ1YiVv4rIl0t3yhjg8=")
                .containsEntry("vedetteSensorName", "sensor \u00e9")
                .hasSize(26);
    }

    @Test
    void ipv6PrefixesAndNobodyHaveTheirLengths() throws IOException {
        ExportSession session = session(1420, 3, "s");
        session.onAlert(alert(
                new Subject(IpPrefix.parse("2001:db8:1::/64"), null, -1, -1), finding(Level.LOW, "m", Evidence.NONE)));
        session.onAlert(alert(new Subject(null, null, -1, -1), finding(Level.LOW, "m", Evidence.NONE)));
        session.flush();
        assertThat(alerts().get(0).values())
                .containsEntry("sourceIPv6Address", "2001:db8:1:0:0:0:0:0")
                .containsEntry("sourceIPv6PrefixLength", 64L)
                .containsEntry("destinationIPv6PrefixLength", 0L)
                .containsEntry("protocolIdentifier", 255L);
        assertThat(alerts().get(1).values())
                .containsEntry("sourceIPv4Address", "0.0.0.0")
                .containsEntry("sourceIPv4PrefixLength", 0L)
                .containsEntry("vedetteDistinctHosts", 0L)
                .containsEntry("vedetteScore", 0.0);
    }

    @Test
    void withoutAnAlertNothingIsDifferentOnTheWire() throws IOException {
        ExportSession with = session(1420, 3, "s");
        RecordingSink plainSink = new RecordingSink(Transport.UDP);
        ExportSession plain = plain(1420, 3, plainSink);
        for (ExportSession session : List.of(with, plain)) {
            for (int i = 0; i < 100; i++) {
                session.onFlow(FlowRecords.tcp().id(i, 1).flow());
            }
            session.repeatTemplates(new ExportCounters(System::nanoTime));
        }
        assertThat(sink.datagrams).hasSameSizeAs(plainSink.datagrams);
        for (int i = 0; i < sink.datagrams.size(); i++) {
            assertThat(sink.datagrams.get(i)).isEqualTo(plainSink.datagrams.get(i));
        }
    }

    @Test
    void alertsHaveADomainOfTheirOwn() throws IOException {
        ExportSession session = session(1420, 1, "s");
        session.onFlow(FlowRecords.tcp().flow());
        session.onAlert(alert(Findings.source(1), finding(Level.LOW, "m", Evidence.NONE)));
        session.onFlow(FlowRecords.tcp().flow());
        session.repeatTemplates(new ExportCounters(System::nanoTime));
        session.onAlert(alert(Findings.source(2), finding(Level.LOW, "m", Evidence.NONE)));
        session.flush();
        for (Message message : sink.messages) {
            boolean isOfAlerts = message.domain() == (7 ^ 0x8000_0000L);
            assertThat(message.records().stream()
                            .anyMatch(record -> record.template() == 0x0402 || record.template() >= ALERT_IPV4))
                    .isEqualTo(isOfAlerts && !message.records().isEmpty());
        }
        assertThat(alerts()).hasSize(2);
        assertThat(StrictIpfix.options(sink.messages).stream().filter(record -> record.template() == 0x0402))
                .as("types, and once more with the templates")
                .hasSize(30);
    }

    @Test
    void noTwoDomainsOfASensorAreOne() {
        points.add("eth0", 2);
        assertThat(ObservationDomains.fixed(0x8000_0000L).of(ObservationDomains.ALERTS))
                .isPositive();
        ObservationDomains perInterface = ObservationDomains.perInterface("s", points);
        assertThat(perInterface.of(ObservationDomains.ALERTS))
                .isPositive()
                .isNotEqualTo(perInterface.of(0))
                .isNotEqualTo(ObservationDomains.perInterface("t", points).of(ObservationDomains.ALERTS));
    }

    @Property(tries = 300)
    void whateverIsToldFitsIntoAMessage(
            @ForAll String message, @ForAll String name, @ForAll @IntRange(min = 512, max = 1420) int most)
            throws IOException {
        AlertRecordsTest fresh = new AlertRecordsTest();
        ExportSession session = fresh.session(most, 3, name.repeat(9));
        Random random = new Random(message.hashCode());
        for (int i = 0; i < 20; i++) {
            session.onFlow(FlowRecords.random(random).flow());
            session.onAlert(alert(
                    Subject.connection(FlowRecords.tcp().flow()),
                    finding(Level.LOW, message.repeat(1 + random.nextInt(20)), Evidence.NONE)));
        }
        session.flush();
        assertThat(fresh.alerts()).hasSize(20);
        assertThat(fresh.sink.messages).allMatch(sent -> sent.length() <= most);
    }
}
