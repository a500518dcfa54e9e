package vedette.export.ipfix;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Keeps a spool for one sensor. The lock is the operating system's; the file's name stands until a clean end, for the next run. */
final class SpoolLock implements Closeable {
    private static final String NAME = "in-use";

    private final Path file;
    private final boolean foundOpen;
    private final FileChannel channel;

    /** @throws IOException in words for an operator, if another sensor has it */
    SpoolLock(Path directory) throws IOException {
        file = directory.resolve(NAME);
        foundOpen = Files.exists(file);
        channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (!isTaken()) {
            channel.close();
            throw new IOException("cannot use the spool " + directory + ": another sensor uses it");
        }
    }

    private boolean isTaken() throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException here) {
            return false;
        }
    }

    /** Whether the run before did not end cleanly. */
    boolean foundOpen() {
        return foundOpen;
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(file);
        channel.close();
    }
}
