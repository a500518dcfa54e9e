package vedette.export.ipfix;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How far a spool has been given back, as it stands in a file beside it.
 *
 * @param ordinal of the oldest file that holds something
 * @param octets of that file that were given back
 */
record SpoolMark(long ordinal, long octets) {
    private static final Logger LOG = LoggerFactory.getLogger(SpoolMark.class);

    private static final String NAME = "progress";
    private static final SpoolMark BEGINNING = new SpoolMark(0, 0);

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
        String text = Files.readString(file, StandardCharsets.ISO_8859_1);
        SpoolMark mark = text.matches("[0-9]{1,10} [0-9]{1,18}\n") ? parse(text) : null;
        if (mark == null || mark.ordinal > last + (mark.octets == 0 ? 1 : 0)) {
            tellDamaged(directory);
            return BEGINNING;
        }
        return mark;
    }

    private static SpoolMark parse(String text) {
        int space = text.indexOf(' ');
        return new SpoolMark(
                Long.parseLong(text.substring(0, space)),
                Long.parseLong(text.substring(space + 1).trim()));
    }

    /** Says that it is not believed. */
    static void tellDamaged(Path directory) {
        LOG.warn("{} is damaged; all that waits is sent from its beginning", directory.resolve(NAME));
    }

    /** Writes the mark: what stood there before, or this, whatever happens meanwhile, also to the power. */
    void write(Path directory) throws IOException {
        Path fresh = directory.resolve(NAME + ".new");
        byte[] text = (ordinal + " " + octets + "\n").getBytes(StandardCharsets.US_ASCII);
        try (FileChannel channel = FileChannel.open(
                fresh, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            for (ByteBuffer rest = ByteBuffer.wrap(text); rest.hasRemaining(); ) {
                channel.write(rest);
            }
            channel.force(true);
        }
        Files.move(fresh, directory.resolve(NAME), StandardCopyOption.ATOMIC_MOVE);
    }
}
