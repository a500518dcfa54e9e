package vedette.export.ipfix;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import vedette.export.ExportAccount;

/**
 * One file of a spool: an IPFIX file (RFC 5655) that is complete by itself, and beside it a file with a checksum (CRC-32C) for
 * each message. Written at its end, read from its beginning, and knows what it holds that was not read yet, and how far what
 * was read is safe elsewhere: before that it can be read again.
 */
final class SpoolFile {
    private static final String SUFFIX = ".ipfix";
    private static final int ORDINAL_DIGITS = 10;

    /** No sensor gets this far. */
    static final long MOST_ORDINAL = 1_000_000_000;

    private static final int CHECKSUM_LENGTH = Integer.BYTES;

    private final Path path;
    private final long ordinal;
    private final FileChannel channel;
    private final FileChannel checksums;
    private final ByteBuffer header = ByteBuffer.allocate(IpfixMessage.HEADER_LENGTH);
    private final ByteBuffer checksum = ByteBuffer.allocate(CHECKSUM_LENGTH);
    private final CRC32C crc = new CRC32C();
    private final Contents flowsLeft = new Contents(Contents.Kind.FLOWS, 0);
    private final Contents alertsLeft = new Contents(Contents.Kind.ALERTS, 0);
    private @Nullable TransportSession writer;
    private long length;
    private long messages;
    private long readTo;
    private long messagesRead;
    private long settledTo;
    private long messagesSettled;
    private int underWay;
    private final Map<Long, Boolean> again = new HashMap<>();
    private final Contents sentFlowsLeft = new Contents(Contents.Kind.FLOWS, 0);
    private final Contents sentAlertsLeft = new Contents(Contents.Kind.ALERTS, 0);
    private boolean deleted;
    private long damagedOctets;
    private long damagedFlows;
    private long damagedAlerts;
    private boolean moreDamaged;
    private boolean dirty;
    private boolean isToldDamaged;

    /**
     * Where a message stands.
     *
     * @param end the octet behind it
     * @param messages how many there are up to its end
     */
    record Place(SpoolFile file, long end, long messages) {}

