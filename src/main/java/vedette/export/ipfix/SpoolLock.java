package vedette.export.ipfix;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import vedette.os.DirectoryLock;
import vedette.os.PrivateFiles;

/** Keeps a spool for one sensor. The lock is the operating system's; the name of another file stands until a clean end, for the next run. */
final class SpoolLock implements Closeable {
    private static final String IN_USE = "in-use";

    private final Path inUse;
    private final boolean foundOpen;
    private final DirectoryLock lock;

    /** @throws IOException in words for an operator, if another sensor has it */
    SpoolLock(Path directory) throws IOException {
        inUse = directory.resolve(IN_USE);
        lock = DirectoryLock.take(directory)
                .orElseThrow(() -> new IOException("cannot use the spool " + directory + ": another sensor uses it"));
        foundOpen = Files.exists(inUse);
        try {
            PrivateFiles.open(inUse, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE))
                    .close();
        } catch (IOException e) {
            lock.close();
            throw e;
        }
    }

    /** Whether the run before did not end cleanly. */
    boolean foundOpen() {
        return foundOpen;
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(inUse);
        lock.close();
    }
}
