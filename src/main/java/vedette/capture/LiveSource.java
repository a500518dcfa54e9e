package vedette.capture;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Captures live from one or several interfaces. Frames of several interfaces come in the order of their timestamps, for
 * which a frame waits for an older one of an interface that is behind, up to {@link LiveInterface#lagNs}.
 */
public final class LiveSource implements CaptureSource {
    /** Half as long as the kernel gathers frames: more often there is seldom anything new. */
    private static final long IDLE_WAIT_NS = TimeUnit.MILLISECONDS.toNanos(LiveInterface.GATHERING_MS / 2);
    /** Silence after which nothing is thought to wait in the kernel: the capturing thread may have to wait for a processor. */
    private static final long STOP_SILENCE_NS = TimeUnit.MILLISECONDS.toNanos(200);

    private static final long MAX_STOP_NS = TimeUnit.SECONDS.toNanos(5);
    private static final long STATISTICS_INTERVAL_NS = TimeUnit.SECONDS.toNanos(1);

    private final CaptureCounters counters = new CaptureCounters();
    private final List<LiveInterface> interfaces;
    private final List<Intake> intakes;
    private final long holdNs;
    private final LivePoints points = new LivePoints();
    private final FrameHandler counting = this::onFrame;
    private FrameHandler handler = frame -> {};
    /** Whose frames are handed over now. */
    private Intake intake;

    private long statisticsReadNs = System.nanoTime();
    private long lastFrameNs = statisticsReadNs;
    private boolean stopSeen;
    private long stopSeenNs;
    private long stopTimeNs;
    private boolean pastStop;
    private boolean stopped;
    private boolean accounted;
    private boolean closed;
    private volatile boolean stopAsked;

    private LiveSource(CaptureConfig config) throws IOException {
        List<LiveInterface> opened = new ArrayList<>();
        try {
            for (String name : config.interfaces()) {
                opened.add(LiveInterface.open(name, config, points, counters.of(name)));
            }
        } catch (IOException | RuntimeException | Error e) {
            opened.forEach(LiveInterface::close);
            throw e;
        }
        interfaces = List.copyOf(opened);
        intakes = opened.stream()
                .map(each -> new Intake(each, counters.of(each.point().name()), config.dropDuplicates()))
                .toList();
        intake = intakes.get(0);
        holdNs = opened.stream().mapToLong(LiveInterface::lagNs).max().orElse(0);
    }

    /**
     * Opens the interfaces and begins to capture.
     *
     * @throws IOException if an interface cannot be captured from; the message says which, why and how to mend it
     * @throws IllegalArgumentException if there is no interface, or the filter is none
     */
    public static LiveSource open(CaptureConfig config) throws IOException {
        if (config.interfaces().isEmpty()) {
            throw new IllegalArgumentException("capture.interfaces must name at least one interface");
        }
        LiveSource source = new LiveSource(config);
        source.interfaces.forEach(LiveInterface::start);
        return source;
    }

    @Override
    public int poll(FrameHandler handler, int maxFrames) throws IOException {
        long nowNs = System.nanoTime();
        long timeNs = TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis());
        turnTo(nowNs, timeNs);
        boolean ended = haveEnded();
        this.handler = handler;
        int polled = handOver(maxFrames, timeNs);
        if (polled > 0) {
            lastFrameNs = nowNs;
            return polled;
        }
        if (ended) {
            end();
            return END;
        }
        LockSupport.parkNanos(IDLE_WAIT_NS);
        return 0;
    }

    private void end() throws IOException {
        if (!accounted) {
            accounted = true;
            readStatistics();
        }
        failIfAnyFailed();
    }

    private void turnTo(long nowNs, long timeNs) {
        for (int i = 0; i < interfaces.size(); i++) {
            interfaces.get(i).beginPoll(timeNs);
        }
        if (nowNs - statisticsReadNs >= STATISTICS_INTERVAL_NS) {
            statisticsReadNs = nowNs;
            readStatistics();
        }
        if (stopAsked && !stopSeen) {
            stopSeen = true;
            stopSeenNs = nowNs;
            stopTimeNs = timeNs;
        }
        if (!stopped && (isStopDue(nowNs) || failed() != null)) {
            stopped = true;
            interfaces.forEach(LiveInterface::stop);
        }
    }

    /** Whether all that came before the stop has been handed over: something later has been, or nothing came for a while. */
    private boolean isStopDue(long nowNs) {
        if (!stopSeen) {
            return false;
        }
        long silentNs = nowNs - Math.max(stopSeenNs, lastFrameNs);
        return pastStop || silentNs >= STOP_SILENCE_NS || nowNs - stopSeenNs >= MAX_STOP_NS;
    }

    private void readStatistics() {
        for (int i = 0; i < interfaces.size(); i++) {
            LiveInterface each = interfaces.get(i);
            each.readStatistics();
            counters.of(each.point().name()).absent(each.isAbsent());
        }
    }

    private boolean haveEnded() {
        for (int i = 0; i < interfaces.size(); i++) {
            if (!interfaces.get(i).hasEnded()) {
                return false;
            }
        }
        return true;
    }

    private int handOver(int maxFrames, long timeNs) {
        try {
            return intakes.size() == 1 ? handOverFrom(intakes.get(0), maxFrames) : handOverInOrder(maxFrames, timeNs);
        } finally {
            for (int i = 0; i < intakes.size(); i++) {
                intakes.get(i).settle();
            }
        }
    }

    private int handOverFrom(Intake only, int maxFrames) {
        intake = only;
        int polled = 0;
        while (polled < maxFrames && !only.from().isEmpty()) {
            only.from().pollOne(counting);
            polled++;
        }
        return polled;
    }

    private int handOverInOrder(int maxFrames, long nowNs) {
        int polled = 0;
        for (Intake next = oldest(nowNs); next != null && polled < maxFrames; next = oldest(nowNs)) {
            intake = next;
            next.from().pollOne(counting);
            polled++;
        }
        return polled;
    }

    /** The interface whose turn it is, null if none has a frame, or one that may still get an older frame has none. */
    private @Nullable Intake oldest(long nowNs) {
        Intake oldest = null;
        long oldestNs = Long.MAX_VALUE;
        boolean complete = true;
        for (int i = 0; i < intakes.size(); i++) {
            LiveInterface each = intakes.get(i).from();
            if (each.isEmpty()) {
                complete &= each.hasEnded();
            } else if (oldest == null || each.oldestTimestampNs() < oldestNs) {
                oldest = intakes.get(i);
                oldestNs = each.oldestTimestampNs();
            }
        }
        return complete || Math.abs(nowNs - oldestNs) >= holdNs ? oldest : null;
    }

    private void onFrame(Frame frame) {
        pastStop |= stopSeen && frame.timestampNs() > stopTimeNs;
        if (intake.count(frame)) {
            handler.onFrame(frame);
        }
    }

    private void failIfAnyFailed() throws IOException {
        LiveInterface failed = failed();
        if (failed != null && failed.failure() != null) {
            throw LiveErrors.captureFailed(failed.point().name(), failed.failure());
        }
    }

    private @Nullable LiveInterface failed() {
        for (int i = 0; i < interfaces.size(); i++) {
            if (interfaces.get(i).failure() != null) {
                return interfaces.get(i);
            }
        }
        return null;
    }

    /**
     * Whether another filter can take the place of the one in force. Any thread.
     *
     * @throws IllegalArgumentException if it is none, or cannot; the message says why
     */
    public void checkFilter(String filter) {
        interfaces.forEach(each -> each.checkFilter(filter));
    }

    /**
     * Lets only those frames in from now on that pass a filter which was {@linkplain #checkFilter checked}; what waits in the rings
     * came before. For the polling thread.
     */
    public void filter(String filter) throws IOException {
        for (LiveInterface each : interfaces) {
            each.filter(filter);
        }
    }

    @Override
    public void stop() {
        stopAsked = true;
    }

    /** How each interface is captured from, in the configuration's order: {@code af-packet} or {@code pcap4j}. */
    public List<String> ways() {
        return interfaces.stream().map(LiveInterface::way).toList();
    }

    /** Interfaces that had been deleted, and had not come back, when they were last looked for; any thread. */
    public List<String> absent() {
        return counters.interfaces().entrySet().stream()
                .filter(each -> each.getValue().isAbsent())
                .map(Map.Entry::getKey)
                .toList();
    }

    @Override
    public List<ObservationPoint> observationPoints() {
        return points.list();
    }

    @Override
    public CaptureCounters counters() {
        return counters;
    }

    /** Called on the polling thread, or after it has ended. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            interfaces.forEach(LiveInterface::close);
        }
    }
}