    private SpoolFile(Path path, StandardOpenOption... how) throws IOException {
        this.path = path;
        this.ordinal = ordinalOf(path);
        this.channel = FileChannel.open(path, how);
        try {
            this.checksums = FileChannel.open(checksumsOf(path), how);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private static Path checksumsOf(Path path) {
        return path.resolveSibling(path.getFileName() + ".crc");
    }

    static SpoolFile create(Path directory, long ordinal, TemplateBook book) throws IOException {
        Path path = directory.resolve(String.format("%0" + ORDINAL_DIGITS + "d", ordinal) + SUFFIX);
        SpoolFile file =
                new SpoolFile(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
        file.writer = new TransportSession(
                book, IpfixMessage.MOST_OCTETS, 1, Contents::begunSeconds, (message, contents) -> file.put(message));
        return file;
    }

    /** Opens a file of an earlier run, to be read from there on, or from its beginning if no message ends there. What is cut at its end is cut off. */
    static SpoolFile open(Path path, long readTo, RecordReader reader) throws IOException {
        SpoolFile file =
                new SpoolFile(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        file.length = file.channel.size();
        file.survey(reader, file.isEndOfMessage(readTo) ? readTo : 0);
        return file;
    }

    static boolean isSpoolFile(Path path) {
        return path.getFileName().toString().matches("[0-9]{" + ORDINAL_DIGITS + "}\\" + SUFFIX);
    }

    static long ordinalOf(Path path) {
        return Long.parseLong(path.getFileName().toString().substring(0, ORDINAL_DIGITS));
    }

    private boolean isEndOfMessage(long place) throws IOException {
        long at = 0;
        for (int octets = octetsAt(at); at < place && octets > 0; octets = octetsAt(at)) {
            at += octets;
        }
        return at == place;
    }

    /** Adds up what stands behind the mark, as far as it can be read. */
    private void survey(RecordReader reader, long mark) throws IOException {
        long at = 0;
        for (int octets = octetsAt(at); octets > 0; octets = octetsAt(at)) {
            ByteBuffer message = messageAt(at, messages);
            Contents contents = message == null ? null : reader.read(message);
            at += octets;
            messages++;
            if (at <= mark) {
                readTo = at;
                messagesRead = messages;
            } else if (contents == null) {
                damaged(reader, at - octets, octets);
            } else {
                add(contents, 1);
            }
        }
        settle();
        if (at < length) {
            damaged(reader, at, (int) Math.min(length - at, IpfixMessage.MOST_OCTETS));
            damagedOctets += length - at - Math.min(length - at, IpfixMessage.MOST_OCTETS);
        }
        length = at;
        channel.truncate(at);
    }

    private void damaged(RecordReader reader, long at, int octets) throws IOException {
        ByteBuffer message = ByteBuffer.allocate(octets);
        readFully(channel, message, at);
        RecordReader.Remains remains = reader.remains(message.flip());
        damagedOctets += octets;
        damagedFlows += remains.flows();
        damagedAlerts += remains.alerts();
        moreDamaged |= !remains.isWhole();
    }

    /** Octets that could not be read when the file was opened. */
    long damagedOctets() {
        return damagedOctets;
    }

    /** Flow records in them, as far as they can be counted. */
    long damagedFlows() {
        return damagedFlows;
    }

    /** Alerts in them, as far as they can be counted. */
    long damagedAlerts() {
        return damagedAlerts;
    }

    /** Whether there may have been more. */
    boolean hasMoreDamaged() {
        return moreDamaged;
    }

    /** Octets of the message that begins there; -1 if none does. */
    private int octetsAt(long at) throws IOException {
        header.clear();
        if (at >= length || !readFully(channel, header, at)) {
            return -1;
        }
        int octets = RecordReader.lengthOf(header.flip());
        return at + octets <= length ? octets : -1;
    }

    /** The message that begins there, or null if there is none, or it is not what was written. */
    private @Nullable ByteBuffer messageAt(long at, long index) throws IOException {
        int octets = octetsAt(at);
        if (octets < 0) {
            return null;
        }
        ByteBuffer message = ByteBuffer.allocate(octets);
        checksum.clear();
        boolean isRead = readFully(channel, message, at) && readFully(checksums, checksum, index * CHECKSUM_LENGTH);
        return isRead && checksum.getInt(0) == checksumOf(message.flip()) ? message : null;
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

    /**
     * Writes a message, after the templates it needs. Whether it waits to be read, the caller says.
     *
     * @throws IOException if it could not be written: then the file holds what it held before, and takes no more
     */
    Place append(ByteBuffer message, Contents contents) throws IOException {
        TransportSession session = writer;
        if (session == null) {
            throw new IllegalStateException(path + " takes no more");
        }
        long lengthBefore = length;
        long messagesBefore = messages;
        try {
            session.send(message, contents);
        } catch (IOException e) {
            writer = null;
            length = lengthBefore;
            messages = messagesBefore;
            channel.truncate(length);
            throw e;
        }
        dirty = true;
        return new Place(this, length, messages);
    }

    /** A message that was appended last waits to be read. */
    void hold(Contents contents) {
        add(contents, 1);
    }

    /** A message that was appended last, and before it all that was read, is under way already. */
    void passLast() {
        readTo = length;
        messagesRead = messages;
        underWay++;
    }

    /** The checksum goes first: a message that stands there whole has its own. */
    private void put(ByteBuffer message) throws IOException {
        checksum.clear().putInt(checksumOf(message)).flip();
        for (long at = messages * CHECKSUM_LENGTH; checksum.hasRemaining(); ) {
            at += checksums.write(checksum, at);
        }
        messages++;
        while (message.hasRemaining()) {
            length += channel.write(message, length);
        }
    }

    private void add(Contents contents, int sign) {
        Contents left = contents.kind() == Contents.Kind.ALERTS ? alertsLeft : flowsLeft;
        left.addAll(sign, contents);
    }

    /** The next message that was not taken yet; null if there is none, or it is damaged: see {@link #isRead}. */
    @Nullable
    ByteBuffer next() throws IOException {
        return messageAt(readTo, messagesRead);
    }

    /** Moves on behind the message that was next, and is under way now. */
    SentMessage take(ByteBuffer message, Contents contents, ExportAccount account) {
        readTo += message.limit();
        messagesRead++;
        underWay++;
        Boolean counted = again.remove(readTo);
        if (counted == null || !counted) {
            add(contents, -1);
        } else {
            addSent(contents, -1);
        }
        Place place = new Place(this, readTo, messagesRead);
        return new SentMessage(message, contents, account, place, counted != null, counted != null && counted);
    }

    /** Moves on behind a message that nobody is sent. */
    void pass(ByteBuffer message) {
        readTo += message.limit();
        messagesRead++;
        settle();
    }

    /** The oldest message under way is safe. */
    void settle(Place place) {
        underWay--;
        settledTo = place.end;
        messagesSettled = place.messages;
        settle();
    }

    private void settle() {
        if (underWay == 0) {
            settledTo = readTo;
            messagesSettled = messagesRead;
        }
    }

    /** Nothing is under way any more: reads again what is not safe. Each message of it is then {@linkplain #giveBack given back}. */
    void rewind() {
        readTo = settledTo;
        messagesRead = messagesSettled;
        underWay = 0;
    }

    /** A message waits that was under way. */
    void giveBack(Place place, Contents contents, boolean counted) {
        again.put(place.end, counted);
        if (counted) {
            addSent(contents, 1);
        } else {
            add(contents, 1);
        }
    }

    private void addSent(Contents contents, int sign) {
        Contents left = contents.kind() == Contents.Kind.ALERTS ? sentAlertsLeft : sentFlowsLeft;
        left.addAll(sign, contents);
    }

    /** Moves on behind a message that is damaged, or to the end if nobody knows where the next begins. */
    void skip() throws IOException {
        int octets = octetsAt(readTo);
        readTo = octets < 0 ? length : readTo + octets;
        messagesRead++;
        settle();
    }

    /** Whether this is the first damage met while it is read. */
    boolean tellsDamage() {
        boolean first = !isToldDamaged;
        isToldDamaged = true;
        return first;
    }

    boolean isRead() {
        return readTo >= length;
    }

    /** Whether nobody needs it any more. */
    boolean isSettled() {
        return settledTo >= length;
    }

    boolean isDeleted() {
        return deleted;
    }

    boolean isWritable() {
        return writer != null;
    }

    /** From now on it is read only. */
    void finish() {
        writer = null;
    }

    /** Makes what was written last through a loss of power. */
    void sync() throws IOException {
        if (dirty) {
            channel.force(false);
            checksums.force(false);
            dirty = false;
        }
    }

    void close() throws IOException {
        channel.close();
        checksums.close();
    }

    void delete() throws IOException {
        deleted = true;
        close();
        delete(path);
    }

    static void delete(Path path) throws IOException {
        Files.deleteIfExists(path);
        Files.deleteIfExists(checksumsOf(path));
    }

    Path path() {
        return path;
    }

    long ordinal() {
        return ordinal;
    }

    long length() {
        return length;
    }

    /** How far it has been taken. */
    long readTo() {
        return readTo;
    }

    /** How far what was taken is safe. */
    long settledTo() {
        return settledTo;
    }

    /** Flow records not taken yet, but for those that count as sent. */
    Contents flowsLeft() {
        return flowsLeft;
    }

    /** Alerts not taken yet, but for those that count as sent. */
    Contents alertsLeft() {
        return alertsLeft;
    }

    /** Flow records that count as sent and wait again, since the connection broke. */
    Contents sentFlowsLeft() {
        return sentFlowsLeft;
    }

    /** Alerts that count as sent and wait again, since the connection broke. */
    Contents sentAlertsLeft() {
        return sentAlertsLeft;
    }

    /** What was left is accounted for. */
    void forgetLeft() {
        for (Contents left : List.of(flowsLeft, alertsLeft, sentFlowsLeft, sentAlertsLeft)) {
            left.begin(0);
        }
    }
}
