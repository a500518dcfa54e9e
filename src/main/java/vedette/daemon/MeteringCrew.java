package vedette.daemon;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import vedette.capture.CaptureSource;
import vedette.decode.DecodeCounters;
import vedette.detect.Detection;
import vedette.flow.FlowConfig;
import vedette.flow.FlowCounters;
import vedette.flow.FlowHandler;
import vedette.flow.HappeningLane;
import vedette.flow.HappeningMerge;
import vedette.flow.Share;

/**
 * Several threads that meter one replay. Each reads all of it through a source of its own and meters its share of the address pairs,
 * so they have nothing in common; what comes of it is merged and told on the owner's thread, as if one alone had metered.
 */
final class MeteringCrew implements MeteringWork {
    private static final int HAPPENINGS_PER_TURN = 4096;
    private static final long FOREVER_NS = Long.MAX_VALUE;

    /** Turns after which what was told is handed over, so that nobody waits for long for one who has little to tell. */
    private static final int TURNS_PER_BATCH = 8;

    private final List<Worker> workers = new ArrayList<>();
    private final TurnGate gate = new TurnGate();
    private final HappeningMerge merge;
    private final FlowCounters told = new FlowCounters();

    /** @param sources one for each, all of the same captures */
    MeteringCrew(
            List<CaptureSource> sources,
            FlowConfig config,
            boolean mergePoints,
            long seed,
            Detection detection,
            FlowHandler handler) {
        List<HappeningLane> lanes = new ArrayList<>();
        for (int i = 0; i < sources.size(); i++) {
            HappeningLane lane = new HappeningLane(detection);
            Share share = new Share(i, sources.size());
            FrameMeter meter =
                    new FrameMeter(() -> Long.MAX_VALUE, config, mergePoints, seed, share, new FlowCounters(), lane);
            lanes.add(lane);
            workers.add(new Worker(i, sources.get(i), meter, lane, gate));
        }
        merge = new HappeningMerge(lanes, MeteringAgent.records(told, detection, handler, seed));
    }

    void start() {
        workers.forEach(Thread::start);
    }

    /** One thread, which meters a share. */
    private static final class Worker extends Thread {
        private final CaptureSource source;
        private final FrameMeter meter;
        private final HappeningLane lane;
        private final TurnGate gate;
        private volatile @Nullable Throwable failure;

        Worker(int number, CaptureSource source, FrameMeter meter, HappeningLane lane, TurnGate gate) {
            super("meter-" + number);
            this.source = source;
            this.meter = meter;
            this.lane = lane;
            this.gate = gate;
            setDaemon(true);
        }

        @Override
        public void run() {
            try {
                read();
                meter.finish();
                lane.close();
            } catch (HappeningLane.GivenUpException expected) {
                // The owner has failed, and says why.
            } catch (RuntimeException | Error e) {
                failure = e;
                lane.close();
            }
        }

        /** A source that fails does so for all, after the same frame. */
        private void read() {
            try {
                for (long turn = 0; gate.mayBegin(turn) && meterSome() != CaptureSource.END; turn++) {
                    if (turn % TURNS_PER_BATCH == 0) {
                        lane.handOver();
                    }
                }
            } catch (IOException e) {
                failure = e;
            }
        }

        private int meterSome() throws IOException {
            int polled = source.poll(meter, MeteringAgent.FRAMES_PER_TURN);
            meter.endTurn(source.counters().dropped());
            return polled;
        }
    }

    @Override
    public int turn() throws IOException {
        try {
            merge.tell(HAPPENINGS_PER_TURN, FOREVER_NS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
        if (merge.isOver()) {
            throwFailure();
            return CaptureSource.END;
        }
        return HAPPENINGS_PER_TURN;
    }

    private void throwFailure() throws IOException {
        for (Worker worker : workers) {
            Throwable failure = worker.failure;
            if (failure instanceof IOException e) {
                throw e;
            } else if (failure != null) {
                throw new IllegalStateException(worker.getName() + " failed", failure);
            }
        }
    }

    /** All stop after the same turn. */
    @Override
    public void finish() {
        gate.close();
        boolean wasInterrupted = false;
        while (!merge.isOver()) {
            try {
                merge.tell(HAPPENINGS_PER_TURN, FOREVER_NS);
            } catch (InterruptedException e) {
                wasInterrupted = true;
            }
        }
        if (wasInterrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Every one has decoded every frame. */
    @Override
    public DecodeCounters decoded() {
        return workers.get(0).meter.decoded();
    }

    @Override
    public FlowCounters flows() {
        FlowCounters sum = new FlowCounters();
        sum.add(told);
        workers.forEach(worker -> sum.add(worker.meter.flows()));
        return sum;
    }

    @Override
    public void close() {
        workers.forEach(Thread::interrupt);
    }
}
