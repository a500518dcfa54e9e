package vedette.export.netflow;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import vedette.export.ExportTotal;
import vedette.flow.Flow;

/** The messages of one source id: its templates, its sequence number, its times and the message it is filling. */
final class Netflow9Stream {
    /** Messages of a new template alone that go before its first record: one may get lost. */
    private static final int EXTRA_COPIES = 2;

    private final long sourceId;
    private final Outlet outlet;
    private final Templates templates;
    private final Uniflow record;
    private final Netflow9Message message;
    private final Uptime uptime = new Uptime();
    private final BitSet announced = new BitSet();
    private final List<Template> active = new ArrayList<>();
    private final Map<Integer, String> interfaces = new LinkedHashMap<>();

    private int sequenceNumber;
    private int records;
    private int flows;
    private long packets;
    private long octets;

    /**
     * @param mostOctets the longest message
     * @param record made to be used for all records
     */
    Netflow9Stream(long sourceId, int mostOctets, Outlet outlet, Templates templates, Uniflow record) {
        this.sourceId = sourceId;
        this.outlet = outlet;
        this.templates = templates;
        this.record = record;
        this.message = new Netflow9Message(mostOctets);
    }

    /** Tells an interface's name, now and whenever templates are sent again. */
    void onInterface(int ifIndex, String name) {
        if (!name.equals(interfaces.put(ifIndex, name))) {
            flush();
            putInterfaces();
            flush();
        }
    }

    private void putInterfaces() {
        int at = room(Template.OPTIONS_TEMPLATE_SET, InterfaceOptions.DEFINITION_LENGTH);
        InterfaceOptions.putDefinition(message.bytes(), at);
        interfaces.forEach((ifIndex, name) -> {
            int recordAt = room(InterfaceOptions.TEMPLATE_ID, InterfaceOptions.RECORD_LENGTH);
            InterfaceOptions.putRecord(ifIndex, name, message.bytes(), recordAt);
        });
    }

    /** Adds a record for each direction that has packets. */
    void onFlow(Flow flow) {
        boolean forward = flow.packets(Flow.FORWARD) > 0;
        boolean reverse = flow.packets(Flow.REVERSE) > 0;
        Template template = templates.of(flow, !(forward && reverse));
        announce(template);
        if (forward) {
            put(template, record.wrap(flow, Flow.FORWARD));
        }
        if (reverse) {
            put(template, record.wrap(flow, Flow.REVERSE));
        }
        flows++;
        packets += ExportTotal.packetsOf(flow);
        octets += ExportTotal.octetsOf(flow);
    }

    private void put(Template template, Uniflow flow) {
        int at = room(template, flow);
        template.putRecord(flow, uptime, message.bytes(), at);
        records++;
    }

    private void announce(Template template) {
        if (announced.get(template.id())) {
            return;
        }
        for (int i = 0; i < EXTRA_COPIES; i++) {
            flush();
            putDefinition(template);
            flush();
        }
        putDefinition(template);
        announced.set(template.id());
        active.add(template);
    }

    private void putDefinition(Template template) {
        int at = room(Template.TEMPLATE_SET, template.definitionLength());
        template.putDefinition(message.bytes(), at);
    }

    /** Sends every template again, and the interfaces' names. */
    void repeatTemplates() {
        flush();
        for (int i = 0; i < active.size(); i++) {
            putDefinition(active.get(i));
        }
        putInterfaces();
        flush();
    }

    private int room(int set, int length) {
        if (!message.hasRoom(set, length)) {
            flush();
        }
        if (message.isEmpty()) {
            uptime.begin(outlet.nowMs());
        }
        return message.add(set, length);
    }

    /** Makes room for a flow's record; if its times do not go with the message at hand, in the next. */
    private int room(Template template, Uniflow flow) {
        boolean fits = message.hasRoom(template.id(), template.recordLength());
        if (!message.isEmpty() && !(fits && uptime.holds(flow.firstMs(), flow.lastMs()))) {
            flush();
        }
        if (message.isEmpty()) {
            uptime.begin(flow.firstMs(), flow.lastMs(), outlet.nowMs());
        }
        uptime.add(flow.lastMs());
        return message.add(template.id(), template.recordLength());
    }

    /** Sends the message at hand if there is anything in it. */
    void flush() {
        if (message.isEmpty()) {
            return;
        }
        long exportSeconds = uptime.exportSeconds(outlet.nowMs());
        outlet.send(message.finish(exportSeconds, uptime, sequenceNumber, sourceId), records, flows, packets, octets);
        sequenceNumber++;
        records = 0;
        flows = 0;
        packets = 0;
        octets = 0;
        message.clear();
    }
}
