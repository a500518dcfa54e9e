package vedette.export.transport;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import vedette.export.DropReason;
import vedette.export.ExportAccount;

/**
 * What was written to a connection last and may be lost with it: what the other host has not acknowledged, and the last of what it
 * has, which its process may not have read. A message's records count as sent when the operating system has taken it. Owned by the
 * exporting thread.
 */
public final class InFlight<M extends InFlight.Message> {
    /** What was acknowledged so long ago was read, if the other host has gone on to acknowledge. */
    static final long LONGEST_UNREAD_NS = TimeUnit.MINUTES.toNanos(10);

    /** A host that acknowledges nothing for so long has a process that does not read. */
    private static final long HELD_UP_NS = TimeUnit.SECONDS.toNanos(5);

    private final Consumer<M> safe;
    private final LongSupplier nowNs;
    private final Deque<M> waiting = new ArrayDeque<>();
    private final Deque<M> taken = new ArrayDeque<>();
    private final Deque<M> acknowledged = new ArrayDeque<>();
    private long written;
    private long acknowledgedTo;
    private long acknowledgedNs;
    private long heldUpNs;

    /** A message, where it ends among all that was written, and whether its records were counted as sent. */
    public abstract static class Message {
        private final ExportAccount account;
        private final long records;
        private final long uniflows;
        private final long packets;
        private final long octets;
        private long end;
        private long acknowledgedNs;
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
        this(safe, System::nanoTime);
    }

    InFlight(Consumer<M> safe, LongSupplier nowNs) {
        this.safe = safe;
        this.nowNs = nowNs;
        this.heldUpNs = nowNs.getAsLong();
    }

    public boolean isEmpty() {
        return last() == null;
    }

    /** What was written last, null if nothing is under way. */
    public @Nullable M last() {
        Deque<M> latest = !waiting.isEmpty() ? waiting : !taken.isEmpty() ? taken : acknowledged;
        return latest.peekLast();
    }

    /** All that may be lost with the connection, the oldest first. */
    public List<M> all() {
        List<M> all = new ArrayList<>(acknowledged);
        all.addAll(taken);
        all.addAll(waiting);
        return all;
    }

    /** Counts octets that need not go again: templates, and what a session says of itself. */
    public void passed(int octets) {
        written += octets;
    }

    /** Keeps a message that was just written. */
    public void add(M message) {
        written += message.length();
        ((Message) message).end = written;
        waiting.add(message);
    }

    /**
     * Counts what the operating system has taken, and forgets what the collector has read.
     *
     * @return octets that the operating system has taken since the connection was made
     */
    public long settle(StreamConnection connection) {
        long now = nowNs.getAsLong();
        long takenTo = written - connection.unsent();
        while (isBefore(waiting, takenTo)) {
            M message = waiting.remove();
            ((Message) message).countSent();
            taken.add(message);
        }
        acknowledge(takenTo, Math.min(takenTo, connection.acknowledged()), now);
        while (isBefore(acknowledged, acknowledgedTo - connection.unread()) || isOld(acknowledged.peek(), now)) {
            safe.accept(acknowledged.remove());
        }
        return takenTo;
    }

    private boolean isBefore(Deque<M> messages, long place) {
        return !messages.isEmpty() && ((Message) messages.element()).end <= place;
    }

    private void acknowledge(long takenTo, long to, long now) {
        if (to > acknowledgedTo || to == takenTo) {
            acknowledgedTo = to;
            acknowledgedNs = now;
        } else if (now - acknowledgedNs > HELD_UP_NS) {
            heldUpNs = now;
        }
        while (isBefore(taken, to)) {
            M message = taken.remove();
            ((Message) message).acknowledgedNs = now;
            acknowledged.add(message);
        }
    }

    private boolean isOld(@Nullable M message, long now) {
        return message != null
                && now - ((Message) message).acknowledgedNs > LONGEST_UNREAD_NS
                && now - heldUpNs > LONGEST_UNREAD_NS;
    }

    /** The connection ended when all was read that was acknowledged. */
    public void settleAcknowledged() {
        acknowledged.forEach(safe);
        acknowledged.clear();
    }

    /** The connection ended well, so that all was read. */
    public void settleAll() {
        for (M message : takeAll()) {
            ((Message) message).countSent();
            safe.accept(message);
        }
    }

    /** The connection is gone: hands back all that may be lost, the oldest first. */
    public List<M> takeAll() {
        List<M> all = all();
        List.of(acknowledged, taken, waiting).forEach(Deque::clear);
        written = 0;
        acknowledgedTo = 0;
        return all;
    }
}
