package vedette.daemon;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** A file that a sensor can write into a directory, or several that one exporter writes, and the format in which they are asked for. */
enum OutputFile {
    FLOWS("jsonl", "flows.jsonl"),
    ALERTS("jsonl", "alerts.jsonl"),
    IPFIX("ipfix", "flows.ipfix"),
    SUMMARY("summary", "summary.json"),
    PARQUET_FLOWS("parquet", "flows.parquet"),
    PARQUET_ALERTS("parquet", "alerts.parquet"),
    PACKETS("packets-csv", "packets.csv"),
    FEATURES("features-csv", "features.csv"),
    ZEEK("zeek", "conn.log dns.log http.log ssl.log notice.log"),
    ZEEK_JSON("zeek-json", "conn.log dns.log http.log ssl.log notice.log");

    /** What is written where nobody says what. */
    static final Set<OutputFile> DEFAULT = Set.copyOf(EnumSet.of(FLOWS, ALERTS, IPFIX, SUMMARY));

    private static final String ALLOWED = "jsonl, ipfix, summary, parquet, packets-csv, features-csv, zeek, zeek-json";

    private final String format;
    /** With blanks between. */
    private final String fileNames;

    OutputFile(String format, String fileNames) {
        this.format = format;
        this.fileNames = fileNames;
    }

    /** Whether it is made of packets one by one, and so by one thread. */
    boolean isOfPackets() {
        return this == PACKETS || this == FEATURES;
    }

    /** Whether DuckDB writes it. */
    boolean isParquet() {
        return format.equals("parquet");
    }

    /** The file's name, of several that of the first. */
    String fileName() {
        return fileNames().get(0);
    }

    /** Those that there may be. */
    List<String> fileNames() {
        return List.of(fileNames.split(" ", -1));
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
        if (files.contains(ZEEK) && files.contains(ZEEK_JSON)) {
            throw CommandException.usage(
                    "--format: zeek and zeek-json make files of the same names; ask for one of them");
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
