package vedette.export.ipfix;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vedette.Tools;
import vedette.detect.Alert;
import vedette.detect.AlertType;
import vedette.detect.Evidence;
import vedette.detect.Finding;
import vedette.detect.Findings;
import vedette.detect.Level;
import vedette.detect.Subject;
import vedette.export.CollectorConfig;
import vedette.export.ExportCounters;
import vedette.export.ExportingAgent;
import vedette.export.IgnoredPackets;
import vedette.export.IpfixConfig;
import vedette.export.IpfixProfile;
import vedette.export.MeteringProcess;
import vedette.export.ObservationPoints;
import vedette.flow.EndReason;
import vedette.flow.Flow;
import vedette.flow.FlowRecords;
import vedette.flow.VlanKey;

/** What other people's collectors make of what we send. */
class CollectorsIT {
    private static final long MIDNIGHT_NS = FlowRecords.MIDNIGHT_NS;
    private static final long ENTERPRISE = 32473;
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final MeteringProcess METERING =
            new MeteringProcess(VlanKey.NONE, true, () -> new IgnoredPackets(1, 40, MIDNIGHT_NS, MIDNIGHT_NS));

    @TempDir
    private Path folder;

    private final ObservationPoints points = new ObservationPoints();
    private final ExportCounters counters = new ExportCounters(System::nanoTime);

    CollectorsIT() {
        points.add("eth0", 2);
    }

    /** One of each kind, told apart by their numbers of packets. */
    private static List<FlowRecords> oneOfEachKind() {
        return List.of(
                FlowRecords.tcp()
                        .vlans(100)
                        .macs(0x0200_0000_0001L, 0x0200_0000_0002L)
                        .tcpFlags(Flow.FORWARD, 0x1B)
                        .tcpFlags(Flow.REVERSE, 0x17)
                        .initialSequence(Flow.FORWARD, 0xFEDC_BA98, 64240)
                        .initialSequence(Flow.REVERSE, 5, 65535)
                        .flagCounts(Flow.FORWARD, 1, 1, 0, 2, 4, 0)
                        .flagCounts(Flow.REVERSE, 1, 1, 0, 1, 4, 0)
                        .ttl(Flow.FORWARD, 63, 64)
                        .ttl(Flow.REVERSE, 50, 51)
                        .trafficClass(Flow.FORWARD, 0x28)
                        .times(Flow.FORWARD, MIDNIGHT_NS + 123_456_789, MIDNIGHT_NS + 1_623_456_789)
                        .counted(Flow.FORWARD, 101, 10_100)
                        .counted(Flow.REVERSE, 4, 240),
                FlowRecords.tcp()
                        .ipv6(0x2001_0db8_0000_0000L, 1, 0x2001_0db8_0000_0000L, 2)
                        .counted(Flow.FORWARD, 102, 10_200)
                        .counted(Flow.REVERSE, 5_000_000_000L, 6_000_000_000_000L),
                FlowRecords.udp().counted(Flow.FORWARD, 103, 10_300),
                FlowRecords.udp().vlans(200, 300).protocol(132).counted(Flow.FORWARD, 104, 10_400),
                FlowRecords.udp().protocol(1).icmp(8, 0).counted(Flow.FORWARD, 105, 10_500),
                FlowRecords.udp().protocol(1).icmp(3, 13).without(Flow.REVERSE).counted(Flow.FORWARD, 106, 10_600),
                FlowRecords.udp()
                        .ipv6(0xfe80_0000_0000_0000L, 1, 0xff02_0000_0000_0000L, 1)
                        .protocol(58)
                        .icmp(135, 0)
                        .without(Flow.REVERSE)
                        .counted(Flow.FORWARD, 107, 10_700),
                FlowRecords.udp().protocol(47).ports(0, 0).counted(Flow.FORWARD, 108, 10_800),
                FlowRecords.tcp()
                        .without(Flow.REVERSE)
                        .tcpFlags(Flow.FORWARD, 0x02)
                        .closed(MIDNIGHT_NS + 300_000_000_000L, EndReason.IDLE)
                        .counted(Flow.FORWARD, 109, 10_900));
    }

    private void send(int port, IpfixProfile profile, int rounds) throws IOException {
        try (StrictRelay relay = new StrictRelay(port)) {
            send(relay.uri(), profile, rounds);
        }
    }

