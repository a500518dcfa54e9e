package vedette.export.zeek;

import org.jspecify.annotations.Nullable;
import vedette.content.Field;
import vedette.content.Findings;

/** Writes what content told, octet by octet as it was. */
final class ContentText {
    private static final int NONE = -1;

    private final Octets text = new Octets();

    /** The first text of the field, or not set. */
    void field(Findings findings, Field field, Row row) {
        Octets found = find(findings, field);
        if (found == null) {
            row.unset();
        } else {
            row.text(found);
        }
    }

    /** The first text of the field, until the next call, or null. */
    @Nullable
    Octets find(Findings findings, Field field) {
        for (int entry = findings.first(); entry != NONE; entry = findings.next(entry)) {
            if (findings.field(entry) == field) {
                return text.of(findings, entry);
            }
        }
        return null;
    }
}
