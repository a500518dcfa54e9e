package vedette.capture;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A capture file or pipe: opens it and finds out, from its first bytes alone, how it is packed and written. */
final class CaptureFile {
    private static final int MAGIC_LENGTH = 4;

    private final String name;
    private final @Nullable Path path;
    private final @Nullable InputStream pipe;
    private final long size;
    private final AtomicLong bytesRead;
    private boolean packed;
    /** How far into the file reading has come, so that what is read twice is counted once. */
    private long counted;

    private CaptureFile(String name, @Nullable Path path, @Nullable InputStream pipe, long size, AtomicLong bytesRead) {
        this.name = name;
        this.path = path;
        this.pipe = pipe;
        this.size = size;
        this.bytesRead = bytesRead;
    }

    /** @param bytesRead is told every byte that is read */
    static CaptureFile at(Path path, AtomicLong bytesRead) throws CaptureException {
        try {
            long size = Files.isRegularFile(path) ? Files.size(path) : -1;
            return new CaptureFile(path.toString(), path, null, size, bytesRead);
        } catch (IOException e) {
            throw cannotRead(path.toString(), e);
        }
    }

    static CaptureFile of(InputStream pipe, AtomicLong bytesRead) {
        return new CaptureFile("standard input", null, pipe, -1, bytesRead);
    }

    /** As the operator named it. */
    String name() {
        return name;
    }

    /** Bytes on disk, or -1 for a pipe. */
    long size() {
        return size;
    }

    /** Whether it can be opened only once. */
    boolean isPipe() {
        return size < 0;
    }

    /**
     * Opens it and reads as far as is needed to know what it is.
     *
     * @throws CaptureException if it cannot be read or is no capture
     */
    FrameReader open(ObservationPoints points, FileLog log, WindowPool windows) throws CaptureException {
        try {
            ByteFeed feed = openContent(windows);
            return closingOnFailure(feed, () -> reader(feed, points, log));
        } catch (CaptureException e) {
            throw e;
        } catch (IOException e) {
            throw cannotRead(name, e);
        }
    }

    /** Opens it again where a reader of it has left off; not for pipes. */
    ByteFeed reopen(long offset, WindowPool windows) throws IOException {
        if (packed) {
            ByteFeed feed = openContent(windows);
            feed.skip(offset);
            return feed;
        }
        FileChannel channel = FileChannel.open(Objects.requireNonNull(path), StandardOpenOption.READ);
        return new ByteFeed(new Counted(channel.position(offset), offset), windows, offset);
    }

    /** Takes what will not be read as read, so that the progress comes to its end. */
    void countRest() {
        countUpTo(size);
    }

    private void countUpTo(long position) {
        if (position > counted) {
            bytesRead.addAndGet(position - counted);
            counted = position;
        }
    }

    private ByteFeed openContent(WindowPool windows) throws IOException {
        ByteFeed feed = new ByteFeed(new Counted(openChannel(), 0), windows, 0);
        return closingOnFailure(feed, () -> {
            packed = feed.require(MAGIC_LENGTH) && Packing.isPacked(magic(feed));
            return packed ? Packing.unpack(feed, magic(feed), name, windows) : feed;
        });
    }

    private interface Opening<T> {
        T open() throws IOException;
    }

    private static <T> T closingOnFailure(ByteFeed feed, Opening<T> opening) throws IOException {
        try {
            return opening.open();
        } catch (IOException e) {
            feed.close();
            throw e;
        }
    }

    private FrameReader reader(ByteFeed feed, ObservationPoints points, FileLog log) throws IOException {
        if (!feed.require(MAGIC_LENGTH)) {
            throw new NotACaptureException(name + ": " + whyTooShort(feed));
        }
        int magic = magic(feed);
        if (PcapReader.isMagic(magic)) {
            return new PcapReader(magic, feed, points, log);
        }
        if (magic == PcapngReader.SECTION_HEADER) {
            return new PcapngReader(feed, points, log);
        }
        throw new NotACaptureException(String.format(
                "%s: not a capture, it begins with %08x (pcap and pcapng are read, plain or packed with gzip or zstd)%s",
                name, magic, Packing.advice(magic, name)));
    }

    private static String whyTooShort(ByteFeed feed) {
        if (feed.damage() != null) {
            return "not a capture, it is packed but cannot be unpacked";
        }
        return feed.available() == 0 ? "not a capture, it is empty" : "not a capture, it is too short for one";
    }

    private static int magic(ByteFeed feed) {
        return feed.window().getInt(feed.position());
    }

    private ReadableByteChannel openChannel() throws IOException {
        if (pipe != null) {
            return Channels.newChannel(pipe);
        }
        Path file = Objects.requireNonNull(path);
        try {
            return FileChannel.open(file, StandardOpenOption.READ);
        } catch (IOException e) {
            throw cannotRead(name, e);
        }
    }

    /** Says in one line what is wrong with a file or directory that the system does not let us read. */
    static CaptureException cannotRead(String name, IOException e) {
        if (e instanceof NoSuchFileException) {
            return new CaptureException(name + ": no such file", e);
        }
        if (e instanceof AccessDeniedException) {
            return new CaptureException(name + ": no permission to read it", e);
        }
        return new CaptureException(name + ": cannot be read: " + CaptureException.reason(e), e);
    }

    /** Tells how much has been read, for the progress. */
    private final class Counted implements ReadableByteChannel {
        private final ReadableByteChannel channel;
        private long position;

        Counted(ReadableByteChannel channel, long position) {
            this.channel = channel;
            this.position = position;
        }

        @Override
        public int read(ByteBuffer target) throws IOException {
            int read = channel.read(target);
            position += Math.max(read, 0);
            countUpTo(position);
            return read;
        }

        @Override
        public boolean isOpen() {
            return channel.isOpen();
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
