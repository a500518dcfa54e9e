package vedette.export.ipfix;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vedette.os.RegularFile;

/**
 * How far a spool has been given back, as it stands in a file beside it.
 *
 * @param ordinal of the oldest file that holds something
 * @param octets of that file that were given back, and are safe
 * @param sentOrdinal of the last file of which anything was given back
 * @param sentOctets of that file that were, and may have arrived
 */
record SpoolMark(long ordinal, long octets, long sentOrdinal, long sentOctets) {
    private static final Logger LOG = LoggerFactory.getLogger(SpoolMark.class);

    private static final String NAME = "progress";
    private static final SpoolMark BEGINNING = new SpoolMark(0, 0, 0, 0);

    /**
     * Reads the mark; the beginning if there is none, or none that can be right.
     *
     * @param last the ordinal of the last file
     */
    static SpoolMark read(Path directory, long last) throws IOException {
        Path file = directory.resolve(NAME);
        if (!Files.exists(file)) {
            return BEGINNING;
        }
        String text = Files.readString(RegularFile.at(file), StandardCharsets.ISO_8859_1);
        SpoolMark mark = text.matches("([0-9]{1,18} ){4}[0-9a-f]{8}\n") ? parse(text) : null;
        if (mark == null || mark.ordinal > last + (mark.octets == 0 ? 1 : 0)) {
            tellDamaged(directory);
            return BEGINNING;
        }
        return mark;
    }

    private static @Nullable SpoolMark parse(String text) {
        String[] numbers = text.trim().split(" ", -1);
        SpoolMark mark = new SpoolMark(
                Long.parseLong(numbers[0]),
                Long.parseLong(numbers[1]),
                Long.parseLong(numbers[2]),
                Long.parseLong(numbers[3]));
        return mark.text().equals(text) ? mark : null;
    }

    /** The numbers, and a checksum (CRC-32C): one that is wrong would have files deleted that nobody has got. */
    private String text() {
        String numbers = ordinal + " " + octets + " " + sentOrdinal + " " + sentOctets + " ";
        CRC32C checksum = new CRC32C();
        checksum.update(numbers.getBytes(StandardCharsets.US_ASCII));
        return numbers + String.format("%08x", checksum.getValue()) + "\n";
    }

    /** How much of a file was given back, and is safe. */
    long settledTo(long file) {
        return file == ordinal ? octets : 0;
    }

    /** How much of a file may have arrived. */
    long sentTo(long file) {
        return file < sentOrdinal ? Long.MAX_VALUE : file == sentOrdinal ? sentOctets : 0;
    }

    /** Says that it is not believed. */
    static void tellDamaged(Path directory) {
        LOG.warn("{} is damaged; all that waits is sent from its beginning", directory.resolve(NAME));
    }

    /** Writes the mark. */
    void write(Path directory) throws IOException {
        DurableText.write(directory.resolve(NAME), text());
    }
}
