package vedette.os;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.Set;

/** A file that is written anew: what stood there before, or all that is written now, whatever happens meanwhile, also to the power. */
public final class DurableFile implements Closeable {
    private final Path file;
    private final Path fresh;
    private final FileChannel channel;
    private boolean isKept;

    public DurableFile(Path file) throws IOException {
        this.file = file;
        fresh = file.resolveSibling(file.getFileName() + ".new");
        channel = PrivateFiles.open(
                fresh,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING));
    }

    public void write(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /** All is written: from now on it stands in the place of what was there. */
    public void keep() throws IOException {
        channel.force(true);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        isKept = true;
        PrivateFiles.sync(Objects.requireNonNull(file.toAbsolutePath().getParent()));
    }

    /** Without {@link #keep}, nothing has happened. */
    @Override
    public void close() throws IOException {
        channel.close();
        if (!isKept) {
            Files.deleteIfExists(fresh);
        }
    }
}