    private void send(String uri, IpfixProfile profile, int rounds) throws IOException {
        CollectorConfig collector = CollectorConfig.of(uri).withProfile(profile).withRate(10_000);
        IpfixUdpExporter exporter = IpfixUdpExporter.replay(
                        collector,
                        IpfixConfig.DEFAULT,
                        ObservationDomains.fixed(ObservationDomains.REPLAY),
                        points,
                        counters)
                .withMetering(METERING);
        ExportingAgent agent = ExportingAgent.replay(collector.uri(), exporter, counters, collector.queueRecords())
                .start();
        List<FlowRecords> kinds = oneOfEachKind();
        for (int round = 0; round < rounds; round++) {
            for (FlowRecords record : kinds) {
                agent.onFlow(record.flow());
            }
        }
        agent.close();
        assertThat(agent.failure()).isNull();
        assertThat(counters.sent().records()).isEqualTo((long) rounds * kinds.size());
    }

    private Path file(IpfixProfile profile, long enterprise, Iterable<FlowRecords> records) throws IOException {
        Path path = folder.resolve("flows.ipfix");
        IpfixFileExporter exporter = IpfixFileExporter.open(
                        path, profile, ObservationDomains.fixed(1), points, counters)
                .withMetering(METERING)
                .withOwnElements(enterprise, "sensor1");
        for (FlowRecords record : records) {
            exporter.onFlow(record.flow());
        }
        exporter.flush();
        exporter.close();
        return path;
    }

    @Test
    void nfcapdCountsNoErrorsAndStoresTheRightFlows() throws Exception {
        int rounds = 2_000;
        Map<Integer, JsonNode> flows = new HashMap<>();
        try (Nfcapd nfcapd = new Nfcapd(folder)) {
            send(nfcapd.port(), IpfixProfile.BIFLOW, rounds);
            assertThat(nfcapd.stop())
                    .contains("Sequence Errors: 0, Bad Packets: 0")
                    .contains("Flows: " + 9 * rounds + ",")
                    .doesNotContainIgnoringCase("error:")
                    .doesNotContain("not supported");
            List<JsonNode> stored = nfcapd.flows();
            assertThat(stored).hasSize(9 * rounds);
            stored.forEach(flow -> flows.put(flow.path("in_packets").asInt(), flow));
        }

        JsonNode tcp = flows.get(101);
        assertThat(tcp.path("src4_addr").asText()).isEqualTo("10.0.0.1");
        assertThat(tcp.path("dst4_addr").asText()).isEqualTo("10.0.0.2");
        assertThat(tcp.path("src_port").asInt()).isEqualTo(40000);
        assertThat(tcp.path("dst_port").asInt()).isEqualTo(443);
        assertThat(tcp.path("proto").asInt()).isEqualTo(6);
        assertThat(tcp.path("in_bytes").asLong()).isEqualTo(10_100);
        assertThat(tcp.path("out_packets").asLong()).isEqualTo(4);
        assertThat(tcp.path("out_bytes").asLong()).isEqualTo(240);
        assertThat(tcp.path("tcp_flags").asText()).isEqualTo("...APRSF");
        assertThat(tcp.path("first").asText()).endsWith(".123");
        assertThat(tcp.path("last").asText()).endsWith(".623");
        assertThat(tcp.path("src_vlan").asInt()).isEqualTo(100);

        JsonNode six = flows.get(102);
        assertThat(six.path("src6_addr").asText()).isEqualTo("2001:db8::1");
        assertThat(six.path("dst6_addr").asText()).isEqualTo("2001:db8::2");
        assertThat(six.path("out_packets").asLong()).isEqualTo(5_000_000_000L);
        assertThat(six.path("out_bytes").asLong()).isEqualTo(6_000_000_000_000L);

        assertThat(flows.get(103).path("src_port").asInt()).isEqualTo(5353);
        assertThat(flows.get(104).path("proto").asInt()).isEqualTo(132);
        assertThat(flows.get(104).path("src_vlan").asInt()).isEqualTo(200);
        assertThat(flows.get(105).path("icmp_type").asInt()).isEqualTo(8);
        assertThat(flows.get(106).path("icmp_type").asInt()).isEqualTo(3);
        assertThat(flows.get(106).path("icmp_code").asInt()).isEqualTo(13);
        assertThat(flows.get(107).path("icmp_type").asInt()).isEqualTo(135);
        assertThat(flows.get(108).path("proto").asInt()).isEqualTo(47);
        assertThat(flows.get(109).path("tcp_flags").asText()).isEqualTo("......S.");
        assertThat(flows.get(109).has("out_packets")).isFalse();
    }

