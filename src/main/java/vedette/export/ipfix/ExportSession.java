package vedette.export.ipfix;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import vedette.detect.Alert;
import vedette.export.ExportCounters;
import vedette.export.ExportTotal;
import vedette.export.IpfixProfile;
import vedette.export.MeteringProcess;
import vedette.export.ObservationPoints;
import vedette.flow.Flow;

/** A transport session (RFC 7011 §2): flows become messages of their observation domains, options those of domain 0. */
final class ExportSession {
    private final IpfixProfile profile;
    private final OptionsRecords optionsRecords;
    private FlowTemplates templates;
    private final FlowRecord record;
    private final ObservationDomains domains;
    private final int mostOctets;
    private final int roomForRecords;
    private final TemplateBook book = new TemplateBook();
    private final LongSupplier recordSeconds;
    private final MessageSink sink;
    private final List<DomainStream> streams = new ArrayList<>();
    private final Map<Long, DomainStream> flowStreams = new HashMap<>();
    private final DomainStream options;
    private @Nullable DomainStream[] byPoint = {};
    private @Nullable AlertRecords alerts;
    private @Nullable OwnElements own;
    private boolean flowElementsTold;
    private @Nullable MeteringProcess metering;
    private @Nullable TransportSession transport;

    private record OwnElements(long enterprise, String sensorName) {}

    private final ExportedTotals exported = new ExportedTotals();

    /**
     * A session whose messages go where they are made: over UDP, or into a file.
     *
     * @param mostOctets the longest message
     * @param templateCopies how often a new template is sent before the first record it lays out
     * @param recordSeconds the clock of the records, asked as a message is begun
     * @param exportSeconds asked as a message leaves, and told what is in it
     * @param wire where messages leave
     */
    static ExportSession direct(
            IpfixProfile profile,
            ObservationPoints points,
            ObservationDomains domains,
            int mostOctets,
            int templateCopies,
            LongSupplier recordSeconds,
            ToLongFunction<Contents> exportSeconds,
            MessageSink wire) {
        ExportSession session = new ExportSession(profile, points, domains, mostOctets, recordSeconds, null);
        session.transport = session.begin(templateCopies, exportSeconds, wire);
        return session;
    }

    /**
     * A session whose messages are kept until there is a connection for them.
     *
     * @param sink takes messages of data records alone, for a transport session that {@link #begin} makes
     */
    ExportSession(
            IpfixProfile profile,
            ObservationPoints points,
            ObservationDomains domains,
            int mostOctets,
            LongSupplier recordSeconds,
            @Nullable MessageSink sink) {
        this.profile = profile;
        this.templates = new FlowTemplates(profile);
        this.record = new FlowRecord(points);
        this.optionsRecords = new OptionsRecords(points);
        this.domains = domains;
        this.mostOctets = Math.min(mostOctets, IpfixMessage.MOST_OCTETS);
        this.roomForRecords = this.mostOctets - IpfixMessage.HEADER_LENGTH - IpfixMessage.SET_HEADER_LENGTH;
        this.recordSeconds = recordSeconds;
        this.sink = sink == null ? this::sendNow : sink;
        this.options = stream(ObservationDomains.OPTIONS, Contents.Kind.SESSION);
    }

    /**
     * Sends alerts too, once there is one, and in profile {@code full} what IANA's elements cannot tell of flows. Before the first
     * flow.
     *
     * @param enterprise whose elements they are told in, 0 for nobody's
     */
    void withOwnElements(long enterprise, String sensorName) {
        own = new OwnElements(enterprise, sensorName);
        if (enterprise != 0 && profile == IpfixProfile.FULL) {
            templates = new FlowTemplates(profile, enterprise);
        }
    }

    /** Sees to it that no records of an earlier run are taken for such as this run sends. After {@link #withOwnElements}. */
    void reserveTemplates() {
        templates.all().forEach(book::reserve);
        if (own != null && own.enterprise != 0) {
            book.reserve(OptionsTemplates.alertIpv4(own.enterprise));
            book.reserve(OptionsTemplates.alertIpv6(own.enterprise));
        }
    }

    /** Tells of the metering process too. */
    void withMetering(MeteringProcess process) {
        metering = process;
    }

    private DomainStream stream(long domain, Contents.Kind kind) {
        DomainStream stream = new DomainStream(domain, kind, mostOctets, book, recordSeconds, sink);
        streams.add(stream);
        return stream;
    }

    private static OptionsSink into(DomainStream stream) {
        return (template, record) -> {
            int at = stream.add(template, 1, record.remaining());
            stream.bytes().put(at, record, record.position(), record.remaining());
        };
    }

    private void sendNow(ByteBuffer message, Contents contents) throws IOException {
        Objects.requireNonNull(transport).send(message, contents);
    }

    /**
     * Begins a transport session, in which all templates go again.
     *
     * @param wire where its messages leave; what does is in the statistics
     */
    TransportSession begin(int templateCopies, ToLongFunction<Contents> exportSeconds, MessageSink wire) {
        MessageSink counted = (message, contents) -> {
            int length = message.remaining();
            wire.send(message, contents);
            exported.count(length, contents);
        };
        return new TransportSession(book, mostOctets, templateCopies, exportSeconds, counted, this::onTemplate);
    }

    /** Options' own templates are new to the session while options are on their way, which must not go once more. */
    private void onTemplate(long domain, int id) throws IOException {
        if (templates.withId(id) != null) {
            putFlowKeys(domain, id);
            options.flush();
        }
    }

    private void putFlowKeys(long domain, int id) throws IOException {
        FlowTemplate template = templates.withId(id);
        if (metering != null && template != null) {
            optionsRecords.putFlowKeys(domain, template, metering, into(options));
        }
    }

