package vedette.export.syslog;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
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
import vedette.export.SyslogConfig;
import vedette.export.SyslogConfig.Format;
import vedette.flow.Flow;
import vedette.flow.FlowRecords;
import vedette.net.IpPrefix;

class CefEncoderTest {
    private static final SyslogIdentity IDENTITY = new SyslogIdentity("sensor1", 4242, 0, "1.0", "eth0");
    private static final Subject PAIR = Findings.between("10.0.0.1", "10.0.0.2", 443);
    private static final Alert ALERT = Findings.alert(AlertType.SCAN_VERTICAL, PAIR);

    private static SyslogEncoder encoder(SyslogIdentity identity, int most) {
        return SyslogEncoder.of(SyslogConfig.DEFAULT.withFormat(Format.CEF), identity, most);
    }

    private static Finding finding(Level level, String message, Evidence evidence) {
        return new Finding(level, 50, "", Findings.MIDNIGHT_NS, Findings.MIDNIGHT_NS, 1, message, evidence);
    }

    private static StrictCef.Event read(byte[] message, int most) {
        assertThat(message.length).isLessThanOrEqualTo(most);
        StrictSyslog.Message read = StrictSyslog.read(message);
        assertThat(read.data()).isEmpty();
        return StrictCef.read(read.text());
    }

    private static StrictCef.Event read(Alert alert) {
        return read(encoder(IDENTITY, 2048).of(alert), 2048);
    }

    private static StrictCef.Event read(Flow flow) {
        return read(encoder(IDENTITY, 2048).of(flow, "eth1"), 2048);
    }

    @Test
    void anAlertIsOneEvent() {
        assertThat(new String(encoder(IDENTITY, 2048).of(ALERT), StandardCharsets.US_ASCII))
                .isEqualTo("<132>1 2023-11-14T22:13:20.000000Z sensor1 vedette 4242 ALERT - "
                        + "CEF:0|Vedette|vedette|1.0|1001|scan.vertical|5|externalId=" + ALERT.id()
                        + " act=open cat=scan src=10.0.0.1 dst=10.0.0.2 dpt=443 proto=TCP rt=1700000000000"
                        + " start=1699999999000 end=1700000000000 cnt=1000 cn1=90 cn1Label=confidence"
                        + " cn2=1 cn2Label=hosts cn3=1000 cn3Label=ports cfp1=1000 cfp1Label=score cfp2=5 cfp2Label=threshold"
                        + " cs1=T1046 cs1Label=mitreTechniqueId dvchost=sensor1 deviceInboundInterface=eth0 dvcpid=4242"
                        + " flexNumber1=1 flexNumber1Label=revision flexString1=full flexString1Label=visibility"
                        + " cfp4=0 cfp4Label=lossRatio flexNumber2=0 flexNumber2Label=drops"
                        + " cs5=targets 1000; min_targets 5; failed_ratio 0.997; one_way false; port_kind tcp;"
                        + " samples 10.0.0.2:22, 10.0.0.2:23 cs5Label=evidence"
                        + " msg=tried 1000 TCP ports of 10.0.0.2, 999 did not answer");
    }

    @Test
    void aFlowRecordIsOneEvent() {
        byte[] message = encoder(IDENTITY, 2048).of(FlowRecords.tcp().flow(), "eth1");
        assertThat(new String(message, StandardCharsets.US_ASCII))
                .isEqualTo("<134>1 2023-11-14T22:13:20.080000Z sensor1 vedette 4242 FLOW - "
                        + "CEF:0|Vedette|vedette|1.0|flow|flow|0|externalId=4503599627370503 cat=flow"
                        + " src=10.0.0.1 spt=40000 dst=10.0.0.2 dpt=443 proto=TCP rt=1700000000080"
                        + " start=1700000000000 end=1700000000080 in=250 out=240 cn1=5 cn1Label=packetsToServer"
                        + " cn2=4 cn2Label=packetsToClient cn3=1 cn3Label=part reason=end"
                        + " cs2=1:UWHKJ/x6OQ1YiVv4rIl0t3yhjg8\\= cs2Label=communityId cs1=SF cs1Label=tcpState"
                        + " cs3=ShAFaf cs3Label=tcpHistory cs4=13/13 cs4Label=tcpFlags dvchost=sensor1"
                        + " deviceInboundInterface=eth1 dvcpid=4242 cs6=initiator cs6Label=direction"
                        + " msg=TCP 10.0.0.1:40000 > 10.0.0.2:443 SF, 5 packets 250 octets, back 4 packets 240 octets");
    }

