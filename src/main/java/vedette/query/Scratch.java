package vedette.query;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A directory for the time of a command, which only its user can see. Others' files are called by links in it: DuckDB takes a name with
 * {@code *} or {@code [} for a pattern.
 */
public final class Scratch implements Closeable {
    private final Path directory;
    private final List<Path> others = new ArrayList<>();
    private final List<Path> linked = new ArrayList<>();

    private Scratch(Path directory) {
        this.directory = directory;
    }

    public static Scratch make() throws IOException {
        return new Scratch(Files.createTempDirectory("vedette-query-"));
    }

    public Path directory() {
        return directory;
    }

    /** Another such directory beside a file, on its disk. Nobody has anything in it, and it goes with this one. */
    Path beside(Path file) throws IOException {
        Path parent = Objects.requireNonNull(file.toAbsolutePath().getParent());
        Path other = Files.createTempDirectory(parent, file.getFileName() + ".tmp-");
        others.add(other);
        return other;
    }

    /** A name without anything odd in it for a file or directory. */
    Path plain(Path file) throws IOException {
        linked.add(file);
        return Files.createSymbolicLink(link(linked.size()), file.toAbsolutePath());
    }

    private Path link(int number) {
        return directory.resolve("link-" + number);
    }

    /** What DuckDB says, with the files' names as they are given to {@link #plain}. */
    public String named(String message) {
        String named = message;
        for (int number = linked.size(); number > 0; number--) {
            named = named.replace(
                    link(number).toString(), linked.get(number - 1).toString());
        }
        return named;
    }

    @Override
    public void close() throws IOException {
        for (Path other : others) {
            delete(other);
        }
        delete(directory);
    }

    /** Deletes a directory with all in it, if it is there; what links lead to stays. */
    private static void delete(Path directory) throws IOException {
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
