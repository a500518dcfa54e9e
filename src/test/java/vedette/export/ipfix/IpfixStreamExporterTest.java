package vedette.export.ipfix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vedette.Tools;
import vedette.detect.Alert;
import vedette.detect.AlertType;
import vedette.detect.Evidence;
import vedette.detect.Finding;
import vedette.detect.Findings;
import vedette.detect.Level;
import vedette.export.CollectorConfig;
import vedette.export.DropReason;
import vedette.export.ExportAccount;
import vedette.export.ExportConfig;
import vedette.export.ExportCounters;
import vedette.export.IgnoredPackets;
import vedette.export.IpfixConfig;
import vedette.export.IpfixProfile;
import vedette.export.MeteringProcess;
import vedette.export.ObservationPoints;
import vedette.export.ipfix.StrictIpfix.DataRecord;
import vedette.flow.FlowRecords;
import vedette.flow.VlanKey;

@Timeout(120)
class IpfixStreamExporterTest {
    private static final CollectorConfig COLLECTOR = CollectorConfig.of("ipfix+tcp://collector.example");
    private static final long ENTERPRISE = 32473;
    private static final long ROOM = 64L << 20;
    private static final SpoolTerms TERMS = SpoolTerms.of(COLLECTOR, "");

    @TempDir
    private Path folder;

    private final ObservationPoints points = new ObservationPoints();
    private final ExportCounters counters = new ExportCounters(System::nanoTime);
    private final LossyConnection connection = new LossyConnection();
    private long offered;

    IpfixStreamExporterTest() {
        points.add("eth0", 2);
    }

    private IpfixStreamExporter live() {
        return IpfixStreamExporter.live(
                        connection, COLLECTOR, IpfixConfig.DEFAULT, ObservationDomains.fixed(7), points, counters)
                .withOwnElements(ENTERPRISE, "s");
    }

    private IpfixStreamExporter toOneThatReadsNothing() throws IOException {
        connection.listening = true;
        connection.reading = false;
        return withSpool(ROOM);
    }

    private IpfixStreamExporter withSpool(long octets) throws IOException {
        return live().withSpool(new ExportConfig(Duration.ofSeconds(1), folder.toString(), octets, 0), "");
    }

    private void offer(IpfixStreamExporter exporter, int records) throws IOException {
        for (int i = 0; i < records; i++) {
            FlowRecords record = FlowRecords.tcp().id(++offered, 1);
            counters.offered().add(record.flow());
            exporter.onFlow(record.flow());
        }
    }

    private void offerAlert(IpfixStreamExporter exporter) throws IOException {
        Finding finding =
                new Finding(Level.LOW, 80, "T1046", Findings.MIDNIGHT_NS, Findings.MIDNIGHT_NS, 1, "m", Evidence.NONE);
        Alert alert = Findings.alert(AlertType.SCAN_VERTICAL, Findings.source(1), finding);
        counters.alerts().offered().add(1, 0, 0);
        exporter.onAlert(alert);
    }

    private List<Long> received() {
        return StrictIpfix.flows(connection.messages).stream()
                .map(record -> record.number("flowId"))
                .toList();
    }

    /** Every record that was taken in met one fate, and each fate's packets and octets are those of its records. */
    private void booksHold(ExportAccount account) {
        long records = account.sent().records() + account.spooled().records() + account.droppedRecords();
        assertThat(records)
                .isEqualTo(account.offered().records() + account.recovered().records());
        assertThat(account.queuedRecords()).isZero();
        long packets = account.sent().packets() + account.spooled().packets();
        for (DropReason reason : DropReason.values()) {
            packets += account.dropped(reason).packets();
        }
        assertThat(packets)
                .isEqualTo(account.offered().packets() + account.recovered().packets());
    }

