package vedette.export.syslog;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import vedette.export.ExportAccount;

/**
 * Frames that were written to a connection last and may be lost with it: as many octets as the operating system may hold. A
 * frame's record counts as sent when the operating system has taken it.
 */
final class SentFrames {
    private final Deque<Frame> frames = new ArrayDeque<>();
    private long written;

    /** The frame of one record, where it ends among all that was written, and whether it was counted as sent. */
    static final class Frame {
        final byte[] bytes;
        private final ExportAccount account;
        private final long packets;
        private final long octets;
        private long end;
        private boolean counted;

        Frame(byte[] bytes, ExportAccount account, long packets, long octets) {
            this.bytes = bytes;
            this.account = account;
            this.packets = packets;
            this.octets = octets;
        }

        private void countSent() {
            if (!counted) {
                counted = true;
                account.sent().add(1, packets, octets);
            }
        }

        /** It is written once more: the collector may get it twice. */
        void countAgain() {
            account.resent().add(1, packets, octets);
        }

        /** It will not be written once more: nobody can say that it was sent. */
        void recall() {
            if (counted) {
                counted = false;
                account.sent().add(-1, -packets, -octets);
            }
        }
    }

    boolean isEmpty() {
        return frames.isEmpty();
    }

    /** Keeps a frame that was just written. */
    void add(Frame frame) {
        written += frame.bytes.length;
        frame.end = written;
        frames.add(frame);
    }

    /**
     * Counts what the operating system has taken, and forgets what it cannot hold any more.
     *
     * @param unsent octets written that it has not taken
     * @param held octets that it may hold
     * @return octets that it has taken since the connection was made
     */
    long settle(long unsent, long held) {
        long taken = written - unsent;
        for (Frame frame : frames) {
            if (frame.end > taken) {
                break;
            }
            frame.countSent();
        }
        while (!frames.isEmpty() && frames.element().end <= taken - held) {
            frames.remove();
        }
        return taken;
    }

    /** The connection is gone: hands back all that may be lost, the oldest first. */
    List<Frame> takeAll() {
        List<Frame> all = new ArrayList<>(frames);
        frames.clear();
        written = 0;
        return all;
    }
}
