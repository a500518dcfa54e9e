package vedette.export.ipfix;

/**
 * Flow records that could not be sent, and the packets and IP octets in them.
 *
 * @param firstNs time at which the first of them was given up, nanoseconds since 1970; 0 without any
 * @param lastNs time at which the last of them was
 */
record NotSent(long flowRecords, long packets, long octets, long firstNs, long lastNs) {}
