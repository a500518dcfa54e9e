package vedette.export.anonymize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import vedette.decode.PacketBuilder;
import vedette.detect.Alert;
import vedette.detect.AlertType;
import vedette.detect.Findings;
import vedette.export.Exporter;
import vedette.flow.Flow;
import vedette.flow.FlowRecords;
import vedette.flow.Meter;
import vedette.net.IpAddress;

class AnonymizingExporterTest {
    private final Noting noting = new Noting();
    private final AnonymizingExporter exporter = new AnonymizingExporter(CryptoPanTest.SAMPLE_KEY, noting);

    private static final class Noting implements Exporter {
        final List<String> said = new ArrayList<>();
        Alert alert;
        vedette.content.Findings content = vedette.content.Findings.NONE;
        String name = "";
        long sum;

        @Override
        public void onFlow(Flow flow) {
            content = flow.findings();
            name = flow.responderName();
            sum += flow.initiatorLo() ^ flow.responderHi() ^ flow.flowId();
            if (said.size() < 10) {
                said.add(text(flow.ipVersion(), flow.initiatorHi(), flow.initiatorLo()) + " "
                        + text(flow.ipVersion(), flow.responderHi(), flow.responderLo()) + " " + flow.initiatorPort()
                        + " " + flow.responderPort() + " " + flow.mac(Flow.FORWARD) + " " + flow.mac(Flow.REVERSE));
            }
        }

        private static String text(int version, long hi, long lo) {
            return IpAddress.text(version, hi, lo);
        }

        @Override
        public void onAlert(Alert told) {
            alert = told;
        }

        @Override
        public void flush() {
            said.add("flush");
        }

        @Override
        public void onIdle() {
            said.add("idle");
        }

        @Override
        public void close() {
            said.add("close");
        }
    }

