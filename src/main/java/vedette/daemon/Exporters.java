package vedette.daemon;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import vedette.capture.GivenCaptures;
import vedette.config.Config;
import vedette.detect.AlertHandler;
import vedette.export.CollectorConfig;
import vedette.export.CollectorUri;
import vedette.export.ExportCounters;
import vedette.export.Exporter;
import vedette.export.ExportingAgent;
import vedette.export.FilteredFeed;
import vedette.export.IgnoredPackets;
import vedette.export.IpfixProfile;
import vedette.export.MeteringProcess;
import vedette.export.ObservationPoints;
import vedette.export.RecordFilter;
import vedette.export.RecordKind;
import vedette.export.anonymize.AnonymizationKey;
import vedette.export.anonymize.AnonymizingExporter;
import vedette.export.file.FileSeries;
import vedette.export.file.PieceOutput;
import vedette.export.ipfix.IpfixFileExporter;
import vedette.export.ipfix.ObservationDomains;
import vedette.export.json.AlertLines;
import vedette.export.json.JsonLines;
import vedette.export.transport.TcpSender;
import vedette.export.zeek.LogFormat;
import vedette.export.zeek.ZeekLogs;
import vedette.flow.Flow;
import vedette.flow.FlowHandler;
import vedette.query.ParquetFile;

/** Makes an exporting agent for each collector and each file, and in the end closes them. A new kind of output is made here. */
final class Exporters {
    /** What a collector's directory holds. */
    static final List<OutputFile> FILES = List.of(OutputFile.FLOWS, OutputFile.ALERTS, OutputFile.IPFIX);

    /** How long a live sensor goes on sending when it is told to end. */
    private static final Duration DRAIN = Duration.ofSeconds(5);

    /** Records that wait for a replay's file, at most; each takes {@link Flow#LENGTH} octets. */
    private static final int MOST_REPLAY_RECORDS = 1 << 15;

    private static final Set<RecordKind> ALERTS_AND_HEALTH = Set.of(RecordKind.ALERTS, RecordKind.HEALTH);

    /** Room for flow records where none come. */
    private static final int NO_FLOWS = 2;

    /** A queue takes at most this part of the heap. */
    private static final int QUEUE_SHARE = 16;

    private final Config config;
    private final boolean live;
    private final ObservationPoints points = new ObservationPoints();
    private volatile List<Outlet> outlets = List.of();

    private final MeteringProcess metering;
    private final CollectorExporters collectors;
    private volatile Supplier<IgnoredPackets> ignored = () -> IgnoredPackets.NONE;
    private final AtomicLong reopenings = new AtomicLong();

    private Exporters(Config config, boolean live, Duration patience) {
        this.config = config;
        this.live = live;
        this.metering =
                new MeteringProcess(config.flow().vlanKey(), !config.capture().mergeInterfaces(), () -> ignored.get());
        this.collectors = new CollectorExporters(config, live, patience, points, metering);
    }

    static Exporters live(Config config) {
        return new Exporters(config, true, Duration.ZERO);
    }

    /** @param patience how long a collector that must answer may take nothing */
    static Exporters replay(Config config, Duration patience) {
        return new Exporters(config, false, patience);
    }

    /** Sees to it that the files a collector's TLS and anonymisation need can be used. */
    static void checkFiles(CollectorConfig collector) throws CommandException {
        try {
            TcpSender.checkFiles(collector);
            if (!collector.anonymize().isEmpty()) {
                AnonymizationKey.read(Path.of(collector.anonymize()));
            }
        } catch (IllegalArgumentException | IOException bad) {
            throw CommandException.usage(String.valueOf(bad.getMessage()));
        }
    }

    /** Opens the way to a collector, over UDP with its name resolved here; or files in its directory, earlier ones kept. */
    void add(CollectorConfig collector) throws IOException, CommandException {
        add(open(collector));
    }

    private void add(Outlet outlet) {
        List<Outlet> all = new ArrayList<>(outlets);
        all.add(outlet);
        outlets = List.copyOf(all);
    }

