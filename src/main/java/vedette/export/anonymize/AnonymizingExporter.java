package vedette.export.anonymize;

import java.io.IOException;
import java.util.function.BooleanSupplier;
import vedette.detect.Alert;
import vedette.export.Exporter;
import vedette.flow.Flow;

/**
 * Stands before an exporter and gives it records in which nobody can be recognised: addresses are mapped by {@link CryptoPan},
 * identifiers that are made of addresses are replaced, MAC addresses are 0, names found in payloads are left out. Times, ports, counters and VLANs stay. What the
 * exporter makes of a record's addresses, such as its Community ID, it makes of the new ones.
 */
public final class AnonymizingExporter implements Exporter {
    private final Exporter exporter;
    private final Pseudonyms pseudonyms;
    private final AnonymousAlerts alerts;
    private final long[] record = new long[Flow.WORDS];
    private final Flow anonymous = new Flow().wrap(record, 0);

    public AnonymizingExporter(AnonymizationKey key, Exporter exporter) {
        this.exporter = exporter;
        this.pseudonyms = new Pseudonyms(key);
        this.alerts = new AnonymousAlerts(pseudonyms);
    }

    @Override
    public void onStart(BooleanSupplier crowded) {
        exporter.onStart(crowded);
    }

    /** The record given stays as it is: it may be given again. */
    @Override
    public void onFlow(Flow flow) throws IOException {
        flow.copyTo(record, 0);
        long initiatorHi = 0;
        long initiatorLo = 0;
        if (!flow.isAggregate()) {
            pseudonyms.find(flow.ipVersion(), flow.initiatorHi(), flow.initiatorLo());
            initiatorHi = pseudonyms.hi();
            initiatorLo = pseudonyms.lo();
        }
        pseudonyms.find(flow.ipVersion(), flow.responderHi(), flow.responderLo());
        anonymous.disguise(
                initiatorHi, initiatorLo, pseudonyms.hi(), pseudonyms.lo(), pseudonyms.ofFlowId(flow.flowId()));
        exporter.onFlow(anonymous.with(flow.findings().withoutNames()));
    }

    @Override
    public void onAlert(Alert alert) throws IOException {
        exporter.onAlert(alerts.of(alert));
    }

    @Override
    public void onIdle() throws IOException {
        exporter.onIdle();
    }

    @Override
    public void flush() throws IOException {
        exporter.flush();
    }

    @Override
    public void close() throws IOException {
        exporter.close();
    }
}
