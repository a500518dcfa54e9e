package vedette.export.syslog;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import vedette.detect.Alert;
import vedette.export.CollectorConfig;
import vedette.export.ExportConfig;
import vedette.export.ExportCounters;
import vedette.export.Exporter;
import vedette.export.transport.TcpSender;

/** Sends alerts to a syslog collector over TCP, each with its number of octets before it (RFC 6587 §3.4.1). */
public final class SyslogTcpExporter implements Exporter {
    /** What every receiver should take (RFC 5424 §6.1). */
    private static final int MOST_OCTETS = 2048;

    private final TcpSender sender;
    private final ExportCounters counters;
    private final SyslogMessage message;
    private final boolean live;

    /** For a live sensor: a collector that is away is tried again and again. */
    public static SyslogTcpExporter live(
            CollectorConfig collector, ExportConfig export, SyslogIdentity identity, ExportCounters counters) {
        return new SyslogTcpExporter(TcpSender.live(collector, export.reconnect()), identity, counters, true);
    }

    /**
     * For a replay, which gives up.
     *
     * @param patience how long the collector may take nothing
     */
    public static SyslogTcpExporter replay(
            CollectorConfig collector, SyslogIdentity identity, ExportCounters counters, Duration patience) {
        return new SyslogTcpExporter(TcpSender.replay(collector, patience), identity, counters, false);
    }

    private SyslogTcpExporter(TcpSender sender, SyslogIdentity identity, ExportCounters counters, boolean live) {
        this.sender = sender;
        this.counters = counters;
        this.message = new SyslogMessage(identity, MOST_OCTETS);
        this.live = live;
    }

    @Override
    public void onAlert(Alert alert) throws IOException {
        sender.send(framed(message.of(alert)));
        counters.alerts().sent().add(1, 0, 0);
    }

    private static byte[] framed(byte[] message) {
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
