package vedette.export.syslog;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import vedette.detect.Alert;
import vedette.export.CollectorConfig;
import vedette.export.ExportAccount;
import vedette.export.ExportConfig;
import vedette.export.ExportCounters;
import vedette.export.ExportTotal;
import vedette.export.Exporter;
import vedette.export.ObservationPoints;
import vedette.export.SyslogConfig;
import vedette.export.transport.InFlight;
import vedette.export.transport.TcpSender;
import vedette.flow.Flow;

/**
 * Sends alerts, and flow records if they are asked for, to a syslog collector over TCP, each as one frame (RFC 6587 §3.4): its
 * number of octets before it, or a line feed behind it.
 *
 * <p>What a broken connection {@linkplain InFlight may have lost} goes again over the next, as whole frames, and may reach the
 * collector twice. While there is no connection the exporting thread waits.
 */
public final class SyslogTcpExporter implements Exporter {
    /** What every receiver should take (RFC 5424 §6.1). */
    private static final int MOST_OCTETS = 2048;

    private static final long NAP_NS = TimeUnit.MICROSECONDS.toNanos(500);

    private final TcpSender sender;
    private final String collector;
    private final @Nullable Duration patience;
    private final ExportCounters counters;
    private final SyslogEncoder encoder;
    private final SyslogConfig.Framing framing;
    private final InFlight<Frame> window = new InFlight<>(frame -> {});
    private final Deque<Frame> again = new ArrayDeque<>();
    private @Nullable ObservationPoints points;
    private long ordinal;
    private long taken;
    private long takenNs = System.nanoTime();

    /** For a live sensor: a collector that is away is tried again and again. */
    public static SyslogTcpExporter live(
            CollectorConfig collector, ExportConfig export, SyslogIdentity identity, ExportCounters counters) {
        TcpSender sender = TcpSender.live(collector, export.reconnect());
        return new SyslogTcpExporter(sender, collector, identity, counters, null);
    }

    /**
     * For a replay, which gives up.
     *
     * @param patience how long the collector may take nothing
     */
    public static SyslogTcpExporter replay(
            CollectorConfig collector, SyslogIdentity identity, ExportCounters counters, Duration patience) {
        TcpSender sender = TcpSender.replay(collector, patience);
        return new SyslogTcpExporter(sender, collector, identity, counters, patience);
    }

    private SyslogTcpExporter(
            TcpSender sender,
            CollectorConfig collector,
            SyslogIdentity identity,
            ExportCounters counters,
            @Nullable Duration patience) {
        SyslogConfig config = collector.syslog();
        this.sender = sender;
        this.collector = collector.target().toString();
        this.patience = patience;
        this.counters = counters;
        this.encoder = SyslogEncoder.of(config, identity, MOST_OCTETS);
        this.framing = config.framing();
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
        byte[] message = encoder.of(flow, points.name(flow.observationPoint()));
        send(message, counters, ExportTotal.packetsOf(flow), ExportTotal.octetsOf(flow));
    }

    @Override
    public void onAlert(Alert alert) throws IOException {
        send(encoder.of(alert), counters.alerts(), 0, 0);
    }

    private void send(byte[] message, ExportAccount account, long packets, long octets) throws IOException {
        tend();
        awaitRoom();
        write(new Frame(framed(message), account, packets, octets));
    }

    private void write(Frame frame) {
        sender.write(ByteBuffer.wrap(frame.bytes));
        window.add(frame);
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

    /** Waits until a new frame would be the next to leave, and at once. */
    private void awaitRoom() throws IOException {
        long sinceNs = System.nanoTime();
        while (!again.isEmpty() || !sender.isWritable()) {
            awaitProgress(sinceNs);
        }
    }

    /** Looks after the connection, and sends what waits for it. */
    private void tend() {
        sender.tend();
        if (sender.ordinal() != ordinal) {
            if (sender.isReadAtEnd()) {
                window.settleAcknowledged();
            }
            ordinal = sender.ordinal();
            forget();
        }
        if (ordinal != 0) {
            long nowTaken = window.settle(sender);
            if (nowTaken != taken) {
                taken = nowTaken;
                takenNs = System.nanoTime();
            }
            sendAgain();
        }
    }

    private void forget() {
        taken = 0;
        List<Frame> lost = window.takeAll();
        for (int i = lost.size() - 1; i >= 0; i--) {
            again.addFirst(lost.get(i));
        }
    }

    private void sendAgain() {
        while (!again.isEmpty() && sender.isWritable()) {
            Frame frame = again.remove();
            frame.countAgain();
            write(frame);
        }
    }

    /** Once something was sent, a replay too sees to it that it arrives. */
    @Override
    public void onIdle() {
        if (patience == null || !window.isEmpty() || !again.isEmpty()) {
            tend();
        }
    }

    @Override
    public void flush() throws IOException {
        long sinceNs = System.nanoTime();
        while (!again.isEmpty() || sender.unsent() > 0) {
            awaitProgress(sinceNs);
        }
    }

    private void awaitProgress(long sinceNs) throws IOException {
        long waitedNs = Math.min(System.nanoTime() - sinceNs, System.nanoTime() - takenNs);
        if (patience != null && waitedNs >= patience.toNanos()) {
            throw new IOException(
                    "collector " + collector + " took nothing for " + patience.toSeconds() + " s: " + sender.trouble());
        }
        LockSupport.parkNanos(NAP_NS);
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedIOException("interrupted while waiting for the collector");
        }
        tend();
    }

    @Override
    public void close() throws IOException {
        try {
            sender.close();
            window.settleAll();
        } finally {
            window.takeAll().forEach(Frame::recall);
            again.forEach(Frame::recall);
        }
    }
}
