package vedette.metrics;

import io.prometheus.client.Collector;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import vedette.capture.CaptureCounters;
import vedette.decode.Anomaly;
import vedette.decode.DecodeResult;
import vedette.detect.AlertCounters;
import vedette.detect.AlertCounters.Fate;
import vedette.detect.AlertState;
import vedette.detect.AlertType;
import vedette.detect.Detection.Occupancy;
import vedette.detect.Feed;
import vedette.detect.memory.MemoryCounters;
import vedette.export.DropReason;
import vedette.export.ExportCounters;
import vedette.export.ExportingAgent;
import vedette.flow.EndReason;
import vedette.flow.FlowCounters;

/**
 * Reads the stages' counters at the moment somebody asks; between, it costs nothing. Every label there can be is told from the
 * start, so that a rate sees the first event. Labels come from the configuration and from enums, never from packets.
 */
final class SensorCollector extends Collector {
    private final Stages stages;
    private final Health health;
    private List<ExportingAgent> agents = List.of();
    private List<Export> exports = List.of();

    /** A collector, its label, and what must not fall: what was sent, at its highest. */
    private static final class Export {
        final ExportingAgent agent;
        final String label;
        long sentRecords;
        long sentAlerts;

        Export(ExportingAgent agent, String label) {
            this.agent = agent;
            this.label = label;
        }
    }

    SensorCollector(Stages stages, Health health) {
        this.stages = stages;
        this.health = health;
    }

    /** The collectors may be others since the configuration was read anew. */
    private void lookForExports() {
        List<ExportingAgent> now = stages.exports().get();
        if (!now.equals(agents)) {
            agents = now;
            exports = labelled(now);
        }
    }

    /** One collector may be named twice, a label may not. */
    private List<Export> labelled(List<ExportingAgent> agents) {
        List<Export> labelled = new ArrayList<>();
        Map<String, Integer> seen = new HashMap<>();
        for (ExportingAgent agent : agents) {
            int nth = seen.merge(agent.collector(), 1, Integer::sum);
            labelled.add(export(agent, nth == 1 ? agent.collector() : agent.collector() + " #" + nth));
        }
        return labelled;
    }

    private Export export(ExportingAgent agent, String label) {
        return exports.stream()
                .filter(known -> known.agent == agent && known.label.equals(label))
                .findFirst()
                .orElseGet(() -> new Export(agent, label));
    }

    /** One scrape at a time, since what may fall is remembered. */
    @Override
    public synchronized List<MetricFamilySamples> collect() {
        lookForExports();
        Scrape scrape = new Scrape();
        addSensor(scrape);
        stages.captured().interfaces().forEach((name, counters) -> addInterface(scrape, name, counters));
        addDecoding(scrape);
        addFlows(scrape);
        addMetering(scrape, stages.metering().get());
        addMemory(scrape, stages.memory());
        addAlerts(scrape, stages.alerts());
        exports.forEach(each -> addExport(scrape, each));
        return scrape.families();
    }

    /** The families of one answer, in the order of {@link Metric}. */
    private static final class Scrape {
        private final Map<Metric, MetricFamilySamples> families = new EnumMap<>(Metric.class);

        Scrape() {
            for (Metric metric : Metric.values()) {
                families.put(metric, metric.family());
            }
        }

        void add(Metric metric, double value, String... labelValues) {
            MetricFamilySamples family = Objects.requireNonNull(families.get(metric));
            family.samples.add(
                    new MetricFamilySamples.Sample(metric.id(), metric.labels(), List.of(labelValues), value));
        }

        void add(Metric metric, long count, String... labelValues) {
            add(metric, (double) count, labelValues);
        }

        void add(Metric metric, boolean isSo, String... labelValues) {
            add(metric, isSo ? 1L : 0L, labelValues);
        }

        List<MetricFamilySamples> families() {
            return new ArrayList<>(families.values());
        }
    }

    private void addSensor(Scrape scrape) {
        scrape.add(Metric.BUILD_INFO, 1, stages.version(), System.getProperty("java.version", ""));
        scrape.add(Metric.START_TIME, stages.startedMs() / MILLISECONDS_PER_SECOND);
        scrape.add(Metric.READY, health.obstacles().isEmpty());
        scrape.add(Metric.METERING_AGE, seconds(health.ageNs()));
    }

