package vedette.export.netflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vedette.export.CollectorConfig;
import vedette.export.ExportCounters;
import vedette.export.ObservationPoints;
import vedette.export.netflow.StrictNetflow5.FlowRecord;
import vedette.export.netflow.StrictNetflow5.Message;
import vedette.flow.EndReason;
import vedette.flow.Flow;
import vedette.flow.FlowRecords;

class Netflow5UdpExporterTest {
    private static final long MIDNIGHT_MS = FlowRecords.MIDNIGHT_NS / 1_000_000;
    private static final long DAY_MS = Duration.ofDays(1).toMillis();

    private final ObservationPoints points = new ObservationPoints();
    private final ExportCounters counters = new ExportCounters(System::nanoTime);
    private final AtomicLong nowMs = new AtomicLong(MIDNIGHT_MS);
    private final AtomicLong nanoTime = new AtomicLong(5);
    private final MessageRecorder recorder = new MessageRecorder(counters);

    Netflow5UdpExporterTest() {
        points.add("eth0", 70_002);
        points.add("eth1", 3);
    }

    private Netflow5UdpExporter exporter(boolean live, int mostOctets) {
        Outlet outlet = new Outlet(recorder, counters, 0, live ? nowMs::get : null);
        return new Netflow5UdpExporter(
                CollectorConfig.of("netflow5+udp://127.0.0.1:1").withMaxPacket(mostOctets),
                point -> 0x1_0305L + point,
                points,
                outlet,
                nanoTime::get);
    }

    private Netflow5UdpExporter exporter(boolean live) {
        return exporter(live, 1_500);
    }

    private List<Message> read() {
        StrictNetflow5 collector = new StrictNetflow5();
        return recorder.messages.stream().map(collector::read).toList();
    }

    private List<FlowRecord> records() {
        return read().stream().flatMap(message -> message.records().stream()).toList();
    }

    private static FlowRecords timed(long startMs, long endMs) {
        return FlowRecords.udp()
                .without(Flow.REVERSE)
                .times(Flow.FORWARD, startMs * 1_000_000, endMs * 1_000_000 + 999_999)
                .closed(endMs * 1_000_000 + 999_999, EndReason.IDLE);
    }

    @Test
    void eachDirectionIsARecordOfItsOwn() {
        Netflow5UdpExporter exporter = exporter(true);
        exporter.onFlow(FlowRecords.tcp()
                .observationPoint(1)
                .tcpFlags(Flow.REVERSE, 0x1B)
                .trafficClass(Flow.REVERSE, 0xB8)
                .flow());
        exporter.flush();
        assertThat(records())
                .containsExactly(
                        new FlowRecord(
                                "0a000001",
                                "0a000002",
                                3,
                                5,
                                250,
                                MIDNIGHT_MS,
                                MIDNIGHT_MS + 80,
                                40000,
                                443,
                                0x13,
                                6,
                                0),
                        new FlowRecord(
                                "0a000002",
                                "0a000001",
                                3,
                                4,
                                240,
                                MIDNIGHT_MS + 10,
                                MIDNIGHT_MS + 70,
                                443,
                                40000,
                                0x1B,
                                6,
                                0xB8));
        assertThat(read().get(0).engine()).as("the low half of the domain").isEqualTo(0x0306);
    }

    @Test
    void icmpIsTypeAndCodeInTheDestinationPort() {
        Netflow5UdpExporter exporter = exporter(true);
        exporter.onFlow(FlowRecords.udp().protocol(1).icmp(8, 0).flow());
        exporter.onFlow(
                FlowRecords.udp().protocol(1).icmp(3, 13).without(Flow.REVERSE).flow());
        exporter.flush();
        assertThat(records().stream().map(record -> record.sourcePort() + ">" + record.destinationPort()))
                .containsExactly("0>2048", "0>0", "0>781");
    }