    @Test
    void nfacctdPrintsTheRightRows() throws Exception {
        String nfacctd = Tools.tool("nfacctd");
        int port = Tools.freeUdpPort();
        Path rows = folder.resolve("rows.json");
        Path config = folder.resolve("nfacctd.conf");
        Files.writeString(config, """
                daemonize: false
                nfacctd_ip: 127.0.0.1
                nfacctd_port: %d
                nfacctd_time_new: true
                plugins: print[all]
                aggregate[all]: src_host, dst_host, src_port, dst_port, proto, tcpflags, tos, vlan, in_iface, src_mac, \
                dst_mac, timestamp_start, timestamp_end
                print_output[all]: json
                print_output_file[all]: %s
                print_refresh_time[all]: 5
                print_history[all]: 1m
                print_output_file_append[all]: true
                """.formatted(port, rows));
        try (Tools.Background collector =
                Tools.start(folder.resolve("nfacctd.log"), nfacctd, "-f", config.toString())) {
            awaitNfacctd(port, rows);
            send(port, IpfixProfile.UNIFLOW, 1);
            Tools.await("nfacctd's rows", () -> lines(rows) >= 14); // the two of ICMP have the same key
            String printed = collector.stop("INT");
            assertThat(printed).doesNotContain("ERROR");
        }
        Map<Long, JsonNode> flows = new HashMap<>();
        try (MappingIterator<JsonNode> all = JSON.readerFor(JsonNode.class).readValues(rows.toFile())) {
            all.forEachRemaining(row -> flows.put(row.path("bytes").asLong(), row));
        }
        JsonNode tcp = flows.get(10_100L);
        assertThat(tcp.path("ip_src").asText()).isEqualTo("10.0.0.1");
        assertThat(tcp.path("ip_dst").asText()).isEqualTo("10.0.0.2");
        assertThat(tcp.path("port_src").asInt()).isEqualTo(40000);
        assertThat(tcp.path("port_dst").asInt()).isEqualTo(443);
        assertThat(tcp.path("ip_proto").asText()).isEqualTo("tcp");
        assertThat(tcp.path("packets").asInt()).isEqualTo(101);
        assertThat(tcp.path("tcp_flags").asText()).isEqualTo("27");
        assertThat(tcp.path("tos").asInt()).isEqualTo(0x28);
        assertThat(tcp.path("vlan").asInt()).isEqualTo(100);
        assertThat(tcp.path("iface_in").asInt()).isEqualTo(2);
        assertThat(tcp.path("mac_src").asText()).isEqualTo("02:00:00:00:00:01");
        assertThat(tcp.path("mac_dst").asText()).isEqualTo("02:00:00:00:00:02");
        assertThat(tcp.path("timestamp_start").asText()).contains(".123");
        assertThat(tcp.path("timestamp_end").asText()).contains(".623");

        JsonNode answer = flows.get(240L);
        assertThat(answer).as("the other direction").isNotNull();
        JsonNode six = flows.get(6_000_000_000_000L);
        assertThat(six.path("ip_src").asText()).isEqualTo("2001:db8::2");
        assertThat(six.path("packets").asLong()).isEqualTo(5_000_000_000L);
        assertThat(flows.get(10_300L).path("ip_proto").asText()).isEqualTo("udp");
        assertThat(flows.get(10_800L).path("ip_proto").asText()).isEqualTo("gre");
        assertThat(flows.get(10_900L).path("tcp_flags").asText()).isEqualTo("2");
    }

