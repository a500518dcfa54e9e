package vedette.export.syslog;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import vedette.detect.Alert;
import vedette.export.CollectorConfig;
import vedette.export.ExportConfig;
import vedette.export.ExportCounters;
import vedette.export.Exporter;
import vedette.export.ObservationPoints;
import vedette.export.SyslogConfig;
import vedette.export.transport.TcpSender;
import vedette.flow.Flow;

/**
 * Sends alerts, and flow records if they are asked for, to a syslog collector over TCP, each as one frame (RFC 6587 §3.4): its
 * number of octets before it, or a line feed behind it.
 */
public final class SyslogTcpExporter implements Exporter {
    /** What every receiver should take (RFC 5424 §6.1). */
    private static final int MOST_OCTETS = 2048;

    private final TcpSender sender;
    private final ExportCounters counters;
    private final SyslogEncoder encoder;
    private final SyslogConfig.Framing framing;
    private final boolean live;
    private @Nullable ObservationPoints points;

    /** For a live sensor: a collector that is away is tried again and again. */
    public static SyslogTcpExporter live(
            CollectorConfig collector, ExportConfig export, SyslogIdentity identity, ExportCounters counters) {
        TcpSender sender = TcpSender.live(collector, export.reconnect());
        return new SyslogTcpExporter(sender, collector.syslog(), identity, counters, true);
    }

    /**
     * For a replay, which gives up.
     *
     * @param patience how long the collector may take nothing
     */
    public static SyslogTcpExporter replay(
            CollectorConfig collector, SyslogIdentity identity, ExportCounters counters, Duration patience) {
        TcpSender sender = TcpSender.replay(collector, patience);
        return new SyslogTcpExporter(sender, collector.syslog(), identity, counters, false);
    }

    private SyslogTcpExporter(
            TcpSender sender, SyslogConfig config, SyslogIdentity identity, ExportCounters counters, boolean live) {
        this.sender = sender;
        this.counters = counters;
        this.encoder = SyslogEncoder.of(config, identity, MOST_OCTETS);
        this.framing = config.framing();
        this.live = live;
        counters.watch(() -> sender.counters().inUse() == null);
    }

    /**
     * Asks for flow records as well. Without it they are counted as filtered.
     *
     * @param points where they were seen
     */
    public SyslogTcpExporter withFlows(ObservationPoints points) {
        this.points = points;
        return this;
    }

    @Override
    public void onFlow(Flow flow) throws IOException {
        if (points == null) {
            counters.unsupported().add(flow);
            return;
        }
        sender.send(framed(encoder.of(flow, points.name(flow.observationPoint()))));
        counters.sent().add(flow);
    }

    @Override
    public void onAlert(Alert alert) throws IOException {
        sender.send(framed(encoder.of(alert)));
        counters.alerts().sent().add(1, 0, 0);
    }

    /** A message holds no line feed. */
    private byte[] framed(byte[] message) {
        if (framing == SyslogConfig.Framing.LF) {
            byte[] line = Arrays.copyOf(message, message.length + 1);
            line[message.length] = '\n';
            return line;
        }
        byte[] count = (message.length + " ").getBytes(StandardCharsets.US_ASCII);
        byte[] frame = Arrays.copyOf(count, count.length + message.length);
        System.arraycopy(message, 0, frame, count.length, message.length);
        return frame;
    }

    @Override
    public void onIdle() {
        if (live) {
            sender.tend();
        }
    }

    @Override
    public void flush() {}

    @Override
    public void close() throws IOException {
        sender.close();
    }
}
