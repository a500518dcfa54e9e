package vedette.export.ipfix;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import vedette.export.IgnoredPackets;
import vedette.export.MeteringProcess;
import vedette.export.ObservationPoints;

/**
 * What is told beside flows and alerts (RFC 7011 §4): at the start of a transport session, and over UDP again with the
 * templates. All of it belongs into the domain of options but the types of our own elements in alerts, which go ahead of the first
 * alert, in the alerts' domain.
 */
final class OptionsRecords {
    private static final int METERING_PROCESS = 1;
    private static final int EXPORTING_PROCESS = 1;
    private static final int LONGEST_RECORD = 1024;
    private static final int SHORT_LENGTH = 255;
    private static final long NS_PER_MS = 1_000_000;

    private final ObservationPoints points;
    private final ByteBuffer record = ByteBuffer.allocate(LONGEST_RECORD);

    OptionsRecords(ObservationPoints points) {
        this.points = points;
    }

    /** Tells the name of an interface. */
    void putInterface(int point, OptionsSink to) throws IOException {
        begin().putInt(points.ifIndex(point));
        putFixed(points.name(point), OptionsTemplates.NAME_LENGTH);
        send(OptionsTemplates.INTERFACE, to);
    }

    /** Tells in one record what was exported and what was not: also that nothing was lost. */
    void putExporterStatistics(Exported exported, NotSent notSent, OptionsSink to) throws IOException {
        begin().putInt(EXPORTING_PROCESS)
                .putLong(exported.messages())
                .putLong(exported.flowRecords())
                .putLong(exported.octets())
                .putLong(notSent.flowRecords())
                .putLong(notSent.packets())
                .putLong(notSent.octets());
        send(OptionsTemplates.EXPORTER_STATISTICS, to);
    }

    /**
     * Tells what was exported (RFC 7011 §4.1).
     *
     * @param domain of whose flows
     */
    void putMeteringStatistics(long domain, Exported exported, OptionsSink to) throws IOException {
        begin().putInt((int) domain)
                .putInt(METERING_PROCESS)
                .putLong(exported.messages())
                .putLong(exported.flowRecords())
                .putLong(exported.octets());
        send(OptionsTemplates.METERING_STATISTICS, to);
    }

    /**
     * Tells what was not metered (RFC 7011 §4.2), once there is anything: until then there are no times to tell.
     *
     * @param domain whose packets, 0 if of all
     */
    void putMeteringReliability(long domain, IgnoredPackets ignored, OptionsSink to) throws IOException {
        if (ignored.packets() == 0) {
            return;
        }
        begin().putInt((int) domain)
                .putInt(METERING_PROCESS)
                .putLong(ignored.packets())
                .putLong(ignored.octets());
        putTimes(ignored.firstNs(), ignored.lastNs());
        send(OptionsTemplates.METERING_RELIABILITY, to);
    }

    /** Tells what was not sent (RFC 7011 §4.3), once there is anything. */
    void putExportingReliability(NotSent notSent, OptionsSink to) throws IOException {
        if (notSent.flowRecords() == 0) {
            return;
        }
        begin().putInt(EXPORTING_PROCESS)
                .putLong(notSent.flowRecords())
                .putLong(notSent.packets())
                .putLong(notSent.octets());
        putTimes(notSent.firstNs(), notSent.lastNs());
        send(OptionsTemplates.EXPORTING_RELIABILITY, to);
    }

    /** Tells which fields of a domain's template are its flows' key (RFC 7011 §4.4). */
    void putFlowKeys(long domain, FlowTemplate template, MeteringProcess metering, OptionsSink to) throws IOException {
        begin().putInt((int) domain).putShort((short) template.id()).putLong(FlowKeys.indicator(template, metering));
        send(OptionsTemplates.FLOW_KEYS, to);
    }

    /** Tells what the elements of our own in flow records are (RFC 5610). */
    void putFlowElementTypes(long enterprise, OptionsSink to) throws IOException {
        putTypes(enterprise, List.of(FlowElement.values()), to);
    }

    /** Tells what the elements of our own in alerts are (RFC 5610). */
    void putAlertElementTypes(long enterprise, OptionsSink to) throws IOException {
        putTypes(enterprise, List.of(AlertElement.values()), to);
    }

    private void putTypes(long enterprise, List<? extends OwnElement> elements, OptionsSink to) throws IOException {
        for (OwnElement element : elements) {
            putType(enterprise, element, element, to);
            if (element.isReversible()) {
                putType(enterprise, new EnterpriseReverse(element), element, to);
            }
        }
    }

    /** No range is told: libfixbuf wants the fields all the same. */
    private void putType(long enterprise, Element element, OwnElement forward, OptionsSink to) throws IOException {
        begin().putInt((int) enterprise)
                .putShort((short) element.id())
                .put((byte) element.type().code())
                .put((byte) element.semantics().code())
                .putShort((short) forward.units().code())
                .putLong(0)
                .putLong(0);
        putVariable(element.label());
        putVariable(forward.description());
        send(OptionsTemplates.ELEMENT_TYPE, to);
    }

    private ByteBuffer begin() {
        return record.clear();
    }

    private void send(Template template, OptionsSink to) throws IOException {
        to.add(template, record.flip());
    }

    private void putTimes(long firstNs, long lastNs) {
        record.putLong(Math.floorDiv(firstNs, NS_PER_MS)).putLong(Math.floorDiv(lastNs, NS_PER_MS));
    }

    /** Whole characters in UTF-8 as far as they fit, then zeros. */
    private void putFixed(String text, int length) {
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        int end = Math.min(octets.length, length);
        while (end < octets.length && end > 0 && (octets[end] & 0xC0) == 0x80) {
            end--;
        }
        record.put(octets, 0, end);
        for (int i = end; i < length; i++) {
            record.put((byte) 0);
        }
    }

    private void putVariable(String text) {
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        if (octets.length < SHORT_LENGTH) {
            record.put((byte) octets.length);
        } else {
            record.put((byte) SHORT_LENGTH).putShort((short) octets.length);
        }
        record.put(octets);
    }
}
