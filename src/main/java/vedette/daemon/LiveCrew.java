package vedette.daemon;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import vedette.capture.CaptureSource;
import vedette.decode.DecodeCounters;
import vedette.detect.Detection;
import vedette.flow.FlowConfig;
import vedette.flow.FlowCounters;
import vedette.flow.FlowHandler;
import vedette.flow.FlowLedger;
import vedette.flow.HappeningLane;
import vedette.flow.HappeningMerge;

/**
 * Several threads that meter what one more captures. That one copies frames into rounds, each of which all of them take, so that they
 * keep in step and have nothing else in common; each meters its share of the address pairs. What comes of it is merged and told
 * on the owner's thread, as if one alone had done everything.
 */
final class LiveCrew implements LiveWork {
    private static final int HAPPENINGS_PER_TURN = 4096;
    private static final long WAIT_NS = TimeUnit.MILLISECONDS.toNanos(5);

    /** A poll takes some milliseconds. */
    private static final long MOST_POLL_MS = 5_000;

    private final CapturingThread capturing;
    private final List<MeteringThread> workers = new ArrayList<>();
    private final CountDownLatch mayFinish = new CountDownLatch(1);
    private final HappeningMerge merge;
    private final FlowCounters told = new FlowCounters();
    private final FlowLedger ledger;
    /** Whether there are all threads, without which nothing can be finished. */
    private boolean hasStarted;

    private long turnsSeen;
    private long frameSeenNs;

    /** @param idling is asked by the thread that captures */
    LiveCrew(
            CaptureSource source,
            CapturingThread.Idling idling,
            int size,
            FlowConfig config,
            boolean mergePoints,
            long seed,
            Detection detection,
            FlowHandler handler) {
        Rounds rounds = new Rounds(size);
        capturing = new CapturingThread(source, rounds, idling);
        List<HappeningLane> lanes = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            HappeningLane lane = new HappeningLane(detection);
            lanes.add(lane);
            workers.add(new MeteringThread(i, rounds, lane, mayFinish, config, mergePoints, seed));
        }
        ledger = MeteringAgent.records(told, detection, handler, seed);
        merge = new HappeningMerge(lanes, ledger);
    }

    @Override
    public void start() {
        workers.forEach(Thread::start);
        capturing.start();
        hasStarted = true;
    }

    /** Of all threads but the owner's. */
    long[] threadIds() {
        return LongStream.concat(
                        LongStream.of(capturing.getId()), workers.stream().mapToLong(Thread::getId))
                .toArray();
    }

    @Override
    public int turn() throws IOException {
        boolean hasEnded = true;
        for (MeteringThread worker : workers) {
            throwFailureOf(worker, worker.failure());
            hasEnded &= worker.isAtEnd();
        }
        int count = tell();
        if (hasEnded && count == 0) {
            throwFailureOf(capturing, capturing.failure());
            return CaptureSource.END;
        }
        boolean hadFrames = ledger.lastFrameNs() != frameSeenNs;
        frameSeenNs = ledger.lastFrameNs();
        return hadFrames ? 1 : 0;
    }

    private int tell() throws IOException {
        try {
            return merge.tell(HAPPENINGS_PER_TURN, WAIT_NS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static void throwFailureOf(Thread thread, @Nullable Throwable failure) throws IOException {
        if (failure instanceof IOException e) {
            throw e;
        } else if (failure != null) {
            throw new IllegalStateException(thread.getName() + " failed", failure);
        }
    }

    @Override
    public void finish() {
        if (!hasStarted) {
            return;
        }
        capturing.askToStop();
        mayFinish.countDown();
        boolean wasInterrupted = false;
        while (!merge.isOver()) {
            try {
                merge.tell(HAPPENINGS_PER_TURN, WAIT_NS);
            } catch (InterruptedException e) {
                wasInterrupted = true;
            }
        }
        if (wasInterrupted) {
            Thread.currentThread().interrupt();
        }
        for (MeteringThread worker : workers) {
            if (worker.failure() != null) {
                throw new IllegalStateException(worker.getName() + " failed", worker.failure());
            }
        }
    }

    /** The source may be closed after it: nobody polls it any more. */
    @Override
    public void close() {
        capturing.interrupt();
        workers.forEach(Thread::interrupt);
        try {
            capturing.join(MOST_POLL_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void change(SourceChange change) {
        capturing.change(change);
    }

    @Override
    public void retime(FlowConfig timeouts) {
        capturing.retime(timeouts);
    }

    @Override
    public boolean hasGoneOn() {
        long before = turnsSeen;
        turnsSeen = merge.turns();
        return turnsSeen != before;
    }

    @Override
    public long nowNs() {
        return ledger.nowNs();
    }

    @Override
    public long lastFrameNs() {
        return ledger.lastFrameNs();
    }

    @Override
    public int openFlows() {
        return workers.stream().mapToInt(MeteringThread::openFlows).sum();
    }

    @Override
    public long errorPackets() {
        capturing.askForAudit();
        return ledger.errorPackets();
    }

    /** Every one decodes every frame. */
    @Override
    public DecodeCounters decoded() {
        return workers.get(0).decoded();
    }

    @Override
    public FlowCounters flows() {
        FlowCounters sum = new FlowCounters();
        sum.add(told);
        workers.forEach(worker -> sum.add(worker.flows()));
        return sum;
    }
}
