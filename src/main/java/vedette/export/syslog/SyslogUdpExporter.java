package vedette.export.syslog;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import vedette.detect.Alert;
import vedette.export.CollectorConfig;
import vedette.export.ExportCounters;
import vedette.export.ExportTotal;
import vedette.export.Exporter;
import vedette.export.ObservationPoints;
import vedette.export.transport.Pacer;
import vedette.export.transport.UdpSender;
import vedette.flow.Flow;

/** Sends alerts, and flow records if they are asked for, to a syslog collector over UDP (RFC 5426), a datagram each. */
public final class SyslogUdpExporter implements Exporter {
    /** What fits into any path's unit with the headers below it. */
    private static final int MOST_OCTETS = 1180;

    /** Messages a second that a replay sends at most: collectors' sockets keep a few hundred. */
    private static final int REPLAY_RATE = 1_000;

    private final UdpSender sender;
    private final Pacer pacer;
    private final ExportCounters counters;
    private final SyslogEncoder encoder;
    private @Nullable ObservationPoints points;

    /** Opens the way to a collector for a live sensor. */
    public static SyslogUdpExporter live(CollectorConfig collector, SyslogIdentity identity, ExportCounters counters) {
        UdpSender sender = UdpSender.live(collector, counters);
        return new SyslogUdpExporter(sender, collector, identity, counters, new Pacer(0));
    }

    /**
     * Opens the way to a collector for a replay, which sends no faster than a collector reads.
     *
     * @throws IOException if the collector's host cannot be resolved or routed to; says which and how to mend it
     */
    public static SyslogUdpExporter replay(CollectorConfig collector, SyslogIdentity identity, ExportCounters counters)
            throws IOException {
        int rate = collector.rate() == 0 ? 0 : Math.min(collector.rate(), REPLAY_RATE);
        UdpSender sender = UdpSender.replay(collector, counters);
        return new SyslogUdpExporter(sender, collector, identity, counters, new Pacer(rate));
    }

    private SyslogUdpExporter(
            UdpSender sender,
            CollectorConfig collector,
            SyslogIdentity identity,
            ExportCounters counters,
            Pacer pacer) {
        this.sender = sender;
        this.pacer = pacer;
        this.counters = counters;
        this.encoder = SyslogEncoder.of(collector.syslog(), identity, Math.min(MOST_OCTETS, sender.maxPacket()));
    }

    /**
     * Asks for flow records as well. Without it they are counted as filtered.
     *
     * @param points where they were seen
     */
    public SyslogUdpExporter withFlows(ObservationPoints points) {
        this.points = points;
        return this;
    }

    @Override
    public void onFlow(Flow flow) {
        if (points == null) {
            counters.unsupported().add(flow);
            return;
        }
        pacer.await(1);
        byte[] message = encoder.of(flow, points.name(flow.observationPoint()));
        sender.send(ByteBuffer.wrap(message), counters, 1, ExportTotal.packetsOf(flow), ExportTotal.octetsOf(flow));
    }

    @Override
    public void onAlert(Alert alert) {
        pacer.await(1);
        sender.send(ByteBuffer.wrap(encoder.of(alert)), counters.alerts(), 1, 0, 0);
    }

    @Override
    public void onIdle() {
        sender.tend();
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        sender.close();
    }
}
