package vedette.daemon;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vedette.capture.CaptureSource;
import vedette.capture.InterfaceList;
import vedette.capture.LiveSource;
import vedette.config.Config;
import vedette.detect.AlertCounters;
import vedette.detect.AlertCounters.Fate;
import vedette.detect.AlertHandler;
import vedette.detect.Detection;
import vedette.export.CollectorConfig;
import vedette.export.DropReason;
import vedette.export.ExportAccount;
import vedette.export.ExportingAgent;
import vedette.os.Signals;

/** The daemon: interfaces in, flows out, until it is told to end. */
final class LiveSensor {
    private static final Logger LOG = LoggerFactory.getLogger(LiveSensor.class);

    private final Config config;
    private final Shutdown shutdown;
    private final Exporters exporters;

    LiveSensor(Config config, Shutdown shutdown) {
        this.config = config;
        this.shutdown = shutdown;
        this.exporters = Exporters.live(config);
    }

    int run() throws CommandException, IOException {
        for (CollectorConfig collector : config.collector()) {
            add(collector);
        }
        hearHangups();
        try (LiveSource source = open()) {
            long seed = config.sensor().hashSeedOr(new SecureRandom().nextLong());
            Detection detection = new Detection(config.detect(), seed, new AlertFanOut(alertHandlers()));
            MeteringAgent agent = MeteringAgent.live(
                    source,
                    config.flow(),
                    config.capture().mergeInterfaces(),
                    seed,
                    detection,
                    new FlowFanOut(source, exporters.points(), exporters.flowHandlers()));
            IgnoredWatch ignored = new IgnoredWatch(source.counters(), agent.decoded());
            exporters.meteredBy(ignored::ignored);
            exporters.start();
            warnOfMerging();
            LOG.info("capturing from {}", interfaces(source.ways()));
            ServiceWatch service = serviceWatch(source, agent);
            try {
                meter(agent, watch(source, agent, ignored, detection, service));
            } finally {
                exporters.lastCall();
                agent.finish();
                ignored.look(TimeOfDay.ns());
                exporters.close();
                account(source, agent, detection.alerts());
            }
        }
        return ExitCode.DONE;
    }

    /** Those who look after the sensor itself while it runs. */
    private record Watches(
            LossWatch losses,
            CaptureWatch capture,
            IgnoredWatch ignored,
            CollectorWatch collectors,
            ServiceWatch service) {
        void tick(long nowNs, long timeNs) {
            losses.tick(nowNs);
            capture.tick(nowNs, timeNs);
            ignored.tick(nowNs, timeNs);
            collectors.tick(nowNs, timeNs);
            service.tick(nowNs);
        }
    }

    /** Tells the service manager that the sensor captures, and sees to it that it hears of the end. */
    private ServiceWatch serviceWatch(LiveSource source, MeteringAgent agent) {
        String interfaces = String.join(", ", config.capture().interfaces());
        ServiceWatch service = new ServiceWatch(
                System.getenv(), new StatusLine(interfaces, source.counters(), agent::openFlows, System::nanoTime));
        service.ready(System.nanoTime());
        shutdown.onAsk(() -> {
            service.stopping();
            source.stop();
        });
        return service;
    }

    private Watches watch(
            LiveSource source, MeteringAgent agent, IgnoredWatch ignored, Detection detection, ServiceWatch service) {
        long nowNs = System.nanoTime();
        return new Watches(
                new LossWatch(source.counters(), exporters.agents(), nowNs),
                new CaptureWatch(
                        source.counters(), agent.flows(), source::absent, detection::feed, detection.desk(), nowNs),
                ignored,
                new CollectorWatch(exporters.agents(), detection.desk()),
                service);
    }

    private String interfaces(List<String> ways) {
        List<String> names = config.capture().interfaces();
        return IntStream.range(0, names.size())
                .mapToObj(i -> names.get(i) + " (" + ways.get(i) + ")")
                .collect(Collectors.joining(", "));
    }

