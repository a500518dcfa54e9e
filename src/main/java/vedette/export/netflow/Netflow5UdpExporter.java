package vedette.export.netflow;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vedette.export.CollectorConfig;
import vedette.export.ExportCounters;
import vedette.export.Exporter;
import vedette.export.ObservationPoints;
import vedette.export.ipfix.ObservationDomains;
import vedette.flow.Flow;

/**
 * Sends IPv4 flows to a NetFlow version 5 collector over UDP, a record for each direction that has packets. The version has
 * no place for IPv6: such flows are counted as filtered, and told of once. The engine is the observation domain's low half.
 */
public final class Netflow5UdpExporter implements Exporter {
    private static final int ENGINES = 0xFFFF;

    private final CollectorConfig collector;
    private final ObservationDomains domains;
    private final Outlet outlet;
    private final LongSupplier nanoTime;
    private final Uniflow record;
    private final Map<Integer, Netflow5Stream> streams = new LinkedHashMap<>();
    private final Map<Integer, Netflow5Stream> byPoint = new LinkedHashMap<>();

    private long flushedNs;
    private boolean toldIpv6;

    /** Opens the way to a collector for a live sensor. */
    public static Netflow5UdpExporter live(
            CollectorConfig collector, ObservationDomains domains, ObservationPoints points, ExportCounters counters) {
        Outlet outlet = Outlet.live(collector, counters);
        return new Netflow5UdpExporter(collector, domains, points, outlet, System::nanoTime);
    }

    /**
     * Opens the way to a collector for a replay, which sends no faster than the collector's {@code rate}, and whose messages
     * are dated by packet time.
     *
     * @throws IOException if the collector's host cannot be resolved or routed to; says which and how to mend it
     */
    public static Netflow5UdpExporter replay(
            CollectorConfig collector, ObservationDomains domains, ObservationPoints points, ExportCounters counters)
            throws IOException {
        Outlet outlet = Outlet.replay(collector, counters);
        return new Netflow5UdpExporter(collector, domains, points, outlet, System::nanoTime);
    }

    Netflow5UdpExporter(
            CollectorConfig collector,
            ObservationDomains domains,
            ObservationPoints points,
            Outlet outlet,
            LongSupplier nanoTime) {
        this.collector = collector;
        this.domains = domains;
        this.outlet = outlet;
        this.nanoTime = nanoTime;
        this.record = new Uniflow(points);
        this.flushedNs = nanoTime.getAsLong();
    }

    @Override
    public void onFlow(Flow flow) {
        if (flow.ipVersion() != 4) {
            leaveOut(flow);
            return;
        }
        outlet.onFlow(flow);
        byPoint.computeIfAbsent(flow.observationPoint(), this::streamOf).onFlow(flow);
    }

    private void leaveOut(Flow flow) {
        outlet.counters().unsupported().add(flow);
        if (!toldIpv6) {
            toldIpv6 = true;
            Logger log = LoggerFactory.getLogger(Netflow5UdpExporter.class);
            log.warn(
                    "collector {} is not told of IPv6 flows, for which NetFlow version 5 has no place; counted from now on",
                    collector.target());
        }
    }

    private Netflow5Stream streamOf(int point) {
        int engine = (int) domains.of(point) & ENGINES;
        return streams.computeIfAbsent(
                engine, key -> new Netflow5Stream(key, outlet.maxPacket(collector), outlet, record));
    }

    @Override
    public void onIdle() {
        outlet.tend();
        long now = nanoTime.getAsLong();
        if (now - flushedNs >= Outlet.LONGEST_WAIT_NS) {
            flushedNs = now;
            flush();
        }
    }

    @Override
    public void flush() {
        streams.values().forEach(Netflow5Stream::flush);
    }

    @Override
    public void close() {
        outlet.close();
    }
}
