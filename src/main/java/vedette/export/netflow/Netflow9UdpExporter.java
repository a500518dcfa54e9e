package vedette.export.netflow;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import vedette.export.CollectorConfig;
import vedette.export.ExportCounters;
import vedette.export.Exporter;
import vedette.export.IpfixConfig;
import vedette.export.ObservationPoints;
import vedette.export.ipfix.ObservationDomains;
import vedette.flow.Flow;

/**
 * Sends flows to a NetFlow version 9 collector over UDP, a record for each direction that has packets, and the templates again
 * and again. The source id is the observation domain.
 */
public final class Netflow9UdpExporter implements Exporter {
    private final CollectorConfig collector;
    private final IpfixConfig config;
    private final ObservationDomains domains;
    private final ObservationPoints points;
    private final Outlet outlet;
    private final LongSupplier nanoTime;
    private final Templates templates = new Templates();
    private final Uniflow record;
    private final Map<Long, Netflow9Stream> streams = new LinkedHashMap<>();
    private final Map<Integer, Netflow9Stream> byPoint = new LinkedHashMap<>();

    private long refreshedNs;
    private long refreshedMessages;
    private long flushedNs;

    /** Opens the way to a collector for a live sensor. */
    public static Netflow9UdpExporter live(
            CollectorConfig collector,
            IpfixConfig ipfix,
            ObservationDomains domains,
            ObservationPoints points,
            ExportCounters counters) {
        Outlet outlet = Outlet.live(collector, counters);
        return new Netflow9UdpExporter(collector, ipfix, domains, points, outlet, System::nanoTime);
    }

    /**
     * Opens the way to a collector for a replay, which sends no faster than the collector's {@code rate}, and whose messages
     * are dated by packet time.
     *
     * @throws IOException if the collector's host cannot be resolved or routed to; says which and how to mend it
     */
    public static Netflow9UdpExporter replay(
            CollectorConfig collector,
            IpfixConfig ipfix,
            ObservationDomains domains,
            ObservationPoints points,
            ExportCounters counters)
            throws IOException {
        Outlet outlet = Outlet.replay(collector, counters);
        return new Netflow9UdpExporter(collector, ipfix, domains, points, outlet, System::nanoTime);
    }

    Netflow9UdpExporter(
            CollectorConfig collector,
            IpfixConfig config,
            ObservationDomains domains,
            ObservationPoints points,
            Outlet outlet,
            LongSupplier nanoTime) {
        this.collector = collector;
        this.config = config;
        this.domains = domains;
        this.points = points;
        this.outlet = outlet;
        this.nanoTime = nanoTime;
        this.record = new Uniflow(points);
        this.refreshedNs = nanoTime.getAsLong();
        this.flushedNs = refreshedNs;
    }

    @Override
    public void onFlow(Flow flow) {
        outlet.onFlow(flow);
        refreshIfDue();
        streamOf(flow.observationPoint()).onFlow(flow);
    }

    private Netflow9Stream streamOf(int point) {
        Netflow9Stream known = byPoint.get(point);
        return known != null ? known : firstFlowOf(point);
    }

    private Netflow9Stream firstFlowOf(int point) {
        Netflow9Stream stream = streams.computeIfAbsent(
                domains.of(point),
                id -> new Netflow9Stream(id, outlet.maxPacket(collector), outlet, templates, record));
        byPoint.put(point, stream);
        stream.onInterface(points.ifIndex(point), points.name(point));
        return stream;
    }

    @Override
    public void onIdle() {
        outlet.tend();
        long now = nanoTime.getAsLong();
        if (now - flushedNs >= Outlet.LONGEST_WAIT_NS) {
            flushedNs = now;
            flush();
        }
        refreshIfDue();
    }

    private void refreshIfDue() {
        long sent = outlet.messages();
        if (!outlet.hasBegunAnew()
                && sent - refreshedMessages < config.templateRefreshMessages()
                && nanoTime.getAsLong() - refreshedNs < config.templateRefresh().toNanos()) {
            return;
        }
        streams.values().forEach(Netflow9Stream::repeatTemplates);
        refreshedNs = nanoTime.getAsLong();
        refreshedMessages = outlet.messages();
    }

    @Override
    public void flush() {
        streams.values().forEach(Netflow9Stream::flush);
    }

    @Override
    public void close() {
        outlet.close();
    }
}
