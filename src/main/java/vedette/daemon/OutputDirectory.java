package vedette.daemon;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import vedette.capture.CaptureException;
import vedette.capture.GivenCaptures;
import vedette.export.file.EarlierFiles;

/** A directory for a command's files. Nothing in it is touched before all that could be in the way has been looked at. */
final class OutputDirectory {
    private final Path path;

    OutputDirectory(Path path) {
        this.path = path;
    }

    Path file(OutputFile format) {
        return path.resolve(format.fileName());
    }

    private List<Path> files(OutputFile format) {
        return format.fileNames().stream().map(path::resolve).toList();
    }

    /**
     * Looks whether the files can be made; with {@code overwrite}, whether or not there are such files by now, unless they are
     * captures that are to be read.
     */
    void check(Collection<OutputFile> formats, boolean overwrite, GivenCaptures captures)
            throws CommandException, CaptureException {
        if (Files.exists(path)) {
            if (!Files.isDirectory(path)) {
                throw CommandException.failed("cannot write to " + path + ": it is not a directory");
            }
            if (!Files.isWritable(path)) {
                throw CommandException.failed(
                        "cannot write to " + path + ": permission denied; choose another directory or change its mode");
            }
        }
        for (OutputFile format : formats) {
            for (Path file : files(format)) {
                if (captures.include(file)) {
                    throw CommandException.failed(file + " is one of the captures; choose another directory");
                }
                if (!overwrite && Files.exists(file)) {
                    throw CommandException.failed(
                            file + " exists; choose another directory, or overwrite it with --force");
                }
            }
        }
    }

    void create() throws CommandException {
        try {
            Files.createDirectories(path);
        } catch (IOException e) {
            throw CommandException.failed("cannot make the directory " + path + ": " + reason(e));
        }
    }

    /** Makes way for new files: an earlier one keeps its content under a name that has the time of its last change. */
    void keepEarlier(Collection<OutputFile> formats) throws CommandException {
        for (OutputFile format : formats) {
            Path file = file(format);
            try {
                if (Files.exists(file)) {
                    Instant changed = Files.getLastModifiedTime(file).toInstant();
                    Files.move(file, EarlierFiles.nameFor(file, changed));
                }
            } catch (IOException e) {
                throw CommandException.failed("cannot rename " + file + ": " + reason(e));
            }
        }
    }

    /** Takes away earlier files of a format, of which not each may be written anew. */
    void clear(OutputFile format) throws CommandException {
        for (Path file : files(format)) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                throw CommandException.failed("cannot delete " + file + ": " + reason(e));
            }
        }
    }

    OutputStream open(OutputFile format) throws CommandException {
        try {
            return new NamedFile(file(format));
        } catch (IOException e) {
            throw CommandException.failed("cannot write " + file(format) + ": " + reason(e));
        }
    }

    /** Opens a file whose name the format does not tell alone. */
    OutputStream open(String fileName) throws IOException {
        Path file = path.resolve(fileName);
        try {
            return new NamedFile(file);
        } catch (IOException e) {
            throw new IOException("cannot write " + file + ": " + reason(e), e);
        }
    }

    /** A file whose failures say which file it is. */
    private static final class NamedFile extends OutputStream {
        private final Path file;
        private final FileOutputStream out;

        NamedFile(Path file) throws IOException {
            this.file = file;
            this.out = new FileOutputStream(file.toFile());
        }

        @Override
        public void write(int octet) throws IOException {
            write(new byte[] {(byte) octet});
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            try {
                out.write(bytes, offset, length);
            } catch (IOException e) {
                throw new IOException("cannot write " + file + ": " + reason(e), e);
            }
        }

        @Override
        public void close() throws IOException {
            out.close();
        }
    }

    /** What the system said, without the name that the line has already. */
    static String reason(IOException e) {
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (e instanceof FileAlreadyExistsException) {
            return "a file of that name is in the way";
        }
        if (e instanceof NoSuchFileException) {
            return "no such directory";
        }
        @Nullable String reason = e instanceof FileSystemException file ? file.getReason() : e.getMessage();
        if (reason == null) {
            return e.getClass().getSimpleName();
        }
        int bracket = reason.lastIndexOf(" (");
        return bracket >= 0 && reason.endsWith(")")
                ? reason.substring(bracket + 2, reason.length() - 1).toLowerCase(Locale.ROOT)
                : reason;
    }
}
