package vedette.export.ipfix;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import vedette.detect.Alert;
import vedette.export.CollectorConfig;
import vedette.export.ExportAccount;
import vedette.export.ExportCounters;
import vedette.export.Exporter;
import vedette.export.IpfixConfig;
import vedette.export.MeteringProcess;
import vedette.export.ObservationPoints;
import vedette.export.transport.Pacer;
import vedette.export.transport.UdpSender;
import vedette.flow.Flow;

/** Sends flows to an IPFIX collector over UDP (RFC 7011 §10.3), and the templates again and again. */
public final class IpfixUdpExporter implements Exporter {
    /** How often a new template is sent before its first record: one may get lost (RFC 7011 §8.4). */
    private static final int TEMPLATE_COPIES = 3;

    /** How long a record waits at most for others to fill its message. */
    private static final long LONGEST_WAIT_NS = TimeUnit.MILLISECONDS.toNanos(200);

    private final UdpSender sender;
    private final Pacer pacer;
    private final IpfixConfig config;
    private final ExportCounters counters;
    private final LongSupplier nanoTime;
    private final ExportSession session;

    private long refreshedNs;
    private int messagesSinceRefresh;
    private int messagesSeen;
    private long flushedNs;

    /**
     * An exporter for a live sensor, which goes on for ever.
     *
     * @throws IllegalArgumentException if the configuration names no collector
     */
    public static IpfixUdpExporter live(
            CollectorConfig collector,
            IpfixConfig ipfix,
            ObservationDomains domains,
            ObservationPoints points,
            ExportCounters counters) {
        UdpSender sender = UdpSender.live(collector, counters);
        return new IpfixUdpExporter(
                sender, collector, ipfix, domains, points, counters, new Pacer(0), System::nanoTime);
    }

    /**
     * Opens the way to a collector for a replay, which sends no faster than the collector's {@code rate}.
     *
     * @throws IOException if the collector's host cannot be resolved or routed to; says which and how to mend it
     */
    public static IpfixUdpExporter replay(
            CollectorConfig collector,
            IpfixConfig ipfix,
            ObservationDomains domains,
            ObservationPoints points,
            ExportCounters counters)
            throws IOException {
        Pacer pacer = new Pacer(collector.rate());
        UdpSender sender = UdpSender.replay(collector, counters);
        return new IpfixUdpExporter(sender, collector, ipfix, domains, points, counters, pacer, System::nanoTime);
    }

    IpfixUdpExporter(
            UdpSender sender,
            CollectorConfig collector,
            IpfixConfig ipfix,
            ObservationDomains domains,
            ObservationPoints points,
            ExportCounters counters,
            Pacer pacer,
            LongSupplier nanoTime) {
        this.sender = sender;
        this.pacer = pacer;
        this.config = ipfix;
        this.counters = counters;
        this.nanoTime = nanoTime;
        this.refreshedNs = nanoTime.getAsLong();
        this.flushedNs = refreshedNs;
        this.session = ExportSession.direct(
                collector.profile(),
                points,
                domains,
                sender.maxPacket(),
                TEMPLATE_COPIES,
                () -> 0,
                this::awaitLeave,
                this::send);
    }

    /** Tells of the metering process too. */
    public IpfixUdpExporter withMetering(MeteringProcess process) {
        session.withMetering(process);
        return this;
    }

    /**
     * Sends alerts too, and in profile {@code full} what IANA's elements cannot tell of flows.
     *
     * @param enterprise whose elements these are, 0 for nobody's: then only flows are sent, and in IANA's
     */
    public IpfixUdpExporter withOwnElements(long enterprise, String sensorName) {
        session.withOwnElements(enterprise, sensorName);
        return this;
    }

    /** Waits until a message may leave, and returns when that is. */
    private long awaitLeave(Contents contents) {
        pacer.await((int) contents.records());
        sender.awaitRoom();
        return System.currentTimeMillis() / 1000;
    }

    private void send(ByteBuffer message, Contents contents) {
        messagesSinceRefresh++;
        ExportAccount account = contents.kind() == Contents.Kind.ALERTS ? counters.alerts() : counters;
        sender.send(
                message, account, contents.records(), contents.dataRecords(), contents.packets(), contents.octets());
    }

    @Override
    public void onFlow(Flow flow) throws IOException {
        refreshAfterMessages();
        session.onFlow(flow);
    }

    @Override
    public void onAlert(Alert alert) throws IOException {
        refreshAfterMessages();
        session.onAlert(alert);
    }

    private void refreshAfterMessages() throws IOException {
        if (messagesSinceRefresh != messagesSeen) {
            messagesSeen = messagesSinceRefresh;
            refreshIfDue();
        }
    }

    @Override
    public void onIdle() throws IOException {
        sender.tend();
        long now = nanoTime.getAsLong();
        if (now - flushedNs >= LONGEST_WAIT_NS) {
            flushedNs = now;
            session.flush();
        }
        refreshIfDue();
    }

    private void refreshIfDue() throws IOException {
        long now = nanoTime.getAsLong();
        boolean due = sender.hasBegunAnew()
                || now - refreshedNs >= config.templateRefresh().toNanos()
                || messagesSinceRefresh >= config.templateRefreshMessages();
        if (due) {
            session.repeatTemplates(counters);
            refreshedNs = now;
            messagesSinceRefresh = 0;
            messagesSeen = 0;
        }
    }

    @Override
    public void flush() throws IOException {
        session.flush();
        session.sendStatistics(counters);
    }

    @Override
    public void close() {
        sender.close();
    }
}
