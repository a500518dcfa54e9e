package vedette.capture;

import java.io.IOException;
import java.sql.Timestamp;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.pcap4j.core.BpfProgram.BpfCompileMode;
import org.pcap4j.core.NotOpenException;
import org.pcap4j.core.PcapHandle;
import org.pcap4j.core.PcapHandle.TimestampPrecision;
import org.pcap4j.core.PcapNativeException;
import org.pcap4j.core.PcapNetworkInterface.PromiscuousMode;
import org.pcap4j.core.PcapStat;
import vedette.os.NetworkDevice;

/**
 * One interface that pcap4j captures from. A thread of its own copies frames into a ring, for libpcap may block
 * for ever on an idle link; all else is the polling thread's.
 */
final class Pcap4jInterface implements LiveInterface {
    /** Name of this way in the configuration. */
    static final String WAY = "pcap4j";

    private static final int JOIN_MS = 2_000;
    private static final int MAX_WAIT_MS = 200;
    private static final long NS_PER_S = 1_000_000_000L;

    private final PcapHandle handle;
    private final ObservationPoint point;
    private final int number;
    private final CaptureCounters counters;
    private final FrameRing ring;
    private final Thread thread;
    private final int linkType;
    private volatile @Nullable Throwable failure;
    private volatile boolean stopping;
    private volatile boolean ended;
    private long kernelDropped;
    private long interfaceDropped;

    private Pcap4jInterface(
            PcapHandle handle, String name, CaptureConfig config, LivePoints points, CaptureCounters counters) {
        this.handle = handle;
        this.linkType = handle.getDlt().value();
        this.point = new ObservationPoint(name, NetworkDevice.index(name), linkType);
        this.number = points.numberOf(point);
        this.counters = counters;
        this.ring = new FrameRing(config.ringSize(), config.snaplen());
        this.thread = new Thread(this::capture, "capture-" + name);
        thread.setDaemon(true);
    }

    /**
     * Opens the interface; {@link #start} begins to capture.
     *
     * @param points given the interface's observation point
     */
    static Pcap4jInterface open(String name, CaptureConfig config, LivePoints points, CaptureCounters counters)
            throws IOException {
        try {
            PcapHandle handle = new PcapHandle.Builder(name)
                    .snaplen(config.snaplen())
                    .promiscuousMode(
                            config.promiscuous() ? PromiscuousMode.PROMISCUOUS : PromiscuousMode.NONPROMISCUOUS)
                    .timeoutMillis(GATHERING_MS)
                    .bufferSize((int) config.ringSize())
                    .timestampPrecision(TimestampPrecision.NANO)
                    .build();
            try {
                setFilter(handle, config.filter());
                return new Pcap4jInterface(handle, name, config, points, counters);
            } catch (OutOfMemoryError e) {
                handle.close();
                throw LiveErrors.noMemory(name, config.ringSize(), e);
            } catch (RuntimeException | Error e) {
                handle.close();
                throw e;
            }
        } catch (PcapNativeException e) {
            throw LiveErrors.cannotOpen(name, e);
        } catch (LinkageError e) {
            throw LiveErrors.libpcapMissing(e);
        }
    }

    private static void setFilter(PcapHandle handle, String filter) {
        if (filter.isBlank()) {
            return;
        }
        try {
            handle.setFilter(filter, BpfCompileMode.OPTIMIZE);
        } catch (PcapNativeException e) {
            throw LiveErrors.badFilter(filter, LiveErrors.text(e));
        } catch (NotOpenException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String way() {
        return WAY;
    }

    @Override
    public void start() {
        thread.start();
    }

    @Override
    public ObservationPoint point() {
        return point;
    }

    /** libpcap must not be given a filter on one thread while it captures on another. */
    @Override
    public void checkFilter(String filter) {
        throw new IllegalArgumentException("the filter of " + point.name()
                + ", which is captured from through pcap4j, changes with a restart only");
    }

    @Override
    public void filter(String filter) {
        checkFilter(filter);
    }

    @Override
    public boolean isEmpty() {
        return ring.isEmpty();
    }

    @Override
    public long oldestTimestampNs() {
        return ring.oldestTimestampNs();
    }

    @Override
    public void pollOne(FrameHandler handler) {
        ring.pollOne(handler);
    }

    /** Longer than the kernel gathers frames: the capturing thread may have to wait for a processor. */
    @Override
    public long lagNs() {
        return TimeUnit.MILLISECONDS.toNanos(MAX_WAIT_MS);
    }

    @Override
    public boolean hasEnded() {
        return ended;
    }

    @Override
    public @Nullable Throwable failure() {
        return failure;
    }

    private void capture() {
        try {
            handle.loop(-1, this::onFrame);
        } catch (InterruptedException e) {
            // breakLoop() ends the loop so; the thread itself was not interrupted.
        } catch (PcapNativeException | NotOpenException | RuntimeException | Error e) {
            failed(e);
        } finally {
            if (!stopping) {
                failed(new IOException("the capture ended"));
            }
            ended = true;
        }
    }

    /** What this throws pcap4j would log and forget, frame after frame. */
    private void onFrame(byte[] bytes) {
        try {
            Timestamp timestamp = handle.getTimestamp();
            long originalLength = handle.getOriginalLength() & 0xFFFF_FFFFL;
            if (!ring.offer(bytes, bytes.length, originalLength, nanoseconds(timestamp), linkType, number)) {
                counters.ringDropped.increment();
            }
        } catch (Throwable e) {
            failed(e);
            breakLoop();
        }
    }

    /** Nanoseconds since 1970. A {@code Timestamp} holds its fraction of a second twice, as milliseconds and whole. */
    static long nanoseconds(Timestamp timestamp) {
        return Math.floorDiv(timestamp.getTime(), 1_000L) * NS_PER_S + timestamp.getNanos();
    }

    private void failed(Throwable e) {
        if (failure == null) {
            failure = e;
        }
    }

    @Override
    public void readStatistics() {
        try {
            counters.ringFilled(ring.filled());
            PcapStat statistics = handle.getStats();
            counters.kernelDropped.add(grown(kernelDropped, statistics.getNumPacketsDropped()));
            counters.interfaceDropped.add(grown(interfaceDropped, statistics.getNumPacketsDroppedByIf()));
            kernelDropped = statistics.getNumPacketsDropped();
            interfaceDropped = statistics.getNumPacketsDroppedByIf();
        } catch (PcapNativeException | NotOpenException e) {
            failed(e);
        }
    }

    /** By how much a counter of 32 bits has grown, if it has turned over once at most. */
    static long grown(long before, long now) {
        return now - before & 0xFFFF_FFFFL;
    }

    @Override
    public void stop() {
        stopping = true;
        breakLoop();
    }

    private void breakLoop() {
        try {
            handle.breakLoop();
        } catch (NotOpenException e) {
            failed(e);
        }
    }

    @Override
    public void close() {
        stop();
        readStatistics();
        boolean joined = join();
        counters.ringDropped.add(ring.poll(frame -> {}, Integer.MAX_VALUE));
        if (joined) {
            handle.close();
        }
    }

    /** False if a libpcap before 1.10 sleeps on an idle link: then closing would block, and the process's end will do it. */
    private boolean join() {
        try {
            thread.join(JOIN_MS);
            return !thread.isAlive();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
