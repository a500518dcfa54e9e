package vedette.daemon;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import vedette.config.Config;
import vedette.export.CollectorConfig;
import vedette.export.CollectorUri;
import vedette.export.ExportCounters;
import vedette.export.Exporter;
import vedette.export.ExportingAgent;
import vedette.export.IpfixConfig;
import vedette.export.IpfixProfile;
import vedette.export.ObservationPoints;
import vedette.export.ipfix.IpfixFileExporter;
import vedette.export.ipfix.IpfixStreamExporter;
import vedette.export.ipfix.IpfixUdpExporter;
import vedette.export.ipfix.ObservationDomains;
import vedette.export.json.AlertLines;
import vedette.export.json.JsonLines;
import vedette.export.syslog.SyslogIdentity;
import vedette.export.syslog.SyslogTcpExporter;
import vedette.export.syslog.SyslogUdpExporter;
import vedette.export.transport.TcpSender;
import vedette.flow.Flow;

/** Makes an exporting agent for each collector and each file, and in the end closes them. A new kind of output is made here. */
final class Exporters {
    /** What a directory holds. */
    static final List<OutputFile> FILES = List.of(OutputFile.FLOWS, OutputFile.ALERTS, OutputFile.IPFIX);

    /** How long a live sensor goes on sending when it is told to end. */
    private static final Duration DRAIN = Duration.ofSeconds(5);

    /** Records that wait for a replay's file, at most; each takes {@link Flow#LENGTH} octets. */
    private static final int MOST_REPLAY_RECORDS = 1 << 15;

    /** Room for flow records where none come. */
    private static final int NO_FLOWS = 2;

    /** A queue takes at most this part of the heap. */
    private static final int QUEUE_SHARE = 16;

    private final Config config;
    private final boolean live;
    private final ObservationPoints points = new ObservationPoints();
    private final List<ExportingAgent> agents = new ArrayList<>();
    private final List<ExportingAgent> flowAgents = new ArrayList<>();
    private final List<ExportingAgent> alertAgents = new ArrayList<>();

    private final Duration patience;

    private Exporters(Config config, boolean live, Duration patience) {
        this.config = config;
        this.live = live;
        this.patience = patience;
    }

    static Exporters live(Config config) {
        return new Exporters(config, true, Duration.ZERO);
    }

    /** @param patience how long a collector that must answer may take nothing */
    static Exporters replay(Config config, Duration patience) {
        return new Exporters(config, false, patience);
    }

    /** Opens the way to a collector. Its name is resolved here. */
    void addCollector(CollectorConfig collector) throws IOException {
        ExportCounters counters = new ExportCounters();
        CollectorUri target = collector.target();
        switch (target.scheme()) {
            case IPFIX_UDP ->
                addIpfix(agent(target.toString(), ipfixUdp(collector, counters), counters, collector.queueRecords()));
            case IPFIX_TCP ->
                addIpfix(
                        agent(target.toString(), ipfixStream(collector, counters), counters, collector.queueRecords()));
            case SYSLOG_UDP ->
                alertAgents.add(agent(target.toString(), syslogUdp(collector, counters), counters, NO_FLOWS));
            case SYSLOG_TCP ->
                alertAgents.add(agent(target.toString(), syslogTcp(collector, counters), counters, NO_FLOWS));
        }
    }

    /** Alerts go over IPFIX once there are elements for them. */
    private void addIpfix(ExportingAgent agent) {
        flowAgents.add(agent);
        if (config.ipfix().enterpriseNumber() != 0) {
            alertAgents.add(agent);
        }
    }

    private Exporter ipfixUdp(CollectorConfig collector, ExportCounters counters) throws IOException {
        ObservationDomains domains = domains(collector);
        IpfixUdpExporter exporter = live
                ? IpfixUdpExporter.live(collector, config.ipfix(), domains, points, counters)
                : IpfixUdpExporter.replay(collector, config.ipfix(), domains, points, counters);
        return exporter.withAlerts(
                config.ipfix().enterpriseNumber(), config.sensor().name());
    }

