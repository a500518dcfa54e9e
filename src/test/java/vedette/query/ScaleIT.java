package vedette.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vedette.export.ExportCounters;
import vedette.export.ObservationPoints;
import vedette.flow.Flow;
import vedette.flow.FlowRecords;

/**
 * Ten million flow records of short connections as Parquet, and what they are asked: memory stays as it was after the first million.
 * There are 60,000 clients and 65,536 servers, a few of which have most of them. {@code -Dvedette.scale.records} is for another
 * number; what it took stands in {@code target/scale.md}.
 */
class ScaleIT {
    private static final Path REPORT = Path.of("target/scale.md");
    private static final long RECORDS = Long.getLong("vedette.scale.records", 10_000_000);
    private static final long MILLION = 1_000_000;
    private static final int CLIENTS = 60_000;
    private static final int SERVERS = 200_000;
    private static final int[] PORTS = {443, 443, 443, 80, 53, 22, 25, 8080};
    private static final long GAP_NS = 1_000_000;

    /** Octets of resident memory that may come after the first million records. */
    private static final long MOST_GROWTH = 64L << 20;

    @TempDir
    private Path directory;

    private final Random random = new Random(1);
    private final List<String> told = new ArrayList<>();
    private long octets;
    private long octetsOfBusiest;

    @Test
    void memoryStaysAsItWasAndEveryRecordIsThere() throws Exception {
        ExportCounters counters = new ExportCounters(System::nanoTime);
        write(directory.resolve("flows.parquet"), counters);
        assertThat(counters.sent().records()).isEqualTo(RECORDS);
        assertThat(ask("counted", "select count(*), sum(flow_bytes_toserver + flow_bytes_toclient) from flows"))
                .containsExactly(List.of(Long.toString(RECORDS), Long.toString(octets)));
        List<@Nullable String> busiest = ask(
                        "top-talkers",
                        ReadyQuery.named("top-talkers").orElseThrow().first(1))
                .get(0);
        assertThat(busiest.get(0)).isEqualTo("172.16.0.0");
        assertThat(Long.parseLong(busiest.get(1)) + Long.parseLong(busiest.get(2)))
                .isEqualTo(octetsOfBusiest);
        for (String name : List.of("overview", "ports", "hours", "failed-connections")) {
            ask(name, ReadyQuery.named(name).orElseThrow().first(3));
        }
        Files.write(REPORT, told);
    }

    private void write(Path file, ExportCounters counters) throws IOException {
        ObservationPoints points = new ObservationPoints();
        points.add("eth0", 2);
        long startNs = System.nanoTime();
        long early = 0;
        ParquetFile parquet = ParquetFile.ofFlows(file, points, counters);
        for (long i = 0; i < RECORDS; i++) {
            parquet.onFlow(flow(i));
            if (i + 1 == Math.min(MILLION, RECORDS)) {
                early = resident("VmRSS:");
            }
        }
        long late = resident("VmRSS:");
        parquet.flush();
        parquet.close();
        say("records: %,d, written in %.1f s", RECORDS, secondsSince(startNs));
        say(
                "resident: %,d MiB after a million, %,d MiB after all, %,d MiB at most",
                early >> 20, late >> 20, resident("VmHWM:") >> 20);
        say("octets of the file: %,d", Files.size(file));
        assertThat(late - early)
                .as("resident memory that came after the first million")
                .isLessThan(MOST_GROWTH);
    }

    private Flow flow(long number) {
        int client = random.nextInt(CLIENTS);
        int server = (int) (SERVERS * Math.pow(random.nextDouble(), 4)) & 0xFFFF;
        long startNs = FlowRecords.MIDNIGHT_NS + number * GAP_NS + random.nextInt(1_000_000) * 1_000L;
        long endNs = startNs + random.nextInt(2_000_000) * 1_000L;
        int up = 300 + random.nextInt(2_000);
        int down = 300 + random.nextInt(40_000);
        octets += up + down;
        octetsOfBusiest += server == 0 ? up + down : 0;
        return FlowRecords.tcp()
                .ipv4(
                        "10.1." + (client >> 8) + "." + (client & 0xFF),
                        "172.16." + (server >> 8) + "." + (server & 0xFF))
                .ports(1024 + random.nextInt(60_000), PORTS[random.nextInt(PORTS.length)])
                .counted(Flow.FORWARD, 5 + random.nextInt(10), up)
                .counted(Flow.REVERSE, 4 + random.nextInt(20), down)
                .times(Flow.FORWARD, startNs, endNs)
                .times(Flow.REVERSE, startNs + 200_000, endNs - 100_000)
                .id(number + 1, 1)
                .flow();
    }

    private List<List<@Nullable String>> ask(String name, String sql) throws IOException, QueryException {
        List<List<@Nullable String>> rows = new ArrayList<>();
        long startNs = System.nanoTime();
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
        say("%s: %.1f s, %,d MiB resident at most", name, secondsSince(startNs), resident("VmHWM:") >> 20);
        return rows;
    }

    private void say(String format, Object... values) {
        told.add("- " + String.format(Locale.ROOT, format, values));
    }

    private static double secondsSince(long startNs) {
        return (System.nanoTime() - startNs) / 1e9;
    }

    /** Of the whole process, DuckDB included. */
    private static long resident(String which) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith(which)) {
                return Long.parseLong(line.replaceAll("\\D", "")) << 10;
            }
        }
        throw new IOException("/proc/self/status has no " + which);
    }
}
