package vedette.daemon;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** What a replay can write into a directory. */
enum OutputFormat {
    JSONL("flows.jsonl"),
    IPFIX("flows.ipfix"),
    SUMMARY("summary.json");

    private static final String ALLOWED = "jsonl, ipfix, summary";

    private final String fileName;

    OutputFormat(String fileName) {
        this.fileName = fileName;
    }

    String fileName() {
        return fileName;
    }

    /** Reads a list such as {@code jsonl,summary}. */
    static Set<OutputFormat> parse(String list) throws CommandException {
        Set<OutputFormat> formats = EnumSet.noneOf(OutputFormat.class);
        for (String word : list.split(",", -1)) {
            try {
                formats.add(valueOf(word.strip().toUpperCase(Locale.ROOT)));
            } catch (IllegalArgumentException unknown) {
                throw CommandException.usage(
                        "--format: unknown format \"" + word.strip() + "\"; allowed are " + ALLOWED);
            }
        }
        return formats;
    }
}
