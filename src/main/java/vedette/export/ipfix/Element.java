package vedette.export.ipfix;

/** An information element: what a field holds. */
interface Element {
    int id();

    /** The name of the registry it stands in. */
    String label();

    DataType type();

    Semantics semantics();

    /** Whether a reverse element of it may exist (RFC 5103 §6.1). */
    boolean isReversible();
}