    private Outlet open(CollectorConfig collector) throws IOException, CommandException {
        Outlet outlet = new Outlet(collector);
        if (collector.isFile()) {
            OutputDirectory directory = new OutputDirectory(Path.of(collector.directory()));
            directory.check(FILES, true, new GivenCaptures(List.of()));
            directory.create();
            directory.keepEarlier(FILES);
            addFiles(outlet, directory, FILES);
            return outlet;
        }
        checkFiles(collector);
        ExportCounters counters = new ExportCounters(TimeOfDay::ns);
        CollectorUri target = collector.target();
        Exporter exporter = collectors.open(collector, counters);
        feed(outlet, target.toString(), exporter, counters, kinds(target.scheme()));
        return outlet;
    }

    /** What can be told in the collector's format. */
    private Set<RecordKind> kinds(CollectorUri.Scheme scheme) {
        return switch (scheme) {
            case IPFIX_UDP, IPFIX_TCP, IPFIX_TLS -> ipfixKinds();
            case NETFLOW9_UDP, NETFLOW5_UDP -> EnumSet.of(RecordKind.FLOWS);
            case SYSLOG_UDP, SYSLOG_TCP, SYSLOG_TLS -> EnumSet.allOf(RecordKind.class);
        };
    }

    /** Alerts go over IPFIX once there are elements for them. */
    private Set<RecordKind> ipfixKinds() {
        return config.ipfix().enterpriseNumber() == 0 ? EnumSet.of(RecordKind.FLOWS) : EnumSet.allOf(RecordKind.class);
    }

    /** Makes an agent that is given what the collector asks for of what the exporter can tell. */
    private void feed(Outlet outlet, String name, Exporter exporter, ExportCounters counters, Set<RecordKind> told)
            throws IOException {
        CollectorConfig collector = outlet.collector();
        Set<RecordKind> kinds = wanted(collector, told);
        boolean flows = kinds.contains(RecordKind.FLOWS);
        ExportingAgent agent =
                agent(name, anonymized(collector, exporter), counters, flows ? queueRecords(collector) : NO_FLOWS);
        outlet.add(agent);
        RecordFilter only = RecordFilter.of(collector.only());
        FilteredFeed feed = new FilteredFeed(agent, kinds, only);
        if (flows) {
            outlet.flowsTo(only.isEmpty() ? agent : feed);
        }
        if (kinds.contains(RecordKind.ALERTS) || kinds.contains(RecordKind.HEALTH)) {
            outlet.alertsTo(feed);
        }
    }

    private static Exporter anonymized(CollectorConfig collector, Exporter exporter) throws IOException {
        String key = collector.anonymize();
        return key.isEmpty() ? exporter : new AnonymizingExporter(AnonymizationKey.read(Path.of(key)), exporter);
    }

    private static Set<RecordKind> wanted(CollectorConfig collector, Set<RecordKind> output) {
        Set<RecordKind> kinds = EnumSet.noneOf(RecordKind.class);
        kinds.addAll(output);
        kinds.retainAll(collector.kinds());
        return kinds;
    }

    /** Opens files in a directory that exists. */
    void addFiles(OutputDirectory directory, CollectorConfig collector, Collection<OutputFile> files)
            throws IOException, CommandException {
        Outlet outlet = new Outlet(collector);
        addFiles(outlet, directory, files);
        add(outlet);
    }

    private void addFiles(Outlet outlet, OutputDirectory directory, Collection<OutputFile> files)
            throws IOException, CommandException {
        for (OutputFile file : OutputFile.values()) {
            if (files.contains(file) && !wanted(outlet.collector(), kinds(file)).isEmpty()) {
                addFile(outlet, directory, file);
            }
        }
    }

