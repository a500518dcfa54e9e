package vedette.daemon;

import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vedette.capture.InterfaceList;
import vedette.capture.LiveSource;
import vedette.config.Config;
import vedette.detect.memory.MemoryCounters;
import vedette.export.CollectorConfig;
import vedette.os.Signals;
import vedette.report.Quantity;

/** The daemon: interfaces in, flows out, until it is told to end. */
final class LiveSensor {
    private static final Logger LOG = LoggerFactory.getLogger(LiveSensor.class);

    private final Config config;
    private final Reload.Source later;
    private final Shutdown shutdown;
    private final Console console;
    private final Exporters exporters;
    /** What SIGHUP asks for by now. */
    private volatile Runnable atHangup;

    /** @param later where the configuration is read from when it may have changed */
    LiveSensor(Config config, Reload.Source later, Shutdown shutdown, Console console) {
        this.config = config;
        this.later = later;
        this.shutdown = shutdown;
        this.console = console;
        this.exporters = Exporters.live(config);
        this.atHangup = exporters::reopenFiles;
    }

    int run() throws CommandException, IOException {
        checkRoom();
        try (SensorMetrics metrics = SensorMetrics.open(config, shutdown)) {
            return run(metrics);
        }
    }

    private void checkRoom() throws CommandException {
        MemoryNeeds needs = MemoryNeeds.of(config);
        try {
            needs.check(Heap.most(), MemoryNeeds.BESIDES);
        } catch (IllegalArgumentException tooLarge) {
            throw CommandException.usage(String.valueOf(tooLarge.getMessage()));
        }
        if (needs.inAll() > Heap.most()) {
            LOG.warn(
                    "a heap of {} is too small once all tables are full: they need {}; see 'vedette doctor'",
                    Quantity.bytes(Heap.most()),
                    Quantity.bytes(needs.inAll()));
        }
    }

    private int run(SensorMetrics metrics) throws CommandException, IOException {
        listenToHangups();
        for (CollectorConfig collector : config.collector()) {
            exporters.add(collector);
        }
        MemoryCounters remembered = new MemoryCounters();
        try (LiveSource source = open();
                StateDirectory state = StateDirectory.open(config.sensor(), System.getenv(), remembered)) {
            LiveMetering metering = new LiveMetering(config, source, exporters, state, remembered, console);
            exporters.start();
            metering.serveTo(metrics);
            ServiceWatch service = serviceWatch(source, metering);
            Reload reload = new Reload(config, later, exporters, metering, service);
            atHangup = () -> {
                exporters.reopenFiles();
                reload.ask();
            };
            warnOfMerging();
            warnOfOneRing(source.ways());
            LOG.info("capturing from {}", interfaces(source.ways()));
            service.ready(System.nanoTime());
            try {
                metering.run(reload, service);
            } finally {
                reload.end();
                metrics.ending();
                metering.finish();
            }
        }
        return ExitCode.DONE;
    }

    /** Sees to it that the service manager hears of the end. */
    private ServiceWatch serviceWatch(LiveSource source, LiveMetering metering) {
        String interfaces = String.join(", ", config.capture().interfaces());
        ServiceWatch service = new ServiceWatch(
                System.getenv(), new StatusLine(interfaces, source.counters(), metering::openFlows, System::nanoTime));
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

    private void listenToHangups() {
        try {
            if (!Signals.on("HUP", () -> atHangup.run())) {
                LOG.warn(
                        "SIGHUP is ignored, as nohup has it: the configuration will not be read anew, and files that are moved away"
                                + " are written to on; start it with setsid instead, or as a service");
            }
        } catch (IllegalStateException unheard) {
            LOG.warn("{}; it ends the sensor, and files that are moved away are written to on", unheard.getMessage());
        }
    }

    private LiveSource open() throws CommandException, IOException {
        try {
            return LiveSource.open(config.capture());
        } catch (IllegalArgumentException bad) {
            throw CommandException.usage("capture.filter: " + bad.getMessage());
        }
    }

    private void warnOfOneRing(List<String> ways) {
        if (config.capture().rings() > 1 && ways.contains("pcap4j")) {
            LOG.warn(
                    "capture.rings = {} is for af-packet alone; {} has one ring where it is pcap4j's",
                    config.capture().rings(),
                    interfaces(ways));
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
