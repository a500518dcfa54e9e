package vedette.export.ipfix;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import vedette.export.ObservationPoints;
import vedette.export.ipfix.StrictIpfix.DataRecord;
import vedette.export.ipfix.StrictIpfix.Transport;
import vedette.flow.Flow;

/** Puts each record into a message of its own, by hand, and reads it strictly: for records whose session is not the point. */
final class LoneMessages implements OptionsSink {
    private static final int HEADER = 16;
    private static final int LONGEST = 4096;

    final List<DataRecord> records = new ArrayList<>();

    /** All messages: an IPFIX file. */
    private final ByteBuffer file = ByteBuffer.allocate(1 << 20);

    private final StrictIpfix collector = new StrictIpfix(Transport.FILE);
    private final FlowRecord flowRecord;
    private final Set<Integer> announced = new HashSet<>();
    private final long domain;
    private int sequence;

    LoneMessages(long domain, ObservationPoints points) {
        this.domain = domain;
        this.flowRecord = new FlowRecord(points);
    }

    byte[] file() {
        byte[] octets = new byte[file.position()];
        file.get(0, octets);
        return octets;
    }

    void add(FlowTemplate template, Flow flow, int own) throws IOException {
        add(template, flow, own, LONGEST - HEADER - 4);
    }

    /** @param room octets there are for records in a message */
    void add(FlowTemplate template, Flow flow, int own, int room) throws IOException {
        ByteBuffer record = ByteBuffer.allocate(flowRecord.measure(template, flow, room));
        flowRecord.put(template, flow, own, record, 0);
        add(template, record.flip());
    }

    /** Sends a template without a record. */
    void announce(Template template) {
        ByteBuffer message = ByteBuffer.allocate(LONGEST).position(HEADER);
        putTemplate(template, message);
        send(message, 0);
    }

    @Override
    public void add(Template template, ByteBuffer record) {
        ByteBuffer message = ByteBuffer.allocate(LONGEST).position(HEADER);
        putTemplate(template, message);
        message.putShort((short) template.id()).putShort((short) (4 + record.remaining()));
        message.put(record);
        send(message, 1);
    }

    private void putTemplate(Template template, ByteBuffer message) {
        if (announced.add(template.id())) {
            message.putShort((short) template.setId()).putShort((short) (4 + template.definitionLength()));
            template.putDefinition(message, message.position());
            message.position(message.position() + template.definitionLength());
        }
    }

    private void send(ByteBuffer message, int dataRecords) {
        message.putShort(0, (short) 10)
                .putShort(2, (short) message.position())
                .putInt(4, 1_700_000_000)
                .putInt(8, sequence)
                .putInt(12, (int) domain);
        sequence += dataRecords;
        byte[] octets = new byte[message.position()];
        message.get(0, octets);
        file.put(octets);
        records.addAll(collector.read(octets).records());
    }
}