    @Test
    void anIndexThatDoesNotFitIsNotTold() {
        Netflow5UdpExporter exporter = exporter(true);
        exporter.onFlow(FlowRecords.udp().without(Flow.REVERSE).flow());
        exporter.flush();
        assertThat(records().get(0).input()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            longs = {0xFFFF_FFFFL, 0x1_0000_0000L, 0x1_0000_0001L, 2 * 0xFFFF_FFFFL, 5_000_000_000L, 99_999_999_999_999L
            })
    void aFlowOfMoreThan32BitsIsToldInSharesWhoseSumsAreRight(long octets) {
        Netflow5UdpExporter exporter = exporter(true);
        long packets = octets / 1_000;
        exporter.onFlow(FlowRecords.tcp()
                .counted(Flow.FORWARD, packets, octets)
                .without(Flow.REVERSE)
                .flow());
        exporter.flush();
        List<FlowRecord> shares = records();
        assertThat(shares).hasSize((int) ((octets + 0xFFFF_FFFEL) / 0xFFFF_FFFFL));
        assertThat(shares.stream().mapToLong(FlowRecord::octets).sum()).isEqualTo(octets);
        assertThat(shares.stream().mapToLong(FlowRecord::packets).sum()).isEqualTo(packets);
        assertThat(shares)
                .allMatch(share -> share.packets() > 0
                        && share.startMs() == MIDNIGHT_MS
                        && share.endMs() == MIDNIGHT_MS + 80
                        && share.sourcePort() == 40000);
        assertThat(counters.sent().records()).as("flows, not shares").isEqualTo(1);
        assertThat(counters.sent().octets()).isEqualTo(octets);
    }

    @Test
    void ipv6IsCountedAsFiltered() {
        Netflow5UdpExporter exporter = exporter(true);
        exporter.onFlow(FlowRecords.tcp().ipv6(1, 2, 3, 4).flow());
        exporter.onFlow(FlowRecords.tcp().flow());
        exporter.flush();
        assertThat(records()).hasSize(2);
        assertThat(counters.unsupported().records()).isEqualTo(1);
        assertThat(counters.unsupported().packets()).isEqualTo(9);
        assertThat(counters.unsupported().octets()).isEqualTo(490);
        assertThat(counters.sent().records()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {512, 1_420, 1_464, 9_000})
    void messagesAreFullAndNoLongerThanTheyMayBe(int mostOctets) {
        Netflow5UdpExporter exporter = exporter(true, mostOctets);
        for (int i = 0; i < 300; i++) {
            exporter.onFlow(FlowRecords.tcp().flow());
        }
        exporter.flush();
        int records = Math.min(30, (mostOctets - 24) / 48);
        List<Message> messages = read();
        assertThat(messages.subList(0, messages.size() - 1))
                .allMatch(message -> message.records().size() == records && message.length() <= mostOctets);
        assertThat(records()).hasSize(600);
    }

    @Test
    void eachEngineCountsItsFlows() {
        Netflow5UdpExporter exporter = exporter(true);
        for (int i = 0; i < 100; i++) {
            exporter.onFlow(
                    FlowRecords.tcp().observationPoint(i % 3 == 0 ? 0 : 1).flow());
        }
        exporter.flush();
        assertThat(read().stream().map(Message::engine).distinct()).containsExactlyInAnyOrder(0x0305, 0x0306);
        assertThat(records()).hasSize(200);
    }

    @Test
    void timesAreRightAcrossTheWrapOfTheUptime() {
        Netflow5UdpExporter exporter = exporter(true);
        List<Long> expected = new ArrayList<>();
        for (int hour = 0; hour < 120 * 24; hour++) {
            long end = MIDNIGHT_MS + hour * 3_600_000L + 17;
            nowMs.set(end + 700);
            exporter.onFlow(timed(end - 1_800_000, end).flow());
            expected.add(end);
            exporter.flush();
        }
        assertThat(records().stream().map(FlowRecord::endMs)).containsExactlyElementsOf(expected);
        assertThat(records()).allMatch(record -> record.endMs() - record.startMs() == 1_800_000);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void timesAreRightWhateverTheClockSays(long seed) {
        Random random = new Random(seed);
        Netflow5UdpExporter exporter = exporter(random.nextBoolean());
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 3_000; i++) {
            nowMs.set(MIDNIGHT_MS + random.nextLong(-400 * DAY_MS, 400 * DAY_MS) / (1 + random.nextInt(1_000)));
            long start = MIDNIGHT_MS + random.nextLong(-200 * DAY_MS, 200 * DAY_MS) / (1 + random.nextInt(10_000));
            long end = start + random.nextLong(7 * DAY_MS) / (1 + random.nextInt(10_000));
            exporter.onFlow(timed(start, end).flow());
            expected.add(start + "-" + end);
            if (random.nextInt(10) == 0) {
                exporter.flush();
            }
        }
        exporter.flush();
        assertThat(records().stream().map(record -> record.startMs() + "-" + record.endMs()))
                .as("seed %d", seed)
                .containsExactlyElementsOf(expected);
    }

    @Test
    void aReplayIsDatedByItsPackets() {
        Netflow5UdpExporter exporter = exporter(false);
        exporter.onFlow(timed(MIDNIGHT_MS + 123, MIDNIGHT_MS + 1_623).flow());
        exporter.flush();
        assertThat(read().get(0).seconds()).isEqualTo(MIDNIGHT_MS / 1000 + 2);
        assertThat(records().get(0).startMs()).isEqualTo(MIDNIGHT_MS + 123);
    }

    @Test
    void aLoneRecordDoesNotWaitForCompany() {
        Netflow5UdpExporter exporter = exporter(true);
        exporter.onFlow(FlowRecords.tcp().flow());
        nanoTime.addAndGet(Duration.ofMillis(200).toNanos());
        exporter.onIdle();
        assertThat(records()).hasSize(2);
    }
}
