package vedette.export.ipfix;

import java.util.Locale;

/** The reverse of an element that is not IANA's: the same enterprise's, with a bit set in its id (RFC 5103 §6.2). */
record EnterpriseReverse(Element element) implements Element {
    private static final int BIT = 0x4000;

    EnterpriseReverse {
        if (!element.isReversible()) {
            throw new IllegalArgumentException(element.label() + " has no reverse");
        }
    }

    @Override
    public Definition definition() {
        String label = element.label();
        return new Definition(
                element.id() | BIT,
                "reverse" + label.substring(0, 1).toUpperCase(Locale.ROOT) + label.substring(1),
                element.type(),
                element.semantics(),
                false);
    }
}
