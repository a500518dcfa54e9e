package vedette.export.ipfix;

/**
 * One field of a template.
 *
 * @param length octets in a record
 * @param isReverse whether it is the element's reverse (RFC 5103): of the other direction
 */
record Field(InformationElement element, int length, boolean isReverse) {
    Field {
        DataType type = element.type();
        boolean whole = type.length() == 0 ? length > 0 : length == type.length();
        boolean reduced = type.isReducible() && length < type.length() && Integer.bitCount(length) == 1;
        if (!whole && !reduced) {
            throw new IllegalArgumentException(element.label() + " cannot be sent in " + length + " octets");
        }
        if (isReverse && !element.isReversible()) {
            throw new IllegalArgumentException(element.label() + " has no reverse");
        }
    }
}
