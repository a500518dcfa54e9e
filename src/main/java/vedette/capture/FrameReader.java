package vedette.capture;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;

/** Reads the frames of one capture file, one after the other. */
abstract class FrameReader implements Closeable {
    /**
     * The most octets of a frame that are read (libpcap's bound, too). A record that says it holds more is damage, but for
     * the few link types whose frames may be larger: of theirs the first so many octets are given.
     */
    static final int MAX_FRAME_LENGTH = 262_144;

    private static final int MAX_LARGE_FRAME_LENGTH = 128 << 20;
    private static final int DBUS = 231;
    private static final int USBPCAP = 249;
    private static final int EBHSCR = 279;

    protected final FileLog log;
    protected ByteFeed feed;
    /** Length of the record (or block) the feed stands at, once it has been read; the next call leaves it behind. */
    protected int recordLength;

    FrameReader(ByteFeed feed, FileLog log) {
        this.feed = feed;
        this.log = log;
    }

    /**
     * Refills {@code frame} with the next frame, which lies in the feed's window until the next call.
     *
     * @return false at the end of what can be read; anything wrong with the file has been logged then
     * @throws IOException if the file could not be read
     */
    abstract boolean next(Frame frame) throws IOException;

    /** Where in the file's content the frame at hand, or what follows it, begins. */
    final long offset() {
        return feed.offset();
    }

    /** Goes on with another feed that stands at {@link #offset()}: the frame at hand is the next one again. */
    final void resume(ByteFeed feed) {
        this.feed = feed;
        recordLength = 0;
    }

    /** What no sane frame of this link type exceeds, in octets. */
    static int maximumLength(int linkType) {
        return linkType == DBUS || linkType == USBPCAP || linkType == EBHSCR
                ? MAX_LARGE_FRAME_LENGTH
                : MAX_FRAME_LENGTH;
    }

    /** The feed ended where a file may end, or inside something: says so in the log then. Returns false. */
    protected final boolean endInside(String what) {
        if (feed.available() > 0 || feed.damage() != null) {
            cutInside(what);
        }
        return false;
    }

    /** The feed ended inside something: says so in the log. Returns false. */
    protected final boolean cutInside(String what) {
        IOException damage = feed.damage();
        if (damage != null) {
            logDamage(damage);
        } else {
            log.cut(feed.offset(), what);
        }
        return false;
    }

    private void logDamage(IOException damage) {
        long offset = feed.offset() + feed.available();
        if (damage instanceof EOFException) {
            log.cut(offset, "packed data");
        } else {
            log.corrupt(offset, "damaged packed data (" + CaptureException.reason(damage) + ")");
        }
    }

    @Override
    public void close() {
        try {
            feed.close();
        } catch (IOException e) {
            // Nothing is lost: the file was only read.
        }
    }
}
