package vedette.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vedette.export.ExportCounters;
import vedette.export.ObservationPoints;
import vedette.export.file.SmallDisk;
import vedette.flow.Flow;
import vedette.flow.FlowRecords;

class ParquetFileTest {
    private static final int PART = 10;

    @TempDir
    Path directory;

    private final ObservationPoints points = new ObservationPoints();
    private final ExportCounters counters = new ExportCounters(System::nanoTime);

    private ParquetFile open() throws IOException {
        points.add("eth0", 2);
        return ParquetFile.ofFlows(directory.resolve("flows.parquet"), points, counters, PART);
    }

    private List<List<@Nullable String>> ask(String sql) throws IOException, QueryException {
        List<List<@Nullable String>> rows = new ArrayList<>();
        try (Scratch scratch = Scratch.make();
                Database database = Recording.of(List.of(directory)).open(scratch)) {
            database.ask(sql, new Answer() {
                @Override
                public void columns(List<String> names) {}

                @Override
                public void row(List<@Nullable String> values) {
                    rows.add(values);
                }
            });
        }
        return rows;
    }

    @Test
    void recordsOfSeveralPartsAreRowsOfOneFileInTheirOrder() throws Exception {
        ParquetFile file = open();
        for (int i = 0; i < 3 * PART + 5; i++) {
            file.onFlow(FlowRecords.tcp().ports(40_000 + i, 443).flow());
        }
        file.flush();
        file.close();
        List<List<@Nullable String>> rows = ask("select src_port, flow_bytes_toserver from flows");
        assertThat(rows).hasSize(3 * PART + 5);
        for (int i = 0; i < rows.size(); i++) {
            assertThat(rows.get(i)).containsExactly(Integer.toString(40_000 + i), "250");
        }
        assertThat(counters.sent().records()).isEqualTo(3 * PART + 5);
        assertThat(counters.sent().octets()).isEqualTo((3 * PART + 5) * 490L);
    }

    @Test
    void whateverTheMeteringProcessCouldProduceFitsIntoTheColumns() throws Exception {
        Random random = new Random(42);
        ParquetFile file = open();
        for (int i = 0; i < 20 * PART; i++) {
            Flow flow = FlowRecords.random(random).flow();
            points.add("if" + i, 1);
            file.onFlow(flow);
        }
        file.flush();
        file.close();
        assertThat(ask("select count(*) from flows")).containsExactly(List.of(Integer.toString(20 * PART)));
    }

    @Test
    void aCaptureWithoutFlowsGivesAFileWithoutRows() throws Exception {
        ParquetFile file = open();
        file.flush();
        file.close();
        assertThat(ask("select count(*), count(flow_start) from flows")).containsExactly(List.of("0", "0"));
    }

    @Test
    void nothingButTheFileIsLeft() throws Exception {
        ParquetFile file = open();
        for (int i = 0; i < PART + 1; i++) {
            file.onFlow(FlowRecords.udp().flow());
        }
        file.flush();
        file.close();
        assertThat(files()).containsExactly("flows.parquet");
    }

    @Test
    void aFileThatWasNotFinishedDoesNotBearTheName() throws Exception {
        ParquetFile file = open();
        for (int i = 0; i < PART + 1; i++) {
            file.onFlow(FlowRecords.udp().flow());
        }
        file.close();
        assertThat(files()).isEmpty();
        assertThat(counters.sent().records()).isZero();
    }

    @Test
    void whatOthersHaveBesideTheFileStays() throws Exception {
        Path others = Files.createDirectories(directory.resolve("flows.parquet.tmp"));
        Files.writeString(others.resolve("part-0.parquet"), "theirs");
        ParquetFile file = open();
        file.onFlow(FlowRecords.udp().flow());
        file.flush();
        file.close();
        assertThat(ask("select proto from flows")).containsExactly(List.of("UDP"));
        assertThat(files()).containsExactlyInAnyOrder("flows.parquet", "flows.parquet.tmp");
        assertThat(others.resolve("part-0.parquet")).hasContent("theirs");
    }

    @Test
    void aPartThatCannotBeWrittenIsNamed() throws Exception {
        ParquetFile file = open();
        file.onFlow(FlowRecords.udp().flow());
        Files.createDirectory(directory.resolve(files().get(0)).resolve("part-0.parquet"));
        assertThatThrownBy(file::flush)
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("cannot write " + directory.resolve("flows.parquet") + ": ")
                .hasMessageNotContaining("link-");
        file.close();
        assertThat(files()).isEmpty();
    }

    @Test
    void aFileWhoseDirectoryIsMissingLeavesNothingBehind() {
        Path file = directory.resolve("none/flows.parquet");
        assertThatThrownBy(() -> ParquetFile.ofFlows(file, points, counters)).isInstanceOf(IOException.class);
        assertThat(directory).isEmptyDirectory();
    }

    private static Flow at(long timeNs) {
        return FlowRecords.udp()
                .times(Flow.FORWARD, timeNs, timeNs)
                .without(Flow.REVERSE)
                .flow();
    }

    @Test
    void theEndsOfTimeAreTimesToo() throws Exception {
        ParquetFile file = open();
        file.onFlow(at(Long.MAX_VALUE));
        file.onFlow(at(Long.MIN_VALUE + 1));
        file.onFlow(at(Long.MIN_VALUE));
        file.flush();
        file.close();
        assertThat(ask("select flow_start_ns, flow_start::text from flows"))
                .containsExactly(
                        List.of("9223372036854775807", "2262-04-11 23:47:16.854775+00"),
                        List.of("-9223372036854775807", "1677-09-21 00:12:43.145224+00"),
                        List.of("-9223372036854775808", "1677-09-21 00:12:43.145224+00"));
    }

    @Test
    void aFullDiskIsToldAsWhatTheUserAskedFor() throws Exception {
        points.add("eth0", 2);
        try (SmallDisk disk = SmallDisk.mount(Files.createDirectory(directory.resolve("disk")), 512)) {
            Path file = disk.path().resolve("flows.parquet");
            ParquetFile parquet = ParquetFile.ofFlows(file, points, counters);
            assertThatThrownBy(() -> {
                        for (int i = 0; i < 10_000; i++) {
                            parquet.onFlow(FlowRecords.udp().flow());
                        }
                    })
                    .isInstanceOf(IOException.class)
                    .hasMessage("cannot write " + file + ": No space left on device");
            parquet.close();
            assertThat(disk.path()).isEmptyDirectory();
        }
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> String.valueOf(file.getFileName())).toList();
        }
    }
}
