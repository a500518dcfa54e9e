package vedette.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import vedette.export.ExportCounters;
import vedette.export.ObservationPoints;
import vedette.flow.Flow;
import vedette.flow.FlowRecords;
import vedette.query.AlignedAnswer;
import vedette.query.Database;
import vedette.query.ParquetFile;
import vedette.query.QueryException;
import vedette.query.ReadyQuery;
import vedette.query.Recording;
import vedette.query.Scratch;

/**
 * Writes so many flow records of short connections into {@code flows.parquet}, and asks what they hold; says how long each takes, and what
 * the process had in memory. There are 60,000 clients and 65,536 servers, a few of which have most of them. The same arguments write the same records.
 *
 * <p>{@code ParquetScale DIR RECORDS}
 */
public final class ParquetScale {
    private static final int CLIENTS = 60_000;
    private static final int SERVERS = 200_000;
    private static final int[] PORTS = {443, 443, 443, 80, 53, 22, 25, 8080};
    private static final long GAP_NS = 1_000_000;
    private static final int TOLD = 1_000_000;

    private final Random random = new Random(1);

    private ParquetScale() {}

    public static void main(String[] arguments) throws IOException, QueryException {
        Path directory = Files.createDirectories(Path.of(arguments[0]));
        long records = Long.parseLong(arguments[1]);
        new ParquetScale().write(directory.resolve("flows.parquet"), records);
        System.out.printf("%,d octets%n", Files.size(directory.resolve("flows.parquet")));
        for (String name : List.of("overview", "top-talkers", "ports", "hours", "failed-connections")) {
            ask(name, directory);
        }
    }

    private void write(Path file, long records) throws IOException {
        ObservationPoints points = new ObservationPoints();
        points.add("eth0", 2);
        ExportCounters counters = new ExportCounters(System::nanoTime);
        long startNs = System.nanoTime();
        ParquetFile parquet = ParquetFile.ofFlows(file, points, counters);
        for (long i = 0; i < records; i++) {
            parquet.onFlow(flow(i));
            if ((i + 1) % TOLD == 0) {
                System.out.printf("%,d records after %.1f s, %s%n", i + 1, secondsSince(startNs), memory());
            }
        }
        parquet.flush();
        parquet.close();
        System.out.printf(
                "%,d records written in %.1f s, %s%n", counters.sent().records(), secondsSince(startNs), memory());
    }

    private Flow flow(long number) {
        int client = random.nextInt(CLIENTS);
        int server = (int) (SERVERS * Math.pow(random.nextDouble(), 4));
        long startNs = FlowRecords.MIDNIGHT_NS + number * GAP_NS + random.nextInt(1_000_000) * 1_000L;
        long endNs = startNs + random.nextInt(2_000_000) * 1_000L;
        return FlowRecords.tcp()
                .ipv4(
                        "10.1." + (client >> 8) + "." + (client & 0xFF),
                        "172.16." + (server >> 8 & 0xFF) + "." + (server & 0xFF))
                .ports(1024 + random.nextInt(60_000), PORTS[random.nextInt(PORTS.length)])
                .counted(Flow.FORWARD, 5 + random.nextInt(10), 300 + random.nextInt(2_000))
                .counted(Flow.REVERSE, 4 + random.nextInt(20), 300 + random.nextInt(40_000))
                .times(Flow.FORWARD, startNs, endNs)
                .times(Flow.REVERSE, startNs + 200_000, endNs - 100_000)
                .id(number + 1, 1)
                .flow();
    }

    private static void ask(String name, Path directory) throws IOException, QueryException {
        long startNs = System.nanoTime();
        try (Scratch scratch = Scratch.make();
                Database database = Recording.of(List.of(directory)).open(scratch)) {
            database.ask(ReadyQuery.named(name).orElseThrow().first(3), new AlignedAnswer(System.out));
        }
        System.out.printf("@%s in %.1f s, %s%n", name, secondsSince(startNs), memory());
    }

    private static double secondsSince(long startNs) {
        return (System.nanoTime() - startNs) / 1e9;
    }

    /** Resident memory of the whole process, DuckDB's included. */
    private static String memory() throws IOException {
        StringBuilder told = new StringBuilder();
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith("VmRSS:") || line.startsWith("VmHWM:")) {
                told.append(told.isEmpty() ? "" : ", ")
                        .append(line.startsWith("VmHWM:") ? "at most " : "now ")
                        .append(Long.parseLong(line.replaceAll("\\D", "")) >> 10)
                        .append(" MiB resident");
            }
        }
        return told.toString();
    }
}
