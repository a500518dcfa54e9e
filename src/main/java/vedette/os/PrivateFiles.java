package vedette.os;

import java.io.IOException;
import java.nio.channels.FileChannel;
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
     * Opens a file, which others cannot read if it is made, nor if an earlier run has made it. What is no {@linkplain RegularFile
     * regular file} is refused.
     */
    public static FileChannel open(Path file, Set<? extends OpenOption> how) throws IOException {
        FileChannel channel = FileChannel.open(Files.exists(file) ? RegularFile.at(file) : file, how, PRIVATE);
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
