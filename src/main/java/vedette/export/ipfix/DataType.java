package vedette.export.ipfix;

/** Abstract data types of information elements (RFC 7011 §6.1) that we send. */
enum DataType {
    UNSIGNED8(1, true),
    UNSIGNED16(2, true),
    UNSIGNED32(4, true),
    UNSIGNED64(8, true),
    MAC_ADDRESS(6, false),
    STRING(0, false),
    DATE_TIME_MILLISECONDS(8, false),
    DATE_TIME_NANOSECONDS(8, false),
    IPV4_ADDRESS(4, false),
    IPV6_ADDRESS(16, false);

    private final int length;
    private final boolean reducible;

    DataType(int length, boolean reducible) {
        this.length = length;
        this.reducible = reducible;
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
