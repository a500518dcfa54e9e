package vedette.export.ipfix;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vedette.export.DropReason;
import vedette.export.ExportCounters;
import vedette.os.PrivateFiles;

/**
 * Messages on disk for one collector that is away: IPFIX files in a directory of their own, filled one after the other and
 * given back in the order in which they were filled, also to the next run of the sensor. Owned by the exporting thread.
 *
 * <p>Bounded: when the files reach {@code mostOctets} the oldest is deleted, and nothing is written while its {@linkplain SpoolDisk disk}
 * has less than {@code leastFree} octets left; both are counted by reason. Each message is handed to the operating system at once,
 * so {@code kill -9} loses none; a loss of power loses what was written within {@link #SYNC_NS}. What was taken stays until it
 * is {@linkplain #settle safe}: if it never was, or not for that time, it is given back again.
 */
final class Spool {
    private static final Logger LOG = LoggerFactory.getLogger(Spool.class);

    /** How often what was written and what was given back is made to last. */
    static final long SYNC_NS = TimeUnit.SECONDS.toNanos(1);

    /** A spool of full size is as many files, so that this part of it is lost when the oldest gives way. */
    private static final int FILES = 16;

    private final String collector;
    private final Path directory;
    private final long mostOctets;
    private final SpoolDisk disk;
    private final TemplateBook book;
    private final SpoolBooks books;
    private final SpoolTerms terms;
    private final Deque<SpoolFile> files = new ArrayDeque<>();
    private final SpoolLock lock;

    private long nextOrdinal = 1;
    private long syncedNs = System.nanoTime();
    private boolean progressed;
    private @Nullable Contents nextContents;

    /**
     * Opens a collector's spool, and counts what an earlier run has left in it as recovered and spooled.
     *
     * @param collector what the log calls it
     * @param directory of this collector alone; made if it is not there
     * @param terms what it may be given: if what waits is more, it is dropped
     * @throws IOException in words for an operator, if the directory cannot be used
     */
    static Spool open(
            String collector,
            Path directory,
            SpoolTerms terms,
            long mostOctets,
            long leastFree,
            TemplateBook book,
            ExportCounters counters)
            throws IOException {
        try {
            PrivateFiles.makeDirectory(directory);
            return new Spool(collector, directory, terms, mostOctets, leastFree, book, counters);
        } catch (FileSystemException e) {
            throw new IOException("cannot use the spool " + directory + ": " + reason(e), e);
        }
    }

    private static String reason(FileSystemException e) {
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        return e.getReason() == null ? e.getClass().getSimpleName() + " " + e.getMessage() : e.getReason();
    }

    private Spool(
            String collector,
            Path directory,
            SpoolTerms terms,
            long mostOctets,
            long leastFree,
            TemplateBook book,
            ExportCounters counters)
            throws IOException {
        this.collector = collector;
        this.directory = directory;
        this.terms = terms;
        this.mostOctets = mostOctets;
        this.disk = new SpoolDisk(collector, directory, leastFree, counters);
        this.book = book;
        this.books = new SpoolBooks(collector, counters);
        this.lock = lock(counters);
        try {
            recover();
            refuseWhatMayNotPass();
        } catch (IOException e) {
            release();
            throw e;
        }
    }

    private SpoolLock lock(ExportCounters counters) throws IOException {
        SpoolLock taken = new SpoolLock(directory);
        if (taken.foundOpen()) {
            counters.endedUncleanly();
            LOG.warn(
                    "collector {}: the sensor did not end cleanly before; what waited in its memory is lost, what is in {} is"
                            + " not",
                    collector,
                    directory);
        }
        return taken;
    }

    private void recover() throws IOException {
        List<Path> earlier = earlier();
        MessageFile.deleteLoneChecksums(directory);
        long last = earlier.isEmpty() ? SpoolFile.MOST_ORDINAL : SpoolFile.ordinalOf(earlier.get(earlier.size() - 1));
        SpoolMark mark = SpoolMark.read(directory, last);
        // The mark may have outlived its file, and must not be taken for that of another.
        nextOrdinal = mark.ordinal() + 1;
        progressed = true;
        for (Path path : earlier) {
            long ordinal = SpoolFile.ordinalOf(path);
            nextOrdinal = Math.max(nextOrdinal, ordinal + 1);
            if (ordinal < mark.ordinal()) {
                MessageFile.delete(path);
            } else {
                recover(path, mark.settledTo(ordinal), mark.sentTo(ordinal));
            }
        }
        dropSettled();
        books.tellRecovered();
    }

