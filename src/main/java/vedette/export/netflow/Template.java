package vedette.export.netflow;

import java.nio.ByteBuffer;
import java.util.List;

/** A template of version 9 (RFC 3954 §5.2): the layout of the records of one flow set. Immutable. */
final class Template {
    static final int TEMPLATE_SET = 0;
    static final int OPTIONS_TEMPLATE_SET = 1;

    private final int id;
    private final FieldType[] fields;
    private final int recordLength;

    Template(int id, List<FieldType> fields) {
        this.id = id;
        this.fields = fields.toArray(FieldType[]::new);
        this.recordLength = fields.stream().mapToInt(FieldType::length).sum();
    }

    int id() {
        return id;
    }

    List<FieldType> fields() {
        return List.of(fields);
    }

    /** Octets of a data record. */
    int recordLength() {
        return recordLength;
    }

    /** Octets of the template record. */
    int definitionLength() {
        return 4 + 4 * fields.length;
    }

    /** Writes the template record. */
    void putDefinition(ByteBuffer out, int at) {
        out.position(at).putShort((short) id).putShort((short) fields.length);
        for (FieldType field : fields) {
            out.putShort((short) field.id()).putShort((short) field.length());
        }
    }

    /** Writes the data record of a flow. */
    void putRecord(Uniflow flow, Uptime uptime, ByteBuffer out, int at) {
        out.position(at);
        for (FieldType field : fields) {
            field.put(out, flow, uptime);
        }
    }
}
