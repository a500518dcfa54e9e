package vedette.export.ipfix;

/** What was exported since the process began: messages, flow records in them, and their octets. */
record Exported(long messages, long flowRecords, long octets) {}
