package vedette.daemon;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** A file that a sensor can write into a directory, and the format in which it is asked for. */
enum OutputFile {
    FLOWS("jsonl", "flows.jsonl"),
    ALERTS("jsonl", "alerts.jsonl"),
    IPFIX("ipfix", "flows.ipfix"),
    PARQUET_FLOWS("parquet", "flows.parquet"),
    PARQUET_ALERTS("parquet", "alerts.parquet"),
    SUMMARY("summary", "summary.json");

    /** What is made if nobody says what. */
    static final Set<OutputFile> USUAL = Set.of(FLOWS, ALERTS, IPFIX, SUMMARY);

    private static final String ALLOWED = "jsonl, ipfix, parquet, summary";

    private final String format;
    private final String fileName;

    OutputFile(String format, String fileName) {
        this.format = format;
        this.fileName = fileName;
    }

    /** Whether DuckDB writes it. */
    boolean isParquet() {
        return format.equals("parquet");
    }

    String fileName() {
        return fileName;
    }

    /** The files of a list of formats such as {@code jsonl,summary}. */
    static Set<OutputFile> parse(String formats) throws CommandException {
        Set<OutputFile> files = EnumSet.noneOf(OutputFile.class);
        for (String word : formats.split(",", -1)) {
            if (!addAll(word.strip().toLowerCase(Locale.ROOT), files)) {
                throw CommandException.usage(
                        "--format: unknown format \"" + word.strip() + "\"; allowed are " + ALLOWED);
            }
        }
        return files;
    }

    private static boolean addAll(String format, Set<OutputFile> files) {
        boolean known = false;
        for (OutputFile file : values()) {
            if (file.format.equals(format)) {
                files.add(file);
                known = true;
            }
        }
        return known;
    }
}