    @Test
    void e25eachConnectionBeginsWithWhatItNeedsToBeUnderstood() throws IOException {
        connection.listening = true;
        IpfixStreamExporter exporter = live();
        offer(exporter, 500);
        offerAlert(exporter);
        exporter.flush();
        connection.breakOff();
        offer(exporter, 500);
        offerAlert(exporter);
        exporter.flush();
        exporter.close();
        assertThat(new HashSet<>(received())).hasSize(1_000);
        assertThat(StrictIpfix.options(connection.messages).stream()
                        .map(DataRecord::values)
                        .filter(values -> values.containsKey("interfaceName")))
                .as("the interface is told in each session")
                .hasSize(2);
        assertThat(StrictIpfix.options(connection.messages).stream()
                        .map(DataRecord::values)
                        .filter(values -> values.containsKey("informationElementName")))
                .as("and so are our elements")
                .hasSize(2 * AlertElement.values().length);
        booksHold(counters);
        booksHold(counters.alerts());
    }

    private static List<Long> told(List<DataRecord> options, Template template, String element) {
        return options.stream()
                .filter(record -> record.template() == template.id())
                .map(record -> record.number(element))
                .toList();
    }

    @Test
    void rfc7011n4flowKeysAndStatisticsAreToldInEachSession() throws IOException {
        connection.listening = true;
        IgnoredPackets ignored = new IgnoredPackets(3, 120, Findings.MIDNIGHT_NS, Findings.MIDNIGHT_NS);
        IpfixStreamExporter exporter = live().withMetering(new MeteringProcess(VlanKey.NONE, true, () -> ignored));
        offer(exporter, 500);
        exporter.flush();
        counters.dropped(DropReason.QUEUE_FULL).add(2, 20, 200);
        connection.breakOff();
        exporter.onIdle();
        offer(exporter, 500);
        exporter.flush();
        exporter.close();
        List<DataRecord> options = StrictIpfix.options(connection.messages);
        assertThat(told(options, OptionsTemplates.FLOW_KEYS, "templateId")).containsExactly(256L, 256L);
        assertThat(told(options, OptionsTemplates.METERING_RELIABILITY, "ignoredPacketTotalCount"))
                .as("at the begin and at the end, twice")
                .containsExactly(3L, 3L, 3L, 3L);
        assertThat(told(options, OptionsTemplates.EXPORTING_RELIABILITY, "notSentFlowTotalCount"))
                .as("from the begin of the second on")
                .containsExactly(2L, 2L);
        List<Long> exported = told(options, OptionsTemplates.METERING_STATISTICS, "exportedFlowRecordTotalCount");
        assertThat(exported.get(0)).isEqualTo(500);
        assertThat(exported.get(exported.size() - 1))
                .as("what went again was sent twice")
                .isEqualTo(1_000 + counters.resent().records());
    }

    @Test
    void e45statisticsAreToldAgainFromTimeToTime() throws IOException {
        connection.listening = true;
        IpfixConfig everySecond = new IpfixConfig(0, Duration.ofSeconds(1), 500);
        IpfixStreamExporter exporter = IpfixStreamExporter.live(
                connection, COLLECTOR, everySecond, ObservationDomains.fixed(7), points, counters);
        offer(exporter, 1);
        Tools.await("statistics of one record, and again", () -> {
            idle(exporter);
            return told(
                                    StrictIpfix.options(connection.messages),
                                    OptionsTemplates.METERING_STATISTICS,
                                    "exportedFlowRecordTotalCount")
                            .size()
                    == 2;
        });
        exporter.close();
    }

    @Test
    void rfc5610elementsOfOurOwnInFlowsAreToldInEachSessionAndForWhatWaited() throws IOException {
        CollectorConfig full = COLLECTOR.withProfile(IpfixProfile.FULL);
        for (int run = 0; run < 2; run++) {
            ExportCounters own = run == 0 ? counters : new ExportCounters(System::nanoTime);
            IpfixStreamExporter exporter = IpfixStreamExporter.live(
                            connection, full, IpfixConfig.DEFAULT, ObservationDomains.fixed(7), points, own)
                    .withOwnElements(ENTERPRISE, "s")
                    .withSpool(new ExportConfig(Duration.ofSeconds(1), folder.toString(), ROOM, 0), "");
            if (run == 0) {
                offer(exporter, 1_000);
                exporter.flush();
            } else {
                connection.listening = true;
                drain(exporter, own);
                connection.breakOff();
                exporter.onIdle();
                offer(exporter, 1_000);
                exporter.flush();
            }
            exporter.close();
        }
        assertThat(new HashSet<>(received())).hasSize(2_000);
        assertThat(StrictIpfix.flows(connection.messages))
                .allMatch(flow -> "SF".equals(flow.values().get("vedetteTcpState")));
        assertThat(told(
                        StrictIpfix.options(connection.messages),
                        OptionsTemplates.ELEMENT_TYPE,
                        "informationElementId"))
                .hasSize(2 * (15 + 5));
    }

