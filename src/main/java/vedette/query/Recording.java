package vedette.query;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import vedette.export.file.EarlierFiles;

/** What directories hold of flows and alerts: Parquet if there is any, else lines of JSON, those of a live sensor's earlier files too. */
public final class Recording {
    private static final String MEMORY = "1GB";

    private final Map<Records, List<Path>> parquet = new EnumMap<>(Records.class);
    private final Map<Records, List<Path>> lines = new EnumMap<>(Records.class);

    private Recording() {
        for (Records kind : Records.values()) {
            parquet.put(kind, new ArrayList<>());
            lines.put(kind, new ArrayList<>());
        }
    }

    /** Whether a directory holds any. */
    public static boolean isIn(Path directory) throws IOException {
        return Files.isDirectory(directory) && !of(List.of(directory)).isEmpty();
    }

    /** Takes together what several directories hold. */
    public static Recording of(Collection<Path> directories) throws IOException {
        Recording recording = new Recording();
        for (Path directory : directories) {
            for (Records kind : Records.values()) {
                recording.add(kind, directory);
            }
        }
        return recording;
    }

    private void add(Records kind, Path directory) throws IOException {
        Path whole = directory.resolve(kind.label() + ".parquet");
        if (Files.exists(whole)) {
            files(parquet, kind).add(whole);
            return;
        }
        Path latest = directory.resolve(kind.label() + ".jsonl");
        files(lines, kind).addAll(EarlierFiles.of(latest));
        if (Files.exists(latest)) {
            files(lines, kind).add(latest);
        }
    }

    private static List<Path> files(Map<Records, List<Path>> of, Records kind) {
        return of.getOrDefault(kind, List.of());
    }

    private boolean isEmpty() {
        return parquet.values().stream().allMatch(List::isEmpty)
                && lines.values().stream().allMatch(List::isEmpty);
    }

    /** Opens a database in which they are views. */
    public Database open(Scratch scratch) throws IOException {
        Map<Records, String> views = new EnumMap<>(Records.class);
        List<Path> allowed = new ArrayList<>();
        for (Records kind : Records.values()) {
            List<Path> whole = plain(files(parquet, kind), scratch);
            List<Path> written = plain(files(lines, kind), scratch);
            allowed.addAll(whole);
            allowed.addAll(written);
            if (!whole.isEmpty() || !written.isEmpty()) {
                views.put(kind, select(kind, whole, written));
            }
        }
        Database database = Database.open(scratch.directory().resolve("spill"), MEMORY, allowed, List.of());
        try {
            for (Map.Entry<Records, String> view : views.entrySet()) {
                database.execute("CREATE VIEW " + view.getKey().label() + " AS " + view.getValue());
            }
            for (String macro : Macros.ALL) {
                database.execute(macro);
            }
            return database;
        } catch (SQLException e) {
            database.close();
            throw new IOException("cannot read what was recorded: " + scratch.named(QueryException.said(e)), e);
        }
    }

    private static List<Path> plain(List<Path> files, Scratch scratch) throws IOException {
        List<Path> plain = new ArrayList<>();
        for (Path file : files) {
            plain.add(scratch.plain(file));
        }
        return plain;
    }

    private static String select(Records kind, List<Path> whole, List<Path> written) {
        if (written.isEmpty()) {
            return Records.fromParquet(whole);
        }
        return whole.isEmpty()
                ? kind.fromJson(written)
                : Records.fromParquet(whole) + " UNION ALL BY NAME " + kind.fromJson(written);
    }
}
