package vedette.daemon;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import vedette.config.ConfigException;
import vedette.query.AlignedAnswer;
import vedette.query.Answer;
import vedette.query.CsvAnswer;
import vedette.query.Database;
import vedette.query.JsonAnswer;
import vedette.query.QueryException;
import vedette.query.ReadyQuery;
import vedette.query.Recording;
import vedette.query.Scratch;

@Command(
        name = "query",
        description = "Asks in SQL what was recorded. Needs DuckDB beside the sensor.",
        sortOptions = false,
        footer = {
            "",
            "The views are flows and alerts; 'describe flows' as a query names the columns.",
            "",
            "Exit code: 0 done; 1 it could not be done; 2 wrong usage, or a query that DuckDB refuses.",
        })
final class QueryCommand implements Callable<Integer> {
    private final Console console;
    private final Shutdown shutdown;

    @Parameters(
            index = "0",
            paramLabel = "QUERY",
            arity = "0..1",
            description = "A SELECT of DuckDB's SQL, or @NAME: one that is ready (--list).")
    private @Nullable String query;

    @Parameters(
            index = "1..*",
            paramLabel = "DIR|CAPTURE",
            arity = "0..*",
            description = "Directories that 'replay --write' or a collector file:DIR has written, together;"
                    + " or captures, which are replayed first.")
    private List<String> sources = new ArrayList<>();

    @Option(names = "--list", description = "List the queries that are ready.")
    private boolean list;

    @Option(names = "--show", description = "Print the SQL of a ready query instead of asking it.")
    private boolean show;

    @Option(
            names = "--rows",
            paramLabel = "N",
            description = "At most so many rows of a ready query, 0 for all. Default: 20.")
    private int rows = 20;

    @Option(names = "--csv", description = "Print comma-separated values.")
    private boolean csv;

    @Option(names = "--json", description = "Print an object of JSON on a line for each row.")
    private boolean json;

    @Mixin
    private final ConfigOptions configuration = new ConfigOptions();

    QueryCommand(Console console, Shutdown shutdown) {
        this.console = console;
        this.shutdown = shutdown;
    }

    @Override
    public Integer call() throws CommandException, ConfigException, IOException {
        if (list) {
            listReady();
            return ExitCode.DONE;
        }
        if (query == null) {
            throw CommandException.usage("missing QUERY; 'vedette query --list' names those that are ready");
        }
        String sql = sql(query);
        if (show) {
            console.out().println(sql);
            return ExitCode.DONE;
        }
        if (sources.isEmpty()) {
            throw CommandException.usage("missing DIR or CAPTURE: what is to be asked");
        }
        if (csv && json) {
            throw CommandException.usage("--csv and --json exclude each other");
        }
        QueryPiece.require("vedette query");
        return ask(sql);
    }

    private void listReady() {
        Table table = new Table("query", "what it answers");
        ReadyQuery.ALL.forEach(ready -> table.add("@" + ready.name(), ready.meaning()));
        table.print(console.out(), "");
    }

    private String sql(String asked) throws CommandException {
        if (rows < 0) {
            throw CommandException.usage("--rows must be at least 0, was " + rows);
        }
        if (!asked.startsWith("@")) {
            return asked;
        }
        String name = asked.substring(1);
        return ReadyQuery.named(name)
                .orElseThrow(() -> CommandException.usage("no query is called @" + name + "; there are "
                        + ReadyQuery.ALL.stream()
                                .map(ready -> "@" + ready.name())
                                .collect(Collectors.joining(", "))))
                .first(rows);
    }

    private int ask(String sql) throws CommandException, ConfigException, IOException {
        try (Scratch scratch = Scratch.make()) {
            List<Path> recorded = recorded();
            if (recorded.isEmpty()) {
                Path replayed = scratch.directory().resolve("replayed");
                int code = replay(replayed);
                if (code != ExitCode.DONE) {
                    return code;
                }
                recorded = List.of(replayed);
            }
            try (Database database = Recording.of(recorded).open(scratch)) {
                shutdown.onAsk(database::cancel);
                database.ask(sql, answer());
            } catch (QueryException refused) {
                throw told(String.valueOf(refused.getMessage()), scratch);
            }
            return ExitCode.DONE;
        }
    }

    /** Who asks has made no mistake if DuckDB finds one in a recorded file. */
    private CommandException told(String refusal, Scratch scratch) {
        if (shutdown.isAsked()) {
            return CommandException.failed("interrupted");
        }
        String named = scratch.named(refusal);
        return named.equals(refusal) ? CommandException.usage(refusal) : CommandException.failed(named);
    }

    /** The sources, if they are directories in which something is recorded; nothing if they are captures. */
    private List<Path> recorded() throws CommandException, IOException {
        List<Path> recorded = new ArrayList<>();
        for (String source : sources) {
            Path path = Path.of(source);
            if (Recording.isIn(path)) {
                recorded.add(path);
            }
        }
        if (!recorded.isEmpty() && recorded.size() < sources.size()) {
            throw CommandException.usage("captures and what a sensor has written cannot be asked together");
        }
        return recorded;
    }

    private int replay(Path directory) throws CommandException, ConfigException, IOException {
        try (Readings readings = Readings.open(sources, null, 1, console)) {
            Replay replay = new Replay(console, shutdown, configuration.read(), readings, Duration.ZERO);
            replay.captures(sources);
            replay.quiet(true);
            replay.writeTo(new OutputDirectory(directory), EnumSet.of(OutputFile.FLOWS, OutputFile.ALERTS), false);
            return replay.run();
        }
    }

    private Answer answer() {
        if (csv) {
            return new CsvAnswer(console.out());
        }
        return json ? new JsonAnswer(console.out()) : new AlignedAnswer(console.out());
    }
}
