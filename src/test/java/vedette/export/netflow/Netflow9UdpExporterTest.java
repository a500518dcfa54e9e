package vedette.export.netflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vedette.Tools;
import vedette.export.CollectorConfig;
import vedette.export.ExportCounters;
import vedette.export.ExportTotal;
import vedette.export.IpfixConfig;
import vedette.export.ObservationPoints;
import vedette.export.ipfix.ObservationDomains;
import vedette.export.netflow.StrictNetflow9.DataRecord;
import vedette.export.netflow.StrictNetflow9.Message;
import vedette.flow.EndReason;
import vedette.flow.Flow;
import vedette.flow.FlowRecords;

class Netflow9UdpExporterTest {
    private static final long MIDNIGHT_MS = FlowRecords.MIDNIGHT_NS / 1_000_000;
    private static final long DAY_MS = Duration.ofDays(1).toMillis();

    private final ObservationPoints points = new ObservationPoints();
    private final ExportCounters counters = new ExportCounters(System::nanoTime);
    private final AtomicLong nowMs = new AtomicLong(MIDNIGHT_MS);
    private final AtomicLong nanoTime = new AtomicLong(5);
    private final MessageRecorder recorder = new MessageRecorder(counters);

    Netflow9UdpExporterTest() {
        points.add("eth0", 70_002);
        points.add("eth1", 3);
    }

    private Netflow9UdpExporter exporter(boolean live, CollectorConfig collector, IpfixConfig config) {
        Outlet outlet = new Outlet(recorder, counters, 0, live ? nowMs::get : null);
        return new Netflow9UdpExporter(collector, config, point -> 7 + point, points, outlet, nanoTime::get);
    }

    private Netflow9UdpExporter exporter(boolean live) {
        return exporter(live, CollectorConfig.of("netflow9+udp://127.0.0.1:1"), IpfixConfig.DEFAULT);
    }

    private List<Message> read() {
        StrictNetflow9 collector = new StrictNetflow9();
        return recorder.messages.stream().map(collector::read).toList();
    }

    private List<DataRecord> records() {
        return read().stream()
                .flatMap(message -> message.records().stream())
                .filter(record -> !record.isOptions())
                .toList();
    }

    private static FlowRecords timed(long startMs, long endMs) {
        return FlowRecords.udp()
                .without(Flow.REVERSE)
                .times(Flow.FORWARD, startMs * 1_000_000, endMs * 1_000_000 + 999_999)
                .closed(endMs * 1_000_000 + 999_999, EndReason.IDLE);
    }

    private static long[] times(DataRecord record) {
        return new long[] {record.number("startMs"), record.number("endMs")};
    }

    /** What a record must say, worked out from the flow alone. */
    private static Map<String, Object> expected(Flow flow, int own, int ifIndex) {
        Map<String, Object> values = new TreeMap<>();
        boolean six = flow.ipVersion() == 6;
        int other = 1 - own;
        values.put("source", address(flow, own));
        values.put("destination", address(flow, other));
        boolean icmp = flow.protocol() == 1 || flow.protocol() == 58;
        if (icmp) {
            long typeCode = icmpType(flow, own) * 256L + flow.responderPort();
            values.put("sourcePort", 0L);
            values.put("destinationPort", typeCode);
            values.put("icmp", typeCode);
        } else if (flow.protocol() == 6 || flow.protocol() == 17 || flow.protocol() == 132) {
            values.put("sourcePort", (long) (own == 0 ? flow.initiatorPort() : flow.responderPort()));
            values.put("destinationPort", (long) (own == 1 ? flow.initiatorPort() : flow.responderPort()));
        }
        values.put("protocol", (long) flow.protocol());
        values.put("version", six ? 6L : 4L);
        if (flow.vlanCount() > 0) {
            values.put("vlan", (long) flow.outerVlan());
        }
        values.put("input", (long) ifIndex);
        values.put("startMs", flow.firstNs(own) / 1_000_000);
        values.put("endMs", flow.lastNs(own) / 1_000_000);
        values.put("octets", flow.octets(own));
        values.put("packets", flow.packets(own));
        if (flow.protocol() == 6) {
            values.put("flags", (long) flow.tcpFlags(own));
        }
        if (flow.isAggregate()) {
            values.put("flows", flow.originalFlows());
        }
        values.put("reason", (long) flow.endReason().code());
        values.put("tos", (long) flow.trafficClass(own));
        values.put("minTtl", (long) flow.minTtl(own));
        values.put("maxTtl", (long) flow.maxTtl(own));
        values.put("sourceMac", String.format("%012x", flow.mac(own)));
        if (flow.packets(other) > 0) {
            values.put("destinationMac", String.format("%012x", flow.mac(other)));
        }
        return values;
    }