    private Exporter ipfixStream(CollectorConfig collector, ExportCounters counters) throws IOException {
        ObservationDomains domains = domains(collector);
        IpfixConfig ipfix = config.ipfix();
        IpfixStreamExporter exporter = live
                ? IpfixStreamExporter.live(
                        TcpSender.live(collector, config.export().reconnect()),
                        collector,
                        ipfix,
                        domains,
                        points,
                        counters)
                : IpfixStreamExporter.replay(
                        TcpSender.replay(collector, patience), collector, ipfix, domains, points, counters, patience);
        exporter.withAlerts(ipfix.enterpriseNumber(), config.sensor().name());
        return live && !config.export().spoolDir().isEmpty() ? exporter.withSpool(config.export()) : exporter;
    }

    private Exporter syslogUdp(CollectorConfig collector, ExportCounters counters) throws IOException {
        return live
                ? SyslogUdpExporter.live(collector, identity(), counters)
                : SyslogUdpExporter.replay(collector, identity(), counters);
    }

    private Exporter syslogTcp(CollectorConfig collector, ExportCounters counters) {
        return live
                ? SyslogTcpExporter.live(collector, config.export(), identity(), counters)
                : SyslogTcpExporter.replay(collector, identity(), counters, patience);
    }

    private SyslogIdentity identity() {
        return new SyslogIdentity(
                config.sensor().name(),
                ProcessHandle.current().pid(),
                config.ipfix().enterpriseNumber(),
                VersionCommand.version(),
                onlyInterface());
    }

    /** Opens files in a directory that exists. */
    void addFiles(OutputDirectory directory, CollectorConfig collector, Collection<OutputFile> files)
            throws IOException, CommandException {
        int queueRecords = live ? collector.queueRecords() : replayQueueRecords();
        for (OutputFile file : FILES) {
            if (files.contains(file)) {
                addFile(directory, file, collector, queueRecords);
            }
        }
    }

    private void addFile(OutputDirectory directory, OutputFile file, CollectorConfig collector, int queueRecords)
            throws IOException, CommandException {
        ExportCounters counters = new ExportCounters();
        Path path = directory.file(file);
        switch (file) {
            case FLOWS -> {
                Exporter lines = new JsonLines(directory.open(file), points, counters);
                flowAgents.add(agent(path.toString(), lines, counters, queueRecords));
            }
            case ALERTS -> {
                Exporter lines = new AlertLines(directory.open(file), onlyInterface(), counters);
                alertAgents.add(agent(path.toString(), lines, counters, NO_FLOWS));
            }
            case IPFIX ->
                addIpfix(agent(path.toString(), ipfixFile(path, collector, counters), counters, queueRecords));
            case SUMMARY -> throw new IllegalArgumentException("the summary is written at the end");
        }
    }

    /** The name of the interface that all alerts are of, null if it cannot be said. */
    private @Nullable String onlyInterface() {
        List<String> interfaces = config.capture().interfaces();
        return live && interfaces.size() == 1 ? interfaces.get(0) : null;
    }

    private Exporter ipfixFile(Path file, CollectorConfig collector, ExportCounters counters) throws IOException {
        ObservationDomains domains = domains(collector);
        IpfixFileExporter exporter = live
                ? IpfixFileExporter.live(file, IpfixProfile.FULL, domains, points, counters)
                : IpfixFileExporter.open(file, IpfixProfile.FULL, domains, points, counters);
        return exporter.withAlerts(
                config.ipfix().enterpriseNumber(), config.sensor().name());
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

    private ExportingAgent agent(String name, Exporter exporter, ExportCounters counters, int queueRecords) {
        ExportingAgent agent = live
                ? ExportingAgent.live(name, exporter, counters, queueRecords, DRAIN)
                : ExportingAgent.replay(name, exporter, counters, queueRecords);
        agents.add(agent);
        return agent;
    }

    ObservationPoints points() {
        return points;
    }

    List<ExportingAgent> agents() {
        return agents;
    }

    /** Those that are given flow records. */
    List<ExportingAgent> flowAgents() {
        return flowAgents;
    }

    /** Those that are given alerts. */
    List<ExportingAgent> alertAgents() {
        return alertAgents;
    }

    void start() {
        agents.forEach(ExportingAgent::start);
    }

    /** Nothing is captured any more, and all open flows are about to come. */
    void lastCall() {
        agents.forEach(ExportingAgent::lastCall);
    }

    /** Hands over what is queued, and ends: all at once, so that no collector has to wait for another. */
    void close() {
        agents.forEach(ExportingAgent::finish);
        agents.forEach(ExportingAgent::hurry);
        agents.forEach(ExportingAgent::close);
    }
}
