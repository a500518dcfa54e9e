package vedette.export.ipfix;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import vedette.detect.Alert;
import vedette.export.DropReason;
import vedette.export.ExportCounters;
import vedette.export.ExportTotal;
import vedette.export.IpfixProfile;
import vedette.export.ObservationPoints;
import vedette.flow.Flow;

/** A transport session (RFC 7011 §2): flows become messages of their observation domains, options those of domain 0. */
final class ExportSession {
    private static final int EXPORTING_PROCESS = 1;

    private final IpfixProfile profile;
    private final FlowTemplates templates;
    private final FlowRecord record;
    private final ObservationPoints points;
    private final ObservationDomains domains;
    private final int mostOctets;
    private final int extraCopies;
    private final LongSupplier exportSeconds;
    private final MessageSink sink;
    private final Map<Long, DomainStream> streams = new LinkedHashMap<>();
    private final DomainStream options;
    private @Nullable DomainStream[] byPoint = {};
    private @Nullable AlertRecords alerts;
    private @Nullable AlertSettings alertSettings;

    private record AlertSettings(long enterprise, String sensorName, MessageSink sink) {}

    private long messages;
    private long messageOctets;
    private long flowRecords;

    /**
     * @param mostOctets the longest message
     * @param extraCopies messages with a new template alone that go before the first record it lays out
     * @param exportSeconds asked as a message is begun
     */
    ExportSession(
            IpfixProfile profile,
            ObservationPoints points,
            ObservationDomains domains,
            int mostOctets,
            int extraCopies,
            LongSupplier exportSeconds,
            MessageSink sink) {
        this.profile = profile;
        this.templates = new FlowTemplates(profile);
        this.record = new FlowRecord(points);
        this.points = points;
        this.domains = domains;
        this.mostOctets = Math.min(mostOctets, IpfixMessage.MOST_OCTETS);
        this.extraCopies = extraCopies;
        this.exportSeconds = exportSeconds;
        this.sink = sink;
        this.options = stream(ObservationDomains.OPTIONS);
    }

    /**
     * Sends alerts too, once there is one.
     *
     * @param enterprise whose elements they are told in
     * @param to counts alerts for records
     */
    void withAlerts(long enterprise, String sensorName, MessageSink to) {
        alertSettings = new AlertSettings(enterprise, sensorName, to);
    }

    private DomainStream stream(long domain) {
        return stream(domain, sink);
    }

    private DomainStream stream(long domain, MessageSink to) {
        return streams.computeIfAbsent(
                domain,
                id -> new DomainStream(
                        id,
                        mostOctets,
                        extraCopies,
                        exportSeconds,
                        (message, records, packets, octets) -> send(to, message, records, packets, octets)));
    }

    private void send(MessageSink to, ByteBuffer message, int records, long packets, long octets) throws IOException {
        messages++;
        messageOctets += message.remaining();
        to.send(message, records, packets, octets);
    }

    /** Adds the alert's record. */
    void onAlert(Alert alert) throws IOException {
        AlertRecords records = alerts;
        if (records == null) {
            AlertSettings settings = Objects.requireNonNull(alertSettings, "alerts are not sent");
            DomainStream stream = stream(domains.of(ObservationDomains.ALERTS), settings.sink);
            records = new AlertRecords(stream, settings.enterprise, settings.sensorName, mostOctets);
            alerts = records;
        }
        records.onAlert(alert);
    }

    /** Adds the flow's record or records, both of which go in one message. */
    void onFlow(Flow flow) throws IOException {
        DomainStream stream = streamOf(flow.observationPoint());
        boolean forward = flow.packets(Flow.FORWARD) > 0;
        boolean oneWay = !forward || flow.packets(Flow.REVERSE) == 0;
        int direction = forward ? Flow.FORWARD : Flow.REVERSE;
        int records = profile == IpfixProfile.UNIFLOW && !oneWay ? 2 : 1;
        FlowTemplate template = templates.of(flow, oneWay);
        stream.announce(template);
        int at = stream.add(template, records);
        record.put(template, flow, direction, stream.bytes(), at);
        if (records == 2) {
            record.put(template, flow, Flow.REVERSE, stream.bytes(), at + template.recordLength());
        }
        stream.count(ExportTotal.packetsOf(flow), ExportTotal.octetsOf(flow));
        flowRecords += records;
    }

    private DomainStream streamOf(int point) throws IOException {
        DomainStream known = point < byPoint.length ? byPoint[point] : null;
        return known != null ? known : firstFlowOf(point);
    }

    private DomainStream firstFlowOf(int point) throws IOException {
        DomainStream stream = stream(domains.of(point));
        byPoint = point < byPoint.length ? byPoint : Arrays.copyOf(byPoint, point + 1);
        byPoint[point] = stream;
        putInterface(point);
        options.flush();
        return stream;
    }

    private void putInterface(int point) throws IOException {
        Template template = OptionsTemplates.INTERFACE;
        options.announce(template);
        int at = options.add(template, 1);
        options.bytes().putInt(at, points.ifIndex(point));
        putString(points.name(point), options.bytes(), at + Integer.BYTES, OptionsTemplates.NAME_LENGTH);
    }

    /** Writes whole characters in UTF-8 as far as they fit, then zeros. */
    static void putString(String text, ByteBuffer out, int at, int length) {
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        int end = Math.min(octets.length, length);
        while (end < octets.length && end > 0 && (octets[end] & 0xC0) == 0x80) {
            end--;
        }
        for (int i = 0; i < length; i++) {
            out.put(at + i, i < end ? octets[i] : 0);
        }
    }

    /** Sends all templates again, and what the options say. */
    void repeatTemplates(ExportCounters counters) throws IOException {
        for (DomainStream stream : streams.values()) {
            stream.repeatTemplates();
        }
        if (alerts != null) {
            alerts.repeatTypes();
        }
        for (int point = 0; point < byPoint.length; point++) {
            if (byPoint[point] != null) {
                putInterface(point);
            }
        }
        sendStatistics(counters);
    }

    /** Sends how much was exported and how much was not. */
    void sendStatistics(ExportCounters counters) throws IOException {
        flush();
        Template template = OptionsTemplates.EXPORTER_STATISTICS;
        options.announce(template);
        int at = options.add(template, 1);
        ByteBuffer out = options.bytes();
        out.putInt(at, EXPORTING_PROCESS);
        out.putLong(at + 4, messages);
        out.putLong(at + 12, flowRecords);
        out.putLong(at + 20, messageOctets);
        putNotSent(counters, out, at + 28);
        options.flush();
    }

    private static void putNotSent(ExportCounters counters, ByteBuffer out, int at) {
        long records = 0;
        long packets = 0;
        long octets = 0;
        for (DropReason reason : DropReason.values()) {
            ExportTotal dropped = counters.dropped(reason);
            records += dropped.records();
            packets += dropped.packets();
            octets += dropped.octets();
        }
        out.putLong(at, records);
        out.putLong(at + 8, packets);
        out.putLong(at + 16, octets);
    }

    /** Sends the messages at hand. */
    void flush() throws IOException {
        for (DomainStream stream : streams.values()) {
            stream.flush();
        }
    }
}
