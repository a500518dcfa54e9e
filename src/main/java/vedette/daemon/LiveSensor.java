package vedette.daemon;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vedette.capture.CaptureSource;
import vedette.capture.InterfaceList;
import vedette.capture.LiveSource;
import vedette.config.Config;
import vedette.detect.AlertHandler;
import vedette.detect.Detection;
import vedette.export.CollectorConfig;
import vedette.os.Signals;

/** The daemon: interfaces in, flows out, until it is told to end. */
final class LiveSensor {
    private static final Logger LOG = LoggerFactory.getLogger(LiveSensor.class);

    private final Config config;
    private final Reload.Source later;
    private final Shutdown shutdown;
    private final Console console;
    private final Exporters exporters;

    /** @param later where the configuration is read from when it may have changed */
    LiveSensor(Config config, Reload.Source later, Shutdown shutdown, Console console) {
        this.config = config;
        this.later = later;
        this.shutdown = shutdown;
        this.console = console;
        this.exporters = Exporters.live(config);
    }

    int run() throws CommandException, IOException {
        try (SensorMetrics metrics = SensorMetrics.open(config, shutdown)) {
            return run(metrics);
        }
    }

    private int run(SensorMetrics metrics) throws CommandException, IOException {
        onHangup(exporters::reopenFiles);
        for (CollectorConfig collector : config.collector()) {
            exporters.add(collector);
        }
        try (LiveSource source = open()) {
            long seed = config.sensor().hashSeedOr(new SecureRandom().nextLong());
            AlertFanOut alerts = new AlertFanOut(this::alertHandlers);
            FlowFanOut flows = new FlowFanOut(source, exporters.points(), exporters::flowHandlers);
            Detection detection = new Detection(config.detect(), seed, alerts);
            MeteringAgent agent = MeteringAgent.live(
                    source, config.flow(), config.capture().mergeInterfaces(), seed, detection, flows);
            IgnoredWatch ignored = new IgnoredWatch(source.counters(), agent.decoded());
            exporters.meteredBy(ignored::ignored);
            MeteringWatch metering = new MeteringWatch(source.counters(), agent, detection, System.nanoTime());
            exporters.start();
            metrics.serve(source, agent, detection.alerts(), exporters, metering);
            ServiceWatch service = serviceWatch(source, agent);
            SensorWatches watches =
                    SensorWatches.of(source, agent, ignored, metering, detection, exporters.agents(), service);
            LiveParts parts = new LiveParts(config, source, agent, exporters, flows, alerts, watches, console);
            Reload reload = new Reload(config, later, exporters, parts, service);
            onHangup(() -> {
                exporters.reopenFiles();
                reload.ask();
            });
            warnOfMerging();
            LOG.info("capturing from {}", interfaces(source.ways()));
            service.ready(System.nanoTime());
            try {
                meter(agent, watches, reload);
            } finally {
                reload.end();
                metrics.ending();
                exporters.lastCall();
                agent.finish();
                ignored.look(TimeOfDay.ns());
                exporters.close();
                parts.finish();
                FinalAccount.tell(source.counters(), agent.flows(), detection.alerts(), exporters.agents());
            }
        }
        return ExitCode.DONE;
    }

    /** Sees to it that the service manager hears of the end. */
    private ServiceWatch serviceWatch(LiveSource source, MeteringAgent agent) {
        String interfaces = String.join(", ", config.capture().interfaces());
        ServiceWatch service = new ServiceWatch(
                System.getenv(), new StatusLine(interfaces, source.counters(), agent::openFlows, System::nanoTime));
        shutdown.onAsk(() -> {
            service.stopping();
            source.stop();
        });
        return service;
    }

    private String interfaces(List<String> ways) {
        List<String> names = config.capture().interfaces();
        return IntStream.range(0, names.size())
                .mapToObj(i -> names.get(i) + " (" + ways.get(i) + ")")
                .collect(Collectors.joining(", "));
    }

    private static void onHangup(Runnable action) {
        try {
            Signals.on("HUP", action);
        } catch (IllegalStateException unheard) {
            LOG.warn("{}; it ends the sensor, and files that are moved away are written to on", unheard.getMessage());
        }
    }

    private List<AlertHandler> alertHandlers() {
        List<AlertHandler> handlers = new ArrayList<>(exporters.alertHandlers());
        handlers.add(new AlertLog());
        return handlers;
    }

    private LiveSource open() throws CommandException, IOException {
        try {
            return LiveSource.open(config.capture());
        } catch (IllegalArgumentException bad) {
            throw CommandException.usage("capture.filter: " + bad.getMessage());
        }
    }

    /** Without packets it is the wall clock's steps that move time on, so that silent flows end. */
    private static void meter(MeteringAgent agent, SensorWatches watches, Reload reload) throws IOException {
        IdleTime idle = new IdleTime(System.nanoTime());
        int polled = 0;
        while (polled != CaptureSource.END) {
            long nowNs = System.nanoTime();
            polled = agent.turn();
            agent.elapse(idle.afterTurn(polled > 0, nowNs));
            long timeNs = TimeOfDay.ns();
            if (polled > 0) {
                watches.metering().metered(timeNs);
            }
            watches.tick(nowNs, timeNs);
            reload.tick();
        }
    }

    /** Merged frames are fewer and longer than those on the link, which only the interface can mend. */
    private void warnOfMerging() {
        for (String name : config.capture().interfaces()) {
            List<String> merging = InterfaceList.mergingOffloads(name);
            if (!merging.isEmpty()) {
                LOG.warn(
                        "{} merges frames before they are captured, so packets are miscounted; ethtool -K {} {} off",
                        name,
                        name,
                        String.join(" off ", merging));
            }
        }
    }
}
