package vedette.export;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vedette.detect.Alert;
import vedette.detect.AlertHandler;
import vedette.flow.Flow;
import vedette.flow.FlowHandler;

/**
 * The exporting process for one collector or file: bounded queues of flow records and alerts that the metering thread fills
 * and a thread of its own that empties them, in one order, into an {@link Exporter}. When a queue is full a live sensor drops
 * and counts, a replay waits.
 */
public final class ExportingAgent implements FlowHandler, AlertHandler, AutoCloseable {
    /** Alerts that may wait. */
    static final int QUEUED_ALERTS = 1024;

    private static final long WAIT_FOR_ROOM_NS = 50_000;
    private static final long NO_ROOM_NS = 1_000_000_000;
    private static final long SHORTEST_NAP_NS = 1_000_000;
    private static final long LONGEST_NAP_NS = 5_000_000;
    /** How long a live sensor waits for an exporter that was interrupted: its connection may take a while to close. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(4);

    private final String collector;
    private final Exporter exporter;
    private final ExportCounters counters;
    private final RecordQueue queue;
    private final AlertQueue alerts = new AlertQueue(QUEUED_ALERTS);
    private final @Nullable Duration drain;
    private final Thread thread;

    // Of the metering thread alone.
    private long finishNs;
    private boolean lastCalled;

    // Of the exporting thread alone.
    private final Flow record = new Flow();
    private final ExportTotal given = new ExportTotal();
    private final ExportTotal givenAlerts = new ExportTotal();
    private final Step export;
    private final Step idle;
    private boolean closed;

    private volatile boolean closing;
    private volatile boolean outOfTime;
    private volatile @Nullable Throwable failure;

    /**
     * An agent for a live sensor: it never makes the metering thread wait, and tells of a failure itself.
     *
     * @param collector what the log and the thread call it
     * @param queueRecords room of the flow records' queue, rounded up to a power of two; a record takes 512 octets
     * @param drain how long {@link #close()} may take to send what is queued
     */
    public static ExportingAgent live(
            String collector, Exporter exporter, ExportCounters counters, int queueRecords, Duration drain) {
        return new ExportingAgent(collector, exporter, counters, queueRecords, drain);
    }

    /** An agent for a replay: a full queue makes the metering thread wait, and {@link #failure()} is for it to ask. */
    public static ExportingAgent replay(
            String collector, Exporter exporter, ExportCounters counters, int queueRecords) {
        return new ExportingAgent(collector, exporter, counters, queueRecords, null);
    }

    /** What the queue of so many flow records takes of the heap, from the start. */
    public static long queueOctets(int queueRecords) {
        return RecordQueue.octets(queueRecords);
    }

    private ExportingAgent(
            String collector, Exporter exporter, ExportCounters counters, int queueRecords, @Nullable Duration drain) {
        this.collector = collector;
        this.exporter = exporter;
        this.counters = counters;
        this.drain = drain;
        this.queue = new RecordQueue(queueRecords);
        this.export = () -> exporter.onFlow(record);
        this.idle = exporter::onIdle;
        this.thread = new Thread(this::run, "export " + collector);
        thread.setDaemon(true);
    }

    /** Gives up an agent that was never started. */
    public void discard() {
        try {
            exporter.close();
        } catch (IOException unused) {
            // Nothing was ever handed to it that could be lost.
        }
    }

    /** Starts the agent's thread; returns the agent. */
    public ExportingAgent start() {
        thread.start();
        return this;
    }

    public String collector() {
        return collector;
    }

    public ExportCounters counters() {
        return counters;
    }

    /** Flow records that may wait. */
    public int queueLimit() {
        return queue.capacity();
    }

    /** Why the exporter gave up, or null while all is well. From then on every record is dropped and counted. */
    public @Nullable Throwable failure() {
        return failure;
    }

    /** Called on the metering thread. */
    @Override
    public void onFlow(Flow flow) {
        counters.offered().add(flow);
        if (queue.offer(flow)) {
            return;
        }
        if (drain != null) {
            if (!lastCalled || !awaitRoom(() -> queue.offer(flow))) {
                counters.dropped(DropReason.QUEUE_FULL).add(flow);
            }
            return;
        }
        do {
            LockSupport.parkNanos(WAIT_FOR_ROOM_NS);
        } while (!queue.offer(flow));
    }

    /** While the last records are handed over, waits for room as long as any comes. */
    private boolean awaitRoom(BooleanSupplier offer) {
        long sinceNs = System.nanoTime();
        while (lastCalled) {
            LockSupport.parkNanos(WAIT_FOR_ROOM_NS);
            if (offer.getAsBoolean()) {
                return true;
            }
            long nowNs = System.nanoTime();
            lastCalled = nowNs - sinceNs < NO_ROOM_NS
                    && nowNs - finishNs < Objects.requireNonNull(drain).toNanos();
        }
        return false;
    }

    /** Called on the metering thread. */
    @Override
    public void onAlert(Alert alert) {
        counters.alerts().offered().add(1, 0, 0);
        if (alerts.offer(alert, queue.offered())) {
            return;
        }
        if (drain != null) {
            if (!lastCalled || !awaitRoom(() -> alerts.offer(alert, queue.offered()))) {
                counters.alerts().dropped(DropReason.QUEUE_FULL).add(1, 0, 0);
            }
            return;
        }
        do {
            LockSupport.parkNanos(WAIT_FOR_ROOM_NS);
        } while (!alerts.offer(alert, queue.offered()));
    }

