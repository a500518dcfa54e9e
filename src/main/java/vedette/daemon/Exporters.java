package vedette.daemon;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import vedette.config.Config;
import vedette.export.CollectorConfig;
import vedette.export.ExportCounters;
import vedette.export.ExportingAgent;
import vedette.export.FlowExporter;
import vedette.export.IpfixProfile;
import vedette.export.ObservationPoints;
import vedette.export.ipfix.IpfixFileExporter;
import vedette.export.ipfix.IpfixUdpExporter;
import vedette.export.ipfix.ObservationDomains;
import vedette.export.json.JsonLines;
import vedette.flow.Flow;

/** Makes an exporting agent for each collector and each file, and in the end closes them. A new kind of output is made here. */
final class Exporters {
    /** What a directory holds. */
    static final List<OutputFormat> FLOW_FILES = List.of(OutputFormat.JSONL, OutputFormat.IPFIX);

    /** How long a live sensor goes on sending when it is told to end. */
    private static final Duration DRAIN = Duration.ofSeconds(5);

    /** Records that wait for a replay's file, at most; each takes {@link Flow#LENGTH} octets. */
    private static final int MOST_REPLAY_RECORDS = 1 << 15;

    /** A queue takes at most this part of the heap. */
    private static final int QUEUE_SHARE = 16;

    private final Config config;
    private final boolean live;
    private final ObservationPoints points = new ObservationPoints();
    private final List<ExportingAgent> agents = new ArrayList<>();

    private Exporters(Config config, boolean live) {
        this.config = config;
        this.live = live;
    }

    static Exporters live(Config config) {
        return new Exporters(config, true);
    }

    static Exporters replay(Config config) {
        return new Exporters(config, false);
    }

    /** Opens the way to a collector. Its name is resolved here. */
    void addCollector(CollectorConfig collector) throws IOException {
        ExportCounters counters = new ExportCounters();
        ObservationDomains domains = domains(collector);
        FlowExporter exporter = live
                ? IpfixUdpExporter.live(collector, config.ipfix(), domains, points, counters)
                : IpfixUdpExporter.replay(collector, config.ipfix(), domains, points, counters);
        add(collector.target().toString(), exporter, counters, collector.queueRecords());
    }

    /** Opens files in a directory that exists. */
    void addFiles(OutputDirectory directory, CollectorConfig collector, List<OutputFormat> formats)
            throws IOException, CommandException {
        for (OutputFormat format : formats) {
            ExportCounters counters = new ExportCounters();
            Path file = directory.file(format);
            FlowExporter exporter = format == OutputFormat.JSONL
                    ? new JsonLines(directory.open(format), points, counters)
                    : ipfixFile(file, collector, counters);
            add(file.toString(), exporter, counters, live ? collector.queueRecords() : replayQueueRecords());
        }
    }

    private FlowExporter ipfixFile(Path file, CollectorConfig collector, ExportCounters counters) throws IOException {
        ObservationDomains domains = domains(collector);
        return live
                ? IpfixFileExporter.live(file, IpfixProfile.FULL, domains, points, counters)
                : IpfixFileExporter.open(file, IpfixProfile.FULL, domains, points, counters);
    }

    private ObservationDomains domains(CollectorConfig collector) {
        if (collector.domain() != 0) {
            return ObservationDomains.fixed(collector.domain());
        }
        return live
                ? ObservationDomains.perInterface(config.sensor().name(), points)
                : ObservationDomains.fixed(ObservationDomains.REPLAY);
    }

    /** As many as let the metering thread run ahead while the exporting one warms up, and no more than the heap bears. */
    private static int replayQueueRecords() {
        long affordable = Runtime.getRuntime().maxMemory() / QUEUE_SHARE / Flow.LENGTH;
        return (int) Math.min(affordable, MOST_REPLAY_RECORDS);
    }

    private void add(String name, FlowExporter exporter, ExportCounters counters, int queueRecords) {
        agents.add(
                live
                        ? ExportingAgent.live(name, exporter, counters, queueRecords, DRAIN)
                        : ExportingAgent.replay(name, exporter, counters, queueRecords));
    }

    ObservationPoints points() {
        return points;
    }

    List<ExportingAgent> agents() {
        return agents;
    }

    void start() {
        agents.forEach(ExportingAgent::start);
    }

    /** Hands over what is queued, and ends. */
    void close() {
        agents.forEach(ExportingAgent::close);
    }
}
