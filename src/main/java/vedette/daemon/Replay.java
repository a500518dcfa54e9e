package vedette.daemon;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import vedette.capture.CaptureFiles;
import vedette.capture.CaptureSource;
import vedette.capture.GivenCaptures;
import vedette.config.Config;
import vedette.detect.AlertCounters;
import vedette.detect.AlertHandler;
import vedette.detect.Detection;
import vedette.export.CollectorConfig;
import vedette.export.ExportAccount;
import vedette.export.ExportingAgent;
import vedette.flow.FlowHandler;
import vedette.report.AlertTally;
import vedette.report.FlowTally;
import vedette.report.Quantity;

/** One replay: captures in, flows out, and an account of it. */
final class Replay {
    private record Files(OutputDirectory directory, CollectorConfig feeding, Set<OutputFile> files) {}

    private final Console console;
    private final Shutdown shutdown;
    private final Config config;
    private final Readings readings;
    private final Exporters exporters;
    private final FlowTally tally = new FlowTally();
    private final AlertTally alertTally = new AlertTally();
    private final List<Files> writing = new ArrayList<>();
    private final ReadingThread reader = new ReadingThread();
    private final Onlookers onlookers = new Onlookers();
    private final PacketTables tables;
    private List<String> captures = List.of();
    private boolean quiet;
    private boolean summarizing = true;
    private @Nullable IOException failure;
    private boolean interrupted;

    Replay(Console console, Shutdown shutdown, Config config, Readings readings, Duration patience) {
        this.console = console;
        this.shutdown = shutdown;
        this.config = config;
        this.readings = readings;
        this.exporters = Exporters.replay(config, patience);
        this.tables = new PacketTables(onlookers, config.features(), readings::points);
    }

    /** The captures as the user named them. */
    void captures(List<String> names) {
        captures = List.copyOf(names);
    }

    void quiet(boolean isQuiet) {
        quiet = isQuiet;
    }

    /** Whether it prints what it comes to; it counts that anyway, unless it is quiet. */
    void summarizing(boolean isWanted) {
        summarizing = isWanted;
    }

    void writeTo(OutputDirectory directory, Collection<OutputFile> files, boolean overwrite)
            throws CommandException, IOException {
        directory.check(files, overwrite, new GivenCaptures(captures));
        writing.add(new Files(directory, CollectorConfig.DEFAULT, EnumSet.copyOf(files)));
    }

    void sendTo(CollectorConfig collector, boolean overwrite) throws CommandException, IOException {
        if (collector.isFile()) {
            OutputDirectory directory = new OutputDirectory(Path.of(collector.directory()));
            directory.check(Exporters.FILES, overwrite, new GivenCaptures(captures));
            writing.add(new Files(directory, collector, EnumSet.copyOf(Exporters.FILES)));
        } else {
            exporters.add(collector);
        }
    }

    /** Who else watches; to be added to before the run. */
    Onlookers onlookers() {
        return onlookers;
    }

    /** Reads everything; the exit code says how that went. */
    int run() throws CommandException, IOException {
        return report(replay());
    }

    /** Reads everything. */
    ReplayResult replay() throws CommandException, IOException {
        openFiles();
        long startNs = System.nanoTime();
        long seed = config.sensor().hashSeedOr(MeteringAgent.REPLAY_SEED);
        Detection detection = new Detection(config.detect(), seed, new AlertFanOut(this::alertHandlers));
        try (tables;
                MeteringWork work = work(seed, detection)) {
            exporters.meteredBy(() -> IgnoredWatch.unread(work.decoded()));
            exporters.start();
            read(work);
            work.finish();
            tables.finish();
            exporters.close();
            return result(work, detection.alerts(), System.nanoTime() - startNs);
        }
    }

    /** Detectors have this thread for themselves where there are several processors to share the work. */
    private MeteringWork work(long seed, Detection detection) {
        boolean mergePoints = config.capture().mergeInterfaces();
        FlowHandler handler = new FlowFanOut(readings::points, exporters.points(), this::flowHandlers);
        List<CaptureSource> sources = readings.sources();
        if (onlookers.lookAtPackets() || sources.size() == 1 && !isWorthAThread()) {
            CaptureSource source = onlookers.watched(sources.get(0));
            MeteringAgent agent = MeteringAgent.replay(source, config.flow(), mergePoints, seed, detection, handler);
            if (onlookers.lookAtPackets()) {
                agent.tellPacketsTo(onlookers.packets());
                agent.tellFoldedTo(onlookers.folded());
            }
            return agent;
        }
        MeteringCrew crew = new MeteringCrew(sources, config.flow(), mergePoints, seed, detection, handler);
        crew.start();
        return crew;
    }