    /** The templates of all that was ever sent or is known to wait. */
    TemplateBook book() {
        return book;
    }

    /** Adds the alert's record. */
    void onAlert(Alert alert) throws IOException {
        alertRecords().onAlert(alert);
    }

    private AlertRecords alertRecords() {
        AlertRecords records = alerts;
        if (records == null) {
            OwnElements settings = Objects.requireNonNull(own, "alerts are not sent");
            long domain = domains.of(ObservationDomains.ALERTS);
            DomainStream types = stream(domain, Contents.Kind.SESSION);
            DomainStream stream = stream(domain, Contents.Kind.ALERTS);
            records = new AlertRecords(
                    () -> {
                        optionsRecords.putAlertElementTypes(settings.enterprise, into(types));
                        types.flush();
                    },
                    stream,
                    settings.enterprise,
                    settings.sensorName,
                    mostOctets);
            alerts = records;
        }
        return records;
    }

    /** Adds the flow's record or records, both of which go in one message. */
    void onFlow(Flow flow) throws IOException {
        DomainStream stream = streamOf(flow.observationPoint());
        boolean forward = flow.packets(Flow.FORWARD) > 0;
        boolean oneWay = !forward || flow.packets(Flow.REVERSE) == 0;
        int direction = forward ? Flow.FORWARD : Flow.REVERSE;
        int records = profile == IpfixProfile.UNIFLOW && !oneWay ? 2 : 1;
        FlowTemplate template = templates.of(flow, oneWay);
        int octets = record.measure(template, flow, roomForRecords);
        int at = stream.add(template, records, records * octets);
        record.put(template, flow, direction, stream.bytes(), at);
        if (records == 2) {
            record.put(template, flow, Flow.REVERSE, stream.bytes(), at + octets);
        }
        stream.count(ExportTotal.packetsOf(flow), ExportTotal.octetsOf(flow));
    }

    private DomainStream streamOf(int point) throws IOException {
        DomainStream known = point < byPoint.length ? byPoint[point] : null;
        return known != null ? known : firstFlowOf(point);
    }

    private DomainStream firstFlowOf(int point) throws IOException {
        long domain = domains.of(point);
        DomainStream stream = flowStreams.get(domain);
        if (stream == null) {
            stream = stream(domain, Contents.Kind.FLOWS);
            flowStreams.put(domain, stream);
        }
        byPoint = point < byPoint.length ? byPoint : Arrays.copyOf(byPoint, point + 1);
        byPoint[point] = stream;
        if (!flowElementsTold) {
            putFlowElements();
        }
        putInterface(point);
        options.flush();
        return stream;
    }

    /** Their types stand with the other options: what they are does not hang on the domain, and nfcapd counts options among flows. */
    private void putFlowElements() throws IOException {
        if (own != null && templates.hasOwn()) {
            optionsRecords.putFlowElementTypes(own.enterprise, into(options));
            flowElementsTold = true;
        }
    }

    /** What an earlier run has left may be told in the terms of another enterprise, or of a profile that has elements of its own. */
    private void putEarlierElements() throws IOException {
        for (long enterprise : book.enterprises(Template.TEMPLATE_SET)) {
            if (own == null || !templates.hasOwn() || own.enterprise != enterprise) {
                optionsRecords.putFlowElementTypes(enterprise, into(options));
            }
        }
        for (long enterprise : book.enterprises(Template.OPTIONS_TEMPLATE_SET)) {
            if (own == null || own.enterprise != enterprise) {
                optionsRecords.putAlertElementTypes(enterprise, into(options));
            }
        }
    }

    private boolean isFlowWaiting() {
        return templates.all().stream().anyMatch(template -> book.has(template.id()));
    }

    private void putInterface(int point) throws IOException {
        optionsRecords.putInterface(point, into(options));
    }

    /** Sends all templates again, and what the options say. */
    void repeatTemplates(ExportCounters counters) throws IOException {
        flush();
        if (transport != null) {
            transport.repeatTemplates();
            transport.forEachTemplate(this::putFlowKeys);
        }
        describe();
        tellStatistics(counters);
    }

    /** Tells what our elements are and what interfaces are called, as far as anything was told in their terms. */
    void describe() throws IOException {
        if (flowElementsTold || isFlowWaiting()) {
            putFlowElements();
        }
        putEarlierElements();
        boolean isAlertWaiting = own != null
                && own.enterprise != 0
                && book.has(OptionsTemplates.ALERT_IPV4, OptionsTemplates.ALERT_IPV6);
        if (alerts != null || isAlertWaiting) {
            alertRecords().tellTypes();
        }
        for (int point = 0; point < byPoint.length; point++) {
            if (byPoint[point] != null) {
                putInterface(point);
            }
        }
        options.flush();
    }

    /** Sends what is at hand, and how much was exported and how much was not. */
    void sendStatistics(ExportCounters counters) throws IOException {
        flush();
        tellStatistics(counters);
    }

    /** Tells how much was sent until now and how much was not, and what was not metered. */
    void tellStatistics(ExportCounters counters) throws IOException {
        OptionsSink to = into(options);
        NotSent notSent = NotSent.of(counters, profile);
        optionsRecords.putExporterStatistics(exported.all(), notSent, to);
        optionsRecords.putExportingReliability(notSent, to);
        for (ExportedTotals.Total total : exported.ofFlows()) {
            optionsRecords.putMeteringStatistics(total.domain(), total.exported(), to);
        }
        if (metering != null) {
            optionsRecords.putMeteringReliability(
                    ObservationDomains.OPTIONS, metering.ignored().get(), to);
        }
        options.flush();
    }

    /** Sends the messages at hand. */
    void flush() throws IOException {
        for (int i = 0; i < streams.size(); i++) {
            streams.get(i).flush();
        }
    }
}
