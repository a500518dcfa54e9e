package vedette.export.ipfix;

/**
 * One field of a template.
 *
 * @param length octets in a record, or {@link #VARIABLE}
 * @param enterprise 0 for IANA's elements, {@link #REVERSE} for their reverse (RFC 5103), else whose element it is
 */
record Field(Element element, int length, long enterprise) {
    /** A length that each record says for itself (RFC 7011 §7). */
    static final int VARIABLE = 65_535;

    /** Private enterprise number of the reverse elements (RFC 5103 §6.1). */
    static final long REVERSE = 29_305;

    Field {
        DataType type = element.type();
        boolean whole = type.length() == 0 ? length > 0 : length == type.length();
        boolean reduced = type.isReducible() && length < type.length() && Integer.bitCount(length) == 1;
        if (!whole && !reduced) {
            throw new IllegalArgumentException(element.label() + " cannot be sent in " + length + " octets");
        }
        if (enterprise == REVERSE && !element.isReversible()) {
            throw new IllegalArgumentException(element.label() + " has no reverse");
        }
    }

    /** @param isReverse whether it is the element's reverse: of the other direction */
    Field(Element element, int length, boolean isReverse) {
        this(element, length, isReverse ? REVERSE : 0);
    }

    /** A field of IANA's in as many octets as its type has, or as each record says. */
    static Field of(InformationElement element) {
        return of(element, 0);
    }

    static Field of(Element element, long enterprise) {
        int length = element.type().length();
        return new Field(element, length == 0 ? VARIABLE : length, enterprise);
    }

    /** Whether it is of the other direction than the record. */
    boolean isReverse() {
        return enterprise == REVERSE || element instanceof EnterpriseReverse;
    }
}
