package vedette.os;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** What a sensor keeps on disk is as private as what it captures: directories and files are for its own user alone. */
public final class PrivateFiles {
    private static final Set<PosixFilePermission> OF_DIRECTORY = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> OF_FILE = PosixFilePermissions.fromString("rw-------");
    private static final FileAttribute<?> PRIVATE = PosixFilePermissions.asFileAttribute(OF_FILE);

    private PrivateFiles() {}

    /** Makes the directory if it is not there, and shuts others out of it. */
    public static void makeDirectory(Path directory) throws IOException {
        Files.createDirectories(directory, PosixFilePermissions.asFileAttribute(OF_DIRECTORY));
        Files.setPosixFilePermissions(directory, OF_DIRECTORY);
    }

    /**
     * Opens a file, which others cannot read if it is made, nor if an earlier run has made it. What is no file is refused: a pipe would
     * have the caller wait for whoever is at its other end.
     */
    public static FileChannel open(Path file, Set<? extends OpenOption> how) throws IOException {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new FileSystemException(file.toString(), null, file.getFileName() + " is no regular file");
        }
        FileChannel channel = FileChannel.open(file, how, PRIVATE);
        if (!how.contains(StandardOpenOption.CREATE_NEW)
                && !Files.getPosixFilePermissions(file).equals(OF_FILE)) {
            Files.setPosixFilePermissions(file, OF_FILE);
        }
        return channel;
    }

    /** Makes the names of files that were made last through a loss of power. */
    public static void sync(Path directory) throws IOException {
        try (FileChannel names = FileChannel.open(directory, StandardOpenOption.READ)) {
            names.force(true);
        }
    }
}
