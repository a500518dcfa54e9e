package vedette.query;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/**
 * A directory for the time of a command, which only its user can see. Others' files are called by links in it: DuckDB takes a name with
 * {@code *} or {@code [} for a pattern.
 */
public final class Scratch implements Closeable {
    private final Path directory;
    private int links;

    private Scratch(Path directory) {
        this.directory = directory;
    }

    public static Scratch make() throws IOException {
        return new Scratch(Files.createTempDirectory("vedette-query-"));
    }

    public Path directory() {
        return directory;
    }

    /** A name without anything odd in it for a file or directory. */
    Path plain(Path file) throws IOException {
        links++;
        return Files.createSymbolicLink(directory.resolve("link-" + links), file.toAbsolutePath());
    }

    @Override
    public void close() throws IOException {
        delete(directory);
    }

    /** Deletes a directory with all in it, if it is there; what links lead to stays. */
    static void delete(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure) throws IOException {
                if (failure != null) {
                    throw failure;
                }
                Files.delete(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