    /** A run of its own, which leaves to the next what the connection does not take. */
    private void run(long enterprise, IpfixProfile profile, int records, int alerts) throws IOException {
        ExportCounters own = new ExportCounters(System::nanoTime);
        IpfixStreamExporter exporter = IpfixStreamExporter.live(
                        connection,
                        COLLECTOR.withProfile(profile),
                        IpfixConfig.DEFAULT,
                        ObservationDomains.fixed(7),
                        points,
                        own)
                .withOwnElements(enterprise, "s")
                .withSpool(new ExportConfig(Duration.ofSeconds(1), folder.toString(), ROOM, 0), "");
        if (connection.listening) {
            drain(exporter, own);
        }
        offer(exporter, records);
        for (int i = 0; i < alerts; i++) {
            offerAlert(exporter);
        }
        exporter.flush();
        exporter.close();
        assertThat(own.droppedRecords() + own.alerts().droppedRecords()).isZero();
    }

    /** How many records of ours arrived, by whose elements they are told in. */
    private Map<Set<Long>, Long> byEnterprise(String element) {
        return connection.messages.stream()
                .flatMap(message -> message.records().stream())
                .filter(record -> record.values().containsKey(element))
                .collect(Collectors.groupingBy(DataRecord::enterprises, Collectors.counting()));
    }