    private static String address(Flow flow, int side) {
        long hi = side == 0 ? flow.initiatorHi() : flow.responderHi();
        long lo = side == 0 ? flow.initiatorLo() : flow.responderLo();
        return flow.ipVersion() == 6 ? String.format("%016x%016x", hi, lo) : String.format("%08x", lo);
    }

    private static int icmpType(Flow flow, int own) {
        int type = flow.initiatorPort();
        List<Integer> questions =
                flow.protocol() == 1 ? List.of(8, 10, 13, 15, 17) : List.of(128, 130, 133, 135, 139, 144, 146);
        if (own == 0 || !questions.contains(type)) {
            return type;
        }
        return type == 8 ? 0 : type == 10 ? 9 : type + 1;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void everyRecordSaysWhatTheFlowWas(long seed) {
        Random random = new Random(seed);
        CollectorConfig collector =
                CollectorConfig.of("netflow9+udp://127.0.0.1:1").withMaxPacket(512 + random.nextInt(2_000));
        Netflow9UdpExporter exporter = exporter(random.nextBoolean(), collector, IpfixConfig.DEFAULT);
        List<Map<String, Object>> expected = new ArrayList<>();
        List<Long> sources = new ArrayList<>();
        long packets = 0;
        for (int i = 0; i < 2_000; i++) {
            int point = random.nextInt(2);
            Flow flow = FlowRecords.random(random).observationPoint(point).flow();
            exporter.onFlow(flow);
            packets += ExportTotal.packetsOf(flow);
            for (int own = 0; own < 2; own++) {
                if (flow.packets(own) > 0) {
                    expected.add(expected(flow, own, points.ifIndex(point)));
                    sources.add(7L + point);
                }
            }
        }
        exporter.flush();
        List<Message> messages = read();
        for (long source = 7; source < 9; source++) {
            List<Map<String, Object>> told = new ArrayList<>();
            for (Message message : messages) {
                assertThat(message.length()).isLessThanOrEqualTo(collector.maxPacket());
                if (message.source() == source) {
                    message.records().stream()
                            .filter(record -> !record.isOptions())
                            .forEach(record -> {
                                record.values().remove("first");
                                record.values().remove("last");
                                told.add(record.values());
                            });
                }
            }
            List<Map<String, Object>> meant = new ArrayList<>();
            for (int i = 0; i < expected.size(); i++) {
                if (sources.get(i) == source) {
                    meant.add(expected.get(i));
                }
            }
            assertThat(told).as("seed %d, source %d", seed, source).isEqualTo(meant);
        }
        assertThat(counters.sent().records()).isEqualTo(2_000);
        assertThat(counters.sent().packets()).isEqualTo(packets);
    }

    /** Logstash's codec drops the template for any other, and with it the flows. */
    @Test
    void everyFieldIsOneThatRfc3954ListsOrTheEndReason() {
        assertThat(FieldType.values()).allMatch(field -> field.id() <= 81 || field == FieldType.FLOW_END_REASON);
        assertThat(FieldType.FLOW_END_REASON.id()).isEqualTo(136);
    }

    @Test
    void aReplayIsDatedByItsPackets() {
        Netflow9UdpExporter exporter = exporter(false);
        exporter.onFlow(timed(MIDNIGHT_MS + 123, MIDNIGHT_MS + 1_623).flow());
        exporter.flush();
        assertThat(times(records().get(0))).containsExactly(MIDNIGHT_MS + 123, MIDNIGHT_MS + 1_623);
        assertThat(read())
                .allMatch(message ->
                        message.seconds() >= MIDNIGHT_MS / 1000 && message.seconds() <= MIDNIGHT_MS / 1000 + 2);
    }

    @Test
    void aLiveSensorsMessageSaysWhenItLeft() {
        Netflow9UdpExporter exporter = exporter(true);
        exporter.onFlow(timed(MIDNIGHT_MS - 60_000, MIDNIGHT_MS - 30_000).flow());
        nowMs.addAndGet(5_400);
        exporter.flush();
        List<Message> messages = read();
        assertThat(messages.get(messages.size() - 1).seconds()).isEqualTo(MIDNIGHT_MS / 1000 + 5);
    }

    @Test
    void timesAreRightAcrossTheWrapOfTheUptime() {
        Netflow9UdpExporter exporter = exporter(true);
        List<long[]> expected = new ArrayList<>();
        for (int hour = 0; hour < 120 * 24; hour++) {
            long end = MIDNIGHT_MS + hour * 3_600_000L + 17;
            nowMs.set(end + 700);
            exporter.onFlow(timed(end - 1_800_000, end).flow());
            expected.add(new long[] {end - 1_800_000, end});
            exporter.flush();
        }
        assertThat(records().stream().map(Netflow9UdpExporterTest::times)).containsExactlyElementsOf(expected);
        assertThat(read().stream().map(Message::bootMs).distinct())
                .as("120 days in spans of 49.7, one of which is in part before the start")
                .hasSize(3);
    }

    @Test
    void aFlowThatBeganLongBeforeTheOthersIsToldRight() {
        Netflow9UdpExporter exporter = exporter(true);
        exporter.onFlow(timed(MIDNIGHT_MS - 10, MIDNIGHT_MS - 5).flow());
        exporter.onFlow(timed(MIDNIGHT_MS - 7 * DAY_MS, MIDNIGHT_MS - 4).flow());
        exporter.onFlow(timed(MIDNIGHT_MS - 3, MIDNIGHT_MS - 2).flow());
        exporter.flush();
        assertThat(records().stream().map(Netflow9UdpExporterTest::times))
                .containsExactly(
                        new long[] {MIDNIGHT_MS - 10, MIDNIGHT_MS - 5},
                        new long[] {MIDNIGHT_MS - 7 * DAY_MS, MIDNIGHT_MS - 4},
                        new long[] {MIDNIGHT_MS - 3, MIDNIGHT_MS - 2});
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void timesAreRightWhateverTheClockSays(long seed) {
        Random random = new Random(seed);
        Netflow9UdpExporter exporter = exporter(random.nextBoolean());
        List<long[]> expected = new ArrayList<>();
        for (int i = 0; i < 3_000; i++) {
            nowMs.set(MIDNIGHT_MS + random.nextLong(-400 * DAY_MS, 400 * DAY_MS) / (1 + random.nextInt(1_000)));
            long start = MIDNIGHT_MS + random.nextLong(-200 * DAY_MS, 200 * DAY_MS) / (1 + random.nextInt(10_000));
            long end = start + random.nextLong(7 * DAY_MS) / (1 + random.nextInt(10_000));
            exporter.onFlow(timed(start, end).flow());
            expected.add(new long[] {start, end});
            if (random.nextInt(10) == 0) {
                exporter.flush();
            }
        }
        exporter.flush();
        assertThat(records().stream().map(Netflow9UdpExporterTest::times))
                .as("seed %d", seed)
                .containsExactlyElementsOf(expected);
    }

    @Test
    void packetsDaysApartGoInMessagesApart() {
        Netflow9UdpExporter exporter = exporter(false);
        exporter.onFlow(timed(MIDNIGHT_MS, MIDNIGHT_MS).flow());
        exporter.onFlow(
                timed(MIDNIGHT_MS + 49 * DAY_MS, MIDNIGHT_MS + 49 * DAY_MS).flow());
        exporter.onFlow(
                timed(MIDNIGHT_MS + 98 * DAY_MS, MIDNIGHT_MS + 98 * DAY_MS).flow());
        exporter.flush();
        assertThat(records()).hasSize(3);
        assertThat(read().stream()
                        .filter(message -> message.records().stream().anyMatch(record -> !record.isOptions()))
                        .map(Message::bootMs)
                        .distinct())
                .hasSize(3);
    }

    @Test
    void aTemplateGoesTwiceAloneAndOnceWithItsFirstRecord() {
        Netflow9UdpExporter exporter = exporter(true);
        exporter.onFlow(FlowRecords.tcp().flow());
        exporter.flush();
        List<Message> messages = read();
        assertThat(messages.stream().map(Message::templates)).containsExactly(1, 1, 1, 1);
        assertThat(messages.stream().map(message -> message.records().size())).containsExactly(1, 0, 0, 2);
    }

    @Test
    void templatesAreSentAgainAfterTheirTime() {
        Netflow9UdpExporter exporter = exporter(true);
        exporter.onFlow(FlowRecords.tcp().flow());
        exporter.flush();
        int before = recorder.messages.size();
        nanoTime.addAndGet(Duration.ofSeconds(599).toNanos());
        exporter.onIdle();
        assertThat(recorder.messages).hasSize(before);
        nanoTime.addAndGet(Duration.ofSeconds(1).toNanos());
        exporter.onIdle();
        List<Message> messages = read();
        assertThat(messages).hasSize(before + 1);
        assertThat(messages.get(before).templates())
                .as("of flows and of interfaces")
                .isEqualTo(2);
    }

    @Test
    void templatesAreSentAgainAfterSoManyMessages() {
        Netflow9UdpExporter exporter = exporter(
                true,
                CollectorConfig.of("netflow9+udp://127.0.0.1:1"),
                new IpfixConfig(0, IpfixConfig.DEFAULT.templateRefresh(), 20));
        for (int i = 0; i < 200; i++) {
            exporter.onFlow(FlowRecords.tcp().flow());
            exporter.flush();
        }
        int since = 0;
        int longest = 0;
        for (Message message : read()) {
            since = message.templates() > 0 ? 0 : since + 1;
            longest = Math.max(longest, since);
        }
        assertThat(longest).isBetween(18, 20);
    }

    @Test
    void interfacesAreNamedInTheirSource() {
        Netflow9UdpExporter exporter = exporter(true);
        exporter.onFlow(FlowRecords.tcp().flow());
        exporter.onFlow(FlowRecords.tcp().observationPoint(1).flow());
        exporter.flush();
        List<String> names = new ArrayList<>();
        for (Message message : read()) {
            message.records().stream()
                    .filter(DataRecord::isOptions)
                    .forEach(record -> names.add(message.source() + " " + record.number("input") + " "
                            + record.values().get("name")));
        }
        assertThat(names).containsExactly("7 70002 eth0", "8 3 eth1");
    }

    @Test
    void aLoneRecordDoesNotWaitForCompany() {
        Netflow9UdpExporter exporter = exporter(true);
        exporter.onFlow(FlowRecords.tcp().flow());
        nanoTime.addAndGet(Duration.ofMillis(200).toNanos());
        exporter.onIdle();
        assertThat(records()).hasSize(2);
    }

    @Test
    void aCollectorThatStartsAfterItsHostRefusedMessagesIsToldTheTemplates() throws Exception {
        int port = Tools.freeUdpPort();
        Netflow9UdpExporter exporter = Netflow9UdpExporter.live(
                CollectorConfig.of("netflow9+udp://127.0.0.1:" + port),
                new IpfixConfig(0, IpfixConfig.DEFAULT.templateRefresh(), 1_000_000),
                ObservationDomains.fixed(9),
                points,
                counters);
        Tools.await("a refusal", () -> {
            exporter.onFlow(FlowRecords.tcp().flow());
            exporter.flush();
            return counters.refusals() > 0;
        });
        try (DatagramSocket late = new DatagramSocket(port, InetAddress.getByName("127.0.0.1"))) {
            late.setSoTimeout(5);
            Tools.await("a template", () -> {
                exporter.onFlow(FlowRecords.tcp().flow());
                exporter.flush();
                return receivesTemplate(late);
            });
        }
        exporter.close();
    }

    /** Whether a message comes that begins with templates. */
    private static boolean receivesTemplate(DatagramSocket socket) {
        DatagramPacket packet = new DatagramPacket(new byte[65536], 65536);
        try {
            socket.receive(packet);
            return ByteBuffer.wrap(packet.getData()).getShort(20) == 0;
        } catch (IOException none) {
            return false;
        }
    }

    @Test
    void aReplayDeliversOverUdp() throws Exception {
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"))) {
            socket.setReceiveBufferSize(1 << 20);
            socket.setSoTimeout(10_000);
            Netflow9UdpExporter exporter = Netflow9UdpExporter.replay(
                    CollectorConfig.of("netflow9+udp://127.0.0.1:" + socket.getLocalPort()),
                    IpfixConfig.DEFAULT,
                    ObservationDomains.fixed(9),
                    points,
                    counters);
            for (int i = 0; i < 50; i++) {
                exporter.onFlow(FlowRecords.tcp().flow());
            }
            exporter.flush();
            exporter.close();
            StrictNetflow9 collector = new StrictNetflow9();
            DatagramPacket packet = new DatagramPacket(new byte[65536], 65536);
            int flows = 0;
            while (flows < 100) {
                socket.receive(packet);
                Message message = collector.read(Arrays.copyOf(packet.getData(), packet.getLength()));
                assertThat(message.source()).isEqualTo(9);
                flows += (int) message.records().stream()
                        .filter(record -> !record.isOptions())
                        .count();
            }
            assertThat(flows).isEqualTo(100);
            assertThat(counters.sent().records()).isEqualTo(50);
        }
    }
}