    @ParameterizedTest
    @CsvSource({"INFO, 1, 6", "LOW, 3, 5", "MEDIUM, 5, 4", "HIGH, 8, 3", "CRITICAL, 10, 2"})
    void theLevelIsTheSeverityOfTheEventAndOfTheMessage(Level level, int severity, int priority) {
        Alert alert = Findings.alert(AlertType.FLOOD_SYN, PAIR, finding(level, "", Evidence.NONE));
        byte[] message = encoder(IDENTITY, 2048).of(alert);
        assertThat(read(message, 2048).severity()).isEqualTo(severity);
        assertThat(StrictSyslog.read(message).severity()).isEqualTo(priority);
    }

    @Test
    void eachAddressStandsInTheFieldOfItsKind() {
        StrictCef.Event six =
                read(Findings.alert(AlertType.BRUTE_FORCE, Findings.between("2001:db8::1", "2001:db8::2", 22)));
        assertThat(six.value("c6a2")).isEqualTo("2001:db8::1");
        assertThat(six.value("c6a3")).isEqualTo("2001:db8::2");
        assertThat(six.labelled("Source IPv6 Address")).isEqualTo("2001:db8::1");
        assertThat(six.labelled("Destination IPv6 Address")).isEqualTo("2001:db8::2");
        assertThat(six.extension()).doesNotContainKeys("src", "dst");
        Subject prefixes = new Subject(IpPrefix.parse("192.0.2.0/24"), IpPrefix.parse("2001:db8::/32"), 6, -1);
        StrictCef.Event wide = read(Findings.alert(AlertType.SCAN_DISTRIBUTED, prefixes));
        assertThat(wide.labelled("sourcePrefix")).isEqualTo("192.0.2.0/24");
        assertThat(wide.labelled("destinationPrefix")).isEqualTo("2001:db8::/32");
        assertThat(wide.extension()).doesNotContainKeys("src", "dst", "c6a2", "c6a3", "spt", "dpt");
    }

    @Test
    void onlyWhatCefWantsEscapedIsEscaped() {
        SyslogIdentity identity = new SyslogIdentity("se=nsor", 1, 0, "1|2\\3=4", "eth|0\\");
        Evidence evidence = new Evidence().put("a", "x=y").put("b", "p|q\\r\ns\rt\u00fc");
        byte[] message = encoder(identity, 2048)
                .of(Findings.alert(AlertType.FLOOD_SYN, PAIR, finding(Level.LOW, "1=1|\\\n", evidence)));
        assertThat(new String(message, StandardCharsets.US_ASCII))
                .contains("CEF:0|Vedette|vedette|1\\|2\\\\3=4|1101|flood.syn|3|externalId=")
                .contains(" dvchost=se\\=nsor deviceInboundInterface=eth|0\\\\ dvcpid=1 ")
                .contains(" cs5=a x\\=y; b p|q\\\\r\\ns\\rt? cs5Label=evidence msg=1\\=1|\\\\\\n");
        StrictCef.Event event = read(message, 2048);
        assertThat(event.version()).isEqualTo("1|2\\3=4");
        assertThat(event.value("deviceInboundInterface")).isEqualTo("eth|0\\");
        assertThat(event.labelled("evidence")).isEqualTo("a x=y; b p|q\\r\ns\rt?");
        assertThat(event.value("msg")).isEqualTo("1=1|\\\n");
    }

