package vedette.export.ipfix;

/** An information element: what a field holds. */
interface Element {
    /** What its registry says of it. */
    Definition definition();

    /**
     * What a registry says of an element.
     *
     * @param label its name
     * @param isReversible whether a reverse element of it may exist (RFC 5103 §6.1)
     */
    record Definition(int id, String label, DataType type, Semantics semantics, boolean isReversible) {}

    default int id() {
        return definition().id();
    }

    default String label() {
        return definition().label();
    }

    default DataType type() {
        return definition().type();
    }

    default Semantics semantics() {
        return definition().semantics();
    }

    default boolean isReversible() {
        return definition().isReversible();
    }
}
