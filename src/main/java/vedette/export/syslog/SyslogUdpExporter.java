package vedette.export.syslog;

import java.io.IOException;
import java.nio.ByteBuffer;
import vedette.detect.Alert;
import vedette.export.CollectorConfig;
import vedette.export.ExportCounters;
import vedette.export.Exporter;
import vedette.export.transport.Pacer;
import vedette.export.transport.UdpSender;

/** Sends alerts to a syslog collector over UDP (RFC 5426), a datagram each. */
public final class SyslogUdpExporter implements Exporter {
    /** What fits into any path's unit with the headers below it. */
    private static final int MOST_OCTETS = 1180;

    /** Messages a second that a replay sends at most: collectors' sockets keep a few hundred. */
    private static final int REPLAY_RATE = 1_000;

    private final UdpSender sender;
    private final Pacer pacer;
    private final ExportCounters counters;
    private final SyslogMessage message;

    /**
     * Opens the way to a collector for a live sensor.
     *
     * @throws IOException if the collector's host cannot be resolved or routed to; says which and how to mend it
     */
    public static SyslogUdpExporter live(CollectorConfig collector, SyslogIdentity identity, ExportCounters counters)
            throws IOException {
        return new SyslogUdpExporter(collector, identity, counters, new Pacer(0));
    }

    /** Opens the way to a collector for a replay, which sends no faster than a collector reads. */
    public static SyslogUdpExporter replay(CollectorConfig collector, SyslogIdentity identity, ExportCounters counters)
            throws IOException {
        int rate = collector.rate() == 0 ? 0 : Math.min(collector.rate(), REPLAY_RATE);
        return new SyslogUdpExporter(collector, identity, counters, new Pacer(rate));
    }

    private SyslogUdpExporter(CollectorConfig collector, SyslogIdentity identity, ExportCounters counters, Pacer pacer)
            throws IOException {
        this.sender = new UdpSender(collector.target(), counters);
        this.pacer = pacer;
        this.counters = counters;
        this.message = new SyslogMessage(identity, Math.min(MOST_OCTETS, collector.maxPacket()));
    }

    @Override
    public void onAlert(Alert alert) {
        pacer.await(1);
        sender.send(ByteBuffer.wrap(message.of(alert)), counters.alerts(), 1, 0, 0);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        sender.close();
    }
}