    private void recover(Path path, long readTo, long sentTo) throws IOException {
        SpoolFile file = SpoolFile.open(path, readTo, sentTo, book);
        if (file.readTo() != readTo) {
            SpoolMark.tellDamaged(directory);
        }
        files.add(file);
        books.recovered(file);
    }

    /** What waits may have been meant for a collector that was to know more. */
    private void refuseWhatMayNotPass() throws IOException {
        SpoolTerms before = SpoolTerms.read(directory);
        if (!terms.cover(before) && !files.isEmpty()) {
            books.tellRefused();
            while (!files.isEmpty()) {
                deleteOldest(DropReason.SPOOL_REFUSED);
            }
        }
        if (!terms.equals(before)) {
            SpoolTerms.forget(directory);
        }
        writeTerms();
    }

    /** Where none are written, all might be asked of what waits. */
    private void writeTerms() {
        try {
            if (!SpoolTerms.isWritten(directory)) {
                terms.write(directory);
            }
        } catch (IOException e) {
            disk.failed(e);
        }
    }

    private List<Path> earlier() throws IOException {
        try (Stream<Path> all = Files.list(directory)) {
            return all.filter(SpoolFile::isSpoolFile).sorted().collect(Collectors.toList());
        }
    }

    /** Whether nothing waits to be taken. */
    boolean isEmpty() {
        return oldestUnread() == null;
    }

    private @Nullable SpoolFile oldestUnread() {
        for (SpoolFile file : files) {
            if (!file.isRead()) {
                return file;
            }
        }
        return null;
    }

    /** Keeps a message, or drops and counts it. */
    void append(ByteBuffer message, Contents contents) {
        SpoolFile.Place place = write(message, contents);
        if (place == null) {
            books.dropped(contents, whyNotKept());
        } else {
            place.file().hold(contents);
            books.spooled(contents);
        }
    }

    /**
     * Keeps a message that is under way and stands nowhere else, as if it had been taken.
     *
     * @return false if it cannot be kept, or would be read before what came before it
     */
    boolean secure(SentMessage sent) {
        if (sent.place() != null) {
            return true;
        }
        SpoolFile.Place place = isEmpty() ? write(sent.message.duplicate(), sent.contents) : null;
        if (place == null) {
            return false;
        }
        place.file().passLast();
        sent.placeAt(place);
        return true;
    }

    /** The connection broke: reads again what is not safe. Each message of it is then {@linkplain #takeBack taken back}. */
    void rewind() {
        nextContents = null;
        for (SpoolFile file : files) {
            file.rewind();
        }
    }

    /**
     * Keeps a message that was under way.
     *
     * @return false if it stands nowhere on disk and cannot be written
     */
    boolean takeBack(SentMessage sent) {
        SpoolFile.Place place = sent.place();
        if (place == null || place.file().isDeleted()) {
            place = write(sent.message.duplicate(), sent.contents);
        }
        if (place == null) {
            return false;
        }
        Contents contents = sent.contents;
        place.file().giveBack(place, contents, sent.isCounted());
        if (!sent.isCounted()) {
            books.spooled(contents);
        }
        return true;
    }

    /** Why a message could not be kept. */
    DropReason whyNotKept() {
        return disk.whyNotKept();
    }

    private SpoolFile.@Nullable Place write(ByteBuffer message, Contents contents) {
        disk.look();
        if (disk.isLow()) {
            return null;
        }
        try {
            SpoolFile.Place place = writable(message.remaining()).append(message, contents);
            disk.written();
            return place;
        } catch (IOException e) {
            discardEmpty();
            disk.notWritten(e);
            return null;
        }
    }

    /** A file that never took anything would be one more with each message. */
    private void discardEmpty() {
        SpoolFile last = files.peekLast();
        if (last != null && last.length() == 0) {
            files.removeLast();
            try {
                last.delete();
            } catch (IOException e) {
                disk.failed(e);
            }
        }
    }

    /** The last file if it has room for so many octets, else a new one; makes room for it first. */
    private SpoolFile writable(int octets) throws IOException {
        SpoolFile last = files.peekLast();
        if (last != null && (!last.isWritable() || last.length() + octets > mostOctets / FILES)) {
            last.finish();
            last.sync();
            last = null;
        }
        long length = 0;
        for (SpoolFile file : files) {
            length += file.length();
        }
        while (length + octets > mostOctets && files.size() > 1) {
            length -= files.element().length();
            deleteOldest(DropReason.SPOOL_FULL);
        }
        if (last == null) {
            disk.makeAgain();
            writeTerms();
            last = SpoolFile.create(directory, nextOrdinal++, book);
            files.add(last);
        }
        return last;
    }

