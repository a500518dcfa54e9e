package vedette.capture;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Finds the files that the operator's arguments mean: a file, a directory with all below it, a list of paths ({@code @list}) or
 * standard input ({@code -}). A file that is met twice is read once.
 */
final class CaptureInputs {
    /** The files of an argument, or of a line of a list; with the directory they were found in, if it was one. */
    record Input(List<CaptureFile> files, @Nullable Path directory) {}

    private static final String STANDARD_INPUT = "-";

    private final InputStream standardInput;
    private final AtomicLong bytesRead;
    private final CaptureWarnings warnings;
    private final List<Input> inputs = new ArrayList<>();
    private final Set<Object> met = new HashSet<>();

    CaptureInputs(InputStream standardInput, AtomicLong bytesRead, CaptureWarnings warnings) {
        this.standardInput = standardInput;
        this.bytesRead = bytesRead;
        this.warnings = warnings;
    }

    /** @throws CaptureException if an argument names nothing that can be read */
    List<Input> find(List<String> arguments) throws CaptureException {
        for (String argument : arguments) {
            if (argument.equals(STANDARD_INPUT)) {
                addStandardInput();
            } else if (argument.startsWith("@")) {
                addList(path(argument.substring(1)));
            } else {
                addPath(path(argument));
            }
        }
        return inputs;
    }

    /** Of all files found, as {@link #identity} has them. */
    Set<Object> identities() {
        return met;
    }

    private void addStandardInput() {
        if (met.add(STANDARD_INPUT)) {
            inputs.add(new Input(List.of(CaptureFile.of(standardInput, bytesRead)), null));
        }
    }

    private void addList(Path list) throws CaptureException {
        List<String> lines;
        try {
            lines = Files.readAllLines(list, StandardCharsets.UTF_8);
        } catch (CharacterCodingException e) {
            throw new CaptureException(list + ": not a list of paths, it is not text in UTF-8", e);
        } catch (IOException e) {
            throw CaptureFile.cannotRead(list.toString(), e);
        }
        if (lines.stream().allMatch(String::isBlank)) {
            throw new CaptureException(list + ": this list names no capture");
        }
        for (String line : lines) {
            if (!line.isBlank()) {
                addPath(path(line.strip()));
            }
        }
    }

    private void addPath(Path path) throws CaptureException {
        boolean isDirectory = Files.isDirectory(path);
        List<CaptureFile> files = new ArrayList<>();
        for (Path file : isDirectory ? filesBelow(path) : List.of(path)) {
            CaptureFile captureFile = CaptureFile.at(file, bytesRead);
            if (met.add(identity(file))) {
                files.add(captureFile);
            } else {
                warnings.add(file.toString(), -1, "was met before under this or another name and is read once");
            }
        }
        inputs.add(new Input(files, isDirectory ? path : null));
    }

    private List<Path> filesBelow(Path directory) throws CaptureException {
        List<Path> files = new ArrayList<>();
        try {
            Files.walkFileTree(
                    directory,
                    EnumSet.of(FileVisitOption.FOLLOW_LINKS),
                    Integer.MAX_VALUE,
                    new Collector(directory, files));
        } catch (IOException e) {
            throw CaptureFile.cannotRead(directory.toString(), e);
        }
        files.sort(null);
        return files;
    }

    /** What tells a file from others, whatever its name. */
    static Object identity(Path path) throws CaptureException {
        try {
            Object key = Files.readAttributes(path, BasicFileAttributes.class).fileKey();
            return key == null ? path.toRealPath() : key;
        } catch (IOException e) {
            throw CaptureFile.cannotRead(path.toString(), e);
        }
    }

    /** An empty name would be the working directory's: it is what a shell makes of a variable that is not set. */
    private static Path path(String text) throws CaptureException {
        if (text.isEmpty()) {
            throw new CaptureException("\"\": an empty name is no capture's");
        }
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new CaptureException(text + ": cannot be the name of a file", e);
        }
    }

    /** Takes every regular file; warns of what below the directory cannot be looked at. */
    private final class Collector extends SimpleFileVisitor<Path> {
        private final Path directory;
        private final List<Path> files;

        Collector(Path directory, List<Path> files) {
            this.directory = directory;
            this.files = files;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (attributes.isRegularFile()) {
                files.add(file);
            } else if (attributes.isSymbolicLink()) {
                warnings.add(file.toString(), -1, "is a link to nothing and was passed over");
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (file.equals(directory)) {
                throw e;
            }
            warnings.add(file.toString(), -1, "cannot be read and was passed over");
            return FileVisitResult.CONTINUE;
        }
    }
}
