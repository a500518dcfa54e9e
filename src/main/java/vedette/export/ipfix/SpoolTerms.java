package vedette.export.ipfix;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import vedette.export.CollectorConfig;
import vedette.export.RecordFilter;
import vedette.export.RecordKind;
import vedette.os.RegularFile;

/**
 * What a collector may be given of what waits for it, as it stands in a file beside that: what is configured later may be less.
 *
 * @param kinds of records
 * @param only which of these, as {@link RecordFilter} reads it
 * @param key the fingerprint of the key that addresses are anonymised with, empty if they are not
 */
record SpoolTerms(Set<RecordKind> kinds, List<String> only, String key) {
    private static final String NAME = "terms";
    private static final SpoolTerms ALL = new SpoolTerms(EnumSet.allOf(RecordKind.class), List.of(), "");

    static SpoolTerms of(CollectorConfig collector, String key) {
        return new SpoolTerms(collector.kinds(), collector.only(), key);
    }

    /** Whether what was kept on other terms may be given on these. */
    boolean cover(SpoolTerms other) {
        return kinds.containsAll(other.kinds)
                && RecordFilter.of(only).covers(RecordFilter.of(other.only))
                && (key.isEmpty() || key.equals(other.key));
    }

    /** Reads them; all there can be if it is not known. */
    static SpoolTerms read(Path directory) throws IOException {
        Path file = directory.resolve(NAME);
        if (!Files.exists(file)) {
            return ALL;
        }
        try {
            return parse(Files.readAllLines(RegularFile.at(file)));
        } catch (IllegalArgumentException | IndexOutOfBoundsException | CharacterCodingException e) {
            return ALL;
        }
    }

    static boolean isWritten(Path directory) {
        return Files.exists(directory.resolve(NAME));
    }

    static void forget(Path directory) throws IOException {
        Files.deleteIfExists(directory.resolve(NAME));
    }

    private static SpoolTerms parse(List<String> lines) {
        Set<RecordKind> kinds = EnumSet.noneOf(RecordKind.class);
        for (String kind : words(lines.get(0), "send")) {
            kinds.add(RecordKind.valueOf(kind.toUpperCase(Locale.ROOT)));
        }
        List<String> only = words(lines.get(1), "only");
        RecordFilter.of(only);
        List<String> key = words(lines.get(2), "anonymized-with");
        return new SpoolTerms(kinds, only, key.isEmpty() ? "" : key.get(0));
    }

    private static List<String> words(String line, String name) {
        if (!line.startsWith(name + ":")) {
            throw new IllegalArgumentException(line);
        }
        String rest = line.substring(name.length() + 1).strip();
        return rest.isEmpty() ? List.of() : List.of(rest.split(" ", -1));
    }

    void write(Path directory) throws IOException {
        List<String> names = new ArrayList<>();
        kinds.forEach(kind -> names.add(kind.name().toLowerCase(Locale.ROOT)));
        List<String> entries = new ArrayList<>();
        only.forEach(entry -> entries.add(entry.strip()));
        DurableText.write(
                directory.resolve(NAME),
                "send: " + String.join(" ", names) + "\nonly: " + String.join(" ", entries) + "\nanonymized-with: "
                        + key + "\n");
    }
}
