package vedette.export.ipfix;

/** Abstract data types of information elements (RFC 7011 §6.1) that we send. */
enum DataType {
    OCTET_ARRAY(0, 0, false),
    UNSIGNED8(1, 1, true),
    UNSIGNED16(2, 2, true),
    UNSIGNED32(3, 4, true),
    UNSIGNED64(4, 8, true),
    FLOAT64(10, 8, false),
    MAC_ADDRESS(12, 6, false),
    STRING(13, 0, false),
    DATE_TIME_MILLISECONDS(15, 8, false),
    DATE_TIME_NANOSECONDS(17, 8, false),
    IPV4_ADDRESS(18, 4, false),
    IPV6_ADDRESS(19, 16, false);

    private final int code;
    private final int length;
    private final boolean reducible;

    DataType(int code, int length, boolean reducible) {
        this.code = code;
        this.length = length;
        this.reducible = reducible;
    }

    /** Its number in information element type options (RFC 5610 §3.1). */
    int code() {
        return code;
    }

    /** Octets of a whole value; 0 where each field says its own. */
    int length() {
        return length;
    }

    /** Whether a value may be sent in fewer octets (RFC 7011 §6.2). */
    boolean isReducible() {
        return reducible;
    }
}