    @Test
    void whatWaitsIsToldInTheTermsItWasWrittenInWhateverIsConfiguredNow() throws IOException {
        run(ENTERPRISE, IpfixProfile.FULL, 300, 3);
        run(9_999, IpfixProfile.FULL, 400, 4);
        run(ENTERPRISE, IpfixProfile.FULL, 50, 1);
        connection.listening = true;
        run(11_111, IpfixProfile.FULL, 500, 5);
        assertThat(received()).hasSize(1_250).isSorted();
        assertThat(byEnterprise("vedetteTcpState"))
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of(Set.of(ENTERPRISE), 350L, Set.of(9_999L), 400L, Set.of(11_111L), 500L));
        assertThat(byEnterprise("vedetteAlertId"))
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of(Set.of(ENTERPRISE), 4L, Set.of(9_999L), 4L, Set.of(11_111L), 5L));
        assertThat(StrictIpfix.flows(connection.messages))
                .allMatch(flow -> "SF".equals(flow.values().get("vedetteTcpState")));
    }

    @Test
    void whatWaitsOfAnotherProfileOrWithElementsOfOursIsUnderstood() throws IOException {
        run(ENTERPRISE, IpfixProfile.FULL, 300, 3);
        run(0, IpfixProfile.UNIFLOW, 300, 0);
        connection.listening = true;
        run(0, IpfixProfile.BIFLOW, 100, 0);
        assertThat(new HashSet<>(received())).hasSize(700);
        assertThat(byEnterprise("vedetteTcpState"))
                .containsExactlyInAnyOrderEntriesOf(Map.of(Set.of(ENTERPRISE), 300L));
        assertThat(byEnterprise("vedetteAlertId")).containsExactlyInAnyOrderEntriesOf(Map.of(Set.of(ENTERPRISE), 3L));
    }

    @Test
    void whatTheConnectionTookWithItGoesAgain() throws IOException {
        connection.listening = true;
        connection.reading = false;
        IpfixStreamExporter exporter = live();
        offer(exporter, 300);
        exporter.onIdle();
        connection.arrive(20_000);
        connection.breakOff();
        connection.reading = true;
        offer(exporter, 300);
        exporter.flush();
        exporter.close();
        assertThat(new HashSet<>(received())).hasSize(600);
        assertThat(received().size() - 600)
                .as("records that came twice")
                .isPositive()
                .isLessThanOrEqualTo((int) counters.resent().records());
        assertThat(counters.sent().records()).isEqualTo(600);
        booksHold(counters);
    }

    @Test
    void whileTheCollectorIsAwayRecordsWaitOnDiskAndComeInTheirOrder() throws IOException {
        IpfixStreamExporter exporter = withSpool(ROOM);
        offer(exporter, 5_000);
        offerAlert(exporter);
        exporter.onIdle();
        assertThat(counters.sent().records()).isZero();
        assertThat(counters.spooled().records()).isGreaterThan(4_500);
        connection.listening = true;
        offer(exporter, 5_000);
        offerAlert(exporter);
        drain(exporter, counters);
        exporter.flush();
        assertThat(received()).hasSize(10_000).isSorted();
        assertThat(counters.spooled().records()).isZero();
        exporter.close();
        booksHold(counters);
        booksHold(counters.alerts());
    }

    @Test
    void theNextRunSendsWhatTheLastOneLeft() throws IOException {
        IpfixStreamExporter last = withSpool(ROOM);
        offer(last, 3_000);
        offerAlert(last);
        last.flush();
        last.close();
        booksHold(counters);
        assertThat(counters.spooled().records()).isEqualTo(3_000);

        ExportCounters next = new ExportCounters(System::nanoTime);
        connection.listening = true;
        IpfixStreamExporter exporter = IpfixStreamExporter.live(
                        connection, COLLECTOR, IpfixConfig.DEFAULT, ObservationDomains.fixed(7), points, next)
                .withOwnElements(ENTERPRISE, "s")
                .withSpool(new ExportConfig(Duration.ofSeconds(1), folder.toString(), ROOM, 0), "");
        assertThat(next.recovered().records()).isEqualTo(3_000);
        assertThat(next.recovered().packets()).isEqualTo(counters.offered().packets());
        assertThat(next.recovered().octets()).isEqualTo(counters.offered().octets());
        assertThat(next.alerts().recovered().records()).isEqualTo(1);
        assertThat(next.hasEndedUncleanly()).isFalse();
        drain(exporter, next);
        exporter.flush();
        exporter.close();
        assertThat(received()).hasSize(3_000).isSorted();
        booksHold(next);
        booksHold(next.alerts());
    }

    /** The ids of the flows that a run after {@code kill -9} would find on disk now. */
    private Set<Long> onDisk() throws IOException {
        Path copy = Files.createDirectory(folder.resolve("copy" + System.nanoTime()));
        Path spool;
        try (Stream<Path> all = Files.list(folder)) {
            spool = all.filter(each -> each.getFileName().toString().startsWith("ipfix"))
                    .findFirst()
                    .orElseThrow();
        }
        try (Stream<Path> files = Files.list(spool)) {
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve(file.getFileName()));
            }
        }
        Set<Long> ids = new HashSet<>();
        TemplateBook book = new TemplateBook();
        Spool next = Spool.open("collector", copy, TERMS, ROOM, 0, book, new ExportCounters(System::nanoTime));
        StrictIpfix collector = new StrictIpfix(StrictIpfix.Transport.TCP);
        TransportSession session = new TransportSession(book, 65_535, 1, contents -> 0, (message, contents) -> {
            byte[] octets = new byte[message.remaining()];
            message.duplicate().get(octets);
            StrictIpfix.flows(List.of(collector.read(octets))).forEach(flow -> ids.add(flow.number("flowId")));
        });
        for (ByteBuffer message = next.peek(); message != null; message = next.peek()) {
            SentMessage sent = next.take(message);
            session.send(sent.message, sent.contents);
        }
        next.close();
        return ids;
    }

    private static Set<Long> idsTo(long last) {
        return LongStream.rangeClosed(1, last).boxed().collect(Collectors.toSet());
    }

    @Test
    void whatWaitedOnDiskStaysThereUntilABrokenConnectionCannotLoseIt() throws IOException {
        IpfixStreamExporter exporter = withSpool(ROOM);
        offer(exporter, 2_000);
        exporter.flush();
        connection.listening = true;
        connection.reading = false;
        for (int turn = 0; turn < 20; turn++) {
            exporter.onIdle();
        }
        assertThat(counters.sent().records())
                .as("taken by the operating system")
                .isPositive();
        assertThat(onDisk()).isEqualTo(idsTo(2_000));
        connection.listening = false;
        connection.breakOff();
        exporter.onIdle();
        assertThat(onDisk()).isEqualTo(idsTo(2_000));
        connection.listening = true;
        connection.reading = true;
        drain(exporter, counters);
        exporter.flush();
        assertThat(received()).hasSize(2_000).isSorted();
        assertThat(counters.resent().records()).as("may have come twice").isBetween(1L, 2_000L);
        exporter.close();
        assertThat(onDisk()).isEmpty();
        booksHold(counters);
    }

    @Test
    void nothingGoesAgainOfWhatACollectorHadReadWhenItWasLeft() throws IOException {
        IpfixStreamExporter exporter = withSpool(ROOM);
        connection.listening = true;
        offer(exporter, 500);
        exporter.flush();
        exporter.onIdle();
        connection.end();
        offer(exporter, 500);
        exporter.flush();
        connection.reading = false;
        offer(exporter, 1_000);
        exporter.flush();
        exporter.onIdle();
        connection.end();
        connection.reading = true;
        drain(exporter, counters);
        exporter.flush();
        exporter.close();
        assertThat(new HashSet<>(received())).hasSize(2_000);
        assertThat(received())
                .as("but what its host had not acknowledged, it had not read")
                .hasSize(2_000);
        assertThat(counters.resent().records()).isBetween(1L, 999L);
        booksHold(counters);
    }

    @Test
    void whatACollectorThatReadsNothingWasSentIsOnDiskBeforeWhatCameAfterIt() throws IOException {
        IpfixStreamExporter exporter = toOneThatReadsNothing();
        exporter.onStart(() -> true);
        offer(exporter, 2_000);
        exporter.flush();
        assertThat(counters.sent().records()).isPositive();
        assertThat(onDisk()).isEqualTo(idsTo(2_000));
        connection.breakOff();
        connection.reading = true;
        drain(exporter, counters);
        exporter.flush();
        assertThat(received()).hasSize(2_000).isSorted();
        exporter.close();
        booksHold(counters);
    }

    @Test
    void whatABrokenConnectionHeldGoesToDiskWhileTheCollectorIsAway() throws IOException {
        IpfixStreamExporter exporter = toOneThatReadsNothing();
        offer(exporter, 300);
        exporter.flush();
        connection.listening = false;
        connection.breakOff();
        exporter.onIdle();
        assertThat(onDisk()).isEqualTo(idsTo(300));
        exporter.close();
        booksHold(counters);
    }

    @Test
    void aCollectorThatReadsNothingMoreGetsTheRestLater() throws IOException {
        IpfixStreamExporter exporter = toOneThatReadsNothing();
        exporter.onStart(() -> true);
        offer(exporter, 5_000);
        exporter.onIdle();
        assertThat(counters.spooled().records()).isGreaterThan(3_000);
        connection.reading = true;
        connection.arrive(Integer.MAX_VALUE);
        drain(exporter, counters);
        exporter.flush();
        assertThat(received()).hasSize(5_000).isSorted();
        exporter.close();
        booksHold(counters);
        assertThat(counters.resent().records()).isZero();
    }

    @Test
    void aCollectorThatReadsNothingAtTheEndGetsItInTheNextRun() throws IOException {
        IpfixStreamExporter exporter = toOneThatReadsNothing();
        exporter.onStart(() -> true);
        offer(exporter, 2_000);
        exporter.flush();
        connection.arrive(20_000);
        exporter.close();
        booksHold(counters);
        assertThat(counters.resent().records()).as("nothing went again yet").isZero();
        connection.reading = true;
        ExportCounters next = new ExportCounters(System::nanoTime);
        IpfixStreamExporter later = IpfixStreamExporter.live(
                        connection, COLLECTOR, IpfixConfig.DEFAULT, ObservationDomains.fixed(7), points, next)
                .withSpool(new ExportConfig(Duration.ofSeconds(1), folder.toString(), ROOM, 0), "");
        drain(later, next);
        later.flush();
        later.close();
        assertThat(new HashSet<>(received())).hasSize(2_000);
        booksHold(next);
        assertThat(received().size() - 2_000L)
                .as("records that came twice")
                .isPositive()
                .isLessThanOrEqualTo(next.resent().records());
        assertThat(counters.sent().records() + next.sent().records())
                .as("each is sent in one run")
                .isEqualTo(2_000);
    }

    @Test
    void aLongSpoolDoesNotKeepNewRecordsWaiting() throws IOException {
        IpfixStreamExporter exporter = withSpool(ROOM);
        exporter.onStart(() -> true);
        offer(exporter, 30_000);
        connection.listening = true;
        exporter.onIdle();
        assertThat(received()).as("sent while the queue was filling").hasSizeLessThan(3_000);
        for (int turn = 0; turn < 200; turn++) {
            offer(exporter, 200);
            exporter.onIdle();
        }
        assertThat(counters.spooled().records()).as("but more leave than come").isZero();
        exporter.flush();
        exporter.close();
        assertThat(received()).hasSize(70_000).isSorted();
        booksHold(counters);
    }

    @Test
    void aCollectorThatReadsNothingIsAwayUntilItReadsAgain() throws IOException {
        IpfixStreamExporter exporter = toOneThatReadsNothing();
        offer(exporter, 5_000);
        exporter.onIdle();
        Tools.await("the collector to be away", () -> {
            idle(exporter);
            return counters.isAway();
        });
        connection.arrive(Integer.MAX_VALUE);
        connection.reading = true;
        exporter.onIdle();
        assertThat(counters.isAway()).isFalse();
        exporter.close();
    }

    /** Lets all leave that waits on disk. */
    private static void drain(IpfixStreamExporter exporter, ExportCounters counters) {
        Tools.await("the spool to be empty", () -> {
            idle(exporter);
            return counters.spooled().records() == 0;
        });
    }

    private static void idle(IpfixStreamExporter exporter) {
        try {
            exporter.onIdle();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void anEndThatIsCutShortStillLeavesAllToTheNextRun() throws IOException {
        IpfixStreamExporter exporter = toOneThatReadsNothing();
        exporter.onStart(() -> true);
        offer(exporter, 2_000);
        exporter.flush();
        Thread.currentThread().interrupt();
        exporter.close();
        assertThat(Thread.interrupted()).as("is still to be seen by the caller").isTrue();
        booksHold(counters);
        assertThat(counters.droppedRecords()).isZero();
        assertThat(counters.spooled().records()).isPositive();
    }

    @Test
    void aFullSpoolGivesUpTheOldest() throws IOException {
        IpfixStreamExporter exporter = withSpool(1 << 20);
        offer(exporter, 30_000);
        exporter.onIdle();
        assertThat(counters.dropped(DropReason.SPOOL_FULL).records()).isGreaterThan(15_000);
        connection.listening = true;
        drain(exporter, counters);
        exporter.flush();
        exporter.close();
        booksHold(counters);
        Set<Long> received = new HashSet<>(received());
        assertThat(received).contains(offered).doesNotContain(1L).hasSize((int)
                counters.sent().records());
    }

    @Test
    void withoutASpoolWhatABrokenConnectionHeldAtTheEndWasNotSent() throws IOException {
        connection.listening = true;
        IpfixStreamExporter exporter = live();
        offer(exporter, 300);
        exporter.flush();
        connection.reading = false;
        offer(exporter, 300);
        offerAlert(exporter);
        exporter.flush();
        exporter.onIdle();
        assertThat(counters.sent().records()).isEqualTo(600);
        connection.listening = false;
        connection.breakOff();
        exporter.onIdle();
        exporter.close();
        assertThat(received()).hasSize(300);
        assertThat(counters.sent().records()).isLessThanOrEqualTo(300);
        assertThat(counters.dropped(DropReason.CONNECTION_LOST).records()).isBetween(300L, 600L);
        assertThat(counters.alerts().dropped(DropReason.CONNECTION_LOST).records())
                .isEqualTo(1);
        booksHold(counters);
        booksHold(counters.alerts());
    }

    @Test
    void withoutASpoolWhatAConnectionHeldThatBreaksWhileItEndsWasNotSent() throws IOException {
        connection.listening = true;
        connection.reading = false;
        IpfixStreamExporter exporter = live();
        offer(exporter, 300);
        exporter.flush();
        exporter.onIdle();
        assertThat(counters.sent().records()).isEqualTo(300);
        assertThatThrownBy(exporter::close).isInstanceOf(IOException.class).hasMessage("broke at the end");
        assertThat(counters.sent().records()).isZero();
        assertThat(counters.dropped(DropReason.CONNECTION_LOST).records()).isEqualTo(300);
        booksHold(counters);
    }

    @Test
    void aDiskThatIsNearlyFullIsLeftAlone() throws IOException {
        IpfixStreamExporter exporter =
                live().withSpool(new ExportConfig(Duration.ofSeconds(1), folder.toString(), ROOM, Long.MAX_VALUE), "");
        offer(exporter, 1_000);
        exporter.flush();
        assertThat(counters.dropped(DropReason.DISK_LOW).records()).isEqualTo(1_000);
        assertThat(counters.isDiskLow()).isTrue();
        exporter.close();
        booksHold(counters);
    }

    private IpfixStreamExporter replay(Duration patience) {
        return IpfixStreamExporter.replay(
                connection, COLLECTOR, IpfixConfig.DEFAULT, ObservationDomains.fixed(7), points, counters, patience);
    }

    @Test
    void aReplayIsPatientWithACollectorThatReadsSlowly() throws IOException {
        connection.listening = true;
        connection.reading = false;
        connection.pace = 40;
        IpfixStreamExporter exporter = replay(Duration.ofMillis(250));
        offer(exporter, 2_000);
        long sinceNs = System.nanoTime();
        exporter.flush();
        assertThat(System.nanoTime() - sinceNs)
                .as("longer than it is patient with one that reads nothing")
                .isGreaterThan(Duration.ofMillis(250).toNanos());
        connection.reading = true;
        exporter.close();
        assertThat(received()).hasSize(2_000);
        booksHold(counters);
    }

    @Test
    void aReplayGivesUpACollectorThatAlwaysBreaksOff() throws IOException {
        connection.listening = true;
        connection.reading = false;
        connection.mostOnTheWay = LossyConnection.SEND_BUFFER + 10_000;
        IpfixStreamExporter exporter = replay(Duration.ofMillis(250));
        assertThatThrownBy(() -> {
                    offer(exporter, 2_000);
                    exporter.flush();
                })
                .isInstanceOf(IOException.class)
                .hasMessageEndingWith("took nothing for 0.25 s");
        assertThatThrownBy(exporter::close).hasMessage("broke at the end");
        assertThat(counters.sent().records()).isZero();
        assertThat(counters.dropped(DropReason.CONNECTION_LOST).records()).isPositive();
    }

    @Test
    void aReplayGivesUpWhenItsPatienceEnds() throws IOException {
        IpfixStreamExporter exporter = replay(Duration.ofMillis(50));
        exporter.onFlow(FlowRecords.tcp().flow());
        assertThatThrownBy(exporter::flush)
                .isInstanceOf(IOException.class)
                .hasMessage("collector ipfix+tcp://collector.example:4739 took nothing for 0.05 s");
    }

    private void breakOrEnd(Random random) {
        if (random.nextBoolean()) {
            connection.breakOff();
        } else {
            connection.end();
        }
    }

    /** Whatever happens to the connection, no record is lost but those counted, and none comes twice but those counted. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void theBooksHoldWhateverHappens(long seed) throws IOException {
        Random random = new Random(seed);
        IpfixStreamExporter exporter = withSpool(random.nextBoolean() ? ROOM : 1 << 20);
        exporter.onStart(() -> true);
        for (int step = 0; step < 400; step++) {
            switch (random.nextInt(8)) {
                case 0 -> connection.listening = random.nextBoolean();
                case 1 -> connection.reading = random.nextBoolean();
                case 2 -> breakOrEnd(random);
                case 3 -> connection.arrive(random.nextInt(40_000));
                case 4 -> offerAlert(exporter);
                case 5 -> exporter.onIdle();
                default -> offer(exporter, random.nextInt(300));
            }
        }
        connection.listening = true;
        connection.reading = true;
        connection.arrive(Integer.MAX_VALUE);
        drain(exporter, counters);
        exporter.flush();
        exporter.close();
        booksHold(counters);
        booksHold(counters.alerts());
        assertThat(counters.spooled().records()).isZero();
        int distinct = new HashSet<>(received()).size();
        assertThat((long) distinct).isEqualTo(offered - counters.droppedRecords());
        assertThat(received().size() - distinct)
                .isLessThanOrEqualTo((int) counters.resent().records());
    }
}
