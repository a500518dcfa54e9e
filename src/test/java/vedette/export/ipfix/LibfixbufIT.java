package vedette.export.ipfix;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vedette.Tools;
import vedette.export.ExportCounters;
import vedette.export.IgnoredPackets;
import vedette.export.IpfixProfile;
import vedette.export.MeteringProcess;
import vedette.export.ObservationPoints;
import vedette.flow.Flow;
import vedette.flow.FlowRecords;
import vedette.flow.VlanKey;

/** What libfixbuf, whose registry is its own, calls our elements, and what it reads of the profile made for SiLK. */
class LibfixbufIT {
    private static final long ENTERPRISE = 32473;

    private static final Pattern FIELD = Pattern.compile(
            "\\s+ent:\\s+(\\d+)\\s+id:\\s+(\\d+)\\s+type: (\\S+)\\s+len:\\s+\\d+ (?:\\(S\\)|   ) (\\S+)");

    private static final Pattern VALUE = Pattern.compile("\\s+\\(\\S+\\)(?: \\(S\\))?\\s*(\\w+) : (.*)");

    private static final Map<DataType, String> TYPES = Map.ofEntries(
            Map.entry(DataType.OCTET_ARRAY, "octet"),
            Map.entry(DataType.UNSIGNED8, "uint8"),
            Map.entry(DataType.UNSIGNED16, "uint16"),
            Map.entry(DataType.UNSIGNED32, "uint32"),
            Map.entry(DataType.UNSIGNED64, "uint64"),
            Map.entry(DataType.FLOAT64, "float64"),
            Map.entry(DataType.MAC_ADDRESS, "mac"),
            Map.entry(DataType.STRING, "string"),
            Map.entry(DataType.DATE_TIME_MILLISECONDS, "millisec"),
            Map.entry(DataType.DATE_TIME_NANOSECONDS, "nanosec"),
            Map.entry(DataType.IPV4_ADDRESS, "ipv4"),
            Map.entry(DataType.IPV6_ADDRESS, "ipv6"));

    @TempDir
    private Path folder;

    private final ObservationPoints points = new ObservationPoints();

    LibfixbufIT() {
        points.add("eth0", 2);
    }

    private static List<Template> everyTemplate() {
        List<Template> templates = new ArrayList<>(List.of(
                OptionsTemplates.INTERFACE,
                OptionsTemplates.EXPORTER_STATISTICS,
                OptionsTemplates.METERING_STATISTICS,
                OptionsTemplates.METERING_RELIABILITY,
                OptionsTemplates.EXPORTING_RELIABILITY,
                OptionsTemplates.FLOW_KEYS,
                OptionsTemplates.alertIpv4(ENTERPRISE),
                OptionsTemplates.alertIpv6(ENTERPRISE)));
        for (IpfixProfile profile : IpfixProfile.values()) {
            templates.addAll(new FlowTemplates(profile).all());
        }
        templates.addAll(new FlowTemplates(IpfixProfile.FULL, ENTERPRISE).all());
        return templates;
    }

    private static String named(Field field) {
        boolean isReverse = field.enterprise() == Field.REVERSE;
        String label = field.element().label();
        String name = isReverse ? "reverse" + Character.toUpperCase(label.charAt(0)) + label.substring(1) : label;
        return TYPES.get(field.element().type()) + " " + name;
    }

    @Test
    void everyElementHasTheNameAndTheTypeWeSayItHas() throws Exception {
        LoneMessages messages = new LoneMessages(1, points);
        OptionsRecords options = new OptionsRecords(points);
        options.putAlertElementTypes(ENTERPRISE, messages);
        options.putFlowElementTypes(ENTERPRISE, messages);
        Map<String, String> ours = new TreeMap<>();
        for (Template template : everyTemplate()) {
            messages.announce(template);
            for (int i = 0; i < template.fieldCount(); i++) {
                Field field = template.field(i);
                ours.put(field.enterprise() + "/" + field.element().id(), named(field));
            }
        }
        for (int i = 0; i < OptionsTemplates.ELEMENT_TYPE.fieldCount(); i++) {
            Field field = OptionsTemplates.ELEMENT_TYPE.field(i);
            ours.put("0/" + field.element().id(), named(field));
        }
        Path file = folder.resolve("templates.ipfix");
        Files.write(file, messages.file());
        Tools.Result dump =
                Tools.run(Tools.tool("ipfixDump"), "-i", file.toString(), "--rfc5610", "--yaf", "--templates");
        assertThat(dump.err()).isEmpty();
        Map<String, String> theirs = new TreeMap<>();
        for (String line : dump.lines()) {
            Matcher field = FIELD.matcher(line);
            if (field.matches()) {
                theirs.put(field.group(1) + "/" + field.group(2), field.group(3) + " " + field.group(4));
            }
        }
        assertThat(theirs).isEqualTo(ours);
    }

