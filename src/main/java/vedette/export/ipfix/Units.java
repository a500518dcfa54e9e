package vedette.export.ipfix;

/** What the values of an element count (RFC 5610 §3.7). */
enum Units {
    NONE(0),
    OCTETS(2),
    PACKETS(3),
    MICROSECONDS(7);

    private final int code;

    Units(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }
}
