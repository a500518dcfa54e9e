package vedette.export.ipfix;

/** What was sent since the exporting process began: messages, flow records in them, and the messages' octets. */
record Exported(long messages, long flowRecords, long octets) {}
