package vedette.export.ipfix;

import java.nio.ByteBuffer;
import java.util.List;

/** A template or options template (RFC 7011 §3.4): the layout of the records of one set. Immutable. */
class Template {
    static final int TEMPLATE_SET = 2;
    static final int OPTIONS_TEMPLATE_SET = 3;

    static final int ENTERPRISE_BIT = 0x8000;

    private final int id;
    private final int scopes;
    private final Field[] fields;
    private final int recordLength;
    private final boolean biflow;

    /** @param scopes how many of the fields, from the first, are scopes; 0 for a flow template */
    Template(int id, int scopes, List<Field> fields) {
        this.id = id;
        this.scopes = scopes;
        this.fields = fields.toArray(Field[]::new);
        this.recordLength = fields.stream()
                .filter(field -> field.length() != Field.VARIABLE)
                .mapToInt(Field::length)
                .sum();
        this.biflow = fields.stream().anyMatch(Field::isReverse);
    }

    final int id() {
        return id;
    }

    /** The set its template record stands in. */
    final int setId() {
        return scopes == 0 ? TEMPLATE_SET : OPTIONS_TEMPLATE_SET;
    }

    /** How many of the fields, from the first, are scopes. */
    final int scopes() {
        return scopes;
    }

    final int fieldCount() {
        return fields.length;
    }

    final Field field(int index) {
        return fields[index];
    }

    /** Octets of a data record, without the fields that say their own length. */
    final int recordLength() {
        return recordLength;
    }

    /** Whether records hold both directions of a flow. */
    final boolean isBiflow() {
        return biflow;
    }

    /** Octets of the template record. */
    final int definitionLength() {
        int length = scopes == 0 ? 4 : 6;
        for (Field field : fields) {
            length += field.enterprise() == 0 ? 4 : 8;
        }
        return length;
    }

    /** Writes the template record. */
    final void putDefinition(ByteBuffer out, int at) {
        out.putShort(at, (short) id);
        out.putShort(at + 2, (short) fields.length);
        int next = at + 4;
        if (scopes > 0) {
            out.putShort(next, (short) scopes);
            next += 2;
        }
        for (Field field : fields) {
            int elementId = field.element().id();
            boolean isIana = field.enterprise() == 0;
            out.putShort(next, (short) (isIana ? elementId : elementId | ENTERPRISE_BIT));
            out.putShort(next + 2, (short) field.length());
            next += 4;
            if (!isIana) {
                out.putInt(next, (int) field.enterprise());
                next += 4;
            }
        }
    }
}
