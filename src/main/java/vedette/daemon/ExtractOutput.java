package vedette.daemon;

import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where an extract goes: a file that has its name once all is written, or standard output. Without {@link #keep}, a file that was
 * there is as it was.
 */
final class ExtractOutput implements AutoCloseable {
    private static final String STANDARD_OUTPUT = "-";

    private final Console console;
    private final String name;
    private final Path path;
    private final Path fresh;
    private @Nullable OutputStream out;

    /** @throws CommandException if a file of that name exists and is not to be overwritten, or is one of the captures */
    ExtractOutput(Console console, String name, boolean force, List<String> captures)
            throws CommandException, IOException {
        this.console = console;
        this.name = name;
        this.path = Path.of(name);
        this.fresh = path.resolveSibling(path.getFileName() + ".new");
        if (isStandardOutput() || !Files.exists(path)) {
            return;
        }
        if (Files.isDirectory(path)) {
            throw CommandException.failed("cannot write " + name + ": it is a directory");
        }
        if (!force) {
            throw CommandException.failed(name + " exists; choose another name, or overwrite it with --force");
        }
        for (String capture : captures) {
            if (Files.exists(Path.of(capture)) && Files.isSameFile(path, Path.of(capture))) {
                throw CommandException.failed(name + " is one of the captures; choose another name");
            }
        }
    }

    boolean isStandardOutput() {
        return name.equals(STANDARD_OUTPUT);
    }

    String name() {
        return name;
    }

    /** Begins to write. */
    OutputStream open() throws IOException {
        OutputStream opened = isStandardOutput() ? new Unclosed(console.out()) : new BufferedOutputStream(file());
        out = opened;
        return opened;
    }

    private OutputStream file() throws IOException {
        try {
            return Files.newOutputStream(isReplaced() ? fresh : path);
        } catch (IOException e) {
            throw new IOException("cannot write " + name + ": " + OutputDirectory.reason(e), e);
        }
    }

    /** A device or a pipe is written to as it is. */
    private boolean isReplaced() {
        return !Files.exists(path) || Files.isRegularFile(path);
    }

    /** All is written, and stands there from now on. */
    void keep() throws IOException {
        try {
            Objects.requireNonNull(out).close();
            if (!isStandardOutput() && isReplaced()) {
                Files.move(fresh, path, StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw new IOException("cannot write " + name + ": " + OutputDirectory.reason(e), e);
        }
    }

    @Override
    public void close() throws IOException {
        if (out != null && !isStandardOutput()) {
            out.close();
            if (isReplaced()) {
                Files.deleteIfExists(fresh);
            }
        }
    }

    /** Standard output is the process's to close. */
    private static final class Unclosed extends FilterOutputStream {
        Unclosed(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }
}
