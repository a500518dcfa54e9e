package vedette.daemon;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import vedette.config.Config;
import vedette.export.CollectorConfig;
import vedette.export.ExportCounters;
import vedette.export.Exporter;
import vedette.export.IpfixConfig;
import vedette.export.MeteringProcess;
import vedette.export.ObservationPoints;
import vedette.export.anonymize.AnonymizationKey;
import vedette.export.ipfix.IpfixStreamExporter;
import vedette.export.ipfix.IpfixUdpExporter;
import vedette.export.ipfix.ObservationDomains;
import vedette.export.netflow.Netflow5UdpExporter;
import vedette.export.netflow.Netflow9UdpExporter;
import vedette.export.syslog.SyslogIdentity;
import vedette.export.syslog.SyslogTcpExporter;
import vedette.export.syslog.SyslogUdpExporter;
import vedette.export.transport.TcpSender;

/** Makes the exporter that speaks to a collector: one line for each way to reach one. */
final class CollectorExporters {
    private final Config config;
    private final boolean live;
    private final Duration patience;
    private final ObservationPoints points;
    private final MeteringProcess metering;

    /** @param patience how long a replay's collector may take nothing */
    CollectorExporters(
            Config config, boolean live, Duration patience, ObservationPoints points, MeteringProcess metering) {
        this.config = config;
        this.live = live;
        this.patience = patience;
        this.points = points;
        this.metering = metering;
    }

    /**
     * Opens the way to the collector.
     *
     * @throws IOException over UDP, if a replay's collector cannot be resolved or routed to
     */
    Exporter open(CollectorConfig collector, ExportCounters counters) throws IOException {
        return switch (collector.target().scheme()) {
            case IPFIX_UDP -> ipfixUdp(collector, counters);
            case IPFIX_TCP, IPFIX_TLS -> ipfixStream(collector, counters);
            case NETFLOW9_UDP -> netflow9(collector, counters);
            case NETFLOW5_UDP -> netflow5(collector, counters);
            case SYSLOG_UDP -> syslogUdp(collector, counters);
            case SYSLOG_TCP, SYSLOG_TLS -> syslogTcp(collector, counters);
        };
    }

    private Exporter ipfixUdp(CollectorConfig collector, ExportCounters counters) throws IOException {
        ObservationDomains domains = domains(collector);
        IpfixUdpExporter exporter = live
                ? IpfixUdpExporter.live(collector, config.ipfix(), domains, points, counters)
                : IpfixUdpExporter.replay(collector, config.ipfix(), domains, points, counters);
        return exporter.withMetering(metering)
                .withOwnElements(
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
        exporter.withMetering(metering)
                .withOwnElements(ipfix.enterpriseNumber(), config.sensor().name());
        return live && !config.export().spoolDir().isEmpty() ? spooled(exporter, collector) : exporter;
    }

    private Exporter spooled(IpfixStreamExporter exporter, CollectorConfig collector) throws IOException {
        String key = collector.anonymize();
        return exporter.withSpool(
                config.export(),
                key.isEmpty() ? "" : AnonymizationKey.read(Path.of(key)).fingerprint());
    }

    private Exporter netflow9(CollectorConfig collector, ExportCounters counters) throws IOException {
        ObservationDomains domains = domains(collector);
        return live
                ? Netflow9UdpExporter.live(collector, config.ipfix(), domains, points, counters)
                : Netflow9UdpExporter.replay(collector, config.ipfix(), domains, points, counters);
    }

    private Exporter netflow5(CollectorConfig collector, ExportCounters counters) throws IOException {
        ObservationDomains domains = domains(collector);
        return live
                ? Netflow5UdpExporter.live(collector, domains, points, counters)
                : Netflow5UdpExporter.replay(collector, domains, points, counters);
    }

    private Exporter syslogUdp(CollectorConfig collector, ExportCounters counters) throws IOException {
        SyslogUdpExporter exporter = live
                ? SyslogUdpExporter.live(collector, identity(), counters)
                : SyslogUdpExporter.replay(collector, identity(), counters);
        return exporter.withFlows(points);
    }

    private Exporter syslogTcp(CollectorConfig collector, ExportCounters counters) {
        SyslogTcpExporter exporter = live
                ? SyslogTcpExporter.live(collector, config.export(), identity(), counters)
                : SyslogTcpExporter.replay(collector, identity(), counters, patience);
        return exporter.withFlows(points);
    }

    private SyslogIdentity identity() {
        return new SyslogIdentity(
                config.sensor().name(),
                ProcessHandle.current().pid(),
                config.ipfix().enterpriseNumber(),
                VersionCommand.version(),
                onlyInterface());
    }

    /** Which domains its records are of. */
    ObservationDomains domains(CollectorConfig collector) {
        if (collector.domain() != 0) {
            return ObservationDomains.fixed(collector.domain());
        }
        return live
                ? ObservationDomains.perInterface(config.sensor().name(), points)
                : ObservationDomains.fixed(ObservationDomains.REPLAY);
    }

    /** The name of the interface that all alerts are of, null if it cannot be said. */
    @Nullable
    String onlyInterface() {
        List<String> interfaces = config.capture().interfaces();
        return live && interfaces.size() == 1 ? interfaces.get(0) : null;
    }
}
