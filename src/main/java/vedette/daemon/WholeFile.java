package vedette.daemon;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import vedette.capture.CaptureException;
import vedette.capture.GivenCaptures;

/**
 * A file that a command writes, and that has its name once all is written. Until then, and without {@link #keep}, a file that was there
 * is as it was, and nothing stays of the new one. A device or a pipe is written to as it is. Failures say which file it is.
 */
final class WholeFile extends OutputStream {
    private final String name;
    private final boolean overwrite;
    private final Path path;
    /** Where it is written until it is kept; null for a device. */
    private final @Nullable Path fresh;

    private final OutputStream file;
    private final BufferedOutputStream buffer;

    /** @param overwrite whether it may take the place of a file that is there */
    WholeFile(String name, boolean overwrite) throws IOException {
        this.name = name;
        this.overwrite = overwrite;
        Path named = Path.of(name);
        try {
            path = Files.isRegularFile(named) ? named.toRealPath() : named;
            fresh = isReplaced(path) ? path.resolveSibling(".vedette-" + UUID.randomUUID() + ".new") : null;
            file = fresh == null ? Files.newOutputStream(path) : create(fresh, path);
        } catch (IOException e) {
            throw failure(e);
        }
        buffer = new BufferedOutputStream(file);
    }

    private static boolean isReplaced(Path path) {
        return !Files.exists(path) || Files.isRegularFile(path);
    }

    /** Makes a file that nobody else has made, to be read by those who may read the one it replaces. */
    private static OutputStream create(Path fresh, Path replaced) throws IOException {
        FileAttribute<?>[] likeIt = Files.exists(replaced)
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(Files.getPosixFilePermissions(replaced))}
                : new FileAttribute<?>[0];
        return Channels.newOutputStream(
                FileChannel.open(fresh, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), likeIt));
    }

    /** Looks whether it can be made, and whether it would take the place of what is not to be overwritten. */
    static void check(String name, boolean overwrite, GivenCaptures captures)
            throws CommandException, CaptureException {
        Path path = Path.of(name);
        Path directory = path.toAbsolutePath().getParent();
        if (Files.isDirectory(path)) {
            throw CommandException.failed("cannot write " + name + ": it is a directory; name a file in it");
        }
        if (directory == null || !Files.isDirectory(directory)) {
            throw CommandException.failed("cannot write " + name + ": no such directory");
        }
        if (captures.include(path)) {
            throw CommandException.failed(name + " is one of the captures; choose another name");
        }
        if (!overwrite && Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            throw CommandException.failed(name + " exists; choose another name, or overwrite it with --force");
        }
    }

    /** Whether both names are of one file, be it there or not. */
    static boolean isSame(String name, String other) {
        return place(name).equals(place(other));
    }

    private static Path place(String name) {
        Path path = Path.of(name).toAbsolutePath().normalize();
        try {
            Path directory = path.getParent();
            return Files.exists(path) || directory == null
                    ? path.toRealPath()
                    : directory.toRealPath().resolve(path.getFileName());
        } catch (IOException notThere) {
            return path;
        }
    }

    @Override
    public void write(int octet) throws IOException {
        write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        try {
            buffer.write(bytes, offset, length);
        } catch (IOException e) {
            throw failure(e);
        }
    }

    @Override
    public void flush() throws IOException {
        try {
            buffer.flush();
        } catch (IOException e) {
            throw failure(e);
        }
    }

    /** All is written, and stands there from now on. */
    void keep() throws IOException {
        flush();
        try {
            file.close();
            if (fresh != null && overwrite) {
                Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE);
            } else if (fresh != null) {
                Files.move(fresh, path);
            }
        } catch (IOException e) {
            throw failure(e);
        }
    }

    /** What was not flushed is for a file that is not kept. */
    @Override
    public void close() throws IOException {
        try {
            file.close();
        } finally {
            if (fresh != null) {
                Files.deleteIfExists(fresh);
            }
        }
    }

    private IOException failure(IOException e) {
        return new IOException("cannot write " + name + ": " + OutputDirectory.reason(e), e);
    }
}
