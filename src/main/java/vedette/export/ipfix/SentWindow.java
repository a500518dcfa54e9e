package vedette.export.ipfix;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import vedette.export.DropReason;
import vedette.export.ExportAccount;
import vedette.export.ExportCounters;

/**
 * What was written to a connection last and may be lost with it: as many octets as the operating system may hold. A message's
 * records count as sent when the operating system has taken it.
 */
final class SentWindow {
    private final ExportCounters counters;
    private final Consumer<Sent> safe;
    private final Deque<Sent> messages = new ArrayDeque<>();
    private long written;

    /** A message that is under way, where it ends among all that was written, and where it stands on disk, if it does. */
    static final class Sent {
        final ByteBuffer message;
        final Contents contents;
        private long end;
        private final boolean again;
        private SpoolFile.@Nullable Place place;
        private boolean counted;

        /** A message that stands nowhere else. */
        Sent(ByteBuffer message, Contents contents) {
            this(message, contents, null, false, false);
        }

        /**
         * @param again whether it was written to a connection that broke
         * @param counted whether it was counted as sent
         */
        Sent(ByteBuffer message, Contents contents, SpoolFile.@Nullable Place place, boolean again, boolean counted) {
            this.message = message;
            this.contents = contents;
            this.place = place;
            this.again = again;
            this.counted = counted;
        }

        boolean isAgain() {
            return again;
        }

        SpoolFile.@Nullable Place place() {
            return place;
        }

        void placeAt(SpoolFile.Place now) {
            place = now;
        }

        boolean isCounted() {
            return counted;
        }
    }

    /** @param safe told of each message that no broken connection can lose any more */
    SentWindow(ExportCounters counters, Consumer<Sent> safe) {
        this.counters = counters;
        this.safe = safe;
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
            safe.accept(messages.remove());
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

    /** The messages that may be lost with the connection, the oldest first. */
    Iterable<Sent> messages() {
        return messages;
    }

    /** Whether all of them stand on disk: the last is put there after the others. */
    boolean isOnDisk() {
        Sent last = messages.peekLast();
        return last == null || last.place != null;
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

    /** Counts a message as dropped that will not be written once more: also if it was counted as sent. */
    void drop(Sent sent, DropReason reason) {
        Contents contents = sent.contents;
        ExportAccount account = account(contents);
        if (sent.counted) {
            account.sent().add(-contents.records(), -contents.packets(), -contents.octets());
        }
        account.dropped(reason).add(contents.records(), contents.packets(), contents.octets());
    }

    private ExportAccount account(Contents contents) {
        return contents.kind() == Contents.Kind.ALERTS ? counters.alerts() : counters;
    }
}
