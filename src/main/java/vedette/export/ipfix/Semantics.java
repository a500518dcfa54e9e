package vedette.export.ipfix;

/** What the values of an element mean (RFC 7012 §3.2), with the numbers of RFC 5610 §3.6. */
enum Semantics {
    DEFAULT(0),
    QUANTITY(1),
    TOTAL_COUNTER(2),
    DELTA_COUNTER(3),
    IDENTIFIER(4),
    FLAGS(5);

    private final int code;

    Semantics(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }
}