    /**
     * Nothing is captured any more: from now on a full queue of a live sensor makes the metering thread wait for room, since all
     * flows and alerts that are open come at once. The drain time begins.
     */
    public void lastCall() {
        finishNs = System.nanoTime();
        lastCalled = drain != null;
    }

    /** Begins to end: what is queued is still exported. Called once nobody offers any more. */
    public void finish() {
        finishNs = finishNs == 0 ? System.nanoTime() : finishNs;
        closing = true;
    }

    /** Waits until all is exported, when live no longer than the drain time, and cuts short what takes longer. */
    public void hurry() {
        finish();
        if (drain == null) {
            joinUntil(Long.MAX_VALUE);
        } else if (joinUntil(drain.toNanos())) {
            outOfTime = true;
            thread.interrupt();
        }
    }

    /** Exports what is queued, when live no longer than the drain time, and ends. Called once nobody offers any more. */
    @Override
    public void close() {
        hurry();
        if (drain != null) {
            joinUntil(drain.plus(LAST_WORDS).toNanos());
        }
    }

    /**
     * Waits for the thread.
     *
     * @param afterNs how long after it was told to finish
     * @return whether it goes on all the same
     */
    private boolean joinUntil(long afterNs) {
        try {
            while (thread.isAlive() && System.nanoTime() - finishNs < afterNs) {
                thread.join(Math.max(1, Math.min(100, TimeUnit.NANOSECONDS.toMillis(afterNs))));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return thread.isAlive();
    }

    private void run() {
        exporter.onStart(queue::isHalfFull);
        long nap = SHORTEST_NAP_NS;
        while (true) {
            boolean last = closing;
            // In this order: an alert that was offered before a flow is seen when the flow is.
            boolean isFlow = queue.peek(record);
            Alert alert = alerts.peek(queue.taken());
            if (alert != null) {
                take(alert);
                alerts.release();
                nap = SHORTEST_NAP_NS;
            } else if (isFlow) {
                take();
                queue.release();
                nap = SHORTEST_NAP_NS;
            } else if (last) {
                break;
            } else {
                if (!closed) {
                    attempt(idle);
                }
                LockSupport.parkNanos(nap);
                nap = Math.min(2 * nap, LONGEST_NAP_NS);
            }
        }
        end();
    }

    private void take() {
        if (outOfTime) {
            counters.dropped(DropReason.DEADLINE).add(record);
        } else if (closed) {
            counters.dropped(DropReason.EXPORTER_FAILED).add(record);
        } else {
            given.add(record);
            attempt(export);
        }
    }

    private void take(Alert alert) {
        if (outOfTime) {
            counters.alerts().dropped(DropReason.DEADLINE).add(1, 0, 0);
        } else if (closed) {
            counters.alerts().dropped(DropReason.EXPORTER_FAILED).add(1, 0, 0);
        } else {
            givenAlerts.add(1, 0, 0);
            attempt(() -> exporter.onAlert(alert));
        }
    }

    private void end() {
        if (!closed) {
            attempt(exporter::flush);
        }
        shut();
    }

    private interface Step {
        void run() throws IOException;
    }

    private void attempt(Step step) {
        try {
            step.run();
        } catch (Throwable e) {
            fail(e);
        }
    }

    /** One exporter that fails must not end the sensor: told once, then counted. */
    private void fail(Throwable e) {
        if (failure == null) {
            failure = e;
            if (drain != null && !outOfTime) {
                // Asked for here, since a replay should not pay at start for a log it does not write.
                Logger log = LoggerFactory.getLogger(ExportingAgent.class);
                if (e instanceof IOException) {
                    log.error("collector {} is given no more records: {}", collector, e.getMessage());
                } else {
                    log.error("collector {} is given no more records", collector, e);
                }
            }
        }
        shut();
    }

    private void shut() {
        if (closed) {
            return;
        }
        closed = true;
        attempt(exporter::close);
        dropRest(counters, given);
        dropRest(counters.alerts(), givenAlerts);
    }

    /** What was given to the exporter and that it has not accounted for did not get anywhere. */
    private void dropRest(ExportAccount account, ExportTotal given) {
        account.dropped(outOfTime ? DropReason.DEADLINE : DropReason.EXPORTER_FAILED)
                .add(
                        open(account, given, ExportTotal::records),
                        open(account, given, ExportTotal::packets),
                        open(account, given, ExportTotal::octets));
    }

    private static long open(ExportAccount account, ExportTotal given, ToLongFunction<ExportTotal> unit) {
        long open = unit.applyAsLong(given) + unit.applyAsLong(account.recovered());
        for (ExportTotal settled : List.of(account.sent(), account.unsupported(), account.spooled())) {
            open -= unit.applyAsLong(settled);
        }
        for (DropReason reason : DropReason.OF_EXPORTERS) {
            open -= unit.applyAsLong(account.dropped(reason));
        }
        return open;
    }
}
