package vedette.query;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import vedette.detect.Alert;
import vedette.export.ExportAccount;
import vedette.export.ExportCounters;
import vedette.export.ExportTotal;
import vedette.export.Exporter;
import vedette.export.ObservationPoints;
import vedette.export.json.AlertLines;
import vedette.export.json.JsonLines;
import vedette.flow.Flow;

/**
 * Writes records into one Parquet file. They are gathered as lines of JSON; as soon as there are enough for a row group, DuckDB makes a
 * part of them, and in the end one file of all parts. So the memory it takes does not depend on how many records there are.
 */
public final class ParquetFile implements Exporter {
    private static final int ROW_GROUP = 122_880;
    private static final String MEMORY = "512MB";
    private static final String QUICKLY = "snappy";
    private static final String SMALL = "zstd";

    private final Path file;
    private final Records kind;
    private final Function<OutputStream, Exporter> lines;
    private final ExportAccount account;
    private final ExportTotal given = new ExportTotal();
    private final int recordsOfAPart;
    private final Scratch scratch;
    private final Path work;
    private final Database database;
    private final List<Path> parts = new ArrayList<>();

    private @Nullable Exporter gathering;
    private int gathered;

    private ParquetFile(
            Path file, Records kind, Function<OutputStream, Exporter> lines, ExportAccount account, int recordsOfAPart)
            throws IOException {
        this.file = file;
        this.kind = kind;
        this.lines = lines;
        this.account = account;
        this.recordsOfAPart = recordsOfAPart;
        this.scratch = Scratch.make();
        try {
            this.work = scratch.plain(scratch.beside(file));
            this.database = Database.open(work.resolve("spill"), MEMORY, List.of(), List.of(work));
        } catch (IOException e) {
            scratch.close();
            throw e;
        }
    }

    /** A file of flow records. */
    public static ParquetFile ofFlows(Path file, ObservationPoints points, ExportCounters counters) throws IOException {
        return ofFlows(file, points, counters, ROW_GROUP);
    }

    static ParquetFile ofFlows(Path file, ObservationPoints points, ExportCounters counters, int recordsOfAPart)
            throws IOException {
        return new ParquetFile(
                file, Records.FLOWS, out -> new JsonLines(out, points, uncounted()), counters, recordsOfAPart);
    }

    /**
     * A file of alerts.
     *
     * @param version of the sensor
     * @param interfaceName of the only interface, or null if there are several or none
     */
    public static ParquetFile ofAlerts(
            Path file, String sensorName, String version, @Nullable String interfaceName, ExportCounters counters)
            throws IOException {
        return new ParquetFile(
                file,
                Records.ALERTS,
                out -> new AlertLines(out, sensorName, version, interfaceName, uncounted()),
                counters.alerts(),
                ROW_GROUP);
    }

    /** Lines are not sent, but on their way. */
    private static ExportCounters uncounted() {
        return new ExportCounters(() -> 0);
    }

    @Override
    public void onFlow(Flow flow) throws IOException {
        telling(() -> lines().onFlow(flow));
        given.add(flow);
        gathered();
    }

    @Override
    public void onAlert(Alert alert) throws IOException {
        telling(() -> lines().onAlert(alert));
        given.add(1, 0, 0);
        gathered();
    }

    private interface Step {
        void run() throws IOException;
    }

    /** What goes wrong with the lines is told as what the user asked for. */
    private void telling(Step step) throws IOException {
        try {
            step.run();
        } catch (IOException e) {
            throw new IOException("cannot write " + file + ": " + e.getMessage(), e);
        }
    }

    private Exporter lines() throws IOException {
        if (gathering == null) {
            gathering = lines.apply(new FileOutputStream(linesFile().toFile()));
        }
        return gathering;
    }

    private Path linesFile() {
        return work.resolve("lines.jsonl");
    }

    private void gathered() throws IOException {
        if (++gathered == recordsOfAPart) {
            makePart();
        }
    }

    private void makePart() throws IOException {
        Exporter full = Objects.requireNonNull(gathering);
        gathering = null;
        gathered = 0;
        telling(() -> {
            try {
                full.flush();
            } finally {
                full.close();
            }
        });
        Path part = work.resolve("part-" + parts.size() + ".parquet");
        write(database, kind.fromJson(List.of(linesFile())), part, QUICKLY);
        parts.add(part);
        Files.delete(linesFile());
    }

    private void write(Database by, String select, Path to, String compression) throws IOException {
        try {
            by.execute("COPY (" + select + ") TO " + Sql.file(to) + " (FORMAT parquet, COMPRESSION " + compression
                    + ", ROW_GROUP_SIZE " + ROW_GROUP + ")");
        } catch (SQLException e) {
            throw new IOException("cannot write " + file + ": " + scratch.named(QueryException.said(e)), e);
        }
    }

    /** Makes the file, which does not bear its name before it is whole. */
    @Override
    public void flush() throws IOException {
        if (gathering != null || parts.isEmpty()) {
            lines();
            makePart();
        }
        Path whole = work.resolve("whole.parquet");
        try (Database streaming = Database.streaming(work.resolve("spill"), MEMORY, List.of(work))) {
            write(streaming, Records.fromParquet(parts), whole, SMALL);
        }
        Files.move(whole, file, StandardCopyOption.REPLACE_EXISTING);
        account.sent().add(given.records(), given.packets(), given.octets());
    }

    @Override
    public void close() throws IOException {
        database.close();
        try {
            if (gathering != null) {
                gathering.close();
            }
        } finally {
            scratch.close();
        }
    }
}
