package vedette.daemon;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import vedette.capture.CaptureFiles;
import vedette.capture.CaptureSource;
import vedette.capture.Frame;
import vedette.capture.FrameFilter;
import vedette.capture.FrameHandler;
import vedette.capture.WatchedSource;
import vedette.config.Config;
import vedette.detect.Alert;
import vedette.detect.AlertHandler;
import vedette.detect.DetectConfig;
import vedette.detect.Detection;
import vedette.extract.AlertSearch;
import vedette.extract.Cutter;
import vedette.extract.HeldFragments;
import vedette.extract.NamedFlow;
import vedette.extract.Selection;
import vedette.extract.Wanted;
import vedette.extract.WantedAlert;
import vedette.flow.FlowHandler;
import vedette.report.Quantity;

/**
 * Goes through captures as often as it takes: once to see what alerts are about, once to see which flows are asked for, and once to
 * cut their packets out. Each time it meters as a replay does, so that flows and alerts have the ids they have there.
 */
final class Extraction {
    private static final String WHENCE =
            "ids are those of a replay of the same captures with the same --config and --set";

    /** One pass through the captures. */
    @FunctionalInterface
    private interface Pass {
        /** @return {@link CaptureSource#END} after the last frame */
        int turn() throws IOException;
    }

    private final Console console;
    private final Shutdown shutdown;
    private final Config config;
    private final List<String> captures;
    private final @Nullable String filter;
    private final boolean quiet;

    /** @param filter of frames, or null for all */
    Extraction(
            Console console,
            Shutdown shutdown,
            Config config,
            List<String> captures,
            @Nullable String filter,
            boolean quiet) {
        this.console = console;
        this.shutdown = shutdown;
        this.config = config;
        this.captures = captures;
        this.filter = filter;
        this.quiet = quiet;
    }

    /** The exit code says how it went. */
    int run(List<NamedFlow> flows, List<String> alertIds, ExtractOutput output) throws CommandException, IOException {
        @Nullable FrameFilter passing = filter();
        if (flows.isEmpty() && alertIds.isEmpty()) {
            return cutByFilter(passing, output);
        }
        List<Wanted> wanted = new ArrayList<>(flows);
        wanted.addAll(findAlerts(alertIds));
        Selection selection = new Selection(wanted);
        HeldFragments held = new HeldFragments(selection);
        findFlows(selection, held);
        return cut(selection, held, passing, output);
    }

    private @Nullable FrameFilter filter() throws CommandException, IOException {
        try {
            return filter == null ? null : new FrameFilter(filter);
        } catch (IllegalArgumentException bad) {
            throw CommandException.usage("--filter: " + bad.getMessage());
        }
    }

    /** What the alerts are about as they were told last. */
    private List<WantedAlert> findAlerts(List<String> ids) throws CommandException, IOException {
        List<WantedAlert> found = new ArrayList<>();
        if (ids.isEmpty()) {
            return found;
        }
        AlertSearch search = new AlertSearch(ids);
        try (CaptureFiles files = openTwice()) {
            MeteringAgent agent = agent(files, config.detect(), search, flow -> {});
            read(files, agent::turn);
            agent.finish();
        }
        for (String id : ids) {
            Alert alert = search.found(id);
            if (alert == null) {
                throw noSuchAlert(id, search.nearest(id));
            }
            if (alert.type().category().equals("health")) {
                throw CommandException.failed(
                        "alert " + id + " (" + alert.type().label() + ") is of the sensor itself: it has no packets");
            }
            found.add(new WantedAlert(alert));
        }
        return found;
    }

    private static CommandException noSuchAlert(String id, @Nullable Alert nearest) {
        String others = nearest == null
                ? "none is told of them"
                : "the nearest is " + nearest.id() + " (" + nearest.type().label() + ")";
        return CommandException.failed("no alert " + id + " in these captures: " + others + "; " + WHENCE);
    }

    private void findFlows(Selection selection, HeldFragments held) throws CommandException, IOException {
        try (CaptureFiles files = openTwice()) {
            CaptureSource watched = new WatchedSource(files, held::onFrame);
            MeteringAgent agent = agent(watched, detectors(selection), alert -> {}, selection::onRecord);
            agent.tellPacketsTo(held);
            agent.tellFoldedTo(selection::onFolded);
            read(files, agent::turn);
            agent.finish();
        }
        for (Wanted each : selection.wanted()) {
            if (each.flows() == 0 && each instanceof NamedFlow) {
                throw CommandException.failed("no " + each.name() + " in these captures; " + WHENCE);
            }
        }
    }