    private void hearHangups() {
        try {
            Signals.on("HUP", exporters::reopenFiles);
        } catch (IllegalStateException unheard) {
            LOG.warn("{}; it ends the sensor, and files that are moved away are written to on", unheard.getMessage());
        }
    }

    private List<AlertHandler> alertHandlers() {
        List<AlertHandler> handlers = new ArrayList<>(exporters.alertHandlers());
        handlers.add(new AlertLog());
        return handlers;
    }

    private void add(CollectorConfig collector) throws CommandException, IOException {
        if (!collector.isFile()) {
            exporters.addCollector(collector);
            return;
        }
        OutputDirectory directory = new OutputDirectory(Path.of(collector.directory()));
        directory.check(Exporters.FILES, true);
        directory.create();
        directory.keepEarlier(Exporters.FILES);
        exporters.addFiles(directory, collector, Exporters.FILES);
    }

    private LiveSource open() throws CommandException, IOException {
        try {
            return LiveSource.open(config.capture());
        } catch (IllegalArgumentException bad) {
            throw CommandException.usage("capture.filter: " + bad.getMessage());
        }
    }

    /** Without packets it is the wall clock's steps that move time on, so that silent flows end. */
    private static void meter(MeteringAgent agent, Watches watches) throws IOException {
        IdleTime idle = new IdleTime(System.nanoTime());
        int polled = 0;
        while (polled != CaptureSource.END) {
            long nowNs = System.nanoTime();
            polled = agent.turn();
            agent.elapse(idle.afterTurn(polled > 0, nowNs));
            watches.tick(nowNs, TimeOfDay.ns());
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

    /** Those fates that are rare are named where they were met: with them the sum is right. */
    private static String fates(String what, ExportAccount account) {
        StringBuilder text = new StringBuilder()
                .append(account.offered().records())
                .append(' ')
                .append(what)
                .append(" offered, ")
                .append(account.sent().records())
                .append(" sent, ")
                .append(account.droppedRecords())
                .append(" dropped")
                .append(reasons(account));
        append(text, account.recovered().records(), " waited from before");
        append(text, account.spooled().records(), " wait on disk");
        append(text, account.queuedRecords(), " queued");
        append(text, account.resent().records(), " sent again");
        append(text, account.filtered().records(), " not asked for");
        append(text, account.unsupported().records(), " not in its format");
        return text.toString();
    }

    private static String reasons(ExportAccount account) {
        return Arrays.stream(DropReason.values())
                .filter(reason -> account.dropped(reason).records() > 0)
                .map(reason -> reason.label() + " " + account.dropped(reason).records())
                .collect(Collectors.collectingAndThen(
                        Collectors.joining(", "), reasons -> reasons.isEmpty() ? "" : " (" + reasons + ")"));
    }

    private static void append(StringBuilder text, long records, String fate) {
        if (records > 0) {
            text.append(", ").append(records).append(fate);
        }
    }

    private void account(CaptureSource source, MeteringAgent agent, AlertCounters alerts) {
        LOG.info(
                "captured {} frames, dropped {} in the kernel, {} in the interface, {} in the ring; {} flow records",
                source.counters().captured.sum(),
                source.counters().kernelDropped.sum(),
                source.counters().interfaceDropped.sum(),
                source.counters().ringDropped.sum(),
                agent.flows().records.get());
        LOG.info(
                "{} told, {} on the allow-list, {} suppressed, {} refused, {} given up for others",
                Amounts.count(alerts.of(Fate.OPENED), "alert"),
                alerts.of(Fate.ALLOWED),
                alerts.of(Fate.SUPPRESSED),
                alerts.of(Fate.REFUSED),
                alerts.of(Fate.DISPLACED));
        for (ExportingAgent export : exporters.agents()) {
            LOG.info(
                    "{}: {}; {}",
                    export.collector(),
                    fates("records", export.counters()),
                    fates("alerts", export.counters().alerts()));
        }
    }
}
