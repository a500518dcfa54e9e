package vedette.os;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** A file that can be opened without waiting: a pipe would have whoever opens it wait for somebody at its other end. */
public final class RegularFile {
    private RegularFile() {}

    /**
     * The file itself, or what a symbolic link leads to.
     *
     * @throws FileSystemException if there is none, or something else in its place, which its reason then names
     */
    public static Path at(Path file) throws IOException {
        BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
        if (!found.isRegularFile()) {
            String what = found.isDirectory() ? " is a directory" : " is no regular file";
            throw new FileSystemException(file.toString(), null, file.getFileName() + what);
        }
        return file;
    }
}