    /** It loses what comes while it starts: sends a flow of no interest until that is printed. */
    private void awaitNfacctd(int port, Path rows) {
        Tools.awaitUdpListener(port);
        FlowRecords greeting = FlowRecords.udp().ipv6(0x2001_0db8_0000_0000L, 1, 0x2001_0db8_0000_0000L, 0x99);
        Tools.await("nfacctd's first row", () -> {
            try {
                IpfixUdpExporter exporter = IpfixUdpExporter.replay(
                        CollectorConfig.of("ipfix+udp://127.0.0.1:" + port),
                        IpfixConfig.DEFAULT,
                        ObservationDomains.fixed(99),
                        points,
                        new ExportCounters(System::nanoTime));
                exporter.onFlow(greeting.flow());
                exporter.flush();
                exporter.close();
                TimeUnit.MILLISECONDS.sleep(500);
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return Files.exists(rows);
        });
    }

    private static int lines(Path path) {
        try (Stream<String> lines = Files.lines(path)) {
            return (int) lines.filter(line -> !line.contains("2001:db8::99")).count();
        } catch (IOException e) {
            return 0;
        }
    }

    @Test
    void tsharkAndIpfixDumpFindNothingWrongWithAFile() throws Exception {
        String tshark = Tools.tool("tshark");
        String ipfixDump = Tools.tool("ipfixDump");
        for (IpfixProfile profile : IpfixProfile.values()) {
            List<FlowRecords> records = new ArrayList<>();
            Random random = new Random(profile.name().hashCode());
            for (int i = 0; i < 2_000; i++) {
                records.add(FlowRecords.random(random));
            }
            records.sort((a, b) -> Long.compare(a.flow().closedNs(), b.flow().closedNs()));
            for (long enterprise : new long[] {0, ENTERPRISE}) {
                Path file = file(profile, enterprise, records);
                assertThat(StrictIpfix.flows(StrictIpfix.file(file))).hasSizeGreaterThanOrEqualTo(2_000);
                Tools.Result expert = Tools.run(tshark, "-r", file.toString(), "-q", "-z", "expert");
                assertThat(expert.out()).as("%s", profile).isBlank();
                assertThat(expert.exit()).isZero();
                Tools.Result dump = Tools.run(ipfixDump, "-i", file.toString(), "-s");
                assertThat(dump.err()).as("%s", profile).isEmpty();
            }
        }
    }

    @Test
    void tsharkReadsTheFullProfileAsItWasMeant() throws Exception {
        String tshark = Tools.tool("tshark");
        Path file = file(IpfixProfile.FULL, 0, oneOfEachKind().subList(0, 1));
        String text = Tools.run(tshark, "-r", file.toString(), "-V").out();
        assertThat(text)
                .contains("SrcAddr: 10.0.0.1", "DstAddr: 10.0.0.2", "SrcPort: 40000", "DstPort: 443")
                .contains("Octets: 10100", "Packets: 101")
                .contains("Dot1q Vlan Id: 100")
                .contains(
                        "StartTime: Nov 14, 2023 22:13:20.123000000 UTC",
                        "EndTime: Nov 14, 2023 22:13:21.623000000 UTC")
                .contains("StartTime: Nov 14, 2023 22:13:20.123456789 UTC")
                .contains("Octets: 240 (Reverse", "Packets: 4 (Reverse", "Layer2 Octet Delta Count: 11514")
                .contains("TCP Flags: 0x001b", "TCP Flags: 0x0017, ACK, RST, SYN, FIN (Reverse")
                .contains("TCP Sequence Number: 4275878552", "TCP Windows Size: 64240", "Total TCP psh: 2")
                .contains("Flow End Reason: End of Flow detected (3)", "Biflow Direction: Initiator (1)")
                .contains("Flow Id: 4503599627370503", "IP ToS: 0x28", "MinTTL: 63", "MaxTTL: 51 (Reverse")
                .contains("Source Mac Address: 02:00:00:00:00:01", "Destination Mac Address: 02:00:00:00:00:02");
    }

    @Test
    void tsharkFindsNothingWrongOnTheWire() throws Exception {
        String tshark = Tools.tool("tshark");
        String tcpdump = Tools.tool("tcpdump");
        int port = Tools.freeUdpPort();
        Path capture = folder.resolve("wire.pcap");
        try (DatagramSocket listener = new DatagramSocket(port, InetAddress.getLoopbackAddress());
                Tools.Background dump = Tools.start(
                        folder.resolve("tcpdump.log"),
                        tcpdump,
                        "-i",
                        "lo",
                        "-U",
                        "-w",
                        capture.toString(),
                        "udp port " + port)) {
            Tools.await("tcpdump to listen", () -> dump.printed().contains("listening") || !dump.isRunning());
            Tools.require(dump.isRunning(), "no right to capture: " + dump.printed());
            send(port, IpfixProfile.FULL, 100);
            Tools.await("the last datagram", () -> size(capture) > 100_000);
            dump.stop("INT");
            assertThat(listener.isBound()).isTrue();
        }
        String decodeAs = "udp.port==" + port + ",cflow";
        Tools.Result expert =
                Tools.run(tshark, "-r", capture.toString(), "-d", decodeAs, "-Y", "cflow", "-q", "-z", "expert");
        assertThat(expert.out()).isBlank();
        Tools.Result wrong = Tools.run(
                tshark,
                "-r",
                capture.toString(),
                "-d",
                decodeAs,
                "-Y",
                "_ws.malformed || cflow.unexpected_sequence_number || cflow.no_template_found");
        assertThat(wrong.out()).isBlank();
        assertThat(Tools.run(tshark, "-r", capture.toString(), "-d", decodeAs, "-Y", "cflow")
                        .lines())
                .hasSizeGreaterThan(100);
    }

    private static long size(Path path) {
        try {
            return Files.size(path);
        } catch (IOException e) {
            return 0;
        }
    }

    private static Alert alert(int number, String message) {
        Evidence evidence = new Evidence().across(1, 1_000).crossing(0.997, 0.5);
        Finding finding = new Finding(
                Level.MEDIUM, 90, "T1046", MIDNIGHT_NS, MIDNIGHT_NS + 1_000_000_000L, number, message, evidence);
        Subject subject = number % 3 == 0
                ? Findings.between("2001:db8::1", "2001:db8::/64", Subject.NONE)
                : Findings.between("192.0.2.0/24", "10.0.0.2", 443);
        return Findings.alert(AlertType.SCAN_VERTICAL, subject, finding);
    }

    /** Flows of each kind, so many times, and alerts between them. */
    private void sendWithAlerts(int port, IpfixProfile profile, int rounds) throws IOException {
        try (StrictRelay relay = new StrictRelay(port)) {
            sendWithAlerts(relay.uri(), profile, rounds);
        }
    }

    private void sendWithAlerts(String uri, IpfixProfile profile, int rounds) throws IOException {
        CollectorConfig collector = CollectorConfig.of(uri).withProfile(profile).withRate(10_000);
        IpfixConfig often = new IpfixConfig(ENTERPRISE, IpfixConfig.DEFAULT.templateRefresh(), 50);
        IpfixUdpExporter exporter = IpfixUdpExporter.replay(
                        collector, often, ObservationDomains.fixed(ObservationDomains.REPLAY), points, counters)
                .withMetering(METERING)
                .withOwnElements(ENTERPRISE, "sensor1");
        ExportingAgent agent = ExportingAgent.replay(collector.uri(), exporter, counters, collector.queueRecords())
                .start();
        List<FlowRecords> kinds = oneOfEachKind();
        for (int round = 0; round < rounds; round++) {
            for (FlowRecords record : kinds) {
                agent.onFlow(record.flow());
            }
            agent.onAlert(alert(round, "tried 1000 TCP ports, 997 did not answer"));
        }
        agent.close();
        assertThat(agent.failure()).isNull();
        assertThat(counters.sent().records()).isEqualTo((long) rounds * kinds.size());
        assertThat(counters.alerts().sent().records()).isEqualTo(rounds);
    }

    @Test
    void nfcapdTakesNoAlertForAFlowAndMissesNothing() throws Exception {
        int rounds = 1_000;
        try (Nfcapd nfcapd = new Nfcapd(folder)) {
            sendWithAlerts(nfcapd.port(), IpfixProfile.BIFLOW, rounds);
            assertThat(nfcapd.stop())
                    .contains("Sequence Errors: 0, Bad Packets: 0")
                    .contains("Flows: " + 9 * rounds + ",")
                    .doesNotContainIgnoringCase("error:")
                    .doesNotContain("not supported");
            List<JsonNode> stored = nfcapd.flows();
            assertThat(stored).hasSize(9 * rounds);
            assertThat(stored).allMatch(flow -> flow.path("in_packets").asInt() > 100);
        }
    }

    @Test
    void nfacctdTakesNoAlertForAFlow() throws Exception {
        String nfacctd = Tools.tool("nfacctd");
        int port = Tools.freeUdpPort();
        Path rows = folder.resolve("rows.json");
        Path config = folder.resolve("nfacctd.conf");
        Files.writeString(config, """
                daemonize: false
                nfacctd_ip: 127.0.0.1
                nfacctd_port: %d
                nfacctd_time_new: true
                plugins: print[all]
                aggregate[all]: src_host, dst_host, src_port, dst_port, proto, timestamp_start
                print_output[all]: json
                print_output_file[all]: %s
                print_refresh_time[all]: 5
                print_history[all]: 1m
                print_output_file_append[all]: true
                """.formatted(port, rows));
        try (Tools.Background collector =
                Tools.start(folder.resolve("nfacctd.log"), nfacctd, "-f", config.toString())) {
            awaitNfacctd(port, rows);
            sendWithAlerts(port, IpfixProfile.UNIFLOW, 3);
            Tools.await("nfacctd's rows", () -> lines(rows) >= 14);
            assertThat(collector.stop("INT")).doesNotContain("ERROR");
        }
        try (MappingIterator<JsonNode> all = JSON.readerFor(JsonNode.class).readValues(rows.toFile())) {
            all.forEachRemaining(row -> {
                assertThat(row.path("ip_proto").asText()).isNotEqualTo("255");
                assertThat(row.path("packets").asLong()).isPositive();
            });
        }
    }

    @Test
    void tsharkAndIpfixDumpReadAlertsInAFile() throws Exception {
        String tshark = Tools.tool("tshark");
        String ipfixDump = Tools.tool("ipfixDump");
        Path file = folder.resolve("flows.ipfix");
        IpfixFileExporter exporter = IpfixFileExporter.open(
                        file, IpfixProfile.FULL, ObservationDomains.fixed(1), points, counters)
                .withMetering(METERING)
                .withOwnElements(ENTERPRISE, "sensor1");
        Random random = new Random(5);
        List<FlowRecords> records = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            records.add(FlowRecords.random(random));
        }
        records.sort((a, b) -> Long.compare(a.flow().closedNs(), b.flow().closedNs()));
        for (int i = 0; i < 500; i++) {
            exporter.onFlow(records.get(i).flow());
            exporter.onAlert(alert(i, i % 7 == 0 ? "long ".repeat(60) : "short"));
        }
        exporter.flush();
        exporter.close();
        assertThat(StrictIpfix.flows(StrictIpfix.file(file))).hasSizeGreaterThanOrEqualTo(500);
        Tools.Result expert = Tools.run(tshark, "-r", file.toString(), "-q", "-z", "expert");
        assertThat(expert.out()).isBlank();
        assertThat(expert.exit()).isZero();
        Tools.Result dump = Tools.run(ipfixDump, "-i", file.toString(), "--rfc5610");
        assertThat(dump.err()).isEmpty();
        assertThat(dump.out()).contains("vedetteAlertType", "scan.vertical", "vedetteMessage", "sensor1");
        assertThat(Tools.run(tshark, "-r", file.toString(), "-V").out())
                .contains("Observation Time Milliseconds: Nov 14, 2023 22:13:20");
    }