    @Test
    void whatProgramsCallThemselvesIsLeftOut() throws IOException {
        PacketBuilder packet = PacketBuilder.ethernet()
                .ipv4("24.0.250.221", "10.185.25.118")
                .tcp(4000, 22)
                .payload("SSH-2.0-host.example\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        Flow flow = new Meter().at(0, packet).only();
        assertThat(flow.findings().toString()).contains("host.example");
        exporter.onFlow(flow);
        assertThat(noting.content).hasToString("ssh ssh.client.proto_version=\"2.0\"");
    }

    @Test
    void ofAFlowsContentNamesAreLeftOut() throws IOException {
        byte[] query = HexFormat.of().parseHex("123401000001000000000000" + "0161076578616d706c6500" + "00010001");
        PacketBuilder packet = PacketBuilder.ethernet()
                .ipv4("24.0.250.221", "10.185.25.118")
                .udp(4000, 53)
                .payload(query);
        Flow flow = new Meter().at(0, packet).only();
        flow.named(flow.findings());
        assertThat(flow.responderName()).isEqualTo("a.example");
        assertThat(flow.findings()).hasToString("dns dns.rrname=\"a.example\" dns.rrtype=\"A\"");
        exporter.onFlow(flow);
        assertThat(noting.name).isNull();
        assertThat(noting.content).hasToString("dns dns.rrtype=\"A\"");
        assertThat(flow.findings().toString()).as("the record given").contains("a.example");
    }

    @Test
    void aFlowIsTheSameBetweenOthers() throws IOException {
        Flow flow = FlowRecords.tcp()
                .ipv4("24.0.250.221", "10.185.25.118")
                .macs(0x0200_0000_0001L, 0x0200_0000_0002L)
                .flow();
        long id = flow.flowId();
        exporter.onFlow(flow);
        exporter.onFlow(flow);
        String expected = "100.15.198.226 117.161.29.118 40000 443 0 0";
        assertThat(noting.said).containsExactly(expected, expected);
        assertThat(flow.flowId()).isEqualTo(id);
        assertThat(IpAddress.text(4, 0, flow.initiatorLo())).isEqualTo("24.0.250.221");
        assertThat(flow.mac(Flow.FORWARD)).isEqualTo(0x0200_0000_0001L);
    }

    @Test
    void anAggregateStaysWithoutInitiator() throws IOException {
        Random random = new Random(1);
        FlowRecords aggregate = FlowRecords.random(random);
        while (!aggregate.flow().isAggregate()) {
            aggregate = FlowRecords.random(random);
        }
        exporter.onFlow(aggregate.ipv4("0.0.0.0", "24.0.250.221").flow());
        assertThat(noting.said.get(0)).startsWith("0.0.0.0 100.15.198.226 ");
    }

    @Test
    void anAlertDoesNotNameServers() throws IOException {
        Alert alert = Findings.alert(
                AlertType.BEACON_PERIODIC, Findings.between("24.0.250.221", "10.0.0.0/8", 22), Findings.of(7, 1_000));
        alert.evidence().put("server_name", "c2.example").put("domain", "c2.example");
        exporter.onAlert(alert);
        assertThat(noting.alert.evidence().values()).isNotEmpty().doesNotContainKeys("server_name", "domain");
    }

    @Test
    void anAlertTellsTheSameOfOthers() throws IOException {
        Alert alert = Findings.alert(
                AlertType.SCAN_VERTICAL, Findings.between("24.0.250.221", "10.0.0.0/8", 22), Findings.of(7, 1_000));
        exporter.onAlert(alert);
        Alert told = noting.alert;
        assertThat(told.subject().source()).hasToString("100.15.198.226");
        assertThat(told.subject().destination()).hasToString("117.0.0.0/8");
        assertThat(told.message()).isEqualTo("tried 7 TCP ports of " + mapped("10.0.0.2") + ", 6 did not answer");
        assertThat(told.evidence().values().get("samples"))
                .isEqualTo(List.of(mapped("10.0.0.2") + ":22", mapped("10.0.0.2") + ":23"));
        assertThat(told.evidence().values()).hasSameSizeAs(alert.evidence().values());
        assertThat(told.evidence().values()).containsEntry("targets", 7L).containsEntry("one_way", false);
        assertThat(told.count()).isEqualTo(7);
        assertThat(told.id())
                .isNotEqualTo(alert.id())
                .hasSize(32)
                .startsWith(alert.id().substring(0, 16));
        exporter.onAlert(alert);
        assertThat(noting.alert.id()).isEqualTo(told.id());
    }

    private static String mapped(String address) {
        return new AnonymousText(new Pseudonyms(CryptoPanTest.SAMPLE_KEY)).of(address);
    }

    @Test
    void whatIsRememberedIsWhatIsComputed() {
        Pseudonyms pseudonyms = new Pseudonyms(CryptoPanTest.SAMPLE_KEY);
        CryptoPan mapping = new CryptoPan(CryptoPanTest.SAMPLE_KEY);
        Random random = new Random(7);
        long[] some = random.longs(3L * Pseudonyms.REMEMBERED).toArray();
        for (int i = 0; i < 400_000; i++) {
            long address = some[random.nextInt(i % 2 == 0 ? 100 : some.length)] >>> 32;
            int version = i % 3 == 0 ? 6 : 4;
            pseudonyms.find(version, 0, address);
            if (i % 20 == 0) {
                mapping.map(version, 0, address);
                assertThat(pseudonyms.lo()).isEqualTo(mapping.lo());
                assertThat(pseudonyms.hi()).isEqualTo(mapping.hi());
            }
        }
    }

    @Test
    void aFlowAllocatesNothing() throws IOException {
        assumeTrue(ManagementFactory.getThreadMXBean() instanceof ThreadMXBean, "this JVM does not count allocations");
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        Random random = new Random(3);
        FlowRecords[] records = new FlowRecords[5_000];
        Arrays.setAll(records, i -> FlowRecords.random(random));
        long allocated = 0;
        for (int round = 0; round < 10; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (FlowRecords record : records) {
                exporter.onFlow(record.flow());
            }
            allocated = threads.getCurrentThreadAllocatedBytes() - before;
        }
        assertThat(noting.sum).isNotZero();
        assertThat(allocated).isLessThan(16 << 10);
    }

    /** What an exporter can be told must reach the one behind. */
    @Test
    void everythingIsHandedOn() throws IOException {
        for (Method method : Exporter.class.getDeclaredMethods()) {
            assertThat(AnonymizingExporter.class.getDeclaredMethods())
                    .as("%s is not handed on", method)
                    .anyMatch(own -> own.getName().equals(method.getName())
                            && Arrays.equals(own.getParameterTypes(), method.getParameterTypes()));
        }
        exporter.onIdle();
        exporter.flush();
        exporter.close();
        assertThat(noting.said).containsExactly("idle", "flush", "close");
    }
}
