package vedette.daemon;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import vedette.capture.GivenCaptures;
import vedette.config.Config;
import vedette.config.ConfigException;
import vedette.detect.LocalNets;
import vedette.net.IpPrefix;
import vedette.report.CaptureFacts;
import vedette.report.Geo;
import vedette.report.Report;
import vedette.report.Scenes;

@Command(
        name = "report",
        description = "Reads captures and writes a report on what they hold, with plots, for a browser or as Markdown.",
        sortOptions = false,
        footer = {
            "",
            "The page needs no network and no script. The same captures give the same report, octet by octet.",
            "",
            "Exit code: 0 done; 1 it could not be done; 2 wrong usage or configuration.",
        })
final class ReportCommand implements Callable<Integer> {
    private final Console console;
    private final Shutdown shutdown;

    @Parameters(
            paramLabel = "CAPTURE",
            arity = "1..*",
            description = "pcap or pcapng, plain or packed with gzip or zstd: a file, a directory with all below it,"
                    + " a list of paths (@FILE), or - for standard input. Several are read as one, in time order.")
    private List<String> captures = new ArrayList<>();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Write the report there: HTML, or Markdown if the name ends with .md or .markdown. - is"
                    + " standard output.")
    private @Nullable String output;

    @Option(
            names = {"-m", "--markdown"},
            paramLabel = "FILE",
            description = "Write it as Markdown there, instead or besides. - is standard output.")
    private @Nullable String markdown;

    @Option(
            names = "--against",
            paramLabel = "CAPTURE",
            description =
                    "Another capture: the report ranks what sets the first apart from it. May be repeated; several"
                            + " are read as one.")
    private List<String> against = new ArrayList<>();

    @Option(
            names = "--geo",
            paramLabel = "FILE",
            description = "A database in MaxMind's format (.mmdb) that tells countries or networks of addresses. May be"
                    + " repeated.")
    private List<Path> databases = new ArrayList<>();

    @Option(names = "--force", description = "Overwrite files that exist.")
    private boolean force;

    @Option(
            names = {"-f", "--filter"},
            paramLabel = "BPF",
            description = "Only frames that pass this filter, in libpcap's language.")
    private @Nullable String filter;

    @Option(
            names = {"-q", "--quiet"},
            description = "No progress.")
    private boolean quiet;

    @Mixin
    private final ConfigOptions configuration = new ConfigOptions();

    ReportCommand(Console console, Shutdown shutdown) {
        this.console = console;
        this.shutdown = shutdown;
    }

    @Override
    public Integer call() throws ConfigException, CommandException, IOException {
        Config config = configuration.read();
        ReportOutput written = new ReportOutput(console, output, markdown, force);
        if (captures.contains("-") && against.contains("-")) {
            throw CommandException.usage("standard input is one capture: it cannot be compared with itself");
        }
        List<String> all = new ArrayList<>(captures);
        all.addAll(against);
        written.check(new GivenCaptures(all));
        try (Geo geo = places()) {
            return report(config, geo, written);
        }
    }

    private Geo places() throws CommandException {
        try {
            return Geo.open(databases);
        } catch (IOException e) {
            throw CommandException.failed("--geo: " + e.getMessage());
        }
    }

    private int report(Config config, Geo geo, ReportOutput written) throws CommandException, IOException {
        CaptureFacts facts = new CaptureFacts(localNets(config));
        Reading reading = read(config, captures, facts);
        Report report =
                new Report(facts, reading.result.account(), config.detect().localNets(), geo);
        int code = reading.code;
        if (code == ExitCode.DONE && !against.isEmpty()) {
            CaptureFacts others = new CaptureFacts(localNets(config));
            Reading other = read(config, against, others);
            code = other.code;
            report.against(others, other.result.account());
        }
        if (code == ExitCode.DONE && reading.isRepeatable) {
            Scenes scenes = new Scenes(facts.alerts().gravest(Scenes.MOST));
            code = look(config, scenes);
            report.scenes(scenes);
        }
        written.write(report.page());
        return code;
    }

    /** What was read, and how that went. */
    private record Reading(ReplayResult result, int code, boolean isRepeatable) {}

    private Reading read(Config config, List<String> which, CaptureFacts facts) throws CommandException, IOException {
        try (Readings readings = Readings.open(which, filter, 1, console)) {
            Replay replay = replay(config, readings);
            replay.captures(which);
            replay.onlookers().addFrames(facts.frameHandler());
            replay.onlookers().addPackets(facts.packetListener());
            facts.flowHandlers().forEach(replay.onlookers()::addFlows);
            replay.onlookers().addAlerts(facts.alertHandler());
            ReplayResult result = replay.replay();
            return new Reading(result, replay.report(result), readings.canBeRepeated());
        }
    }

    /** Looks once more at what was read, for what shows the alerts that were found. */
    private int look(Config config, Scenes scenes) throws CommandException, IOException {
        if (scenes.isEmpty()) {
            return ExitCode.DONE;
        }
        try (Readings readings = Readings.open(captures, filter, 1, console)) {
            Replay again = replay(config, readings);
            if (scenes.wantsFrames()) {
                again.onlookers().addFrames(scenes.frameHandler());
            }
            again.onlookers().addPackets(scenes.packetListener());
            again.onlookers().addFlows(scenes.flowHandler());
            if (again.replay().interrupted()) {
                console.complain("interrupted; what shows the alerts is in the report as far as it was read again");
                return ExitCode.FAILED;
            }
        }
        return ExitCode.DONE;
    }

    private Replay replay(Config config, Readings readings) {
        Replay replay = new Replay(console, shutdown, config, readings, Duration.ZERO);
        replay.quiet(quiet);
        replay.summarizing(false);
        return replay;
    }

    private static LocalNets localNets(Config config) {
        return new LocalNets(
                config.detect().localNets().stream().map(IpPrefix::parse).toList());
    }
}
