package vedette.capture;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicLong;

/** A capture file: opens it and finds out, from its first bytes alone, how it is written. */
final class CaptureFile {
    private static final int MAGIC_LENGTH = 4;

    private final Path path;
    private final long size;

    CaptureFile(Path path) throws CaptureException {
        this.path = path;
        this.size = sizeOf(path);
    }

    /** As the operator named it. */
    String name() {
        return path.toString();
    }

    /** Bytes on disk, or -1 for a pipe. */
    long size() {
        return size;
    }

    FrameReader open(ObservationPoints points, FileLog log, AtomicLong bytesRead, int windowLength) throws IOException {
        ByteFeed feed = new ByteFeed(new CountedChannel(openChannel(), bytesRead), windowLength);
        try {
            return reader(feed, points, log);
        } catch (IOException e) {
            feed.close();
            throw e;
        }
    }

    private FrameReader reader(ByteFeed feed, ObservationPoints points, FileLog log) throws IOException {
        if (!feed.require(MAGIC_LENGTH)) {
            throw new CaptureException(name() + ": not a capture, it holds " + feed.available() + " bytes");
        }
        int magic = feed.window().getInt(feed.position());
        if (PcapReader.isMagic(magic)) {
            return new PcapReader(magic, feed, points, log);
        }
        throw new CaptureException(
                String.format("%s: not a capture (it begins with %08x); pcap and pcapng are read", name(), magic));
    }

    private ReadableByteChannel openChannel() throws IOException {
        try {
            return FileChannel.open(path, StandardOpenOption.READ);
        } catch (IOException e) {
            throw cannotRead(path, e);
        }
    }

    private static long sizeOf(Path path) throws CaptureException {
        try {
            return Files.size(path);
        } catch (IOException e) {
            throw cannotRead(path, e);
        }
    }

    private static CaptureException cannotRead(Path path, IOException e) {
        if (e instanceof NoSuchFileException) {
            return new CaptureException(path + ": no such file", e);
        }
        if (e instanceof AccessDeniedException) {
            return new CaptureException(path + ": no permission to read it", e);
        }
        return new CaptureException(path + ": cannot be read: " + e.getMessage(), e);
    }
}
