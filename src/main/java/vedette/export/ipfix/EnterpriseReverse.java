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
    public int id() {
        return element.id() | BIT;
    }

    @Override
    public String label() {
        String label = element.label();
        return "reverse" + label.substring(0, 1).toUpperCase(Locale.ROOT) + label.substring(1);
    }

    @Override
    public DataType type() {
        return element.type();
    }

    @Override
    public Semantics semantics() {
        return element.semantics();
    }

    @Override
    public boolean isReversible() {
        return false;
    }
}