    private static void addInterface(Scrape scrape, String name, CaptureCounters counters) {
        scrape.add(Metric.CAPTURE_FRAMES, counters.captured.sum(), name);
        scrape.add(Metric.CAPTURE_OCTETS, counters.capturedOctets.sum(), name);
        scrape.add(Metric.CAPTURE_TRUNCATED, counters.truncated.sum(), name);
        scrape.add(Metric.CAPTURE_MERGED, counters.merged.sum(), name);
        scrape.add(Metric.CAPTURE_DROPPED, counters.kernelDropped.sum(), name, "kernel");
        scrape.add(Metric.CAPTURE_DROPPED, counters.interfaceDropped.sum(), name, "interface");
        scrape.add(Metric.CAPTURE_DROPPED, counters.ringDropped.sum(), name, "ring");
        scrape.add(Metric.CAPTURE_DUPLICATES, counters.duplicates.sum(), name);
        scrape.add(Metric.CAPTURE_RING_FILLED, counters.ringFilled(), name);
        scrape.add(Metric.CAPTURE_RING_FREEZES, counters.ringFreezes.sum(), name);
        scrape.add(Metric.CAPTURE_INTERFACE_UP, !counters.isAbsent(), name);
    }

    private void addDecoding(Scrape scrape) {
        for (DecodeResult result : DecodeResult.values()) {
            if (result == DecodeResult.OK) {
                scrape.add(Metric.DECODED, stages.decoded().frames(result));
            } else {
                scrape.add(Metric.DECODE_REJECTED, stages.decoded().frames(result), result.label());
            }
        }
        for (Anomaly anomaly : Anomaly.values()) {
            scrape.add(Metric.DECODE_ANOMALIES, stages.decoded().packets(anomaly), anomaly.label());
        }
    }

    private void addFlows(Scrape scrape) {
        FlowCounters flows = stages.flows().get();
        scrape.add(Metric.FLOWS_LIMIT, stages.maxFlows());
        scrape.add(Metric.FLOWS_STARTED, flows.started.get());
        for (EndReason reason : EndReason.values()) {
            scrape.add(Metric.FLOWS_ENDED, flows.ended(reason), reason.label());
        }
        scrape.add(Metric.FLOWS_FOLDED, flows.folded.get());
        scrape.add(Metric.FLOW_PACKETS, flows.packets.get());
        scrape.add(Metric.FLOW_OCTETS, flows.octets.get());
        scrape.add(Metric.FLOW_EVICTIONS, flows.evictedIdle.get(), "flows");
        scrape.add(Metric.FLOW_EVICTIONS, flows.evictedHalfOpen.get(), "half-open");
        scrape.add(Metric.FLOW_EVICTIONS, flows.evictedDatagrams.get(), "fragments");
        scrape.add(Metric.FLOW_EVICTIONS, flows.evictedAssemblies.get(), "assemblies");
        scrape.add(Metric.FLOW_EVICTIONS, flows.droppedFindings.get(), "findings");
        scrape.add(Metric.FLOW_EVICTIONS, flows.evictedNames.get(), "names");
        scrape.add(Metric.FLOW_LATE_PACKETS, flows.latePackets.get());
        scrape.add(Metric.CLOCK_STEPS, flows.clockSteps.get());
    }

    private static void addMetering(Scrape scrape, MeteringState state) {
        scrape.add(Metric.FLOWS_ACTIVE, state.openFlows());
        Map<String, Long> entries = new LinkedHashMap<>();
        Map<String, Long> evictions = new LinkedHashMap<>();
        for (Occupancy each : state.detectors()) {
            entries.merge(each.detector(), (long) each.entries(), Long::sum);
            evictions.merge(each.detector(), each.evictions(), Long::sum);
        }
        entries.forEach((detector, count) -> scrape.add(Metric.DETECTOR_ENTRIES, count, detector));
        evictions.forEach((detector, count) -> scrape.add(Metric.DETECTOR_EVICTIONS, count, detector));
        scrape.add(Metric.ACKNOWLEDGED_UNSEEN, state.feed().lossRatio());
        scrape.add(Metric.ONE_WAY, state.feed().visibility() != Feed.Visibility.FULL);
        scrape.add(Metric.PACKET_LAG, seconds(state.lagNs()));
        scrape.add(Metric.CONSERVATION_ERROR, state.errorPackets());
    }