    /** What a file can hold. */
    private Set<RecordKind> kinds(OutputFile file) {
        return switch (file) {
            case FLOWS, PARQUET_FLOWS -> EnumSet.of(RecordKind.FLOWS);
            case ALERTS, PARQUET_ALERTS -> ALERTS_AND_HEALTH;
            case IPFIX -> ipfixKinds();
            case ZEEK, ZEEK_JSON -> EnumSet.allOf(RecordKind.class);
            case SUMMARY, PACKETS, FEATURES -> EnumSet.noneOf(RecordKind.class);
        };
    }

    private void addFile(Outlet outlet, OutputDirectory directory, OutputFile file)
            throws IOException, CommandException {
        CollectorConfig collector = outlet.collector();
        ExportCounters counters = new ExportCounters(TimeOfDay::ns);
        Path path = directory.file(file);
        Exporter exporter = switch (file) {
            case FLOWS -> new JsonLines(lines(directory, file, collector), points, counters);
            case ALERTS ->
                new AlertLines(
                        lines(directory, file, collector),
                        config.sensor().name(),
                        VersionCommand.version(),
                        collectors.onlyInterface(),
                        counters);
            case IPFIX -> ipfixFile(path, collector, counters);
            case ZEEK -> zeekLogs(directory, file, LogFormat.TSV, counters);
            case ZEEK_JSON -> zeekLogs(directory, file, LogFormat.JSON, counters);
            case PARQUET_FLOWS -> ParquetFile.ofFlows(path, points, counters);
            case PARQUET_ALERTS ->
                ParquetFile.ofAlerts(
                        path, config.sensor().name(), VersionCommand.version(), collectors.onlyInterface(), counters);
            case SUMMARY -> throw new IllegalArgumentException("the summary is written at the end");
            case PACKETS, FEATURES -> throw new IllegalArgumentException("tables are written by those who look on");
        };
        feed(outlet, path.toString(), exporter, counters, kinds(file));
    }

    private Exporter zeekLogs(OutputDirectory directory, OutputFile file, LogFormat format, ExportCounters counters)
            throws CommandException {
        directory.clear(file);
        return new ZeekLogs(
                format,
                directory::open,
                config.detect().localNets(),
                config.sensor().name(),
                counters);
    }

    /** A replay writes one file, whatever its size. */
    private PieceOutput lines(OutputDirectory directory, OutputFile file, CollectorConfig collector)
            throws IOException, CommandException {
        return live
                ? FileSeries.ofLines(directory.file(file), collector.files(), reopenings::get)
                : PieceOutput.to(directory.open(file));
    }

    private Exporter ipfixFile(Path file, CollectorConfig collector, ExportCounters counters) throws IOException {
        ObservationDomains domains = collectors.domains(collector);
        IpfixFileExporter exporter = live
                ? IpfixFileExporter.live(
                        file,
                        FileSeries.ofSessions(file, collector.files(), reopenings::get),
                        IpfixProfile.FULL,
                        domains,
                        points,
                        counters)
                : IpfixFileExporter.open(file, IpfixProfile.FULL, domains, points, counters);
        return exporter.withMetering(metering)
                .withOwnElements(
                        config.ipfix().enterpriseNumber(), config.sensor().name());
    }

    private int queueRecords(CollectorConfig collector) {
        return live || !collector.isFile() && !collector.uri().isEmpty()
                ? collector.queueRecords()
                : replayQueueRecords();
    }

    /** As many as let the metering thread run ahead while the exporting one warms up, and no more than the heap bears. */
    private static int replayQueueRecords() {
        long affordable = Runtime.getRuntime().maxMemory() / QUEUE_SHARE / Flow.LENGTH;
        return (int) Math.min(affordable, MOST_REPLAY_RECORDS);
    }

    private ExportingAgent agent(String name, Exporter exporter, ExportCounters counters, int queueRecords) {
        return live
                ? ExportingAgent.live(name, exporter, counters, queueRecords, DRAIN)
                : ExportingAgent.replay(name, exporter, counters, queueRecords);
    }

    ObservationPoints points() {
        return points;
    }

    /** Any thread. */
    List<ExportingAgent> agents() {
        return all(Outlet::agents);
    }