    /** @param reason why what it still holds, if anything, goes nowhere */
    private void deleteOldest(DropReason reason) throws IOException {
        SpoolFile oldest = files.remove();
        nextContents = null;
        progressed = true;
        books.dropLeft(oldest, reason);
        writeMark();
        oldest.delete();
    }

    /** The oldest message of data records; null if there is none. What is damaged is dropped and counted on the way. */
    @Nullable
    ByteBuffer peek() {
        for (SpoolFile oldest = oldestUnread(); oldest != null; oldest = oldestUnread()) {
            try {
                ByteBuffer message = oldest.next();
                Contents contents = message == null ? null : oldest.read(message);
                if (message != null && contents != null && contents.kind() != Contents.Kind.SESSION) {
                    nextContents = contents;
                    return message;
                }
                if (message != null && contents != null) {
                    oldest.pass(message);
                } else {
                    if (oldest.tellsDamage()) {
                        LOG.warn(
                                "{} is damaged at octet {}; what cannot be read is dropped",
                                oldest.path(),
                                oldest.readTo());
                    }
                    oldest.finish();
                    oldest.skip();
                    progressed = true;
                }
                onRead(oldest);
            } catch (IOException e) {
                disk.failed(e);
                return null;
            }
        }
        return null;
    }

    /** What is in the message last peeked at. */
    Contents contents() {
        Contents contents = nextContents;
        if (contents == null) {
            throw new IllegalStateException("nothing was peeked at");
        }
        return contents;
    }

    /** The message last peeked at is on its way from now on. Whoever takes it says when it is {@linkplain #settle safe}. */
    SentMessage take(ByteBuffer message) {
        Contents contents = contents();
        SpoolFile file = Objects.requireNonNull(oldestUnread());
        message.rewind();
        SentMessage sent = file.take(message, contents, books.account(contents));
        if (!sent.isCounted()) {
            books.taken(contents);
        }
        nextContents = null;
        progressed = true;
        onRead(file);
        return sent;
    }

    /** What was left of a file that is read to its end could not be read. */
    private void onRead(SpoolFile file) {
        if (file.isRead()) {
            books.dropLeft(file, DropReason.SPOOL_DAMAGED);
            dropSettled();
        }
    }

    /** Gives up the oldest message under way: no broken connection can lose it any more. */
    void settle(SentMessage sent) {
        SpoolFile.Place place = sent.place();
        if (place != null && !place.file().isDeleted()) {
            place.file().settle(place);
            progressed = true;
            dropSettled();
        }
    }

    private void dropSettled() {
        while (!files.isEmpty() && files.element().isSettled()) {
            try {
                deleteOldest(DropReason.SPOOL_DAMAGED);
            } catch (IOException e) {
                disk.failed(e);
            }
        }
    }

    /** Makes written and given back last, if it is time. */
    void tend() {
        long now = System.nanoTime();
        if (now - syncedNs >= SYNC_NS) {
            syncedNs = now;
            sync();
            if (disk.isLow()) {
                disk.look();
            }
        }
    }

    private void sync() {
        try {
            for (SpoolFile file : files) {
                file.sync();
            }
        } catch (IOException e) {
            disk.failed(e);
        }
        if (progressed) {
            writeMark();
        }
    }

    private void writeMark() {
        try {
            mark().write(directory);
            progressed = false;
        } catch (IOException e) {
            disk.failed(e);
        }
    }

    private SpoolMark mark() {
        SpoolFile oldest = files.peekFirst();
        if (oldest == null) {
            return new SpoolMark(nextOrdinal, 0, nextOrdinal, 0);
        }
        SpoolFile sent = oldest;
        for (SpoolFile file : files) {
            sent = file.sentTo() > 0 ? file : sent;
        }
        return new SpoolMark(oldest.ordinal(), oldest.settledTo(), sent.ordinal(), sent.sentTo());
    }

    /** Leaves what waits to the next run: it was not sent, though a broken connection had taken some of it. */
    void close() throws IOException {
        for (SpoolFile file : files) {
            books.recall(file);
        }
        progressed = true;
        sync();
        release();
    }

    private void release() throws IOException {
        for (SpoolFile file : files) {
            file.close();
        }
        lock.close();
    }
}
