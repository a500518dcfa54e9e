package vedette.export.ipfix;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import vedette.export.ExportAccount;

/**
 * One file of a spool, complete by itself. Written at its end, read from its beginning, and knows what it holds that was not read
 * yet, and how far what was read is safe elsewhere: before that it can be read again.
 */
final class SpoolFile {
    private static final int ORDINAL_DIGITS = 10;

    /** No sensor gets this far. */
    static final long MOST_ORDINAL = 1_000_000_000;

    private final Path path;
    private final long ordinal;
    private final RecordReader reader;
    private final MessageFile file;
    private final Contents flowsLeft = new Contents(Contents.Kind.FLOWS, 0);
    private final Contents alertsLeft = new Contents(Contents.Kind.ALERTS, 0);
    private @Nullable TransportSession writer;
    private long readTo;
    private long sentTo;
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
    private boolean isToldDamaged;

    /**
     * Where a message stands.
     *
     * @param end the octet behind it
     * @param messages how many there are up to its end
     */
    record Place(SpoolFile file, long end, long messages) {}

    private SpoolFile(Path path, MessageFile file, RecordReader reader) {
        this.path = path;
        this.ordinal = ordinalOf(path);
        this.file = file;
        this.reader = reader;
    }

    static SpoolFile create(Path directory, long ordinal, TemplateBook book) throws IOException {
        Path path = directory.resolve(String.format("%0" + ORDINAL_DIGITS + "d", ordinal) + MessageFile.SUFFIX);
        SpoolFile created = new SpoolFile(path, MessageFile.create(path), RecordReader.ofOwn(book));
        created.writer = new TransportSession(
                book,
                IpfixMessage.MOST_OCTETS,
                1,
                Contents::begunSeconds,
                (message, contents) -> created.file.put(message));
        return created;
    }

    /**
     * Opens a file of an earlier run. What is cut at its end is cut off.
     *
     * @param readTo where it is to be read on; from its beginning if no message ends there
     * @param sentTo up to where messages were written to a connection before
     */
    static SpoolFile open(Path path, long readTo, long sentTo, TemplateBook book) throws IOException {
        SpoolFile opened = new SpoolFile(path, MessageFile.open(path), RecordReader.ofEarlier(book));
        opened.sentTo = sentTo;
        opened.survey(opened.file.isEndOfMessage(readTo) ? readTo : 0);
        opened.sentTo = Math.min(sentTo, opened.length());
        return opened;
    }

    static boolean isSpoolFile(Path path) {
        return path.getFileName().toString().matches("[0-9]{" + ORDINAL_DIGITS + "}\\" + MessageFile.SUFFIX);
    }

    static long ordinalOf(Path path) {
        return Long.parseLong(path.getFileName().toString().substring(0, ORDINAL_DIGITS));
    }

    /** Adds up what stands behind the mark, as far as it can be read. */
    private void survey(long mark) throws IOException {
        long at = 0;
        long messages = 0;
        for (int octets = file.octetsAt(at); octets > 0; octets = file.octetsAt(at)) {
            ByteBuffer message = file.messageAt(at, messages);
            Contents contents = message == null ? null : reader.read(message);
            at += octets;
            messages++;
            if (at <= mark) {
                readTo = at;
                messagesRead = messages;
            } else if (contents == null) {
                damaged(at - octets, octets);
            } else {
                waits(contents, at);
            }
        }
        settle();
        cutRest(at, messages);
    }

    /** It was left by an earlier run, which may have sent it. */
    private void waits(Contents contents, long end) {
        add(contents, 1);
        if (end <= sentTo) {
            again.put(end, false);
        }
    }

    private void cutRest(long at, long messages) throws IOException {
        long rest = length() - at;
        if (rest > 0) {
            int looked = (int) Math.min(rest, IpfixMessage.MOST_OCTETS);
            damaged(at, looked);
            damagedOctets += rest - looked;
        }
        file.cut(at, messages);
    }

    private void damaged(long at, int octets) throws IOException {
        RecordReader.Remains remains = reader.remains(file.octetsFrom(at, octets));
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
        long lengthBefore = file.length();
        long messagesBefore = file.messages();
        try {
            session.send(message, contents);
        } catch (IOException e) {
            writer = null;
            file.cut(lengthBefore, messagesBefore);
            throw e;
        }
        return new Place(this, file.length(), file.messages());
    }

    /** A message that was appended last waits to be read. */
    void hold(Contents contents) {
        add(contents, 1);
    }

    /** A message that was appended last, and before it all that was read, is under way already. */
    void passLast() {
        readTo = file.length();
        messagesRead = file.messages();
        sentTo = readTo;
        underWay++;
    }

    private void add(Contents contents, int sign) {
        Contents left = contents.kind() == Contents.Kind.ALERTS ? alertsLeft : flowsLeft;
        left.addAll(sign, contents);
    }

    /** The next message that was not taken yet; null if there is none, or it is damaged: see {@link #isRead}. */
    @Nullable
    ByteBuffer next() throws IOException {
        return file.messageAt(readTo, messagesRead);
    }

    /** What is in a message of this file, whose templates are named as the book names them from then on; null if it is damaged. */
    @Nullable
    Contents read(ByteBuffer message) {
        return reader.read(message);
    }

    /** Moves on behind the message that was next, and is under way now. */
    SentMessage take(ByteBuffer message, Contents contents, ExportAccount account) {
        readTo += message.limit();
        messagesRead++;
        sentTo = Math.max(sentTo, readTo);
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
        sentTo = Math.max(sentTo, place.end);
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
        int octets = file.octetsAt(readTo);
        readTo = octets < 0 ? length() : readTo + octets;
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
        return readTo >= length();
    }

    /** Whether nobody needs it any more. */
    boolean isSettled() {
        return settledTo >= length();
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
        file.sync();
    }

    void close() throws IOException {
        file.close();
    }

    void delete() throws IOException {
        deleted = true;
        close();
        MessageFile.delete(path);
    }

    Path path() {
        return path;
    }

    long ordinal() {
        return ordinal;
    }

    long length() {
        return file.length();
    }

    /** How far it has been taken. */
    long readTo() {
        return readTo;
    }

    /** How far what was taken is safe. */
    long settledTo() {
        return settledTo;
    }

    /** How far it was ever taken. */
    long sentTo() {
        return sentTo;
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

    /** What counted as sent and waits again does not count as sent any more. */
    void recall() {
        again.replaceAll((place, counted) -> false);
        for (Contents sent : List.of(sentFlowsLeft, sentAlertsLeft)) {
            (sent == sentFlowsLeft ? flowsLeft : alertsLeft).addRecords(sent.records(), sent.packets(), sent.octets());
            sent.begin(0);
        }
    }

    /** What was left is accounted for. */
    void forgetLeft() {
        for (Contents left : List.of(flowsLeft, alertsLeft, sentFlowsLeft, sentAlertsLeft)) {
            left.begin(0);
        }
    }
}
