package vedette.export.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import vedette.Tools;
import vedette.detect.Alert;
import vedette.detect.AlertType;
import vedette.detect.Findings;
import vedette.export.DropReason;
import vedette.export.ExportCounters;
import vedette.export.Exporter;
import vedette.export.ExportingAgent;
import vedette.export.FileConfig;
import vedette.export.IpfixProfile;
import vedette.export.ObservationPoints;
import vedette.export.ipfix.IpfixFileExporter;
import vedette.export.ipfix.ObservationDomains;
import vedette.export.ipfix.StrictIpfix;
import vedette.export.json.AlertLines;
import vedette.export.json.JsonLines;
import vedette.flow.FlowRecords;

/** Every output over many files: nothing is lost or doubled between two of them, and each is whole. */
@Timeout(180)
class FilesOfOutputsTest {
    private static final FileConfig SMALL = new FileConfig(64 << 10, Duration.ZERO, 0);
    private static final FileConfig LARGE = new FileConfig(0, Duration.ZERO, 0);
    private static final int FLOWS = 6_000;
    private static final int ALERTS = 600;

    @TempDir
    private Path folder;

    private final ObservationPoints points = new ObservationPoints();
    private final ExportCounters counters = new ExportCounters(System::nanoTime);
    private final AtomicLong reopenings = new AtomicLong();
    private final Random random = new Random(11);

    FilesOfOutputsTest() {
        points.add("if0", 1);
    }

    private void offer(ExportingAgent agent, int from, int to) {
        for (int i = from; i < to; i++) {
            agent.onFlow(FlowRecords.random(random).id(i, 1).flow());
            if (i % (FLOWS / ALERTS) == 0) {
                agent.onAlert(alert(i));
            }
        }
    }

    private static Alert alert(int number) {
        return Findings.alert(
                AlertType.SCAN_VERTICAL, Findings.source(number), Findings.of(number, Findings.MIDNIGHT_NS));
    }

    private Exporter ipfix(Path path, FileConfig config) throws IOException {
        return IpfixFileExporter.live(
                        path,
                        FileSeries.ofSessions(path, config, reopenings::get),
                        IpfixProfile.FULL,
                        ObservationDomains.fixed(ObservationDomains.REPLAY),
                        points,
                        counters)
                .withOwnElements(32473, "sensor");
    }

    private static List<Path> all(Path path) throws IOException {
        List<Path> files = new ArrayList<>(EarlierFiles.of(path));
        files.add(path);
        return files;
    }

    /** Flow ids and alerts' counts of the files, each of which must be an IPFIX file of its own. */
    private static void read(List<Path> files, List<Long> flows, List<Long> alerts) throws IOException {
        for (Path file : files) {
            List<StrictIpfix.Message> messages = StrictIpfix.file(file);
            Map<Long, Long> first = new HashMap<>();
            messages.forEach(message -> first.putIfAbsent(message.domain(), message.sequence()));
            assertThat(first.values())
                    .as("sequence numbers at the begin of %s", file)
                    .containsOnly(0L);
            StrictIpfix.flows(messages).forEach(flow -> flows.add(flow.number("flowId")));
            StrictIpfix.options(messages).stream()
                    .filter(record -> record.values().containsKey("vedetteAlertId"))
                    .forEach(record -> alerts.add(record.number("vedetteEventCount")));
        }
    }

    private void isAllOnce(List<Long> flows, List<Long> alerts, int count) {
        assertThat(flows).hasSize(count).isSorted();
        assertThat(new TreeSet<>(flows)).hasSize(count);
        assertThat(alerts).hasSize(count / (FLOWS / ALERTS)).isSorted();
        assertThat(new TreeSet<>(alerts)).hasSameSizeAs(alerts);
        assertThat(counters.sent().records()).isEqualTo(count);
        assertThat(counters.sent().octets()).isEqualTo(counters.offered().octets());
        assertThat(counters.queuedRecords()).isZero();
    }

    @Test
    void ipfixFilesAreWholeEachByItself() throws IOException {
        Path path = folder.resolve("flows.ipfix");
        ExportingAgent agent =
                ExportingAgent.replay("ipfix", ipfix(path, SMALL), counters, 16).start();
        offer(agent, 0, FLOWS);
        agent.close();
        assertThat(agent.failure()).isNull();
        List<Long> flows = new ArrayList<>();
        List<Long> alerts = new ArrayList<>();
        List<Path> files = all(path);
        assertThat(files).hasSizeGreaterThan(10);
        read(files, flows, alerts);
        isAllOnce(flows, alerts, FLOWS);
    }

