package vedette.export.ipfix;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import vedette.export.ExportAccount;
import vedette.export.ExportCounters;

/**
 * What was written to a connection last and may be lost with it: as many octets as the operating system may hold. A message's
 * records count as sent when the operating system has taken it.
 */
final class SentWindow {
    private final ExportCounters counters;
    private final Deque<Sent> messages = new ArrayDeque<>();
    private long written;

    /** A message, where it ends among all that was written, and whether it was counted as sent. */
    static final class Sent {
        final ByteBuffer message;
        final Contents contents;
        private long end;
        private boolean counted;

        Sent(ByteBuffer message, Contents contents, boolean counted) {
            this.message = message;
            this.contents = contents;
            this.counted = counted;
        }

        boolean isCounted() {
            return counted;
        }
    }

    SentWindow(ExportCounters counters) {
        this.counters = counters;
    }

    /** Counts octets that need not go again: templates, and what the session says of itself. */
    void passed(int octets) {
        written += octets;
    }

    /** Keeps a message that was just written. */
    void add(Sent sent) {
        written += sent.message.remaining();
        sent.end = written;
        messages.add(sent);
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
        for (Sent sent : messages) {
            if (sent.end > taken) {
                break;
            }
            count(sent);
        }
        while (!messages.isEmpty() && messages.element().end <= taken - held) {
            messages.remove();
        }
        return taken;
    }

    private void count(Sent sent) {
        if (!sent.counted) {
            sent.counted = true;
            Contents contents = sent.contents;
            account(contents).sent().add(contents.records(), contents.packets(), contents.octets());
        }
    }

    /** The connection is gone: hands back all that may be lost, the oldest first. */
    List<Sent> takeAll() {
        List<Sent> all = new ArrayList<>(messages);
        messages.clear();
        written = 0;
        return all;
    }

    /** Counts a message that is written once more: the collector may get it twice. */
    void countAgain(Sent sent) {
        Contents contents = sent.contents;
        account(contents).resent().add(contents.records(), contents.packets(), contents.octets());
    }

    private ExportAccount account(Contents contents) {
        return contents.kind() == Contents.Kind.ALERTS ? counters.alerts() : counters;
    }
}