    /** A thread that waits for a pipe would not hear that it should end. */
    private boolean isWorthAThread() {
        return !config.detect().enabled().isEmpty()
                && Runtime.getRuntime().availableProcessors() > 1
                && readings.canBeRepeated();
    }

    private List<FlowHandler> flowHandlers() {
        List<FlowHandler> handlers = new ArrayList<>(exporters.flowHandlers());
        handlers.addAll(onlookers.flows());
        if (!quiet || !summarizing) {
            handlers.add(tally);
        }
        return handlers;
    }

    private List<AlertHandler> alertHandlers() {
        List<AlertHandler> handlers = new ArrayList<>(exporters.alertHandlers());
        handlers.addAll(onlookers.alerts());
        if (!quiet || !summarizing) {
            handlers.add(alertTally);
        }
        return handlers;
    }

    private void openFiles() throws CommandException, IOException {
        for (Files target : writing) {
            target.directory.create();
            exporters.addFiles(target.directory, target.feeding, target.files);
            tables.open(target.directory, target.files);
        }
    }

    private void read(MeteringWork work) {
        ProgressBar bar = new ProgressBar(
                console,
                quiet,
                readings.first()::progress,
                readings.first().counters().captured::sum,
                System::nanoTime);
        reader.begin();
        shutdown.onAsk(reader::wake);
        try {
            while (!interrupted && work.turn() != CaptureSource.END) {
                interrupted = shutdown.isAsked() || hasFailedOutput();
                bar.tick();
            }
        } catch (IOException e) {
            interrupted = shutdown.isAsked();
            failure = interrupted ? null : e;
        } finally {
            reader.ended();
            bar.end();
        }
    }

    private boolean hasFailedOutput() {
        for (int i = 0; i < exporters.agents().size(); i++) {
            if (exporters.agents().get(i).failure() != null) {
                return true;
            }
        }
        return false;
    }

    private ReplayResult result(MeteringWork work, AlertCounters alerts, long elapsedNs) {
        CaptureFiles files = readings.first();
        return new ReplayResult(
                captures,
                files.progress().bytesRead(),
                files.counters(),
                files.observationPoints(),
                work.decoded(),
                work.flows(),
                tally,
                alerts,
                alertTally,
                exporters.agents(),
                files.warnings(),
                elapsedNs,
                interrupted);
    }

    /** Says what it comes to, and what kept it from being done. */
    int report(ReplayResult result) {
        result.warnings().forEach(console::warn);
        List<String> faults = faults(result);
        for (Files target : writing) {
            if (target.files.contains(OutputFile.SUMMARY)) {
                writeSummary(result, target.directory, faults);
            }
        }
        if (summarizing && !quiet) {
            new SummaryText(console.out()).print(result);
        }
        faults.forEach(console::complain);
        return faults.isEmpty() ? ExitCode.DONE : ExitCode.FAILED;
    }

    private static void writeSummary(ReplayResult result, OutputDirectory directory, List<String> faults) {
        try {
            SummaryJson.write(result, directory);
        } catch (CommandException e) {
            faults.add(String.valueOf(e.getMessage()));
        }
    }

    /** How many flow records and alerts a collector did not get in the end. */
    private static String left(ExportingAgent export) {
        return left(export.counters(), "flow record") + left(export.counters().alerts(), "alert message");
    }

    private static String left(ExportAccount account, String what) {
        return account.droppedRecords() == 0
                ? ""
                : "; " + Quantity.count(account.droppedRecords(), what) + " of "
                        + Quantity.count(account.offered().records()) + " did not get there";
    }

    /** What keeps the replay from being done. */
    private List<String> faults(ReplayResult result) {
        List<String> faults = new ArrayList<>();
        if (failure != null) {
            faults.add(String.valueOf(failure.getMessage()));
        }
        for (ExportingAgent export : result.exports()) {
            Throwable why = export.failure();
            if (why != null) {
                faults.add(
                        (why.getMessage() == null ? export.collector() + ": " + why : why.getMessage()) + left(export));
            }
        }
        if (interrupted && faults.isEmpty()) {
            faults.add("interrupted; all that had been read until then is in the output");
        }
        if (result.isNothingKnown()) {
            faults.add(result.nothingKnown());
        }
        Conservation conservation = result.conservation();
        if (!conservation.holds()) {
            faults.add("packets went astray: " + conservation.errorPackets() + " packets and "
                    + conservation.errorOctets() + " octets are in no record and no reject counter;"
                    + " this is a fault of Vedette, please report it");
        }
        return faults;
    }
}
