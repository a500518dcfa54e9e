package vedette.export.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The files that bore an output's name before: {@code flows-20261125T215500Z.jsonl} was {@code flows.jsonl} until then, and
 * {@code flows-20261125T215500Z_002.jsonl} was ended in the same second. In the order of their names they are in that of time.
 */
public final class EarlierFiles {
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final String STAMPED = "-\\d{8}T\\d{6}Z(_\\d{3,})?";

    private EarlierFiles() {}

    /** A name for what the file held until now: behind those that were ended in the same second. */
    public static Path nameFor(Path file, Instant ended) throws IOException {
        String stamped = stem(file) + "-" + STAMP.format(ended);
        String latest = "";
        for (Path earlier : of(file)) {
            latest = stem(earlier).startsWith(stamped) ? stem(earlier) : latest;
        }
        if (latest.isEmpty()) {
            return file.resolveSibling(stamped + suffix(file));
        }
        int ordinal = latest.equals(stamped) ? 1 : Integer.parseInt(latest.substring(stamped.length() + 1));
        return file.resolveSibling(stamped + String.format(Locale.ROOT, "_%03d", ordinal + 1) + suffix(file));
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }

    private static String stem(Path file) {
        String name = name(file);
        return name.substring(0, Math.max(0, name.lastIndexOf('.')));
    }

    private static String suffix(Path file) {
        return name(file).substring(stem(file).length());
    }

    /** The earlier files, from the first. */
    public static List<Path> of(Path file) throws IOException {
        Pattern earlier = Pattern.compile(Pattern.quote(stem(file)) + STAMPED + Pattern.quote(suffix(file)));
        try (Stream<Path> files =
                Files.list(Objects.requireNonNull(file.toAbsolutePath().getParent()))) {
            List<Path> found = new ArrayList<>(
                    files.filter(each -> earlier.matcher(name(each)).matches()).toList());
            found.sort(Comparator.comparing(EarlierFiles::stem));
            return found;
        }
    }

    /** Deletes the first of them, so that no more than the latest are left. */
    public static void keep(Path file, int latest) throws IOException {
        List<Path> files = of(file);
        for (int i = 0; i < files.size() - latest; i++) {
            Files.deleteIfExists(files.get(i));
        }
    }
}
