package vedette.daemon;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import vedette.config.Config;
import vedette.config.ConfigException;
import vedette.export.CollectorConfig;
import vedette.flow.Metering;

@Command(
        name = "replay",
        description = "Reads captures and says which flows they hold and what is suspicious.",
        sortOptions = false,
        footer = {
            "",
            "Exit code: 0 done; 1 it could not be done; 2 wrong usage or configuration.",
        })
final class ReplayCommand implements Callable<Integer> {
    private final Console console;
    private final Shutdown shutdown;

    @Parameters(
            paramLabel = "CAPTURE",
            arity = "1..*",
            description = "pcap or pcapng, plain or packed with gzip or zstd: a file, a directory with all below it,"
                    + " a list of paths (@FILE), or - for standard input. Several are read as one, in time order.")
    private List<String> captures = new ArrayList<>();

    @Option(
            names = {"-w", "--write"},
            paramLabel = "DIR",
            description =
                    "Write flows.jsonl, alerts.jsonl, flows.ipfix and summary.json, or what --format says, into this"
                            + " directory.")
    private @Nullable Path write;

    @Option(
            names = "--format",
            paramLabel = "LIST",
            description =
                    "Which files --write makes: jsonl,ipfix,summary; packets-csv,features-csv; zeek, which stands for"
                            + " conn.log, dns.log, http.log, ssl.log and notice.log as Zeek writes them, or zeek-json for the same"
                            + " as JSON; parquet, which needs DuckDB beside the sensor. Default: jsonl,ipfix,summary.")
    private @Nullable String format;

    @Option(names = "--force", description = "Overwrite files that exist.")
    private boolean force;

    @Option(
            names = "--collector",
            paramLabel = "URI",
            description = "Send there as well: flows to ipfix+udp://HOST:PORT (or ipfix+tcp, ipfix+tls), to"
                    + " netflow9+udp or netflow5+udp, alerts to syslog+udp://HOST:PORT (or syslog+tcp, syslog+tls), both"
                    + " to file:DIR. May be repeated.")
    private List<String> collectors = new ArrayList<>();

    @Option(
            names = "--collector-timeout",
            paramLabel = "TIME",
            description = "How long a collector over TCP may take nothing before the replay gives up. Default: 60s.")
    private String collectorTimeout = "60s";

    @Option(
            names = {"-f", "--filter"},
            paramLabel = "BPF",
            description = "Only frames that pass this filter, in libpcap's language.")
    private @Nullable String filter;

    @Option(
            names = "--workers",
            paramLabel = "N",
            description =
                    "Threads that share the metering, at most 64; the output is the same whatever N is. Detectors have a thread"
                            + " of their own besides, where there is more than one processor. Default: 1.")
    private int workers = 1;

    @Option(
            names = {"-q", "--quiet"},
            description = "No progress and no summary.")
    private boolean quiet;

    @Mixin
    private final ConfigOptions configuration = new ConfigOptions();

    ReplayCommand(Console console, Shutdown shutdown) {
        this.console = console;
        this.shutdown = shutdown;
    }

    @Override
    public Integer call() throws ConfigException, CommandException, IOException {
        Set<OutputFile> formats = formats();
        if (workers < 1 || workers > Metering.PARTITIONS) {
            throw CommandException.usage("--workers must be 1 to " + Metering.PARTITIONS + ", was " + workers);
        }
        Duration patience = ConfigOptions.duration("--collector-timeout", collectorTimeout);
        Config config = configuration.read();
        List<CollectorConfig> targets = targets(config);
        try (Readings readings = Readings.open(captures, filter, workersFor(formats), console)) {
            Replay replay = new Replay(console, shutdown, config, readings, patience);
            replay.captures(captures);
            replay.quiet(quiet);
            if (write != null) {
                replay.writeTo(new OutputDirectory(write), formats, force);
            }
            for (CollectorConfig target : targets) {
                replay.sendTo(target, force);
            }
            return replay.run();
        }
    }

    private int workersFor(Set<OutputFile> formats) {
        if (workers > 1 && formats.stream().anyMatch(OutputFile::isOfPackets)) {
            console.warn(
                    "packets.csv and features.csv are told packet by packet, so one thread meters, not " + workers);
            return 1;
        }
        return workers;
    }

    private Set<OutputFile> formats() throws CommandException {
        if (format == null) {
            return OutputFile.DEFAULT;
        }
        if (write == null) {
            throw CommandException.usage("--format says what --write makes; name a directory with --write DIR");
        }
        Set<OutputFile> files = OutputFile.parse(format);
        if (files.stream().anyMatch(OutputFile::isParquet)) {
            QueryPiece.require("--format parquet");
        }
        return files;
    }

    /** A collector that the configuration has under the same URI is fed as it says there. */
    private List<CollectorConfig> targets(Config config) throws CommandException {
        List<CollectorConfig> targets = new ArrayList<>();
        for (String uri : collectors) {
            try {
                targets.add(config.collector().stream()
                        .filter(configured -> configured.uri().equals(uri))
                        .findFirst()
                        .orElse(CollectorConfig.of(uri)));
            } catch (IllegalArgumentException bad) {
                throw CommandException.usage("--collector: " + bad.getMessage());
            }
        }
        return targets;
    }
}