    @Test
    void tsharkFindsNothingWrongWithAlertsOnTheWire() throws Exception {
        String tshark = Tools.tool("tshark");
        String tcpdump = Tools.tool("tcpdump");
        int port = Tools.freeUdpPort();
        Path capture = folder.resolve("wire.pcap");
        try (DatagramSocket listener = new DatagramSocket(port, InetAddress.getLoopbackAddress());
                Tools.Background dump = Tools.start(
                        folder.resolve("tcpdump.log"),
                        tcpdump,
                        "-i",
                        "lo",
                        "-U",
                        "-w",
                        capture.toString(),
                        "udp port " + port)) {
            Tools.await("tcpdump to listen", () -> dump.printed().contains("listening") || !dump.isRunning());
            Tools.require(dump.isRunning(), "no right to capture: " + dump.printed());
            sendWithAlerts(port, IpfixProfile.FULL, 100);
            Tools.await("the last datagram", () -> size(capture) > 100_000);
            dump.stop("INT");
            assertThat(listener.isBound()).isTrue();
        }
        String decodeAs = "udp.port==" + port + ",cflow";
        assertThat(Tools.run(tshark, "-r", capture.toString(), "-d", decodeAs, "-Y", "cflow", "-q", "-z", "expert")
                        .out())
                .isBlank();
        Tools.Result wrong = Tools.run(
                tshark,
                "-r",
                capture.toString(),
                "-d",
                decodeAs,
                "-Y",
                "_ws.malformed || cflow.unexpected_sequence_number || cflow.no_template_found");
        assertThat(wrong.out()).isBlank();
    }
}
