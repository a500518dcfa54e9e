package vedette.daemon;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import vedette.capture.LiveSource;
import vedette.config.Config;
import vedette.export.ExportingAgent;

/** The parts of a live sensor that another configuration changes. Owned by the metering thread. */
final class LiveParts implements Reload.Parts {
    private final LiveSource source;
    private final MeteringAgent agent;
    private final Exporters exporters;
    private final FlowFanOut flows;
    private final AlertFanOut alerts;
    private final SensorWatches watches;
    private final Console console;
    private final List<Thread> closing = new ArrayList<>();
    private volatile Config inForce;

    LiveParts(
            Config inForce,
            LiveSource source,
            MeteringAgent agent,
            Exporters exporters,
            FlowFanOut flows,
            AlertFanOut alerts,
            SensorWatches watches,
            Console console) {
        this.inForce = inForce;
        this.source = source;
        this.agent = agent;
        this.exporters = exporters;
        this.flows = flows;
        this.alerts = alerts;
        this.watches = watches;
        this.console = console;
    }

    /** The filter alone may be one that the interfaces cannot take. */
    @Override
    public void check(Config next) {
        if (!next.capture().filter().equals(inForce.capture().filter())) {
            source.checkFilter(next.capture().filter());
        }
    }

    @Override
    public void become(Config next, List<Outlet> outlets) throws IOException {
        if (!next.log().equals(inForce.log())) {
            Logging.configure(next.log(), console.err());
        }
        if (!next.capture().filter().equals(inForce.capture().filter())) {
            source.filter(next.capture().filter());
        }
        agent.reconfigure(next.flow(), next.detect());
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
            closing.add(thread);
            thread.start();
        }
    }

    private static void close(List<ExportingAgent> gone) {
        Exporters.close(gone);
        FinalAccount.tell(gone);
    }

    /** Waits until those that are fed no more have what waited for them. */
    void finish() {
        try {
            for (Thread thread : closing) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
