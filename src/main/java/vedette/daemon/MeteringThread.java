package vedette.daemon;

import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import vedette.capture.Frame;
import vedette.decode.DecodeCounters;
import vedette.flow.FlowConfig;
import vedette.flow.FlowCounters;
import vedette.flow.HappeningLane;
import vedette.flow.HappeningLane.GivenUpException;
import vedette.flow.Share;

/** Takes every round, and meters a share of its packets. */
final class MeteringThread extends Thread {
    private final int number;
    private final Rounds rounds;
    private final HappeningLane lane;
    private final CountDownLatch mayFinish;
    private final FrameMeter meter;
    private final Frame frame = new Frame();
    private long timeNs;
    private volatile int openFlows;
    private volatile boolean isAtEnd;
    private volatile @Nullable Throwable failure;

    /** @param mayFinish once the last round was taken: not before are open flows closed */
    MeteringThread(
            int number,
            Rounds rounds,
            HappeningLane lane,
            CountDownLatch mayFinish,
            FlowConfig config,
            boolean mergePoints,
            long seed) {
        super("meter-" + number);
        this.number = number;
        this.rounds = rounds;
        this.lane = lane;
        this.mayFinish = mayFinish;
        Share share = new Share(number, rounds.takers());
        meter = new FrameMeter(() -> timeNs, config, mergePoints, seed, share, new FlowCounters(), lane);
        setDaemon(true);
    }

    @Override
    public void run() {
        try {
            work();
        } catch (GivenUpException | InterruptedException expected) {
            // The owner has failed, and says why.
        }
    }

    /** If metering fails, it still passes the rounds on, so that nobody waits for it. */
    private void work() throws InterruptedException {
        try {
            takeAll();
            mayFinish.await();
            meter.finish();
        } catch (GivenUpException e) {
            throw e;
        } catch (RuntimeException | Error e) {
            failure = e;
        }
        lane.close();
        passAll();
    }

    private void takeAll() {
        while (!isAtEnd) {
            Round round = rounds.next(number);
            try {
                take(round);
            } finally {
                pass(round);
            }
        }
    }

    private void passAll() {
        while (!isAtEnd) {
            pass(rounds.next(number));
        }
    }

    private void pass(Round round) {
        isAtEnd = round.isLast;
        rounds.done(round);
    }

    private void take(Round round) {
        timeNs = round.timeNs;
        round.frames.handTo(meter, frame);
        FlowConfig others = round.timeouts;
        if (others != null) {
            meter.retime(others);
        }
        if (round.audited >= 0) {
            meter.audit(round.audited);
            openFlows = meter.openFlows();
        }
        meter.endTurn(round.dropped);
        meter.elapse(round.elapsedNs);
        if (round.isLast || rounds.isEmpty(number)) {
            lane.handOver();
        }
    }

    DecodeCounters decoded() {
        return meter.decoded();
    }

    FlowCounters flows() {
        return meter.flows();
    }

    /** Flows of its share that were open at the last audit. */
    int openFlows() {
        return openFlows;
    }

    /** Whether it has taken the last round. */
    boolean isAtEnd() {
        return isAtEnd;
    }

    /** Why it meters no more, null if nothing is wrong. */
    @Nullable
    Throwable failure() {
        return failure;
    }
}