    @Test
    void aLongMessageLosesItsTextFirstThenEvidenceFromTheEnd() {
        Evidence evidence = new Evidence();
        for (int i = 0; i < 30; i++) {
            evidence.put("figure_" + i, "x".repeat(40));
        }
        Alert alert = Findings.alert(AlertType.FLOOD_SYN, PAIR, finding(Level.LOW, "=".repeat(900), evidence));
        StrictCef.Event whole = read(encoder(IDENTITY, 8192).of(alert), 8192);
        assertThat(whole.value("msg")).hasSize(900);
        assertThat(whole.value("cs5")).endsWith("figure_29 " + "x".repeat(40));
        StrictCef.Event textCut = read(encoder(IDENTITY, 2500).of(alert), 2500);
        assertThat(textCut.value("cs5")).isEqualTo(whole.value("cs5"));
        assertThat(textCut.value("msg").length()).isBetween(60, 899);
        StrictCef.Event shorter = read(encoder(IDENTITY, 1180).of(alert), 1180);
        assertThat(shorter.value("msg").length()).isBetween(60, 90);
        assertThat(shorter.value("cs5")).startsWith("figure_0 ").matches("(figure_\\d+ x{40}; )*figure_\\d+ x{40}");
        assertThat(shorter.extension()).containsKey("flexNumber2");
        StrictCef.Event least = read(encoder(IDENTITY, 512).of(alert), 512);
        assertThat(least.value("act")).isEqualTo("open");
        assertThat(least.extension()).doesNotContainKey("cs5").containsKey("msg");
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
        SyslogIdentity identity = new SyslogIdentity(sensor.repeat(20), 1, 0, "1|\\", sensor.repeat(20));
        Alert alert = Findings.alert(AlertType.BEACON_DNS, PAIR, finding(Level.HIGH, value + '\n' + half, evidence));
        StrictCef.Event event = read(encoder(identity, most).of(alert), most);
        assertThat(event.value("externalId")).isEqualTo(alert.id());
        assertThat(event.version()).isEqualTo("1|\\");
        assertThat(event.signatureId()).isEqualTo("1202");
    }

    @Test
    void everyFlowRecordIsAnEventOfItsFigures() {
        for (int seed = 0; seed < 500; seed++) {
            Flow flow = FlowRecords.random(new Random(seed)).flow();
            StrictCef.Event event = read(encoder(IDENTITY, 1180).of(flow, "eth1"), 1180);
            assertThat(event.value("externalId")).isEqualTo(Long.toString(flow.flowId()));
            assertThat(event.value("in")).isEqualTo(Long.toString(flow.octets(Flow.FORWARD)));
            assertThat(event.value("out")).isEqualTo(Long.toString(flow.octets(Flow.REVERSE)));
            assertThat(event.labelled("packetsToServer")).isEqualTo(Long.toString(flow.packets(Flow.FORWARD)));
            assertThat(event.labelled("packetsToClient")).isEqualTo(Long.toString(flow.packets(Flow.REVERSE)));
            assertThat(event.labelled("direction")).isEqualTo(flow.isDirectionGuessed() ? "guessed" : "initiator");
            assertThat(event.value("reason")).isEqualTo(flow.endReason().label());
            assertThat(event.value("start")).isEqualTo(Long.toString(flow.startNs() / 1_000_000));
            assertThat(event.value("end")).isEqualTo(Long.toString(flow.endNs() / 1_000_000));
            assertThat(event.extension().containsKey("cnt")).isEqualTo(flow.isAggregate());
            assertThat(event.labelled("communityId") == null).isEqualTo(flow.isAggregate());
            assertThat(event.labelled("tcpState") != null).isEqualTo(flow.protocol() == 6 && !flow.isAggregate());
        }
    }

    @Test
    void anIcmpFlowHasItsTypeAndCodeAndNoPorts() {
        StrictCef.Event event =
                read(FlowRecords.udp().protocol(1).icmp(8, 3).vlans(100, 200).flow());
        assertThat(event.labelled("icmpType")).isEqualTo("8");
        assertThat(event.labelled("icmpCode")).isEqualTo("3");
        assertThat(event.labelled("vlan")).isEqualTo("100, 200");
        assertThat(event.extension()).doesNotContainKeys("spt", "dpt");
    }
}
