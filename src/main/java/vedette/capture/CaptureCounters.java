package vedette.capture;

import java.util.Collections;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/**
 * What a source captured and what it lost, frame by frame: frames on the link = captured + every drop. A live source counts for
 * each interface and for all. Written by the source's threads, read by any.
 */
public final class CaptureCounters {
    /** Frames handed to the sensor. */
    public final Count captured;
    /** Octets of those frames on the link. */
    public final Count capturedOctets;
    /** Frames handed over with fewer octets than they had on the link. */
    public final Count truncated;
    /** Frames the kernel dropped because the sensor was slow. */
    public final Count kernelDropped;
    /** Frames the interface or its driver dropped. */
    public final Count interfaceDropped;
    /** Frames dropped because the sensor's own ring was full. */
    public final Count ringDropped;
    /** Times the kernel stopped filling a ring because the sensor held all of it; what came then is among the dropped. */
    public final Count ringFreezes;
    /** Blocks of a ring before which frames had been dropped. */
    public final Count losingBlocks;
    /** Frames that stand for several of the link's: an offload merged them, or has not cut them yet. */
    public final Count merged;
    /** Live frames that came a second time; if they are dropped, they are not among the captured. */
    public final Count duplicates;
    /** Frames a software filter turned away in a replay (a live filter acts in the kernel, unseen). */
    public final Count filtered;
    /** Capture files that ended inside a packet or block. */
    public final Count cutFiles;
    /** Places in capture files where a length lied, after which the rest of that file could not be read. */
    public final Count corruptFiles;
    /** Blocks of pcapng files whose fields contradict each other, or that name an interface the file does not; passed over. */
    public final Count damagedBlocks;
    /** Blocks of pcapng files whose type, or whose section's version, is not known; passed over. */
    public final Count unknownBlocks;

    private volatile double ringFilled;
    private volatile boolean absent;

    private final Map<String, CaptureCounters> interfaces = new ConcurrentSkipListMap<>();

    public CaptureCounters() {
        this(null);
    }

    private CaptureCounters(@Nullable CaptureCounters whole) {
        captured = new Count(whole == null ? null : whole.captured);
        capturedOctets = new Count(whole == null ? null : whole.capturedOctets);
        truncated = new Count(whole == null ? null : whole.truncated);
        kernelDropped = new Count(whole == null ? null : whole.kernelDropped);
        interfaceDropped = new Count(whole == null ? null : whole.interfaceDropped);
        ringDropped = new Count(whole == null ? null : whole.ringDropped);
        ringFreezes = new Count(whole == null ? null : whole.ringFreezes);
        losingBlocks = new Count(whole == null ? null : whole.losingBlocks);
        merged = new Count(whole == null ? null : whole.merged);
        duplicates = new Count(whole == null ? null : whole.duplicates);
        filtered = new Count(whole == null ? null : whole.filtered);
        cutFiles = new Count(whole == null ? null : whole.cutFiles);
        corruptFiles = new Count(whole == null ? null : whole.corruptFiles);
        damagedBlocks = new Count(whole == null ? null : whole.damagedBlocks);
        unknownBlocks = new Count(whole == null ? null : whole.unknownBlocks);
    }

    /** The counters of one interface; what is counted there is counted here as well. */
    public CaptureCounters of(String interfaceName) {
        return interfaces.computeIfAbsent(interfaceName, name -> new CaptureCounters(this));
    }

    /** The counters of each interface of a live source, by name. */
    public Map<String, CaptureCounters> interfaces() {
        return Collections.unmodifiableMap(interfaces);
    }

    /** How much of the ring was taken when last looked at, from 0 to 1; of several interfaces the fullest ring. */
    public double ringFilled() {
        return interfaces.values().stream()
                .mapToDouble(CaptureCounters::ringFilled)
                .reduce(ringFilled, Math::max);
    }

    void ringFilled(double share) {
        ringFilled = share;
    }

    /** Whether there was no such interface when last looked for it; of several, whether that is so of any. */
    public boolean isAbsent() {
        return absent || interfaces.values().stream().anyMatch(CaptureCounters::isAbsent);
    }

    void absent(boolean now) {
        absent = now;
    }

    /** Frames lost for want of time or room, wherever; live it lags behind by up to a second. */
    public long dropped() {
        return kernelDropped.sum() + interfaceDropped.sum() + ringDropped.sum();
    }
}
