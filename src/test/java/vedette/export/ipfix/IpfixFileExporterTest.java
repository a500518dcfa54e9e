package vedette.export.ipfix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vedette.Tools;
import vedette.export.DropReason;
import vedette.export.ExportCounters;
import vedette.export.ExportTotal;
import vedette.export.ExportingAgent;
import vedette.export.FileConfig;
import vedette.export.IpfixProfile;
import vedette.export.ObservationPoints;
import vedette.export.file.FileSeries;
import vedette.export.ipfix.StrictIpfix.Message;
import vedette.flow.EndReason;
import vedette.flow.FlowRecords;

class IpfixFileExporterTest {
    @TempDir
    private Path folder;

    private final ObservationPoints points = new ObservationPoints();
    private ExportCounters counters = new ExportCounters(System::nanoTime);

    IpfixFileExporterTest() {
        points.add("if0", 1);
        points.add("if1", 2);
    }

    private IpfixFileExporter open(Path path) throws IOException {
        return IpfixFileExporter.open(
                path, IpfixProfile.FULL, ObservationDomains.fixed(ObservationDomains.REPLAY), points, counters);
    }

    private static List<FlowRecords> records(long seed, int count) {
        Random random = new Random(seed);
        List<FlowRecords> records = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            records.add(FlowRecords.random(random).observationPoint(random.nextInt(2)));
        }
        records.sort((a, b) -> Long.compare(a.flow().closedNs(), b.flow().closedNs()));
        return records;
    }

    private Path write(String name, List<FlowRecords> records) throws IOException {
        Path path = folder.resolve(name);
        counters = new ExportCounters(System::nanoTime);
        ExportingAgent agent =
                ExportingAgent.replay(name, open(path), counters, 16).start();
        for (FlowRecords record : records) {
            agent.onFlow(record.flow());
        }
        agent.close();
        assertThat(agent.failure()).isNull();
        return path;
    }

    @Test
    void theSameFlowsMakeTheSameFile() throws IOException {
        List<FlowRecords> records = records(42, 5_000);
        Path first = write("first.ipfix", records);
        Path second = write("second.ipfix", records);
        assertThat(Files.mismatch(first, second)).isEqualTo(-1);
        List<Message> messages = StrictIpfix.file(first);
        assertThat(StrictIpfix.flows(messages)).hasSize(5_000);
        assertThat(counters.sent().records()).isEqualTo(5_000);
        assertThat(counters.sent().packets()).isEqualTo(counters.offered().packets());
        assertThat(counters.sent().octets()).isEqualTo(counters.offered().octets());
        assertThat(counters.queuedRecords()).isZero();
    }

    @Test
    void exportTimeIsPacketTimeOfAMessagesFirstRecord() throws IOException {
        List<FlowRecords> records = List.of(
                FlowRecords.tcp().closed(FlowRecords.MIDNIGHT_NS + 1_999_999_999L, EndReason.IDLE),
                FlowRecords.tcp().closed(FlowRecords.MIDNIGHT_NS + 9_000_000_000L, EndReason.IDLE));
        List<Message> messages = StrictIpfix.file(write("times.ipfix", records)).stream()
                .filter(message -> !message.records().isEmpty())
                .toList();
        assertThat(messages).extracting(Message::domain).containsExactly(0L, 1L, 0L);
        assertThat(messages)
                .extracting(Message::exportTime)
                .containsExactly(1_700_000_001L, 1_700_000_001L, 1_700_000_009L);
    }

    @Test
    void aLiveSensorsFileDoesNotWaitUntilAMessageIsFull() throws IOException {
        Path path = folder.resolve("live.ipfix");
        ObservationDomains domains = ObservationDomains.perInterface("sensor", points);
        IpfixFileExporter exporter = IpfixFileExporter.live(
                path,
                FileSeries.ofSessions(path, FileConfig.DEFAULT, () -> 0),
                IpfixProfile.FULL,
                domains,
                points,
                counters);
        exporter.onFlow(FlowRecords.tcp().flow());
        Tools.await("the record", () -> {
            try {
                exporter.onIdle();
                return StrictIpfix.flows(StrictIpfix.file(path)).size() == 1;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        exporter.close();
    }

    @Test
    void aFileWithoutFlowsSaysSo() throws IOException {
        List<Message> messages = StrictIpfix.file(write("none.ipfix", List.of()));
        assertThat(StrictIpfix.options(messages))
                .singleElement()
                .satisfies(record -> assertThat(record.values()).containsEntry("exportedFlowRecordTotalCount", 0L));
    }

    @Test
    void aFolderThatIsNotThereIsNamed() {
        Path path = folder.resolve("absent").resolve("flows.ipfix");
        assertThatThrownBy(() -> open(path))
                .isInstanceOf(IOException.class)
                .hasMessage("cannot write " + path + ": no such directory");
    }

    @Test
    void anOlderFileIsReplaced() throws IOException {
        Files.write(folder.resolve("old.ipfix"), new byte[1_000_000]);
        assertThat(StrictIpfix.flows(StrictIpfix.file(write("old.ipfix", records(1, 10)))))
                .hasSize(10);
    }

    @Test
    void aFullDiskIsTheOperatorsToMendAndNoRecordIsForgotten() throws IOException {
        Path full = Path.of("/dev/full");
        Tools.require(Files.isWritable(full), "no /dev/full");
        ExportingAgent agent =
                ExportingAgent.replay("full", open(full), counters, 16).start();
        for (FlowRecords record : records(7, 2_000)) {
            agent.onFlow(record.flow());
        }
        agent.close();
        assertThat(agent.failure()).hasMessage("cannot write /dev/full: No space left on device");
        ExportTotal lost = counters.dropped(DropReason.EXPORTER_FAILED);
        assertThat(lost.records()).isEqualTo(2_000);
        assertThat(lost.packets()).isEqualTo(counters.offered().packets());
        assertThat(lost.octets()).isEqualTo(counters.offered().octets());
    }
}