    @Test
    void linesOfFlowsAndAlertsAreInOneFileEach() throws IOException {
        Path flowPath = folder.resolve("flows.jsonl");
        Path alertPath = folder.resolve("alerts.jsonl");
        ExportCounters alertCounters = new ExportCounters(System::nanoTime);
        ExportingAgent flowAgent = ExportingAgent.replay(
                        "flows",
                        new JsonLines(FileSeries.ofLines(flowPath, SMALL, reopenings::get), points, counters),
                        counters,
                        16)
                .start();
        ExportingAgent alertAgent = ExportingAgent.replay(
                        "alerts",
                        new AlertLines(
                                FileSeries.ofLines(alertPath, SMALL, reopenings::get), "s", "1", "if0", alertCounters),
                        alertCounters,
                        16)
                .start();
        for (int i = 0; i < FLOWS; i++) {
            flowAgent.onFlow(FlowRecords.random(random).id(i, 1).flow());
            if (i % (FLOWS / ALERTS) == 0) {
                alertAgent.onAlert(alert(i));
            }
        }
        flowAgent.close();
        alertAgent.close();
        assertThat(all(flowPath)).hasSizeGreaterThan(10);
        assertThat(all(alertPath)).hasSizeGreaterThan(3);
        isAllOnce(numbers(flowPath, "\"flow_id\":"), numbers(alertPath, "\"count\":"), FLOWS);
        assertThat(alertCounters.alerts().sent().records()).isEqualTo(ALERTS);
    }

    private static List<Long> numbers(Path path, String key) throws IOException {
        List<Long> numbers = new ArrayList<>();
        for (Path file : all(path)) {
            for (String line : Files.readAllLines(file)) {
                assertThat(line).startsWith("{").endsWith("}");
                String behind = line.substring(line.indexOf(key) + key.length());
                numbers.add(Long.parseLong(behind.substring(0, behind.indexOf(','))));
            }
        }
        return numbers;
    }

    @Test
    void nothingIsLostBetweenAFileThatWasMovedAwayAndTheNext() throws IOException {
        Path path = folder.resolve("flows.ipfix");
        Path moved = folder.resolve("flows.ipfix.1");
        ExportingAgent agent =
                ExportingAgent.replay("ipfix", ipfix(path, LARGE), counters, 16).start();
        offer(agent, 0, FLOWS / 2);
        Files.move(path, moved);
        offer(agent, FLOWS / 2, FLOWS / 2 + 500);
        reopenings.incrementAndGet();
        Tools.await("the file to be made anew", () -> Files.exists(path));
        offer(agent, FLOWS / 2 + 500, FLOWS);
        agent.close();
        List<Long> flows = new ArrayList<>();
        List<Long> alerts = new ArrayList<>();
        read(List.of(moved, path), flows, alerts);
        isAllOnce(flows, alerts, FLOWS);
        assertThat(EarlierFiles.of(path)).isEmpty();
    }

    @Test
    void aFullDiskCostsRecordsThatAreCountedAndNoMore() throws Exception {
        try (SmallDisk disk = SmallDisk.mount(Files.createDirectory(folder.resolve("disk")), 1024)) {
            Path path = disk.path().resolve("flows.ipfix");
            ExportingAgent agent = ExportingAgent.live(
                            "ipfix", ipfix(path, LARGE), counters, 1 << 14, Duration.ofSeconds(60))
                    .start();
            offer(agent, 0, 500);
            Tools.await("the first records", () -> counters.sent().records() == 500);
            disk.fill();
            offer(agent, 500, 3_000);
            Tools.await("the loss", () -> counters.queuedRecords() == 0);
            long lost = counters.dropped(DropReason.WRITE_FAILED).records();
            assertThat(lost).isGreaterThan(2_000);
            disk.makeRoom();
            long before = counters.sent().records();
            AtomicLong next = new AtomicLong(3_000);
            Tools.await("records that are written again", () -> {
                int from = (int) next.getAndAdd(10);
                offer(agent, from, from + 10);
                return counters.sent().records() > before;
            });
            int end = (int) next.get();
            offer(agent, end, end + 1_000);
            agent.close();
            assertThat(agent.failure()).isNull();

            List<Long> flows = new ArrayList<>();
            List<Long> alerts = new ArrayList<>();
            read(all(path), flows, alerts);
            assertThat(flows).hasSize((int) counters.sent().records()).isSorted();
            assertThat(new TreeSet<>(flows)).hasSameSizeAs(flows);
            assertThat(flows).contains(0L, 499L, end + 999L);
            assertThat(counters.sent().records()
                            + counters.dropped(DropReason.WRITE_FAILED).records())
                    .isEqualTo(counters.offered().records())
                    .isEqualTo(end + 1_000);
            assertThat(counters.sent().octets()
                            + counters.dropped(DropReason.WRITE_FAILED).octets())
                    .isEqualTo(counters.offered().octets());
            assertThat(counters.alerts().sent().records()).isEqualTo(alerts.size());
            assertThat(counters.alerts().sent().records()
                            + counters.alerts().dropped(DropReason.WRITE_FAILED).records())
                    .isEqualTo(counters.alerts().offered().records());
        }
    }
}
