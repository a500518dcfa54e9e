package vedette.export.ipfix;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/** Keeps a spool for one sensor. The lock is the operating system's; the name of another file stands until a clean end, for the next run. */
final class SpoolLock implements Closeable {
    private static final String LOCK = "lock";
    private static final String IN_USE = "in-use";

    private final Path inUse;
    private final boolean foundOpen;
    private final FileChannel channel;

    /** @throws IOException in words for an operator, if another sensor has it */
    SpoolLock(Path directory) throws IOException {
        inUse = directory.resolve(IN_USE);
        channel =
                SpoolAccess.open(directory.resolve(LOCK), Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE));
        if (!isTaken()) {
            channel.close();
            throw new IOException("cannot use the spool " + directory + ": another sensor uses it");
        }
        foundOpen = Files.exists(inUse);
        SpoolAccess.open(inUse, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE))
                .close();
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
        Files.deleteIfExists(inUse);
        channel.close();
    }
}
