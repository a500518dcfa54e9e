package vedette.metrics;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The directory where records wait for a collector, looked at from outside: its files come and go meanwhile. */
final class SpoolDirectory {
    private SpoolDirectory() {}

    /** Octets of its files; 0 if there is none. */
    static long octets(@Nullable Path directory) {
        if (directory == null) {
            return 0;
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.mapToLong(SpoolDirectory::size).sum();
        } catch (IOException | UncheckedIOException gone) {
            return 0;
        }
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException gone) {
            return 0;
        }
    }
}
