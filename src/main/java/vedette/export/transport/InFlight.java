package vedette.export.transport;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import vedette.export.DropReason;
import vedette.export.ExportAccount;

/**
 * What was written to a connection last and may be lost with it: as many octets as the operating system may hold. A message's
 * records count as sent when the operating system has taken it. Owned by the exporting thread.
 */
public final class InFlight<M extends InFlight.Message> {
    private final Consumer<M> safe;
    private final Deque<M> messages = new ArrayDeque<>();
    private long written;

    /** A message, where it ends among all that was written, and whether its records were counted as sent. */
    public abstract static class Message {
        private final ExportAccount account;
        private final long records;
        private final long uniflows;
        private final long packets;
        private final long octets;
        private long end;
        private boolean counted;

        /** One whose collector nobody tells how many records were dropped. */
        protected Message(ExportAccount account, long records, long packets, long octets, boolean counted) {
            this(account, records, records, packets, octets, counted);
        }

        /**
         * @param account of its records
         * @param uniflows see {@link vedette.export.DroppedTotal}
         * @param counted whether they were counted as sent before
         */
        protected Message(
                ExportAccount account, long records, long uniflows, long packets, long octets, boolean counted) {
            this.account = account;
            this.records = records;
            this.uniflows = uniflows;
            this.packets = packets;
            this.octets = octets;
            this.counted = counted;
        }

        /** Octets that are written. */
        protected abstract int length();

        public final boolean isCounted() {
            return counted;
        }

        private void countSent() {
            if (!counted) {
                counted = true;
                account.sent().add(records, packets, octets);
            }
        }

        /** It is written once more: the collector may get it twice. */
        public final void countAgain() {
            account.resent().add(records, packets, octets);
        }

        /** It will not be written once more: nobody can say that it was sent. */
        public final void recall() {
            if (counted) {
                counted = false;
                account.sent().add(-records, -packets, -octets);
            }
        }

        /** It will not be written once more, and is dropped: also if it was counted as sent. */
        public final void drop(DropReason reason) {
            recall();
            account.dropped(reason).add(records, uniflows, packets, octets);
        }
    }

    /** @param safe told of each message that no broken connection can lose any more */
    public InFlight(Consumer<M> safe) {
        this.safe = safe;
    }

    public boolean isEmpty() {
        return messages.isEmpty();
    }

    /** What was written last, null if nothing is under way. */
    public @Nullable M last() {
        return messages.peekLast();
    }

    /** All that may be lost with the connection, the oldest first. */
    public Iterable<M> all() {
        return messages;
    }

    /** Counts octets that need not go again: templates, and what a session says of itself. */
    public void passed(int octets) {
        written += octets;
    }

    /** Keeps a message that was just written. */
    public void add(M message) {
        written += message.length();
        ((Message) message).end = written;
        messages.add(message);
    }

    /**
     * Counts what the operating system has taken, and forgets what it cannot hold any more.
     *
     * @param unsent octets written that it has not taken
     * @param held octets that it may hold
     * @return octets that it has taken since the connection was made
     */
    public long settle(long unsent, long held) {
        long taken = written - unsent;
        for (Message message : messages) {
            if (message.end > taken) {
                break;
            }
            message.countSent();
        }
        while (!messages.isEmpty() && ((Message) messages.element()).end <= taken - held) {
            safe.accept(messages.remove());
        }
        return taken;
    }

    /** The connection is gone: hands back all that may be lost, the oldest first. */
    public List<M> takeAll() {
        List<M> all = new ArrayList<>(messages);
        messages.clear();
        written = 0;
        return all;
    }
}
