package vedette.query;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** DuckDB within this process, with nothing stored in it, bounded memory, and no way out but files it is told of. */
public final class Database implements AutoCloseable {
    private static final String URL = "jdbc:duckdb:";

    private static final DateTimeFormatter SECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss'Z'", Locale.ROOT);
    private static final DateTimeFormatter MICROSECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT);

    private static final List<String> READING =
            List.of("SELECT_NODE", "SET_OPERATION_NODE", "RECURSIVE_CTE_NODE", "CTE_NODE");
    private static final List<String> TABLE_FUNCTIONS = List.of(
            "range",
            "generate_series",
            "unnest",
            "json_each",
            "json_tree",
            "duckdb_columns",
            "duckdb_functions",
            "duckdb_settings",
            "duckdb_tables",
            "duckdb_types",
            "duckdb_views");

    private final Connection connection;
    private volatile @Nullable Statement asking;
    private volatile boolean cancelled;

    private Database(Connection connection) {
        this.connection = connection;
    }

    /** Whether DuckDB is installed. */
    public static boolean isInstalled() {
        try {
            return DriverManager.getDriver(URL) != null;
        } catch (SQLException none) {
            return false;
        }
    }

    /**
     * Opens a database that may touch only what is named here.
     *
     * @param spill where what does not fit into memory goes
     * @param memory of the database, outside of Java's, such as {@code 512MB}
     * @throws IOException if DuckDB cannot be used here
     */
    static Database open(Path spill, String memory, Collection<Path> files, Collection<Path> directories)
            throws IOException {
        int processors = Runtime.getRuntime().availableProcessors();
        return open(List.of("threads = " + processors), spill, memory, files, directories);
    }

    /**
     * Opens a database that goes through everything once, in order, with nothing waiting for its turn: what it copies does not pile up
     * however much there is.
     */
    static Database streaming(Path spill, String memory, Collection<Path> directories) throws IOException {
        return open(List.of("threads = 1", "preserve_insertion_order = false"), spill, memory, List.of(), directories);
    }

    private static Database open(
            List<String> way, Path spill, String memory, Collection<Path> files, Collection<Path> directories)
            throws IOException {
        Database database = new Database(connect());
        try {
            for (String setting : way) {
                database.execute("SET " + setting);
            }
            for (String setting : settings(spill, memory, files, directories)) {
                database.execute("SET " + setting);
            }
            return database;
        } catch (SQLException e) {
            database.close();
            throw new IOException("cannot set up DuckDB: " + QueryException.said(e), e);
        }
    }

    private static Connection connect() throws IOException {
        try {
            return DriverManager.getConnection(URL);
        } catch (SQLException e) {
            throw new IOException("cannot start DuckDB: " + QueryException.said(e), e);
        } catch (LinkageError | IllegalStateException e) {
            throw new IOException("cannot load DuckDB's native library: " + e.getMessage(), e);
        }
    }

    /** The last one keeps a question from changing the others. */
    private static List<String> settings(
            Path spill, String memory, Collection<Path> files, Collection<Path> directories) {
        List<String> settings = new ArrayList<>(List.of(
                "memory_limit = " + Sql.text(memory),
                "temp_directory = " + Sql.file(spill),
                "TimeZone = 'UTC'",
                "autoinstall_known_extensions = false",
                "autoload_known_extensions = false",
                "allow_community_extensions = false",
                "allow_persistent_secrets = false"));
        settings.add("allowed_paths = " + Sql.files(files));
        settings.add("allowed_directories = " + Sql.files(directories));
        settings.add("enable_external_access = false");
        settings.add("lock_configuration = true");
        return settings;
    }

    void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** A single text that a query of ours gives. */
    String text(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return String.valueOf(rows.getString(1));
        }
    }

    /**
     * Asks one question, and has the answer shown. What DuckDB executes is a statement of ours; the question is a text in it, which its
     * function {@code query} takes for one SELECT or refuses.
     *
     * @throws QueryException if it is not a question, or cannot be answered
     */
    public void ask(String question, Answer answer) throws QueryException {
        try (Statement statement = connection.createStatement()) {
            asking = statement;
            check(question);
            if (cancelled) {
                throw new QueryException("given up");
            }
            try (ResultSet rows = statement.executeQuery(answer.asked("query(" + Sql.text(question) + ")"))) {
                show(rows, answer);
            }
        } catch (SQLException e) {
            throw new QueryException(e);
        } finally {
            asking = null;
        }
    }

    /** Lets pass one statement that only reads. */
    private void check(String question) throws SQLException, QueryException {
        String parsed = "json_serialize_sql(" + Sql.text(question) + ")";
        String problem = text("SELECT coalesce(json_extract_string(" + parsed + ", '$.error_type'), '')");
        if (problem.equals("parser")) {
            throw new QueryException(
                    "Parser Error: " + text("SELECT json_extract_string(" + parsed + ", '$.error_message')"));
        }
        String statements = text("SELECT coalesce(json_array_length(" + parsed + ", '$.statements'), 0)");
        if (!problem.isEmpty()
                || !statements.equals("1")
                || !text(notReading(parsed)).isEmpty()) {
            throw new QueryException("a query is one SELECT, and nothing else");
        }
        String function = text(forbiddenFunction(parsed));
        if (!function.isEmpty()) {
            throw new QueryException("a query may not use " + function + "; of functions that give tables it may use "
                    + String.join(", ", TABLE_FUNCTIONS));
        }
    }

    /** A part of a question that does something else than to read: a common table expression can be a COPY. */
    private static String notReading(String parsed) {
        return "SELECT coalesce(any_value(value ->> '$'), '') FROM json_tree(" + parsed + ") WHERE key = 'type'"
                + " AND type = 'VARCHAR' AND ends_with(value ->> '$', '_NODE') AND (value ->> '$') NOT IN "
                + Sql.texts(READING);
    }

    /** Among those that are not named would be one that executes what it is given as a text, whatever that does. */
    private static String forbiddenFunction(String parsed) {
        String name = "lower(value ->> '$.function.function_name')";
        return "SELECT coalesce(any_value(" + name + "), '') FROM json_tree(" + parsed + ") WHERE type = 'OBJECT'"
                + " AND (value ->> '$.type') = 'TABLE_FUNCTION' AND coalesce(" + name + " NOT IN "
                + Sql.texts(TABLE_FUNCTIONS) + ", true)";
    }

    private static void show(ResultSet rows, Answer answer) throws SQLException {
        ResultSetMetaData columns = rows.getMetaData();
        List<String> names = new ArrayList<>();
        for (int i = 1; i <= columns.getColumnCount(); i++) {
            names.add(columns.getColumnName(i));
        }
        answer.columns(names);
        while (rows.next()) {
            List<@Nullable String> values = new ArrayList<>();
            for (int i = 1; i <= names.size(); i++) {
                values.add(text(rows, i));
            }
            answer.row(values);
        }
        answer.end();
    }

    /** As DuckDB has it, but times as in all that the sensor writes. */
    private static @Nullable String text(ResultSet row, int column) throws SQLException {
        Object value = row.getObject(column);
        if (value instanceof OffsetDateTime time) {
            return (time.getNano() == 0 ? SECONDS : MICROSECONDS).format(time);
        }
        return row.getString(column);
    }

    /** Gives up what is being asked, and answers nothing more; any thread. */
    public void cancel() {
        cancelled = true;
        Statement statement = asking;
        if (statement != null) {
            try {
                statement.cancel();
            } catch (SQLException over) {
                // Then there is nothing to give up.
            }
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException unused) {
            // Nothing is stored in it that could be lost.
        }
    }
}