    /** Those that are given flow records. */
    List<FlowHandler> flowHandlers() {
        return all(Outlet::flowHandlers);
    }

    /** Those that are given alerts. */
    List<AlertHandler> alertHandlers() {
        return all(Outlet::alertHandlers);
    }

    private <T> List<T> all(Function<Outlet, List<T>> part) {
        return outlets.stream().flatMap(outlet -> part.apply(outlet).stream()).toList();
    }

    /** The directory where records wait for each collector that has one, by the collector's name; any thread. */
    Map<String, Path> spools() {
        String directory = config.export().spoolDir();
        return outlets.stream()
                .map(Outlet::collector)
                .filter(collector -> !directory.isEmpty() && !collector.isFile())
                .map(CollectorConfig::target)
                .collect(Collectors.toMap(
                        CollectorUri::toString, target -> Path.of(directory, target.fileName()), (one, same) -> one));
    }

    /**
     * Opens what another list of collectors needs. Those that stand in both as they are go on; the new ones wait for
     * {@link #replace}. Any thread.
     *
     * @throws CommandException if one cannot be opened; then nothing has changed
     */
    List<Outlet> prepare(List<CollectorConfig> collectors) throws IOException, CommandException {
        List<Outlet> before = new ArrayList<>(outlets);
        List<Outlet> next = new ArrayList<>();
        List<Outlet> opened = new ArrayList<>();
        try {
            for (CollectorConfig collector : collectors) {
                Outlet same = take(before, collector);
                if (same == null) {
                    checkPlace(collector);
                    same = open(collector);
                    opened.add(same);
                }
                next.add(same);
            }
            return next;
        } catch (IOException | CommandException | RuntimeException e) {
            opened.forEach(outlet -> outlet.agents().forEach(ExportingAgent::discard));
            throw e;
        }
    }

    private static @Nullable Outlet take(List<Outlet> outlets, CollectorConfig collector) {
        for (Outlet outlet : outlets) {
            if (outlet.collector().equals(collector)) {
                outlets.remove(outlet);
                return outlet;
            }
        }
        return null;
    }

    /** What one writes to on disk cannot be handed from one to the other while both are there. */
    private void checkPlace(CollectorConfig collector) throws CommandException {
        for (Outlet outlet : outlets) {
            if (outlet.collector().sharesPlaceWith(collector, config.export())) {
                throw CommandException.usage("collector.uri " + collector.uri()
                        + ": what it writes to on disk is in use; its other settings change with a restart only");
            }
        }
    }

    /**
     * Takes outlets that were {@linkplain #prepare prepared} in place of those at hand: from now on they are what is here. For the metering thread.
     *
     * @return those that are here no more, to be closed
     */
    List<Outlet> replace(List<Outlet> next) {
        List<Outlet> before = outlets;
        outlets = List.copyOf(next);
        next.stream()
                .filter(outlet -> !before.contains(outlet))
                .flatMap(outlet -> outlet.agents().stream())
                .forEach(ExportingAgent::start);
        return before.stream().filter(outlet -> !next.contains(outlet)).toList();
    }

    /** Lets every file that somebody has moved away be made anew; any thread. */
    void reopenFiles() {
        reopenings.incrementAndGet();
    }

    /** Whom to ask, on any thread, what was not metered; called before {@link #start()}. */
    void meteredBy(Supplier<IgnoredPackets> process) {
        ignored = process;
    }

    void start() {
        agents().forEach(ExportingAgent::start);
    }

    /** Nothing is captured any more, and all open flows are about to come. */
    void lastCall() {
        agents().forEach(ExportingAgent::lastCall);
    }

    /** Hands over what is queued, and ends. */
    void close() {
        close(agents());
    }

    /** All at once, so that no collector has to wait for another. */
    static void close(List<ExportingAgent> agents) {
        agents.forEach(ExportingAgent::finish);
        agents.forEach(ExportingAgent::hurry);
        agents.forEach(ExportingAgent::close);
    }
}