    @Test
    void theSilkProfileIsReadAsItWasMeant() throws Exception {
        Path file = folder.resolve("silk.ipfix");
        IpfixFileExporter exporter = IpfixFileExporter.open(
                file, IpfixProfile.SILK, ObservationDomains.fixed(1), points, new ExportCounters(System::nanoTime));
        exporter.onFlow(FlowRecords.tcp()
                .tcpFlags(Flow.FORWARD, 0x1B)
                .firstTcpFlags(Flow.FORWARD, 0x02)
                .flagCounts(Flow.FORWARD, 1, 1, 0, 1, 4, 0)
                .tcpFlags(Flow.REVERSE, 0x13)
                .firstTcpFlags(Flow.REVERSE, 0x12)
                .flagCounts(Flow.REVERSE, 1, 1, 0, 0, 4, 0)
                .outOfOrder(Flow.REVERSE, 1)
                .flow());
        exporter.flush();
        exporter.close();
        Tools.Result dump = Tools.run(Tools.tool("ipfixDump"), "-i", file.toString(), "--yaf", "--data");
        assertThat(dump.err()).isEmpty();
        Map<String, String> values = new TreeMap<>();
        for (String line : dump.lines()) {
            Matcher value = VALUE.matcher(line);
            if (value.matches()) {
                values.put(value.group(1), value.group(2));
            }
        }
        assertThat(values)
                .containsEntry("initialTCPFlags", "2")
                .containsEntry("unionTCPFlags", "25")
                .containsEntry("reverseInitialTCPFlags", "18")
                .containsEntry("reverseUnionTCPFlags", "17")
                .containsEntry("flowAttributes", "0")
                .containsEntry("reverseFlowAttributes", "2")
                .containsEntry("reverseFlowDeltaMilliseconds", "10")
                .containsEntry("flowDurationMilliseconds", "80");
    }

    @Test
    void elementsOfOurOwnInAFileAreReadByTheNamesThatAreToldInAnotherDomain() throws Exception {
        Path file = folder.resolve("flows.ipfix");
        IpfixFileExporter exporter = IpfixFileExporter.open(
                        file,
                        IpfixProfile.FULL,
                        ObservationDomains.fixed(1),
                        points,
                        new ExportCounters(System::nanoTime))
                .withMetering(new MeteringProcess(VlanKey.BOTH, true, () -> IgnoredPackets.NONE))
                .withOwnElements(ENTERPRISE, "sensor1");
        exporter.onFlow(FlowRecords.tcp().vlans(100, 200).history("ShADadFf").flow());
        exporter.flush();
        exporter.close();
        Tools.Result dump = Tools.run(Tools.tool("ipfixDump"), "-i", file.toString(), "--rfc5610", "--data");
        assertThat(dump.err()).isEmpty();
        assertThat(dump.out()).contains("vedetteTcpHistory : (len: 28) ShADadFf", "reverseVedetteMissedOctetCount");
        Tools.Result read = Tools.run(Tools.tool("tshark"), "-r", file.toString(), "-V");
        assertThat(read.out()).as("of 60 fields, two tags").contains("Dot1q Customer Vlan Id: 200");
    }

    @Test
    void elementsOfOurOwnAndOptionsAreReadByTheirNames() throws Exception {
        LoneMessages messages = new LoneMessages(1, points);
        OptionsRecords options = new OptionsRecords(points);
        FlowTemplates templates = new FlowTemplates(IpfixProfile.FULL, ENTERPRISE);
        Flow flow = FlowRecords.tcp()
                .history("ShADadFf")
                .handshake(
                        FlowRecords.MIDNIGHT_NS,
                        FlowRecords.MIDNIGHT_NS + 10_000_000,
                        FlowRecords.MIDNIGHT_NS + 11_000_000)
                .troubles(Flow.FORWARD, 3, 0, 0)
                .missed(Flow.REVERSE, 1448)
                .flow();
        options.putFlowElementTypes(ENTERPRISE, messages);
        options.putMeteringStatistics(7, new Exported(1, 2, 300), messages);
        options.putMeteringReliability(
                7, new IgnoredPackets(4, 50, FlowRecords.MIDNIGHT_NS, FlowRecords.MIDNIGHT_NS), messages);
        options.putExportingReliability(
                new NotSent(6, 70, 800, FlowRecords.MIDNIGHT_NS, FlowRecords.MIDNIGHT_NS), messages);
        options.putFlowKeys(
                7,
                templates.of(flow, false),
                new MeteringProcess(VlanKey.NONE, true, () -> IgnoredPackets.NONE),
                messages);
        messages.add(templates.of(flow, false), flow, Flow.FORWARD);
        Path file = folder.resolve("own.ipfix");
        Files.write(file, messages.file());
        Tools.Result dump = Tools.run(Tools.tool("ipfixDump"), "-i", file.toString(), "--rfc5610", "--data");
        assertThat(dump.err()).isEmpty();
        Map<String, String> values = new TreeMap<>();
        for (String line : dump.lines()) {
            Matcher value = VALUE.matcher(line);
            if (value.matches()) {
                values.put(value.group(1), value.group(2));
            }
        }
        assertThat(values)
                .containsEntry("vedetteTcpState", "(len: 6) SF")
                .containsEntry("vedetteTcpHistory", "(len: 28) ShADadFf")
                .containsEntry("vedetteSynAckDelayMicroseconds", "10000")
                .containsEntry("vedetteAckDelayMicroseconds", "1000")
                .containsEntry("vedetteRetransmittedCount", "3")
                .containsEntry("reverseVedetteMissedOctetCount", "1448")
                .containsEntry("vedetteFlowPart", "1")
                .containsEntry("vedetteFlowCommunityId", "(len: 30) 1:UWHKJ/x6OQ1YiVv4rIl0t3yhjg8=")
                .containsEntry("exportedFlowRecordTotalCount", "2")
                .containsEntry("ignoredPacketTotalCount", "4")
                .containsEntry("notSentPacketTotalCount", "70");
        Tools.Result expert = Tools.run(Tools.tool("tshark"), "-r", file.toString(), "-q", "-z", "expert");
        assertThat(expert.out()).isBlank();
        assertThat(expert.exit()).isZero();
    }
}