    private int cut(Selection selection, HeldFragments held, @Nullable FrameFilter passing, ExtractOutput output)
            throws CommandException, IOException {
        try (CaptureFiles files = openTwice();
                Extract extract = extract(files, selection.wanted(), output)) {
            Cutter cutter = new Cutter(selection, held, (frame, why) -> writeIfPassing(frame, why, passing, extract));
            CaptureSource watched = new WatchedSource(files, cutter::onFrame, cutter::afterFrame);
            MeteringAgent agent = agent(watched, config.detect().only(), alert -> {}, flow -> {});
            agent.tellPacketsTo(cutter);
            read(files, agent::turn);
            return end(files, extract);
        }
    }

    private int cutByFilter(@Nullable FrameFilter passing, ExtractOutput output) throws CommandException, IOException {
        try (CaptureFiles files = CaptureFiles.open(captures);
                Extract extract = extract(files, List.of(), output)) {
            FrameHandler handler = frame -> writeIfPassing(frame, "", passing, extract);
            read(files, () -> files.poll(handler, MeteringAgent.FRAMES_PER_TURN));
            return end(files, extract);
        }
    }

    private static void writeIfPassing(Frame frame, String why, @Nullable FrameFilter passing, Extract extract) {
        try {
            if (passing == null || passing.passes(frame)) {
                extract.write(frame, why);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Extract extract(CaptureFiles files, List<Wanted> wanted, ExtractOutput output) {
        return new Extract(output, files::observationPoints, Extract.comment(wanted, filter, captures));
    }

    private int end(CaptureFiles files, Extract extract) throws CommandException, IOException {
        files.warnings().forEach(warning -> console.warn(warning.toString()));
        long frames = files.counters().captured.sum();
        if (extract.written() == 0) {
            throw CommandException.failed("nothing was written: " + whyNothing(frames));
        }
        extract.keep();
        if (!quiet && !extract.isStandardOutput()) {
            console.out()
                    .println(extract.name() + ": " + Quantity.count(extract.written(), "frame") + " of "
                            + Quantity.count(frames));
        }
        return ExitCode.DONE;
    }

    private String whyNothing(long frames) {
        String all = "none of " + Quantity.count(frames, "frame");
        return filter == null
                ? all + " is of what was asked for"
                : all + " passes the filter and is of what was asked for";
    }

    /** Opens the captures, which can be opened again. */
    private CaptureFiles openTwice() throws CommandException, IOException {
        CaptureFiles files = CaptureFiles.open(captures);
        if (files.progress().totalBytes() < 0) {
            files.close();
            throw CommandException.usage(
                    "a pipe can be read but once, and which packets are of a flow or an alert is known"
                            + " when all have been read; name a file, or cut by --filter alone");
        }
        return files;
    }

    /** Detectors say which attempts are told of in aggregates; nothing else of flows and their ids rests on them. */
    private DetectConfig detectors(Selection selection) {
        boolean anyByName = selection.wanted().stream().anyMatch(NamedFlow.class::isInstance);
        return anyByName ? config.detect() : config.detect().only();
    }

    private MeteringAgent agent(CaptureSource source, DetectConfig detect, AlertHandler alerts, FlowHandler flows) {
        long seed = config.sensor().hashSeedOr(MeteringAgent.REPLAY_SEED);
        Detection detection = new Detection(detect, seed, alerts);
        return MeteringAgent.replay(source, config.flow(), config.capture().mergeInterfaces(), seed, detection, flows);
    }

    private void read(CaptureFiles files, Pass pass) throws CommandException, IOException {
        ProgressBar bar =
                new ProgressBar(console, quiet, files::progress, files.counters().captured::sum, System::nanoTime);
        ReadingThread reader = new ReadingThread();
        reader.begin();
        shutdown.onAsk(reader::wake);
        try {
            while (pass.turn() != CaptureSource.END) {
                bar.tick();
                checkAsked();
            }
        } catch (IOException | UncheckedIOException e) {
            checkAsked();
            throw e;
        } finally {
            reader.ended();
            bar.end();
        }
    }

    private void checkAsked() throws CommandException {
        if (shutdown.isAsked()) {
            throw CommandException.failed("interrupted; nothing was written");
        }
    }
}
