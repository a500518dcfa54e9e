package vedette.export.zeek;

/** How Zeek writes its logs. */
public enum LogFormat {
    /** Columns with tabs between, under a header. */
    TSV,
    /** An object a line. */
    JSON;

    Row row(Columns columns, LogBuffer out) {
        return this == TSV ? new TsvRow(out) : new JsonRow(columns, out);
    }
}