    private static void addMemory(Scrape scrape, MemoryCounters memory) {
        long savedNs = memory.savedNs();
        if (savedNs != MemoryCounters.NEVER) {
            scrape.add(Metric.MEMORY_AGE, seconds(System.nanoTime() - savedNs));
        }
        scrape.add(Metric.MEMORY_FAILURES, memory.failures.sum());
    }

    private static void addAlerts(Scrape scrape, AlertCounters alerts) {
        for (AlertType type : AlertType.values()) {
            long closed = alerts.of(Fate.CLOSED, type);
            long opened = alerts.of(Fate.OPENED, type);
            scrape.add(Metric.ALERTS, opened, type.label(), AlertState.OPEN.label());
            scrape.add(Metric.ALERTS, alerts.of(Fate.UPDATED, type), type.label(), AlertState.UPDATE.label());
            scrape.add(Metric.ALERTS, closed, type.label(), AlertState.CLOSE.label());
            scrape.add(Metric.ALERTS_OPEN, opened - closed, type.label());
        }
        scrape.add(Metric.ALERTS_WITHHELD, alerts.of(Fate.ALLOWED), "allow-list");
        scrape.add(Metric.ALERTS_WITHHELD, alerts.of(Fate.SUPPRESSED), "suppressed");
        scrape.add(Metric.ALERTS_WITHHELD, alerts.of(Fate.REFUSED), "refused");
        scrape.add(Metric.ALERTS_WITHHELD, alerts.of(Fate.DISPLACED), "displaced");
    }

    private void addExport(Scrape scrape, Export export) {
        String name = export.label;
        ExportCounters counters = export.agent.counters();
        export.sentRecords = Math.max(export.sentRecords, counters.sent().records());
        export.sentAlerts = Math.max(export.sentAlerts, counters.alerts().sent().records());
        scrape.add(Metric.EXPORT_RECORDS, export.sentRecords, name);
        scrape.add(Metric.EXPORT_ALERTS, export.sentAlerts, name);
        addFates(scrape, name, counters);
        addState(scrape, name, export.agent);
    }

    private static void addFates(Scrape scrape, String name, ExportCounters records) {
        scrape.add(Metric.EXPORT_FILTERED, records.filteredRecords(), name);
        scrape.add(Metric.EXPORT_RESENT, records.resent().records(), name);
        scrape.add(Metric.EXPORT_RECOVERED, records.recovered().records(), name);
        scrape.add(Metric.EXPORT_SPOOLED, records.spooled().records(), name);
        for (DropReason reason : DropReason.values()) {
            long alerts = records.alerts().dropped(reason).records();
            scrape.add(Metric.EXPORT_DROPPED, records.dropped(reason).records(), name, reason.label());
            scrape.add(Metric.EXPORT_DROPPED_ALERTS, alerts, name, reason.label());
        }
        // Records settle while their fates are read one by one.
        scrape.add(Metric.EXPORT_QUEUE, Math.max(0, records.queuedRecords()), name);
        scrape.add(Metric.EXPORT_OFFERED, records.offered().records(), name);
    }

    private void addState(Scrape scrape, String name, ExportingAgent agent) {
        ExportCounters counters = agent.counters();
        long spoolOctets = SpoolDirectory.octets(stages.spools().get().get(agent.collector()));
        scrape.add(Metric.EXPORT_SPOOL_BYTES, spoolOctets, name);
        scrape.add(Metric.EXPORT_QUEUE_LIMIT, agent.queueLimit(), name);
        scrape.add(Metric.EXPORT_CONNECTED, !counters.isAway() && agent.failure() == null, name);
        scrape.add(Metric.EXPORT_REFUSALS, counters.refusals(), name);
        scrape.add(Metric.EXPORT_DISK_LOW, counters.isDiskLow(), name);
    }

    private static double seconds(long ns) {
        return ns / (double) TimeUnit.SECONDS.toNanos(1);
    }
}
