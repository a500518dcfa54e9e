package vedette.daemon;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import vedette.capture.CaptureSource;
import vedette.capture.LiveSource;
import vedette.config.Config;
import vedette.detect.AlertHandler;
import vedette.detect.Detection;
import vedette.detect.memory.MemoryCounters;
import vedette.export.ExportingAgent;

/**
 * The loop of a live sensor, from frames to what is handed to the exporting agents, and those who look after it; can become what
 * another configuration says. Owned by the detecting thread, which with one worker does all of it.
 */
final class LiveMetering implements Reload.Parts {
    /** What a reload leaves free, to go on with. */
    private static final long SPARE = 32L << 20;

    private final LiveSource source;
    private final Exporters exporters;
    private final Console console;
    private final FlowFanOut flows;
    private final AlertFanOut alerts;
    private final Detection detection;
    private final LiveWork work;
    private final IgnoredWatch ignored;
    private final MeteringWatch metering;
    private final SensorWatches watches;
    private final MemoryCounters remembered;
    private final @Nullable MemoryKeeper keeper;
    private final List<Thread> closing = new ArrayList<>();
    private volatile Config inForce;

    /**
     * @param state where the sensor keeps what outlives it, if anywhere
     * @param remembered how that fares
     */
    LiveMetering(
            Config config,
            LiveSource source,
            Exporters exporters,
            @Nullable StateDirectory state,
            MemoryCounters remembered,
            Console console) {
        this.inForce = config;
        this.source = source;
        this.exporters = exporters;
        this.remembered = remembered;
        this.console = console;
        alerts = new AlertFanOut(this::alertHandlers);
        flows = new FlowFanOut(source::observationPoints, exporters.points(), exporters::flowHandlers);
        EarlierMemory.Recalled recalled =
                EarlierMemory.recall(state, config, seed -> new Detection(config.detect(), seed, alerts));
        detection = recalled.detection();
        long seed = recalled.seed();
        keeper = state == null ? null : keeper(state, seed);
        work = work(config, seed);
        ignored = new IgnoredWatch(source.counters(), work.decoded());
        exporters.meteredBy(ignored::ignored);
        metering = new MeteringWatch(work, detection, System.nanoTime());
        watches = SensorWatches.of(source, work, ignored, detection, exporters.agents());
    }

    private LiveWork work(Config config, long seed) {
        boolean mergePoints = config.capture().mergeInterfaces();
        int workers = config.sensor().workers();
        if (workers == 1) {
            return new LiveAgent(MeteringAgent.live(source, config.flow(), mergePoints, seed, detection, flows));
        }
        IdleTime idle = new IdleTime(System.nanoTime());
        return new LiveCrew(source, idle::afterTurn, workers, config.flow(), mergePoints, seed, detection, flows);
    }

    private MemoryKeeper keeper(StateDirectory state, long seed) {
        MemoryKeeper made = new MemoryKeeper(
                state,
                detection,
                new MemoryTerms(seed, inForce.detect()),
                inForce.sensor().saveInterval(),
                remembered,
                System.nanoTime());
        detection.beforeEnd(made::saveLast);
        return made;
    }

    private List<AlertHandler> alertHandlers() {
        List<AlertHandler> handlers = new ArrayList<>(exporters.alertHandlers());
        handlers.add(new AlertLog());
        return handlers;
    }

    void serveTo(SensorMetrics metrics) {
        metrics.serve(source, work, detection.alerts(), remembered, exporters, metering);
    }

    /** Flows that are open now; for the detecting thread. */
    int openFlows() {
        return work.openFlows();
    }

    /** Captures until the source ends. Whoever looks after the sensor hears that it lives as long as all threads go on. */
    void run(Reload reload, ServiceWatch service) throws IOException {
        work.start();
        int polled = 0;
        while (polled != CaptureSource.END) {
            long nowNs = System.nanoTime();
            polled = work.turn();
            long timeNs = TimeOfDay.ns();
            if (polled > 0) {
                metering.metered(timeNs);
            }
            watches.tick(nowNs, timeNs);
            if (work.hasGoneOn()) {
                metering.tick(nowNs);
                service.tick(nowNs);
            }
            reload.tick();
            if (keeper != null) {
                keeper.tick(nowNs);
            }
        }
    }

    /** Exports what is open and queued, and tells where everything went. */
    void finish() throws IOException {
        exporters.lastCall();
        try {
            work.finish();
            if (keeper != null) {
                // where no frame came, nothing told detectors of the end
                keeper.saveLast();
            }
        } finally {
            work.close();
            close();
        }
    }

    private void close() throws IOException {
        ignored.look(TimeOfDay.ns());
        exporters.close();
        awaitClosing();
        FinalAccount.tell(source.counters(), work.flows(), detection.alerts(), exporters.agents());
    }

    /** The filter may be one that the interfaces cannot take, and tables may be larger than there is room for. */
    @Override
    public void check(Config next) {
        checkRoom(MemoryNeeds.ofChange(inForce, next));
        if (!next.capture().filter().equals(inForce.capture().filter())) {
            source.checkFilter(next.capture().filter());
        }
    }

    /** Garbage is collected only if it may be what is in the way. */
    private static void checkRoom(MemoryNeeds needs) {
        if (needs.atOnce() + Heap.used() + SPARE > Heap.most()) {
            needs.check(Heap.most(), Heap.usedAfterCollection() + SPARE);
        }
    }

    @Override
    public void become(Config next, List<Outlet> outlets) throws IOException {
        if (!next.log().equals(inForce.log())) {
            Logging.configure(next.log(), console.err());
        }
        if (!next.capture().filter().equals(inForce.capture().filter())) {
            String filter = next.capture().filter();
            work.change(() -> source.filter(filter));
        }
        work.retime(next.flow());
        List<String> forgotten = detection.reconfigure(next.detect(), work.nowNs());
        if (keeper != null) {
            keeper.beginAnew(forgotten, System.nanoTime());
        }
        feed(outlets);
        inForce = next;
    }

    /** Whoever is fed no more is still sent what waits for it, by another thread. */
    private void feed(List<Outlet> outlets) {
        List<ExportingAgent> gone = exporters.replace(outlets).stream()
                .flatMap(outlet -> outlet.agents().stream())
                .toList();
        flows.askAgain();
        alerts.askAgain();
        watches.losses().watch(exporters.agents());
        watches.collectors().watch(exporters.agents());
        if (!gone.isEmpty()) {
            gone.forEach(ExportingAgent::lastCall);
            Thread thread = new Thread(() -> close(gone), "close-collectors");
            closing.removeIf(each -> !each.isAlive());
            closing.add(thread);
            thread.start();
        }
    }

    private static void close(List<ExportingAgent> gone) {
        Exporters.close(gone);
        FinalAccount.tell(gone);
    }

    /** Waits until those that are fed no more have what waited for them. */
    private void awaitClosing() {
        try {
            for (Thread thread : closing) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
