package vedette.capture;

import java.util.concurrent.atomic.LongAdder;

/**
 * What a source captured and what it lost, frame by frame: frames on the link = captured + every drop. Written by the
 * source's threads, read by any.
 */
public final class CaptureCounters {
    /** Frames handed to the sensor. */
    public final LongAdder captured = new LongAdder();
    /** Octets of those frames on the link. */
    public final LongAdder capturedOctets = new LongAdder();
    /** Frames handed over with fewer octets than they had on the link. */
    public final LongAdder truncated = new LongAdder();
    /** Frames the kernel dropped because the sensor was slow. */
    public final LongAdder kernelDropped = new LongAdder();
    /** Frames the interface or its driver dropped. */
    public final LongAdder interfaceDropped = new LongAdder();
    /** Frames dropped because the sensor's own ring was full. */
    public final LongAdder ringDropped = new LongAdder();
    /** Times the kernel stopped filling a ring because the sensor held all of it; what came then is among the dropped. */
    public final LongAdder ringFreezes = new LongAdder();
    /** Blocks of a ring before which frames had been dropped. */
    public final LongAdder losingBlocks = new LongAdder();
    /** Frames that stand for several of the link's: an offload merged them, or has not cut them yet. */
    public final LongAdder merged = new LongAdder();
    /** Frames a software filter turned away in a replay (a live filter acts in the kernel, unseen). */
    public final LongAdder filtered = new LongAdder();
    /** Capture files that ended inside a packet or block. */
    public final LongAdder cutFiles = new LongAdder();
    /** Places in capture files where a length lied, after which the rest of that file could not be read. */
    public final LongAdder corruptFiles = new LongAdder();
    /** Blocks of pcapng files whose fields contradict each other, or that name an interface the file does not; passed over. */
    public final LongAdder damagedBlocks = new LongAdder();
    /** Blocks of pcapng files whose type, or whose section's version, is not known; passed over. */
    public final LongAdder unknownBlocks = new LongAdder();

    /** Frames lost for want of time or room, wherever; live it lags behind by up to a second. */
    public long dropped() {
        return kernelDropped.sum() + interfaceDropped.sum() + ringDropped.sum();
    }
}
