package vedette.daemon;

import java.io.IOException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import vedette.capture.CaptureSource;
import vedette.capture.Frame;
import vedette.capture.FrameHandler;
import vedette.flow.FlowConfig;
import vedette.flow.HappeningLane.GivenUpException;

/** Polls a live source, and passes on what comes in rounds. What is asked of it, by one other thread, it does after its next poll. */
final class CapturingThread extends Thread {
    /** How much time passes when a turn is over, with frames or without. */
    interface Idling {
        long afterTurn(boolean hadFrames, long beganNs);
    }

    private final CaptureSource source;
    private final Rounds rounds;
    private final Idling idling;
    private final FrameHandler copying = this::copy;
    private final Queue<LiveWork.SourceChange> changes = new ConcurrentLinkedQueue<>();
    private final AtomicReference<@Nullable FlowConfig> timeouts = new AtomicReference<>();
    private volatile boolean auditAsked;
    private volatile boolean stopAsked;
    private volatile @Nullable Throwable failure;
    private Round round;

    CapturingThread(CaptureSource source, Rounds rounds, Idling idling) {
        super("capture");
        this.source = source;
        this.rounds = rounds;
        this.idling = idling;
        this.round = rounds.begin();
        setDaemon(true);
    }

    @Override
    public void run() {
        try {
            captureAll();
        } catch (GivenUpException expected) {
            return;
        } catch (IOException | RuntimeException | Error e) {
            failure = e;
        }
        round.isLast = true;
        pass();
    }

    private void captureAll() throws IOException {
        int polled = 0;
        while (polled != CaptureSource.END && !stopAsked) {
            long beganNs = System.nanoTime();
            polled = source.poll(copying, MeteringAgent.FRAMES_PER_TURN);
            round.elapsedNs = idling.afterTurn(polled > 0, beganNs);
            doAsAsked();
            passOn();
        }
    }

    private void doAsAsked() throws IOException {
        round.timeouts = timeouts.getAndSet(null);
        if (auditAsked) {
            auditAsked = false;
            round.audited = source.counters().captured.sum();
        }
        for (LiveWork.SourceChange change = changes.poll(); change != null; change = changes.poll()) {
            change.make();
        }
    }

    private void copy(Frame frame) {
        if (!round.frames.add(frame)) {
            passOn();
            if (!round.frames.add(frame)) {
                throw new IllegalStateException("a frame of " + frame.capturedLength() + " octets");
            }
        }
    }

    private void passOn() {
        pass();
        round = rounds.begin();
    }

    private void pass() {
        round.timeNs = TimeOfDay.ns();
        round.dropped = source.counters().dropped();
        rounds.pass(round);
    }

    /** Changes the source between two polls. */
    void change(LiveWork.SourceChange change) {
        changes.add(change);
    }

    /** Lets all know of other timeouts. */
    void retime(FlowConfig others) {
        timeouts.set(others);
    }

    void askForAudit() {
        auditAsked = true;
    }

    /** Polls no more, whatever may be left. */
    void askToStop() {
        stopAsked = true;
    }

    /** Why it has ended, null if the source has. */
    @Nullable
    Throwable failure() {
        return failure;
    }
}
