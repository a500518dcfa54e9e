package vedette.export.ipfix;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.Set;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import vedette.os.PrivateFiles;

/** An IPFIX file (RFC 5655), and beside it a file with a checksum (CRC-32C) for each of its messages. */
final class MessageFile implements Closeable {
    static final String SUFFIX = ".ipfix";

    private static final String CHECKSUMS = ".crc";
    private static final int CHECKSUM_LENGTH = Integer.BYTES;

    private final Path path;
    private final FileChannel channel;
    private final FileChannel checksums;
    private final ByteBuffer header = ByteBuffer.allocate(IpfixMessage.HEADER_LENGTH);
    private final ByteBuffer checksum = ByteBuffer.allocate(CHECKSUM_LENGTH);
    private final CRC32C crc = new CRC32C();
    private long length;
    private long messages;
    private boolean dirty;
    private boolean isNameSynced;

    private MessageFile(Path path, StandardOpenOption how) throws IOException {
        Set<StandardOpenOption> options = Set.of(how, StandardOpenOption.READ, StandardOpenOption.WRITE);
        this.path = path;
        this.channel = PrivateFiles.open(path, options);
        try {
            this.checksums = PrivateFiles.open(checksumsOf(path), options);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private static Path checksumsOf(Path path) {
        return path.resolveSibling(path.getFileName() + CHECKSUMS);
    }

    static MessageFile create(Path path) throws IOException {
        return new MessageFile(path, StandardOpenOption.CREATE_NEW);
    }

    /** Opens one of whose octets nobody knows yet which are whole messages: see {@link #cut}. */
    static MessageFile open(Path path) throws IOException {
        MessageFile file = new MessageFile(path, StandardOpenOption.CREATE);
        file.length = file.channel.size();
        return file;
    }

    /** An end between the deletion of a file and that of its checksums leaves these, where a new file may need the name. */
    static void deleteLoneChecksums(Path directory) throws IOException {
        try (DirectoryStream<Path> all = Files.newDirectoryStream(directory, "*" + SUFFIX + CHECKSUMS)) {
            for (Path checksums : all) {
                String name = checksums.getFileName().toString();
                if (!Files.exists(directory.resolve(name.substring(0, name.length() - CHECKSUMS.length())))) {
                    Files.delete(checksums);
                }
            }
        }
    }

    long length() {
        return length;
    }

    long messages() {
        return messages;
    }

    /** Octets of the message that begins there; -1 if none does. */
    int octetsAt(long at) throws IOException {
        header.clear();
        if (at >= length || !readFully(channel, header, at)) {
            return -1;
        }
        int octets = RecordReader.lengthOf(header.flip());
        return at + octets <= length ? octets : -1;
    }

    boolean isEndOfMessage(long place) throws IOException {
        long at = 0;
        for (int octets = octetsAt(at); at < place && octets > 0; octets = octetsAt(at)) {
            at += octets;
        }
        return at == place;
    }

    /** The message that begins there, or null if there is none, or it is not what was written. */
    @Nullable
    ByteBuffer messageAt(long at, long index) throws IOException {
        int octets = octetsAt(at);
        if (octets < 0) {
            return null;
        }
        ByteBuffer message = octetsFrom(at, octets);
        checksum.clear();
        boolean isRead = message.remaining() == octets && readFully(checksums, checksum, index * CHECKSUM_LENGTH);
        return isRead && checksum.getInt(0) == checksumOf(message) ? message : null;
    }

    /** What stands there, message or not. */
    ByteBuffer octetsFrom(long at, int octets) throws IOException {
        ByteBuffer read = ByteBuffer.allocate(octets);
        readFully(channel, read, at);
        return read.flip();
    }

    private int checksumOf(ByteBuffer message) {
        crc.reset();
        crc.update(message.duplicate());
        return (int) crc.getValue();
    }

    private static boolean readFully(FileChannel from, ByteBuffer into, long at) throws IOException {
        long next = at;
        while (into.hasRemaining()) {
            int count = from.read(into, next);
            if (count < 0) {
                return false;
            }
            next += count;
        }
        return true;
    }

    /** The checksum goes first: a message that stands there whole has its own. */
    void put(ByteBuffer message) throws IOException {
        dirty = true;
        checksum.clear().putInt(checksumOf(message)).flip();
        for (long at = messages * CHECKSUM_LENGTH; checksum.hasRemaining(); ) {
            at += checksums.write(checksum, at);
        }
        messages++;
        while (message.hasRemaining()) {
            length += channel.write(message, length);
        }
    }

    /** Cuts off what is behind so many whole messages. */
    void cut(long wholeLength, long wholeMessages) throws IOException {
        length = wholeLength;
        messages = wholeMessages;
        channel.truncate(length);
    }

    /** Makes what was written last through a loss of power, and the file's name when it is new. */
    void sync() throws IOException {
        if (!dirty) {
            return;
        }
        channel.force(false);
        checksums.force(false);
        if (!isNameSynced) {
            PrivateFiles.sync(Objects.requireNonNull(path.getParent()));
            isNameSynced = true;
        }
        dirty = false;
    }

    @Override
    public void close() throws IOException {
        channel.close();
        checksums.close();
    }

    static void delete(Path path) throws IOException {
        Files.deleteIfExists(path);
        Files.deleteIfExists(checksumsOf(path));
    }
}
